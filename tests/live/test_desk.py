"""The desk with real recognisers on real sound: live as replayed, and when recognisers fail.

What fails is a real recogniser with a fault put in front of it by hand.
"""

import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

import pytest

from assist.audio.files import frames_of, open_call
from assist.audio.frames import BLOCK_FOR, Frame
from assist.audio.player import play
from assist.core.cards import Hearing, Picture
from assist.core.events import Event, Shown, Utterance
from assist.core.reading import read_phrasebanks
from assist.core.rulebook import Rulebook
from assist.core.words import Heard, Speaker
from assist.desk import Desk
from assist.journal import Journal, open_journal
from assist.listener import BEHIND_FROM, HANGS_AFTER, MakeRecogniser
from assist.replay import replay_recording
from assist.speech.models import SpeechModel, find_model
from assist.speech.recogniser import Recogniser
from assist.terms import Terms
from assist.troubles import TOO_BUSY
from tests.live.in_step import Ears
from tests.screens import wait_for

RECORDING = open_call(Path(__file__).parents[1] / "recordings" / "long-wait.flac")
BANK = """\
topic: live
prompts:
  - id: long-wait
    kind: empathy
    show: Thank them for waiting so long.
    customer_says: "(waiting|phone) * minutes"
"""
FIRST_WORDS = "thank you for calling how can i help you"


@pytest.fixture(scope="module")
def model() -> SpeechModel:
    return SpeechModel(find_model())


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    read = read_phrasebanks([("live.yaml", BANK)])
    assert not read.problems
    return Rulebook(read.banks)


@dataclass
class Seen:
    """All that a desk showed and told, as its thread did."""

    pictures: list[Picture] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def said(self, speaker: Speaker) -> list[str]:
        found = [one for one in list(self.events) if isinstance(one, Utterance)]
        return [one.text for one in found if one.speaker is speaker]

    def words(self, speaker: Speaker) -> list[str]:
        return " ".join(self.said(speaker)).split()

    def behind(self) -> bool:
        return bool(self.pictures) and TOO_BUSY in self.pictures[-1].notices


def a_desk(
    rulebook: Rulebook, model: SpeechModel, make: MakeRecogniser | None = None
) -> tuple[Desk, Seen]:
    seen = Seen()
    return Desk(rulebook, model, seen.pictures.append, seen.events.append, make=make), seen


def side(speaker: Speaker) -> list[Frame]:
    return [frame for frame in frames_of(RECORDING) if frame.speaker is speaker]


def silence(speaker: Speaker, seconds: float) -> Iterator[Frame]:
    for place in range(round(seconds / BLOCK_FOR)):
        yield Frame(speaker, place * BLOCK_FOR, 16000, bytes(1600))


class Slow(Recogniser):
    """Takes longer for a frame than the frame lasts, as long as `slow` is set."""

    slow = threading.Event()

    def hear(self, frame: Frame) -> list[Heard]:
        if self.slow.is_set():
            time.sleep(3 * BLOCK_FOR)
        return super().hear(frame)


class Failing(Recogniser):
    """Throws at each of `fails_at`, call times of a frame, once."""

    fails_at: ClassVar[list[float]]

    def hear(self, frame: Frame) -> list[Heard]:
        if self.fails_at and frame.end >= self.fails_at[0]:
            del self.fails_at[0]
            raise RuntimeError("Failed to process waveform")
        return super().hear(frame)


class Hanging(Recogniser):
    """Stands still at one moment of the call until it is let go; then goes on as if nothing was."""

    hangs_at: float | None
    goes_on: threading.Event

    def hear(self, frame: Frame) -> list[Heard]:
        if self.hangs_at is not None and frame.end >= self.hangs_at:
            type(self).hangs_at = None
            self.goes_on.wait(300)
            return [Heard(self.speaker, ("much", "too", "late"), frame.end, final=True)]
        return super().hear(frame)


@pytest.mark.slow
def test_a_live_call_is_heard_as_its_recording(model: SpeechModel, rulebook: Rulebook) -> None:
    replayed = list(replay_recording(RECORDING, rulebook, model))
    desk, seen = a_desk(rulebook, model)
    desk.start()
    play(frames_of(RECORDING), desk.put).wait(60)
    desk.stop()
    live = Seen(events=seen.events)
    for speaker in Speaker:
        assert live.said(speaker) == Seen(events=replayed).said(speaker)
    shown = [
        [one for one in events if isinstance(one, Shown)] for events in (replayed, live.events)
    ]
    assert [one.card.prompt for one in shown[0]] == ["long-wait"]
    assert [one.card.because for one in shown[0]] == [one.card.because for one in shown[1]]
    assert not any(one.notices for one in seen.pictures)


