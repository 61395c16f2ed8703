"""Thanks become one moment, with the words that said them, whether or not a card shows."""

from assist.core.call import Call
from assist.core.events import Event, Thanked
from assist.core.turns import Turn, spoken
from assist.core.words import Speaker
from tests.core.banks import bank, prompt, rulebook

BOOK = rulebook(
    bank(
        prompt("customer_says: thank you so much\nkeeps_moment: yes", "thanks"),
        prompt("customer_says: you are a star\nkeeps_moment: yes", "praise"),
        prompt("customer_says: where is my refund", "refund"),
    )
)


def says(call: Call, text: str, at: float) -> list[Event]:
    words = [word for word, _ in spoken([Turn(Speaker.CUSTOMER, text)], at)]
    return [event for word in words for event in call.say(word)]


def thanked(events: list[Event]) -> list[tuple[str, str]]:
    return [(one.prompt, one.words) for one in events if isinstance(one, Thanked)]


def test_thanks_are_one_moment_even_if_said_twice() -> None:
    call = Call(BOOK)
    assert thanked(says(call, "well thank you so much", 1)) == [("thanks", "thank you so much")]
    assert thanked(says(call, "you are a star", 5)) == []
    assert thanked(says(call, "you are a star", 90)) == [("praise", "you are a star")]
    assert thanked(says(call, "where is my refund", 200)) == []


def test_a_muted_prompt_still_keeps_its_moment() -> None:
    call = Call(BOOK)
    call.mute(frozenset({"thanks"}))
    assert thanked(says(call, "thank you so much", 1)) == [("thanks", "thank you so much")]
