"""Layers: what a later phrasebank changes in an earlier one, and what files include."""

import pytest
from hypothesis import given

from assist.core.patterns import Said
from assist.core.phrasebank import Prompt, says_of
from assist.core.reading import NotIncluded, Read, read_layers
from tests.core.test_reading import spoilt

COMPANY = """\
topic: waiting
strictness: 90
lists:
  wait: [queue, on hold]
prompts:
  - id: long-wait
    kind: empathy
    show: Name the wait.
    customer_says:
      - stuck in your {wait}
    unless: ["the {wait} was short"]
    examples:
      shows: [i was stuck in your queue]
  - {id: other, kind: cue, show: Other., customer_says: where is my parcel}
"""


def read(*layers: str | list[str]) -> Read:
    """Layers of one file or several; files are called after their layer and place: 2b.yaml."""
    named = [
        [(f"{number}{'abc'[place]}.yaml", text) for place, text in enumerate(_texts(layer))]
        for number, layer in enumerate(layers, 1)
    ]
    return read_layers(named)


def _texts(layer: str | list[str]) -> list[str]:
    return [layer] if isinstance(layer, str) else layer


def prompts(found: Read) -> dict[str, Prompt]:
    return {prompt.id: prompt for bank in found.banks for prompt in bank.prompts}


def patterns(prompt: Prompt) -> list[str]:
    return [pattern.text for says in says_of(prompt.when) for pattern in says.patterns]


def told(found: Read) -> list[str]:
    return [f"{one.file}:{one.line} {one.what}. {one.mend}" for one in found.problems]


def test_only_the_changed_lines_change() -> None:
    found = read(
        COMPANY, "overrides:\n  - id: long-wait\n    show: Say thanks.\n    stays_for: 4s\n"
    )
    assert found.problems == ()
    before, after = prompts(read(COMPANY))["long-wait"], prompts(found)["long-wait"]
    assert (after.show, after.stays_for) == ("Say thanks.", 4.0)
    assert (after.when, after.kind, after.bank) == (before.when, before.kind, "waiting")
    assert before.source == "1a.yaml:6"
    assert after.source == "2a.yaml:3"
    assert prompts(found)["other"].source == "1a.yaml:14"


def test_the_source_stays_where_the_text_stays() -> None:
    found = read(COMPANY, "overrides:\n  - {id: long-wait, stays_for: 4s}\n")
    assert prompts(found)["long-wait"].source == "1a.yaml:6"


def test_a_prompt_can_be_turned_off_and_may_still_be_named() -> None:
    own = (
        "overrides:\n  - {id: other, off: true}\n"
        "prompts:\n  - {id: mine, kind: cue, show: S., customer_says: green pears,\n"
        "     quiet_after: {other: 5s}}\n"
    )
    found = read(COMPANY, own)
    assert found.problems == ()
    assert prompts(found).keys() == {"long-wait", "mine"}


def test_the_later_layer_has_the_last_word_line_by_line() -> None:
    team = "overrides:\n  - {id: long-wait, show: Team., detail: Team detail.}\n"
    own = "overrides:\n  - {id: long-wait, show: Own.}\n"
    after = prompts(read(COMPANY, team, own))["long-wait"]
    assert (after.show, after.detail, after.source) == ("Own.", "Team detail.", "3a.yaml:2")


def test_patterns_are_added_and_may_use_lists_of_both_files() -> None:
    own = (
        "lists:\n  goods: [phone]\noverrides:\n  - id: long-wait\n    also:\n"
        '      customer_says: ["stuck in the {wait} for a {goods}"]\n'
        "      unless: [green pears]\n      examples: {shows: [stuck in the queue for a phone]}\n"
    )
    found = read(COMPANY, own)
    assert found.problems == ()
    after = prompts(found)["long-wait"]
    assert patterns(after) == ["stuck in your {wait}", "stuck in the {wait} for a {goods}"]
    assert len(list(says_of(after.unless))) == 2
    assert [(one.file, one.line) for one in after.examples] == [("1a.yaml", 13), ("2a.yaml", 8)]
    assert {says.strictness for says in says_of(after.when)} == {90}


