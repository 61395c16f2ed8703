"""The examples beside the prompts, tried: each `shows` must show, each `stays_silent` must not."""

from collections.abc import Iterator

from assist.core.phrasebank import Example, Prompt
from assist.core.problems import Problem
from assist.core.rules import Match, Rulebook, Rules
from assist.core.words import Speaker, Word

_WORD_FOR = 0.3


def failed_examples(rulebook: Rulebook) -> Iterator[Problem]:
    """A problem for each example that does not do what its place says."""
    for prompt in rulebook.prompts:
        file = prompt.source.rsplit(":", 1)[0]
        for example in prompt.examples:
            why = _fails(rulebook, prompt, example)
            if why:
                yield Problem(file, example.line, f'prompt "{prompt.id}"', *why)


def _fails(rulebook: Rulebook, prompt: Prompt, example: Example) -> tuple[str, str] | None:
    matches = [
        one for one in matches_of(rulebook, example.text, example.speaker) if one.prompt is prompt
    ]
    if example.shows and not matches:
        what = f'"{example.text}" should show it and does not'
        return what, "Add a pattern for these words, or see assist try"
    if matches and not example.shows:
        because = matches[0].because
        what = (
            f'"{example.text}" should stay silent but meets "{because.pattern}" ({because.score})'
        )
        return what, 'Add what is different in it under "unless", or narrow the pattern'
    return None


def matches_of(rulebook: Rulebook, text: str, speaker: Speaker, start: float = 0.0) -> list[Match]:
    """The prompts that an utterance alone would call for, in order, as `Rules` finds them.

    A prompt that the rest of the utterance undoes is left out. Words are spoken at an even pace,
    from `start` seconds of the call on.
    """
    rules = Rules(rulebook)
    matches: dict[str, Match] = {}
    for place, word in enumerate(text.split()):
        at = start + place * _WORD_FOR
        advice = rules.hear(Word(speaker, word, at, at + _WORD_FOR), place)
        for match in advice.matches:
            matches.setdefault(match.prompt.id, match)
        for undone in advice.undone | advice.said:
            matches.pop(undone, None)
    return list(matches.values())
