"""What words weigh: added up over a breath, they bring a prompt up or hold one back."""

import json
from collections.abc import Iterable
from itertools import product
from time import process_time

import pytest

from assist.core.call import Call
from assist.core.cards import Because
from assist.core.checks.unheard import Ears
from assist.core.events import Dropped, Event, Shown
from assist.core.problems import Severity
from assist.core.reading import read_layers, read_phrasebanks
from assist.core.rulebook import Rulebook
from assist.core.signals import Signals
from assist.core.turns import read_turns
from assist.core.weighed_lists import MOST_PHRASES
from assist.core.weighing import Breath, Scales, Weights, chance, joined
from assist.core.why import why_silent
from assist.core.words import Heard, Speaker, Word
from tests.core.banks import bank, found, prompt, rulebook, told

WEIGHTS = """\
weights:
  cue:
    begins_at: -12
    points:
      12: [lost, nobody]
      8: [still, cancel*, no reply, "can't"]
      -10: [thank*, great]
"""
BY_WEIGHT = prompt("customer_weighs: {cue: over 8}", "heavy")
BY_WORDS = prompt("customer_says: [my bag is blue]\nheed_weights: yes", "words")
BOTH = bank(BY_WEIGHT, BY_WORDS, top=WEIGHTS)


def spoken(text: str, at: float = 0.0, speaker: Speaker = Speaker.CUSTOMER) -> list[Word]:
    return [
        Word(speaker, one, at + 0.3 * place, at + 0.3 * place + 0.28)
        for place, one in enumerate(text.split())
    ]


def say(call: Call, text: str, at: float = 0.0, speaker: Speaker = Speaker.CUSTOMER) -> list[Event]:
    return [event for word in spoken(text, at, speaker) for event in call.say(word)]


def shown(events: list[Event]) -> list[tuple[str, float]]:
    return [(one.card.prompt, round(one.at, 2)) for one in events if isinstance(one, Shown)]


def weighed(text: str, *more: Weights) -> Breath:
    read = read_phrasebanks([("bank.yaml", BOTH)])
    breath = Breath(Scales([*read.banks[0].weights, *more]))
    for word in spoken(text):
        breath.hear(word)
    return breath


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("hello", -12),
        ("nobody", 0),
        ("nobody and nobody and nobody", 0),
        ("you cancelled it", -4),
        ("you are canceling it", -4),
        ("there was no reply", -4),
        ("no early reply", -12),
        ("I can't", -4),
        ("i cannot", -4),
        ("THANKS, but nobody", -10),
        ("um nobody", 0),
    ],
)
def test_what_a_breath_weighs(text: str, points: int) -> None:
    assert weighed(text).points("cue") == points


def test_a_breath_ends_with_a_long_pause() -> None:
    breath = weighed("nobody")
    breath.hear(Word(Speaker.CUSTOMER, "lost", 2.7, 3.0))
    assert breath.points("cue") == 12
    breath.hear(Word(Speaker.CUSTOMER, "still", 5.6, 5.9))
    assert breath.points("cue") == -4


def test_a_phrase_does_not_reach_over_the_end_of_a_breath() -> None:
    breath = weighed("no")
    breath.hear(Word(Speaker.CUSTOMER, "reply", 9.0, 9.3))
    assert breath.points("cue") == -12


def test_an_utterance_heard_anew_takes_the_place_of_what_had_settled() -> None:
    breath = weighed("nobody lost it")
    final = [Word(Speaker.CUSTOMER, "lot", 0.3, 0.5), Word(Speaker.CUSTOMER, "it", 0.6, 0.9)]
    breath.correct(final)
    assert [one.told for one in breath.counted("cue")] == ["nobody"]


def test_without_weights_nothing_is_weighed() -> None:
    assert weighed("nobody").points("empathy") is None


def test_later_weights_go_before_earlier_ones() -> None:
    later = Weights("cue", {"lost": 0, "deposit": 7})
    both = joined([Weights("cue", {"lost": 12, "still": 8}, -12), later])["cue"]
    assert dict(both.points) == {"lost": 0, "still": 8, "deposit": 7}
    assert both.begins_at == -12


def test_a_team_changes_a_word_without_copying_the_file() -> None:
    team = "weights: {cue: {points: {20: [deposit], 0: [nobody]}}}\n"
    read = read_layers([[("bank.yaml", BOTH)], [("team.yaml", team)]])
    assert not read.problems
    call = Call(Rulebook(read.banks))
    assert shown(say(call, "nobody lost") + call.tick(2.0)) == []
    assert shown(say(call, "my deposit", 9.0) + call.tick(12.0)) == [("heavy", 9.98)]