def test_lists_are_extended_and_replaced() -> None:
    phrases = {
        text: [
            " ".join(step.token for step in phrase if isinstance(step, Said))
            for says in says_of(prompts(read(COMPANY, text))["long-wait"].when)
            for phrase in says.patterns[0].phrases
        ]
        for text in ("extend_lists: {wait: [line]}\n", "replace_lists: {wait: [line]}\n")
    }
    assert list(phrases.values()) == [
        ["stuck in your queue", "stuck in your on hold", "stuck in your line"],
        ["stuck in your line"],
    ]


def test_shared_lists_are_extended_too() -> None:
    shared = "shared_lists: {wait: [queue]}\n"
    uses = "prompts:\n  - {id: one, kind: cue, show: S., customer_says: 'stuck in your {wait}'}\n"
    found = read([shared, uses], "extend_lists: {wait: [line]}\n")
    assert found.problems == ()
    [says] = says_of(prompts(found)["one"].when)
    assert len(says.patterns[0].phrases) == 2


@pytest.mark.parametrize(
    ("own", "problem"),
    [
        (
            "overrides:\n  - {id: long-weit, off: true}\n",
            '2a.yaml:2 there is no prompt "long-weit" in an earlier layer. Did you mean "long-wait"?',
        ),
        (
            "prompts:\n  - {id: other, kind: cue, show: S., customer_says: green pears}\n",
            '2a.yaml:2 the id "other" is used at 1a.yaml:14 too. '
            'To change that prompt, write what differs under "overrides:"',
        ),
        (
            "overrides:\n  - {id: other, off: true}\n  - {id: other, show: S.}\n",
            '2a.yaml:3 "other" is overridden at 2a.yaml:2 too. Put both into one override',
        ),
        (
            "overrides:\n  - {id: other}\n",
            "2a.yaml:2 this override changes nothing. "
            'Write the lines that differ under it, or "off: true"',
        ),
        (
            "overrides:\n  - show: Look.\n",
            "2a.yaml:2 an override must name its prompt. "
            'Write "- id: …" with the id of the prompt that it changes',
        ),
        (
            "overrides:\n  - id: other\n    shows: Look.\n    off: no\n",
            '2a.yaml:3 "shows" is not a key of an override. Did you mean "show"?',
        ),
        (
            "overrides:\n  - id: other\n    also:\n      agent_says: green pears\n",
            '2a.yaml:4 the prompt has no line "agent_says" to add to. '
            'Write "agent_says:" in the override, with all that it should hold',
        ),
        (
            "overrides:\n  - id: other\n    show: Thanks, {name}.\n",
            "2a.yaml:3 {name} is shown but no pattern catches it. "
            "Catch it in a pattern, or take {name} out",
        ),
        (
            "extend_lists: {weit: [line]}\n",
            '2a.yaml:1 there is no list "weit" in an earlier layer. Did you mean "wait"?',
        ),
        (
            "prompts:\n  - {id: mine, kind: cue, show: S., customer_says: green pears}\n"
            "overrides:\n  - {id: mine, off: true}\n",
            '2a.yaml:4 the prompt "mine" is of the same layer. '
            "Change it where it stands, at 2a.yaml:2",
        ),
    ],
)
def test_a_slip_is_told_and_the_prompt_stays_as_it_was(own: str, problem: str) -> None:
    found = read(COMPANY, own)
    assert problem in told(found)
    assert prompts(found).keys() >= {"long-wait"}
    if "off: true}\n  - " not in own:
        assert prompts(found)["other"] == prompts(read(COMPANY))["other"]


def test_a_change_that_spoils_a_line_below_is_told_where_it_was_made() -> None:
    named = (
        COMPANY.replace("Name the wait.", "Name the {wait} of {name}.")
        .replace("- stuck in your {wait}", "- stuck in your queue {name}")
        .replace("{wait} of ", "")
    )
    own = "overrides:\n  - id: long-wait\n    customer_says: stuck in your queue\n"
    found = read(named, own)
    assert told(found) == [
        "2a.yaml:2 {name} is shown but no pattern catches it. "
        "Catch it in a pattern, or take {name} out"
    ]
    assert patterns(prompts(found)["long-wait"]) == ["stuck in your queue {name}"]