def test_a_computer_that_is_too_slow_stays_at_most_a_little_behind(
    model: SpeechModel, rulebook: Rulebook
) -> None:
    Slow.slow.set()
    desk, seen = a_desk(rulebook, model, lambda speaker: Slow(model, speaker))
    desk.start()
    began = time.monotonic()
    playing = play(silence(Speaker.AGENT, 11.0), desk.put)
    wait_for(seen.behind, "the notice")
    lags = []
    while time.monotonic() - began < 6.0:
        lags.append(time.monotonic() - began - seen.pictures[-1].at)
        time.sleep(0.05)
    # Pictures are drawn four times a second, and a frame takes 0.15 s; were nothing left out, it
    # would be 4 s behind by now.
    assert max(lags) < BEHIND_FROM + 1.5
    assert desk.left_out(Speaker.AGENT) > 1.0
    assert max(one.behind for one in seen.pictures) > 1.0
    Slow.slow.clear()
    left_out = desk.left_out(Speaker.AGENT)
    wait_for(lambda: not seen.behind(), "an end of the notice")
    assert desk.left_out(Speaker.AGENT) - left_out < BEHIND_FROM
    assert playing.wait(60)
    assert playing.dropped == 0
    desk.stop()
    assert seen.pictures[-1].at == pytest.approx(11.0, abs=0.3)


def test_a_recogniser_that_throws_is_replaced(model: SpeechModel, rulebook: Rulebook) -> None:
    class Twice(Failing):
        fails_at: ClassVar = [1.0, 9.5]

    desk, seen = a_desk(rulebook, model, lambda speaker: Twice(model, speaker))
    desk.start()
    for frame in side(Speaker.AGENT):
        desk.wait_and_put(frame)
    desk.stop()
    assert not Twice.fails_at
    words = seen.words(Speaker.AGENT)
    assert "calling how can i help you" in " ".join(words)
    assert "help you today" in " ".join(words)


def test_words_before_a_failure_are_kept_once(model: SpeechModel, rulebook: Rulebook) -> None:
    class Late(Failing):
        fails_at: ClassVar = [3.1]

    desk, seen = a_desk(rulebook, model, lambda speaker: Late(model, speaker))
    desk.start()
    for frame in side(Speaker.AGENT):
        desk.wait_and_put(frame)
    desk.stop()
    assert seen.said(Speaker.AGENT)[0] == FIRST_WORDS


def test_a_recogniser_that_always_throws_leaves_the_other_side_alone(
    model: SpeechModel, rulebook: Rulebook
) -> None:
    tried = []

    def make(speaker: Speaker) -> Recogniser:
        if speaker is Speaker.CUSTOMER:
            return Recogniser(model, speaker)
        tried.append(time.monotonic())
        raise RuntimeError("Failed to create a recognizer")

    desk, seen = a_desk(rulebook, model, make)
    desk.start()
    frames = list(frames_of(RECORDING))
    for frame in frames:
        desk.wait_and_put(frame)
    desk.stop()
    assert "forty five minutes" in " ".join(seen.words(Speaker.CUSTOMER))
    assert not seen.said(Speaker.AGENT)
    assert seen.pictures[-1].agent.hearing is Hearing.LOST
    assert 3 < len(tried) < len(frames) / 10


def test_a_recogniser_that_hangs_is_replaced_and_says_nothing_more(
    model: SpeechModel, rulebook: Rulebook
) -> None:
    class Stuck(Hanging):
        hangs_at = 1.0
        goes_on = threading.Event()

    made: list[float] = []
    recognisers: list[weakref.ref[Recogniser]] = []

    def make(speaker: Speaker) -> Recogniser:
        made.append(time.monotonic())
        stuck = Stuck(model, speaker)
        recognisers.append(weakref.ref(stuck))
        return stuck

    desk, seen = a_desk(rulebook, model, make)
    desk.start()
    for frame in side(Speaker.AGENT)[:200]:
        desk.wait_and_put(frame)
    wait_for(lambda: seen.said(Speaker.AGENT), "words")
    # The customer's side has no frames, so only the agent's recognisers were made.
    assert made[1] - made[0] > HANGS_AFTER
    Stuck.goes_on.set()
    wait_for(lambda: recognisers[0]() is None, "the end of the one that hung")
    desk.stop()
    words = " ".join(seen.words(Speaker.AGENT))
    assert "calling how can i help you" in words
    assert "too late" not in words