LISTS = """\
shared_lists:
  gone: [lost, (gone|went) missing, mislaid, vanish*, lost]
"""
BY_LIST = LISTS + bank(
    BY_WEIGHT,
    top='weights: {cue: {begins_at: -12, points: {12: ["{gone}"], 8: [lost, still]}}}\n',
)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("it vanished", 0),
        ("it went missing", 0),
        ("it is missing", -12),
        ("mislaid and vanishing and gone missing", 0),
        ("lost", 8),
        ("vanished and lost", 8),
    ],
)
def test_of_a_list_whatever_is_said_first_counts_once(text: str, points: int) -> None:
    read = read_phrasebanks([("bank.yaml", BY_LIST)])
    assert not read.problems
    breath = Breath(Scales(read.banks[0].weights))
    for word in spoken(text):
        breath.hear(word)
    assert breath.points("cue") == points


def test_what_counted_of_a_list_is_told_with_its_words() -> None:
    breath = Breath(Scales(read_phrasebanks([("bank.yaml", BY_LIST)]).banks[0].weights))
    for word in spoken("it still Went missing"):
        breath.hear(word)
    counted = breath.counted("cue")
    assert [*map(str, counted)] == ["still +8", "Went missing {gone} +12"]
    assert breath.quoted(counted) == "still Went missing"


def layered(team: str, text: str) -> int | None:
    """What the text weighs for a cue once a team's file is there."""
    read = read_layers([[("bank.yaml", BY_LIST)], [("team.yaml", team)]])
    assert not read.problems
    breath = Breath(Rulebook(read.banks).scales)
    for word in spoken(text):
        breath.hear(word)
    return breath.points("cue")


@pytest.mark.parametrize(
    ("team", "text", "points"),
    [
        ("extend_lists: {gone: [walked off]}\n", "it walked off", 0),
        ("replace_lists: {gone: [walked off]}\n", "it walked off", 0),
        ("replace_lists: {gone: [walked off]}\n", "it vanished", -12),
        ("weights: {cue: {points: {25: ['{gone}']}}}\n", "it vanished", 13),
        ("weights: {cue: {points: {0: ['{gone}']}}}\n", "it vanished", -12),
        ("weights: {cue: {points: {0: [mislaid]}}}\n", "it is mislaid", -12),
        ("weights: {cue: {points: {5: [mislaid]}}}\n", "it is mislaid", -7),
        ("weights: {cue: {points: {0: [vanish*]}}}\n", "it vanished", -12),
        ("weights: {cue: {points: {0: [mislaid]}}}\n", "mislaid and vanished", 0),
        ("weights: {calm: {points: {0: [mislaid]}}}\n", "it is mislaid", 0),
        ("lists: {gone: [walked off]}\n", "it walked off and vanished", 0),
    ],
)
def test_a_team_changes_what_a_list_counts(team: str, text: str, points: int) -> None:
    assert layered(team, text) == points


def test_what_cannot_count_of_a_list_is_told_where_it_is_written() -> None:
    team = "extend_lists:\n  gone:\n    - (walked off|gone away for good)\n    - lost * bag\n"
    read = read_layers([[("bank.yaml", BY_LIST)], [("team.yaml", team)]])
    told = [(one.file, one.line, one.severity, one.what) for one in read.problems]
    assert told == [
        (
            *("team.yaml", 3, Severity.WARNING),
            'of "(walked off|gone away for good)" counts nothing among weights: '
            '"gone away for good" has 4 words, with contractions written out',
        ),
        (
            *("team.yaml", 4, Severity.WARNING),
            '"lost * bag" counts nothing among weights: it has a * for words between, or a {slot}',
        ),
    ]
    assert [phrase for _, phrase in read.banks[1].listed] == ["walked off"]


def test_entries_of_lists_that_no_weights_use_may_be_anything() -> None:
    team = "shared_lists: {all_gone: [lost * bag, gone away for good]}\n"
    assert not read_layers([[("bank.yaml", BY_LIST)], [("team.yaml", team)]]).problems


def lists_of(**lists: Iterable[str]) -> str:
    """Shared lists as they are written, each entry in quotes."""
    lines = (f"  {name}: [{', '.join(map(json.dumps, one))}]\n" for name, one in lists.items())
    return "shared_lists:\n" + "".join(lines)


MANY = ["qu" + "".join(letters) for letters in product("abcdefghijklm", repeat=3)][:1999]


@pytest.mark.parametrize(
    "lists",
    [
        lists_of(b=[*MANY, "two", "more"], a=(f"{{b}} {one}" for one in MANY[:1000])),
        lists_of(b=MANY, a=(f"{{b}} and then {one}" for one in MANY[:1000])),
        lists_of(a=["{b}"], b=["{a}"]),
        lists_of(a=["{a} lost"]),
    ],
    ids=["refused", "too long", "in a circle", "in itself"],
)
def test_a_hostile_list_costs_little(lists: str) -> None:
    began = process_time()
    problems = found(f'{lists}weights: {{cue: {{points: {{9: ["{{a}}"]}}}}}}\n')
    assert 0 < len(problems) < 50
    assert process_time() - began < 3