def test_an_override_may_mend_a_faulty_prompt() -> None:
    faulty = COMPANY.replace("kind: empathy", "kind: sympathy")
    found = read(faulty, "overrides:\n  - {id: long-wait, kind: calm}\n")
    assert len(found.problems) == 1
    assert prompts(found)["long-wait"].kind == "calm"


def test_what_is_wrong_below_is_told_once() -> None:
    long = COMPANY.replace("Name the wait.", "word " * 17)
    found = read(long, "overrides:\n  - {id: long-wait, stays_for: 4s}\n")
    assert [problem.file for problem in found.problems] == ["1a.yaml"]
    assert prompts(found)["long-wait"].stays_for == 4.0


# Includes

FILES = {
    "company/lists.yaml": "lists:\n  wait: [queue, line]\n",
    "company/more.yaml": (
        "include: [lists.yaml]\nprompts:\n"
        "  - {id: more, kind: cue, show: S., customer_says: 'the {wait} is long'}\n"
    ),
    "loop/a.yaml": "include: [b.yaml]\nlists: {a: [one]}\n",
    "loop/b.yaml": "include: [a.yaml]\nlists: {b: [one]}\n",
}


def include(by: str, written: str) -> tuple[str, str]:
    name = (
        written.removeprefix("../")
        if written.startswith("../")
        else f"{by.split('/')[0]}/{written}"
    )
    if name not in FILES:
        raise NotIncluded(f'there is no phrasebank "{written}"', "Name another")
    return name, FILES[name]


def including(text: str) -> Read:
    return read_layers([[("team/own.yaml", text)]], include)


def test_an_included_file_lends_its_lists() -> None:
    found = including(
        "include: [../company/lists.yaml]\nprompts:\n"
        "  - {id: own, kind: cue, show: S., customer_says: 'stuck in your {wait}'}\n"
    )
    assert found.problems == ()
    [says] = says_of(prompts(found)["own"].when)
    assert len(says.patterns[0].phrases) == 2


def test_an_included_file_brings_its_prompts_once() -> None:
    found = read_layers(
        [
            [("company/more.yaml", FILES["company/more.yaml"])],
            [("team/own.yaml", "include: ../company/more.yaml\nlists: {x: [y]}\n")],
        ],
        include,
    )
    assert found.problems == ()
    assert [bank.file for bank in found.banks if bank.prompts] == ["company/more.yaml"]
    alone = including("include: ../company/more.yaml\nlists: {x: [y]}\n")
    assert prompts(alone).keys() == {"more"}


def test_a_circle_of_includes_is_refused_with_its_line() -> None:
    found = including("include: ../loop/a.yaml\nlists: {x: [y]}\n")
    assert told(found) == ["loop/b.yaml:1 a file includes itself. Take one of the includes out"]


def test_what_cannot_be_included_is_told_with_its_line() -> None:
    found = including(
        "topic: x\ninclude:\n  - ../company/lists.yaml\n  - none.yaml\nlists: {x: [y]}\n"
    )
    assert told(found) == ['team/own.yaml:4 there is no phrasebank "none.yaml". Name another']


# Properties

OVER = [
    "lists:\n  goods: [phone]\nextend_lists: {wait: [line]}\noverrides:\n  - id: long-wait\n"
    "    show: Thank {name}.\n    also:\n      customer_says: [my name is {name}]\n"
    "      examples: {shows: [green pears]}\n  - {id: other, off: true}\n",
    "include: [../company/more.yaml, ../loop/a.yaml]\nreplace_lists:\n  wait: [line]\n"
    "overrides:\n  - id: other\n    customer_says: [green pears]\n    then: {agent_says: so then}\n",
]


@given(spoilt(OVER), spoilt(OVER))
def test_spoilt_overrides_leave_all_other_prompts_as_they_are(team: str, own: str) -> None:
    layers = [[("company/1.yaml", COMPANY)], [("team/2.yaml", team)], [("own/3.yaml", own)]]
    found = read_layers(layers, include)
    texts = {name: text for layer in layers for name, text in layer} | FILES
    for problem in found.problems:
        assert 1 <= problem.line <= max(1, len(texts[problem.file].splitlines()))
        assert problem.what
        assert problem.mend
    assert prompts(found).keys() >= {"long-wait"} - turned_off(team + own)


def turned_off(text: str) -> set[str]:
    return {"long-wait"} if "off" in text else set()