def test_a_recogniser_that_hangs_does_not_keep_the_program_from_ending(
    model: SpeechModel, rulebook: Rulebook
) -> None:
    class Forever(Hanging):
        hangs_at = 0.0
        goes_on = threading.Event()

    desk, _ = a_desk(rulebook, model, lambda speaker: Forever(model, speaker))
    desk.start()
    desk.put(next(silence(Speaker.CUSTOMER, 1.0)))
    began = time.monotonic()
    desk.stop()
    assert time.monotonic() - began < 60
    Forever.goes_on.set()


def test_one_stalled_side_is_told_while_the_other_goes_on(
    model: SpeechModel, rulebook: Rulebook
) -> None:
    desk, seen = a_desk(rulebook, model)
    desk.start()
    desk.put(next(silence(Speaker.CUSTOMER, 1.0)))
    playing = play(silence(Speaker.AGENT, 10.0), desk.put)
    wait_for(lambda: seen.pictures and seen.pictures[-1].customer.hearing is Hearing.LOST, "it")
    assert seen.pictures[-1].agent.hearing is Hearing.QUIET
    playing.stop()
    desk.stop()


def calls_in(path: Path) -> list[float | None]:
    """How long each call lasted, of a journal that has been closed."""
    with closing(open_journal(path)) as journal:
        return [row[0] for row in journal.execute("SELECT lasted FROM calls ORDER BY id")]


def test_a_call_begins_and_ends_where_it_is_told(
    model: SpeechModel, rulebook: Rulebook, tmp_path: Path
) -> None:
    seen, journal = Seen(), Journal(tmp_path / "journal.db")
    ears = Ears(model)
    desk = Desk(rulebook, model, seen.pictures.append, seen.events.append, journal, make=ears.make)
    desk.start()
    frames = frames_of(RECORDING)
    desk.begin_call()
    ears.put(desk, frames, lambda: len(seen.said(Speaker.AGENT)) >= 1)
    wait_for(lambda: seen.said(Speaker.AGENT), "the agent's words", 60)
    desk.begin_call()
    ears.put(desk, frames, lambda: len(seen.said(Speaker.CUSTOMER)) >= 1)
    wait_for(lambda: seen.said(Speaker.CUSTOMER), "the customer's words", 60)
    desk.end_call()
    for frame in frames_of(RECORDING):
        desk.wait_and_put(replace(frame, start=frame.start + 40))
    desk.stop()
    journal.close()
    assert len(calls_in(tmp_path / "journal.db")) == 3


def test_what_is_half_said_when_a_call_ends_begins_no_other(
    model: SpeechModel, rulebook: Rulebook, tmp_path: Path
) -> None:
    seen, journal = Seen(), Journal(tmp_path / "journal.db")
    desk = Desk(rulebook, model, seen.pictures.append, seen.events.append, journal)
    desk.start()
    agent = iter(side(Speaker.AGENT))
    for frame in agent:
        desk.wait_and_put(frame)
        if frame.end > 1.6:
            break
    wait_for(lambda: any(one.at > 1.5 for one in seen.pictures), "the frames to be heard")
    desk.end_call()
    for frame in agent:
        desk.wait_and_put(frame)
        if frame.end > 6.0:
            break
    desk.stop()
    journal.close()
    assert seen.said(Speaker.AGENT) == []
    assert len(calls_in(tmp_path / "journal.db")) == 1


def test_words_begin_no_call_where_that_is_not_wanted(
    model: SpeechModel, rulebook: Rulebook, tmp_path: Path
) -> None:
    seen, journal = Seen(), Journal(tmp_path / "journal.db")
    terms = Terms(starts_by_itself=False)
    desk = Desk(rulebook, model, seen.pictures.append, seen.events.append, journal, terms=terms)
    desk.start()
    for frame in frames_of(RECORDING):
        desk.wait_and_put(frame)
    desk.stop()
    journal.close()
    assert seen.events == []
    assert calls_in(tmp_path / "journal.db") == []