def test_many_lists_come_to_no_more_than_the_bound() -> None:
    many = {f"l{number}": [f"{{b}} {one}"] for number, one in enumerate(MANY[:100])}
    used = ", ".join(f'"{{{name}}}"' for name in many)
    text = f"{lists_of(b=MANY, **many)}weights: {{cue: {{points: {{9: [{used}]}}}}}}\n"
    read = read_phrasebanks([("bank.yaml", text)])
    assert 40_000 < len(list(read.banks[0].weights[0].phrases())) <= MOST_PHRASES
    assert [one.line for one in read.problems if "50,000 phrases" in one.what]


def test_a_prompt_shows_when_the_customer_pauses_and_not_before() -> None:
    call = Call(rulebook(BOTH))
    assert shown(say(call, "it is lost and nobody")) == []
    events = call.tick(5.0)
    assert shown(events) == [("heavy", 1.88)]
    because = next(one.card.because for one in events if isinstance(one, Shown))
    assert because == Because(
        Speaker.CUSTOMER, "lost … nobody", 0.0, 1.48, chance(12), "cue over 8: 12 points"
    )


def test_no_pause_is_waited_for_where_it_weighs_far_more() -> None:
    call = Call(rulebook(BOTH))
    events = say(call, "nobody there it is lost still no reply and it goes on")
    assert shown(events) == [("heavy", 2.38)]


def test_a_customer_who_is_heard_to_speak_on_has_not_paused() -> None:
    call = Call(rulebook(BOTH))
    words = tuple("it is lost and nobody".split())
    events = call.hear(Heard(Speaker.CUSTOMER, words, 2.0))
    for tenth in range(1, 20):
        longer = (*words, "a" * tenth)
        events += call.hear(Heard(Speaker.CUSTOMER, longer, 2.0 + tenth / 10))
    assert shown(events) == []
    assert [name for name, _ in shown(call.tick(6.0))] == ["heavy"]


def test_what_speaks_against_it_may_come_last() -> None:
    call = Call(rulebook(BOTH))
    assert shown(say(call, "it is lost and nobody knew but thanks") + call.tick(9.0)) == []


def test_the_agents_words_weigh_nothing() -> None:
    call = Call(rulebook(BOTH))
    events = say(call, "it is lost and nobody", speaker=Speaker.AGENT)
    assert shown(events + call.tick(9.0)) == []


def test_a_recognisers_words_weigh_as_written_ones_do() -> None:
    call = Call(rulebook(BOTH))
    words = tuple("it is lost and nobody".split())
    events = call.hear(Heard(Speaker.CUSTOMER, words, 2.0))
    times = tuple((0.3 * place, 0.3 * place + 0.28) for place in range(len(words)))
    events += call.hear(Heard(Speaker.CUSTOMER, words, 2.2, final=True, times=times))
    assert [name for name, _ in shown(events + call.tick(6.0))] == ["heavy"]


def test_a_prompt_waits_for_words_that_speak_for_it() -> None:
    call = Call(rulebook(BOTH))
    events = say(call, "thanks great my bag is blue nobody still lost") + call.tick(6.0)
    assert shown(events)[0] == ("words", 2.38)


def test_a_prompt_that_the_words_speak_against_is_dropped_with_the_reason() -> None:
    call = Call(rulebook(BOTH))
    events = say(call, "thanks great my bag is blue") + call.tick(6.0)
    assert shown(events) == []
    (dropped,) = (one for one in events if isinstance(one, Dropped))
    assert dropped.why == "the words count -20 points, against cue"


def test_a_prompt_that_does_not_heed_weights_shows_wherever_its_words_are_said() -> None:
    call = Call(rulebook(bank(prompt("customer_says: [my bag is blue]"), top=WEIGHTS)))
    assert len(shown(say(call, "thanks great my bag is blue"))) == 1


def test_a_general_prompt_is_quiet_after_a_special_one() -> None:
    general = prompt("customer_weighs: {cue: over 8}\nquiet_after_its_kind: 1m", "general")
    call = Call(rulebook(bank(general, BY_WORDS, top=WEIGHTS)))
    events = say(call, "my bag is blue it is lost and nobody cares") + call.tick(9.0)
    assert [name for name, _ in shown(events)] == ["words"]


def test_another_rulebook_goes_on_with_the_breath() -> None:
    call = Call(rulebook(BOTH))
    events = say(call, "it is lost")
    call.adopt(rulebook(bank(BY_WEIGHT, top=WEIGHTS.replace("12: [", "14: ["))))
    events += say(call, "and nobody", 0.9) + call.tick(5.0)
    assert shown(events) == [("heavy", 1.88)]


