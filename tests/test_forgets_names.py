"""A caller's name goes with the call: nothing that is kept of it holds the name."""

from datetime import UTC, datetime
from pathlib import Path

from assist.core.call import Call
from assist.core.events import Event, Shown, Thanked
from assist.core.turns import Turn, spoken
from assist.core.words import Speaker
from assist.journal import JOURNAL, Journal
from assist.moments import MOMENTS, Moments
from tests.dialogue import TESTS, rulebook_of

BOOK = rulebook_of([TESTS / "phrasebanks" / "good" / "names.yaml"])
SAID = (
    Turn(Speaker.CUSTOMER, "my name is theresa and my phone is broken", 1.0),
    Turn(Speaker.AGENT, "let me look", 24.0),
    Turn(Speaker.CUSTOMER, "okay thanks bye now", 40.0),
)


def events_of(call: Call) -> list[Event]:
    events: list[Event] = []
    for word, _ in spoken(SAID):
        events += call.tick(word.start)
        events += call.say(word)
    return events + call.tick(60.0)


def test_no_file_holds_the_name_and_no_other_call_knows_it(tmp_path: Path) -> None:
    call = Call(BOOK)
    journal, moments = Journal(tmp_path / JOURNAL), Moments(tmp_path / MOMENTS)
    journal.begin("a-model")
    events = events_of(call)
    for event in events:
        journal.note(event)
        if isinstance(event, Thanked):
            moments.keep(datetime.now(UTC), event.prompt)
    journal.end(60.0)
    journal.close()
    moments.close()
    shown = [event.card.show for event in events if isinstance(event, Shown)]
    assert any("Theresa" in one for one in shown)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert kept
    assert b"theresa" not in kept.lower()
    later = Call(BOOK)
    for word, _ in spoken([Turn(Speaker.CUSTOMER, "okay thanks bye now", 1.0)]):
        later.say(word)
    later.tick(5.0)
    assert later.card is not None
    assert later.card.show == "Wish them well."
