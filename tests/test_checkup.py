"""What is told of the hearing, and when: sure first, quiet again when it is over."""

import time
from dataclasses import replace

import pytest

from assist.audio.checks import Finding, Meter, Trouble
from assist.checkup import REMEMBERED, RULES, Checkup, Looks
from assist.core.words import Speaker
from assist.hearing import SideState
from assist.troubles import BLEED, CLIPPING, MUTE_MICROPHONE, NO_CUSTOMER
from tests.screens import wait_for

CUSTOMER, AGENT = Speaker.CUSTOMER, Speaker.AGENT
HEARD = SideState("Headset", None, Meter(-30.0, -12.0, 0, 0.0), 0.0, 0)
SILENT = replace(HEARD, meter=Meter(-90.0, -90.0, 0, 1.0))
TALKING = {CUSTOMER: HEARD, AGENT: HEARD}


def found(side: Speaker, trouble: Trouble) -> list[Finding]:
    return [Finding(side, trouble, "")]


@pytest.mark.parametrize(("kind", "rule"), RULES.items(), ids=str)
def test_a_trouble_is_told_when_it_is_sure_and_taken_back_when_it_is_gone(
    kind: tuple[Speaker, Trouble], rule: object
) -> None:
    rule = RULES[kind]
    looks = Looks()
    for _ in range(rule.needed - 1):
        assert looks.take(found(*kind), TALKING) == []
    assert looks.take(found(*kind), TALKING) == [rule.sentence]
    for _ in range(rule.of - 1):
        looks.take([], TALKING)
    assert looks.take([], TALKING) == []


def test_a_shout_is_no_clipping_microphone() -> None:
    looks = Looks()
    looks.take(found(AGENT, Trouble.CLIPPING), TALKING)
    assert not any(looks.take([], TALKING) for _ in range(REMEMBERED))


def test_a_customer_who_is_silent_between_calls_is_no_trouble() -> None:
    looks = Looks()
    nothing_plays = found(CUSTOMER, Trouble.EXACT_ZEROS)
    quiet = {CUSTOMER: SILENT, AGENT: SILENT}
    assert not any(looks.take(nothing_plays, quiet) for _ in range(3 * REMEMBERED))
    alone = {CUSTOMER: SILENT, AGENT: HEARD}
    said = [looks.take(nothing_plays, alone) for _ in range(REMEMBERED)]
    assert said[-1] == [NO_CUSTOMER]


def test_a_microphone_without_any_sound_is_told() -> None:
    looks = Looks()
    said = [looks.take(found(AGENT, Trouble.EXACT_ZEROS), TALKING) for _ in range(REMEMBERED)]
    assert said[-1] == [MUTE_MICROPHONE]


def test_that_there_is_no_sound_is_taken_back_at_the_first_sound() -> None:
    for side in (AGENT, CUSTOMER):
        looks = Looks()
        for _ in range(REMEMBERED):
            looks.take(found(side, Trouble.EXACT_ZEROS), TALKING)
        assert looks.take([], TALKING) == []
        assert looks.take(found(side, Trouble.EXACT_ZEROS), TALKING) == []


def test_a_side_that_is_gone_is_told_at_once_and_nothing_else_of_it() -> None:
    gone = SideState(None, "HeadsetMic: it is not there; plug it in again.", SILENT.meter, 0, 0)
    looks = Looks()
    said = [
        looks.take(found(AGENT, Trouble.EXACT_ZEROS), {CUSTOMER: HEARD, AGENT: gone})
        for _ in range(REMEMBERED)
    ]
    assert said[0] == said[-1] == [gone.why_not]
    left_out = replace(gone, left_out=True)
    assert Looks().take([], {CUSTOMER: HEARD, AGENT: left_out}) == []


class Ringing:
    """Hears both sides, and the customer in the microphone as long as `bleeds`."""

    bleeds = True

    def states(self) -> dict[Speaker, SideState]:
        return dict(TALKING)

    def checks(self) -> tuple[Finding, ...]:
        return tuple(found(AGENT, Trouble.BLEED)) if self.bleeds else ()


def test_it_looks_by_itself_and_tells_of_changes_only() -> None:
    hearing, told = Ringing(), list[str]()
    checkup = Checkup(hearing, told.append, every=0.01)
    checkup.start()
    wait_for(lambda: told == [BLEED], "the trouble")
    time.sleep(0.1)
    hearing.bleeds = False
    wait_for(lambda: told == [BLEED, ""], "the end of it")
    checkup.stop()
    assert CLIPPING[AGENT] not in told
