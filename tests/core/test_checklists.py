"""Checklists: how they are written, changed by later layers, followed and carried on."""

import pytest

from assist.core.call import Call
from assist.core.events import Opened, Ticked
from assist.core.reading import Read, read_layers
from assist.core.rulebook import Rulebook
from assist.core.signals import Phase, Signals
from assist.core.turns import Turn, spoken
from assist.core.words import Speaker
from tests.core.banks import told
from tests.dialogue import TESTS

LISTS = (TESTS / "phrasebanks" / "good" / "lists.yaml").read_text("utf-8")


def book(*layers: str) -> Rulebook:
    read = layered(*layers)
    assert not read.problems, "\n".join(map(str, read.problems))
    return Rulebook(read.banks)


def layered(*layers: str) -> Read:
    return read_layers([[(f"{place}.yaml", text)] for place, text in enumerate(layers)])


def says(call: Call, text: str) -> list[Opened | Ticked]:
    words = [word for word, _ in spoken([Turn(Speaker.AGENT, text)], call.at + 1)]
    events = [event for word in words for event in call.say(word)]
    return [event for event in events if isinstance(event, (Opened, Ticked))]


def test_the_rows_are_those_of_the_checklist_that_is_up() -> None:
    call = Call(book(LISTS))
    assert list(call.checklist) == []
    says(call, "what happens next is a letter")
    call.sense(Signals(phase=Phase.CLOSING))
    assert list(call.checklist) == [("Next step told", True), ("Fond farewell", False)]
    says(call, "let me put you through")
    assert list(call.checklist) == [("Stay on the line", False)]


def test_a_checklist_of_a_phase_leaves_with_the_phase() -> None:
    call = Call(book(LISTS))
    call.sense(Signals(phase=Phase.CLOSING))
    call.sense(Signals(phase=Phase.SOLVING))
    assert list(call.checklist) == []
    call.sense(Signals(phase=Phase.CLOSING))
    assert len(call.checklist) == 2


def test_a_tick_says_by_which_words() -> None:
    (tick,) = says(Call(book(LISTS)), "well you will hear from us soon")
    assert isinstance(tick, Ticked)
    assert (tick.checklist, tick.item, tick.because.words) == (
        "closing",
        "next-step",
        "you will hear from us",
    )


def test_what_is_done_stays_done_when_the_phrasebanks_are_saved() -> None:
    call = Call(book(LISTS))
    says(call, "what happens next is a letter")
    call.adopt(book(LISTS.replace("Next step told", "Next step")))
    call.sense(Signals(phase=Phase.CLOSING))
    assert list(call.checklist) == [("Next step", True), ("Fond farewell", False)]
    assert says(call, "what happens next is a letter") == []


def test_a_widened_item_hears_what_was_said_before_it_was_widened() -> None:
    call = Call(book(LISTS))
    says(call, "a letter goes out tonight")
    call.adopt(book(LISTS.replace("[what happens next,", "[what happens next, a letter goes out,")))
    says(call, "okay thanks bye now")
    assert call.card is None


def test_a_later_layer_changes_an_item_adds_one_and_leaves_one_out() -> None:
    over = """\
checklist_overrides:
  - id: closing
    items:
      - {id: next-step, show: Next, agent_says: [the plan is simple]}
      - {id: farewell, off: true}
      - {id: name, show: Their name, agent_says: [goodbye my dear]}
"""
    call = Call(book(LISTS, over))
    call.sense(Signals(phase=Phase.CLOSING))
    assert list(call.checklist) == [("Next", False), ("Their name", False)]
    assert [one.id for one in book(LISTS, over).prompts] == ["unused"]


def test_a_later_layer_turns_a_checklist_or_one_reminder_off() -> None:
    off = book(LISTS, "checklist_overrides: [{id: closing, off: true}]\n")
    assert [one.id for one in off.checklists] == ["transfer"]
    quiet = book(LISTS, "overrides: [{id: closing-next-step, off: true}]\n")
    assert [one.id for one in quiet.checklists] == ["closing", "transfer"]
    assert [one.id for one in quiet.prompts] == ["unused"]


def test_a_reminder_that_is_overridden_still_leaves_when_the_item_is_done() -> None:
    words = "overrides: [{id: closing-next-step, show: Tell them the plan.}]\n"
    call = Call(book(LISTS, words))
    says(call, "okay thanks bye now")
    call.tick(call.at + 1)
    assert call.card is not None
    assert call.card.show == "Tell them the plan."
    says(call, "what happens next is a letter")
    assert call.card is None


ITEM = "{id: a, show: A, agent_says: [red apples]}"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[{items: []}]", (1, '"id" is missing')),
        ("[{id: x, phase: closing}]", (1, '"items" is missing')),
        (f"[{{id: x, items: [{ITEM}]}}]", (1, "nothing brings this checklist up")),
        (f"[{{id: x, faze: closing, items: [{ITEM}]}}]", (1, '"faze" is not a key of a checklist')),
        ("[{id: x, phase: closing, items: [{id: a, show: A}]}]", (1, "nothing can tick this item")),
        (
            "[{id: x, phase: closing, items: [{id: a, agent_says: [red apples]}]}]",
            (1, '"show" is missing'),
        ),
        (
            f"[{{id: x, phase: closing, items: [{ITEM}, {ITEM}]}}]",
            (1, 'the item "a" stands twice'),
        ),
        (
            "[{id: x, phase: closing, items: [{id: a, show: A, agent_says: [red apples], reminder:"
            " {show: S., anyone_says: [green pears]}}]}]",
            (1, '"kind" is missing'),
        ),
        (
            "[{id: x, phase: closing, items: [{id: a, show: A, agent_says: [red apples], reminder:"
            " {kind: cue, show: S.}}]}]",
            (1, "nothing can make this prompt show"),
        ),
        (
            "[{id: x, phase: closing, items: [{id: a, show: A, agent_says: [red apples],"
            " examples: {ticks: [green pears]}}]}]",
            (1, '"green pears" should tick it and does not'),
        ),
        (
            "[{id: x, phase: closing, items: [{id: a, show: A, agent_says: [red apples],"
            " examples: {stays_open: [red apples]}}]}]",
            (1, '"red apples" should leave it open but meets "red apples" (100)'),
        ),
    ],
)
def test_every_slip_is_told(text: str, problem: tuple[int, str]) -> None:
    assert problem in told(f"checklists: {text}\n")


def test_only_a_checklist_of_an_earlier_layer_can_be_overridden() -> None:
    (problem,) = layered(LISTS, "checklist_overrides: [{id: closng, off: true}]\n").problems
    assert problem.what == 'there is no checklist "closng" in an earlier layer'
    assert "closing" in problem.mend