def test_what_lacks_a_few_points_is_told() -> None:
    book = rulebook(BOTH)
    turns = read_turns("nobody did", Speaker.CUSTOMER)
    (light,) = why_silent(book, turns, Signals(), frozenset())
    assert (light.prompt.id, light.needed, light.score) == ("heavy", chance(8), chance(0))
    assert light.reasons == ("the words weigh 0 points, and it asks for 8",)


@pytest.mark.parametrize(
    ("points", "score"), [(0, 50), (10, 73), (20, 88), (-10, 27), (900, 100), (-900, 0)]
)
def test_points_are_a_chance(points: int, score: int) -> None:
    assert chance(points) == score


@pytest.mark.parametrize(
    ("written", "line", "what"),
    [
        ("weights: {cue: {points: {12: [a (b|c)]}}}", 1, '"a (b|c)" is more than plain words'),
        ("weights: {cue: {points: {lots: [lost]}}}", 1, '"lots" is not a number of points'),
        ("weights: {cue: {points: {101: [lost]}}}", 1, '"101" is not a number of points'),
        ("weights: {cue: {begins_at: much}}", 1, '"much" is not a number of points'),
        ("weights: {cue: {points: {1: [one two three four]}}}", 1, '"one two three four" has 4'),
        ("weights: {cue: {points: {1: [um]}}}", 1, '"um" has 0 words'),
        ("weights: {cue: {points: {1: [ab*]}}}", 1, '"ab*" is open-ended too soon'),
        ('weights: {cue: {points: {1: [lost], "2": [Lost]}}}', 1, '"lost" counts already'),
        ("weights: {cue: {point: {1: [lost]}}}", 1, '"point" is not a key of weights'),
        ('weights: {cue: {points: {1: ["{gon}"]}}}', 1, 'there is no shared list "gon"'),
        ('weights: {cue: {points: {1: ["my {gone}"]}}}', 1, '"my {gone}" is more than plain words'),
        (
            'lists: {gone: [lost]}\nweights: {cue: {points: {1: ["{gone}"]}}}',
            2,
            '"gone" is a list of this file alone',
        ),
        (
            'shared_lists: {gone: []}\nweights: {cue: {points: {1: ["{gone}"]}}}',
            2,
            'nothing that counts is in the list "gone"',
        ),
        ("weights: [lost]", 1, "weights need names"),
        ("weights: {Cue: {}}", 1, "this is not a name"),
    ],
)
def test_what_is_wrong_with_weights_is_told(written: str, line: int, what: str) -> None:
    (problem,) = found(f"{written}\n")
    assert (problem.line, problem.what.startswith(what)) == (line, True), problem
    assert problem.mend


@pytest.mark.parametrize(
    ("condition", "what"),
    [
        ("customer_weighs: {cu: over 8}", 'there are no weights "cu"'),
        ("customer_weighs: {cue: 8}", '"8" is not a number of points'),
        ("customer_weighs: over 8", '"customer_weighs" needs the name of weights'),
    ],
)
def test_what_is_wrong_with_the_condition_is_told(condition: str, what: str) -> None:
    text = bank(prompt(condition), top=WEIGHTS)
    assert (12, what) in told(text)


def test_weights_alone_are_a_phrasebank() -> None:
    assert found(WEIGHTS) == []


def test_a_prompt_that_asks_for_more_than_there_is_is_told() -> None:
    text = bank(prompt("customer_weighs: {cue: over 60}"), top=WEIGHTS)
    (problem,) = (one for one in found(text) if "weigh so much" in one.what)
    assert (problem.line, problem.what) == (
        12,
        "no words weigh so much: all that count come to 44 points",
    )


def test_words_that_the_model_does_not_know_never_count() -> None:
    words = ("lost", "nobody", "still", "no", "can", "not")
    ears = Ears("small", words.__contains__, words)
    (problem,) = found(WEIGHTS, ears)
    assert (problem.line, problem.severity) == (3, Severity.WARNING)
    assert problem.what == (
        "the speech model small does not know 4 words of these weights: cancel*, reply, thank*, great"
    )


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (("mislaid", "still", "no"), "one word of these weights: lost"),
        (
            ("gone", "still", "no"),
            "5 words of these weights: lost, missing, went, mislaid, vanish*",
        ),
    ],
)
def test_of_a_list_it_is_enough_that_the_model_knows_one(known: tuple[str, ...], told: str) -> None:
    problems = [one.what for one in found(BY_LIST, Ears("small", known.__contains__, known))]
    assert f"the speech model small does not know {told}" in problems


def test_what_counts_is_quoted_as_it_was_heard() -> None:
    breath = weighed("I Can't say they've lost it since they cancelled and there was no reply")
    assert breath.quoted(breath.counted("cue")) == "Can't … lost … cancelled … no reply"
