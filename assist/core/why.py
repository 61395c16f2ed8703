"""Why prompts stay silent for words that are tried: what came near, and what kept it away.

Each prompt that came near is tried again with one thing at a time as it is written and everything
else let through; what then still keeps it silent is a reason. So the reasons are what the rules
do, not what somebody thinks that they do.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from assist.core.advice import Match
from assist.core.alike import COMMON, NEGATORS, weight
from assist.core.cards import Because
from assist.core.conditions_told import told, written_weight
from assist.core.examples import called_for
from assist.core.explained import Part
from assist.core.fitting import fitted
from assist.core.fold import fold
from assist.core.matcher import LEAST
from assist.core.patterns import Pattern, Phrase, Said
from assist.core.phrasebank import (
    AllOf,
    AnyOf,
    Condition,
    Phrasebank,
    Prompt,
    Says,
    Weighs,
    says_of,
    starters_of,
)
from assist.core.rulebook import Rulebook
from assist.core.signals import Signals
from assist.core.sounds import sound
from assist.core.spans import spine
from assist.core.turns import Turn, spoken
from assist.core.weighing import Breath, chance
from assist.core.words import Speaker

_NOTHING = AnyOf(())
_AT_ANY_TIME = float("inf")
_NEAR = 50
"""The score from which a prompt that does not match is worth naming."""

_FEW_POINTS = 20
"""Points that a prompt may lack to be worth naming."""

_LAID = 150
"""Phrases that are laid along the words, the most promising ones."""

_NEGATION_REACHES = 3
_SHORTEST = 4
_ALIKE = 70


@dataclass(frozen=True, slots=True)
class Silent:
    """A prompt that came near and stays silent, why, and its best pattern word by word.

    `score` is what the words reach of 100, `needed` what the prompt asks for.
    """

    prompt: Prompt
    pattern: str
    score: int
    needed: int
    reasons: tuple[str, ...]
    words: tuple[Part, ...]


def why_silent(
    rulebook: Rulebook,
    turns: Sequence[Turn],
    signals: Signals,
    showing: frozenset[str],
    most: int = 5,
) -> list[Silent]:
    """The prompts that came nearest without being called for, the nearest first."""
    quiet = [prompt for prompt in rulebook.prompts if prompt.id not in showing]
    met = called_for(_book(map(_let_through, quiet)), turns, signals).best
    near = [_kept_away(rulebook.by_id[one.prompt.id], one, turns, signals) for one in met]
    ids = {one.prompt.id for one in near}
    rest = [prompt for prompt in quiet if prompt.id not in ids]
    near += _too_light(rest, last_breath(rulebook, turns))
    near += _almost(rest, turns)
    return sorted(near, key=lambda one: -one.score)[:most]


def last_breath(rulebook: Rulebook, turns: Sequence[Turn]) -> Breath:
    """What the customer said last, in one breath, weighed."""
    breath = Breath(rulebook.scales)
    for word, _ in spoken(turns):
        if word.speaker is Speaker.CUSTOMER:
            breath.hear(word)
    return breath


def words_of_match(prompt: Prompt, because: Because) -> tuple[Part, ...]:
    """The words of a match beside those that its pattern wants."""
    patterns = (one for says in says_of(prompt.when) for one in says.patterns)
    found = next((one for one in patterns if one.text == because.pattern), None)
    return _best(found.phrases, fold(because.words))[1] if found else ()


# Let through, with one thing at a time as it is written


def _let_through(prompt: Prompt, strict: bool = False, deny: bool = False) -> Prompt:
    """The prompt as if nothing but its words mattered: at any score and time, and even if denied."""
    starting = tuple(
        replace(
            one,
            within=_AT_ANY_TIME,
            strictness=one.strictness if strict else LEAST,
            denied_too=one.denied_too if deny else True,
        )
        for one in starters_of(prompt.when)
        if isinstance(one, Says)
    )
    return replace(prompt, when=AnyOf(starting), unless=_NOTHING, until=_NOTHING)


def _book(prompts: Iterable[Prompt]) -> Rulebook:
    return Rulebook((Phrasebank("", "", tuple(prompts)),))


def _kept_away(prompt: Prompt, match: Match, turns: Sequence[Turn], signals: Signals) -> Silent:
    def silent(one: Prompt) -> bool:
        return called_for(_book((one,)), turns, signals).match_of(one.id) is None

    because = match.because
    needed = _needed(prompt, because.pattern)
    reasons: list[str] = []
    if silent(_let_through(prompt, strict=True)):
        reasons.append(f"the words reach {because.score} of 100 and it asks for {needed}")
    if silent(_let_through(prompt, deny=True)):
        reasons.append(f'these words deny it: "{_denial(because, turns)}"')
    bare = _let_through(prompt)
    if silent(replace(bare, unless=prompt.unless)):
        reasons.append(_undoing(prompt.unless, prompt, turns, signals, '"unless"'))
    if silent(replace(bare, until=prompt.until)):
        reasons.append(_undoing(prompt.until, prompt, turns, signals, '"until_agent_says"'))
    for part in spine(prompt.when):
        if not _is_start(part, prompt) and silent(replace(bare, when=AllOf((bare.when, part)))):
            reasons.append(told(part))
    if not reasons:
        reasons.append("not all of its conditions hold at the same time")
    words = words_of_match(prompt, because)
    return Silent(prompt, because.pattern, because.score, needed, tuple(reasons), words)


def _is_start(part: Condition, prompt: Prompt) -> bool:
    """Whether the part is one of those that make the prompt show by words alone."""
    inside = list(says_of(part))
    starting = {id(one) for one in starters_of(prompt.when)}
    return bool(inside) and all(id(one) in starting for one in inside)


def _needed(prompt: Prompt, pattern: str) -> int:
    asked = [
        says.strictness
        for says in says_of(prompt.when)
        if any(one.text == pattern for one in says.patterns)
    ]
    return min(asked, default=LEAST)


def _undoing(
    condition: Condition, prompt: Prompt, turns: Sequence[Turn], signals: Signals, under: str
) -> str:
    """What stands under `unless` or `until_agent_says` that these words meet."""
    every = tuple(replace(says, starts=True, within=_AT_ANY_TIME) for says in says_of(condition))
    alone = replace(prompt, when=AnyOf(every), unless=_NOTHING, until=_NOTHING)
    match = next(iter(called_for(_book((alone,)), turns, signals).best), None)
    if match is None:
        return f"what stands under {under} keeps it away: {told(condition)}"
    return f'"{match.because.words}" meets "{match.because.pattern}" under {under}'


def _denial(because: Because, turns: Sequence[Turn]) -> str:
    """The words of a match from the negation in or before them on."""
    words = [word for word, _ in spoken(turns) if word.speaker is because.speaker]
    first = next((n for n, word in enumerate(words) if word.end > because.start + 1e-6), 0)
    last = max(
        (n for n, word in enumerate(words) if word.start < because.end - 1e-6), default=first
    )
    denying = [
        n
        for n in range(max(0, first - _NEGATION_REACHES), last + 1)
        if NEGATORS.intersection(fold(words[n].text))
    ]
    begin = min(denying, default=first)
    return " ".join(word.text for word in words[min(begin, first) : last + 1])


# Near by what the words weigh


def _too_light(prompts: Sequence[Prompt], breath: Breath) -> Iterator[Silent]:
    """The prompts that go by weights and that a few points more (or fewer) would have shown."""
    for prompt in prompts:
        for weighs in starters_of(prompt.when):
            if not isinstance(weighs, Weighs):
                continue
            points = breath.points(weighs.name)
            lacking = _lacking_points(weighs, points)
            if points is not None and breath.counted(weighs.name) and 0 < lacking <= _FEW_POINTS:
                reason = f"the words weigh {points} points, and it asks for {weighs.limit}"
                score, needed = chance(points), chance(weighs.limit)
                yield Silent(prompt, written_weight(weighs), score, needed, (reason,), ())


def _lacking_points(weighs: Weighs, points: int | None) -> int:
    reached = points or 0
    return weighs.limit - reached if weighs.over else reached - weighs.limit


# Near by some of their words


def _almost(prompts: Sequence[Prompt], turns: Sequence[Turn]) -> Iterator[Silent]:
    """The prompts that have words in common with what was said, each with its best pattern."""
    for speaker in Speaker:
        said = [token for turn in turns if turn.speaker is speaker for token in fold(turn.text)]
        if said:
            yield from _almost_by(prompts, speaker, said)


def _almost_by(
    prompts: Sequence[Prompt], speaker: Speaker, said: Sequence[str]
) -> Iterator[Silent]:
    entries = [
        (prompt, says, pattern)
        for prompt in prompts
        for says in starters_of(prompt.when)
        if isinstance(says, Says) and speaker in says.speakers
        for pattern in says.patterns
    ]
    heard = _heard_of(entries, said)
    promising = sorted(
        (
            (share, number, phrase)
            for number, (_, _, pattern) in enumerate(entries)
            for share, phrase in _shares(pattern, heard)
        ),
        key=lambda one: (-one[0], one[1]),
    )
    best: dict[str, Silent] = {}
    for _, number, phrase in promising[:_LAID]:
        prompt, says, pattern = entries[number]
        score, words = _best((phrase,), said)
        known = best.get(prompt.id)
        if score >= _NEAR and (known is None or known.score < score):
            reason = _lacking(words, score, says.strictness)
            best[prompt.id] = Silent(prompt, pattern.text, score, says.strictness, (reason,), words)
    yield from best.values()


def _heard_of(
    entries: Sequence[tuple[Prompt, Says, Pattern]], said: Sequence[str]
) -> frozenset[tuple[str, bool]]:
    """The wanted words, closed or open-ended, that one of the words said may be."""
    wanted = {
        (step.token, step.open_ended)
        for _, _, pattern in entries
        for phrase in pattern.phrases
        for step in phrase
        if isinstance(step, Said)
    }
    heard = dict.fromkeys(said)
    return frozenset(
        (token, open_ended)
        for token, open_ended in wanted
        if token in heard or any(_is_near(one, token, open_ended) for one in heard)
    )


def _is_near(heard: str, wanted: str, open_ended: bool) -> bool:
    """Whether it is worth laying a phrase along words for these two being so much alike."""
    if open_ended:
        return heard.startswith(wanted)
    if wanted in COMMON or heard in COMMON or min(len(heard), len(wanted)) < _SHORTEST:
        return False
    return sound(heard) == sound(wanted) or fuzz.ratio(heard, wanted) >= _ALIKE


def _shares(pattern: Pattern, heard: frozenset[tuple[str, bool]]) -> Iterator[tuple[float, Phrase]]:
    """Each phrase with the part of its weight that was heard, where a rare word was."""
    for phrase in pattern.phrases:
        steps = [step for step in phrase if isinstance(step, Said)]
        found = [step for step in steps if (step.token, step.open_ended) in heard]
        if any(step.token not in COMMON for step in found):
            total = sum(weight(step.token) for step in steps)
            yield sum(weight(step.token) for step in found) / total, phrase


def _best(phrases: Iterable[Phrase], tokens: Sequence[str]) -> tuple[int, tuple[Part, ...]]:
    fittings = (fitted(phrase, tokens) for phrase in phrases)
    return max(fittings, key=lambda one: one[0], default=(0, ()))


def _lacking(words: Sequence[Part], score: int, needed: int) -> str:
    missing = [fit.wanted for fit in words if fit.wanted and not fit.heard]
    if missing:
        lacks = ", ".join(f'"{one}"' for one in missing)
        return f"not said: {lacks} ({score} of the {needed} that it asks for)"
    return f"the words reach {score} of 100 and it asks for {needed}"