def test_what_is_never_to_show_does_not_show_nor_stand_in_the_journal(
    model: SpeechModel, rulebook: Rulebook, tmp_path: Path
) -> None:
    seen, journal = Seen(), Journal(tmp_path / "journal.db")
    desk = Desk(
        rulebook,
        model,
        seen.pictures.append,
        seen.events.append,
        journal,
        terms=Terms(muted=frozenset({"long-wait"})),
    )
    desk.start()
    for frame in frames_of(RECORDING):
        desk.wait_and_put(frame)
    desk.stop()
    journal.close()
    assert seen.said(Speaker.CUSTOMER)
    assert all(isinstance(one, Utterance) for one in seen.events)
    assert "long-wait" not in "".join(
        one.read_bytes().decode("latin-1") for one in tmp_path.iterdir()
    )


def test_while_paused_nothing_is_decoded(model: SpeechModel, rulebook: Rulebook) -> None:
    seen = Seen()
    desk = Desk(rulebook, model, seen.pictures.append, seen.events.append)
    desk.start()
    desk.pause(True)
    for frame in frames_of(RECORDING):
        desk.put(frame)
    wait_for(lambda: bool(seen.pictures), "a picture")
    assert seen.pictures[-1].paused
    desk.pause(False)
    desk.stop()
    assert not seen.events


def test_a_pause_in_a_call_leaves_nothing_of_it_on_the_screen(
    model: SpeechModel, rulebook: Rulebook
) -> None:
    ears = Ears(model)
    desk, seen = a_desk(rulebook, model, ears.make)
    desk.start()

    def shows() -> bool:
        return bool(seen.pictures and seen.pictures[-1].card)

    ears.put(desk, iter(frames_of(RECORDING)), until=shows)
    wait_for(shows, "the card")
    desk.pause(True)
    wait_for(lambda: seen.pictures[-1].paused, "the pause")
    last = seen.pictures[-1]
    assert (last.card, last.earlier, last.phase, last.checklist) == (None, (), "", ())
    # Neither side is lost: nobody listens.
    assert {last.customer.hearing, last.agent.hearing} == {Hearing.WAITING}
    desk.stop()


def test_other_recognisers_take_over_in_the_middle_of_a_call(
    model: SpeechModel, rulebook: Rulebook
) -> None:
    desk, seen = a_desk(rulebook, model)
    made: list[Speaker] = []

    def other(speaker: Speaker) -> Recogniser:
        made.append(speaker)
        return Recogniser(model, speaker)

    desk.start()
    agent = iter(side(Speaker.AGENT))
    for frame in agent:
        desk.wait_and_put(frame)
        if frame.end > 2.0:
            break
    wait_for(lambda: any(one.agent.hearing is Hearing.HEARD for one in seen.pictures), "a voice")
    desk.hear_with(model, other)
    for frame in agent:
        desk.wait_and_put(frame)
    desk.stop()
    assert made == [Speaker.AGENT]
    # Words on both sides of the change are heard; what was half said then may be cut in two.
    assert {"thank", "help"} <= set(seen.words(Speaker.AGENT))


def test_nothing_is_kept_of_a_trial_until_a_real_call_begins(
    model: SpeechModel, rulebook: Rulebook, tmp_path: Path
) -> None:
    seen, journal = Seen(), Journal(tmp_path / "journal.db")
    ears = Ears(model)
    desk = Desk(rulebook, model, seen.pictures.append, seen.events.append, journal, make=ears.make)
    desk.start()
    desk.practise(begins=True)
    ears.put(desk, iter(frames_of(RECORDING)))
    wait_for(lambda: len(seen.said(Speaker.CUSTOMER)) == 2, "all that is said", 60)
    wait_for(lambda: any(isinstance(one, Shown) for one in list(seen.events)), "a card", 60)
    assert any(one.peek for one in list(seen.pictures))
    desk.begin_call()
    wait_for(lambda: not seen.pictures[-1].peek, "the end of the trial", 60)
    desk.stop()
    journal.close()
    assert len(calls_in(tmp_path / "journal.db")) == 1
    with closing(open_journal(tmp_path / "journal.db")) as kept:
        assert kept.execute("SELECT count(*) FROM events").fetchone()[0] == 0
