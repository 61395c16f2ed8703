"""Why a prompt shows, as the agent reads it on the card: the words, their times, and what they met."""

from collections.abc import Mapping
from dataclasses import replace

from assist.core.cards import Because
from assist.core.conditions_told import written_limit, written_weight
from assist.core.matcher import Hit
from assist.core.phrasebank import InPhase, NameIs, Sensed, Weighs
from assist.core.weighing import Breath, chance
from assist.core.words import Speaker, Word

_TELLS = 4
"""Phrases that are named of those that made a breath weigh what it weighs."""


def met(speaker: Speaker, pattern: str, hit: Hit, words: Mapping[int, Word]) -> Because:
    """The words that met a pattern, by their places in the speaker's call."""
    spoken = [words[place] for place in range(hit.first, hit.last + 1) if place in words]
    text = " ".join(word.text for word in spoken)
    return Because(speaker, text, spoken[0].start, spoken[-1].end, hit.score, pattern)


def seen(one: Sensed | InPhase | NameIs, at: float) -> Because:
    """The evidence of what no word says: its condition as it is written, and its moment."""
    if isinstance(one, NameIs):
        return wordless(f"customer_name {', '.join(sorted(one.uses))}", at, at)
    if isinstance(one, InPhase):
        return wordless(f"phase {', '.join(sorted(one.phases))}", at, at)
    speaker = Speaker.AGENT if one.measure.startswith("agent") else Speaker.CUSTOMER
    return replace(wordless(f"{one.measure} {written_limit(one)}", at, at), speaker=speaker)


def weighed(one: Weighs, breath: Breath) -> Because:
    """What a breath weighs, with the words that count most for it (or against it)."""
    sign = 1 if one.over else -1
    telling = [each for each in breath.counted(one.name) if each.points * sign > 0]
    most = sorted(telling, key=lambda each: -abs(each.points))[:_TELLS]
    points = breath.points(one.name) or 0
    start, end = breath.words[0].start, breath.words[-1].end
    pattern = f"{written_weight(one)}: {points} points"
    words = breath.quoted(most)
    return Because(Speaker.CUSTOMER, words, start, end, chance(points * sign), pattern)


def wordless(pattern: str, start: float, end: float) -> Because:
    """What no words brought up."""
    return Because(Speaker.CUSTOMER, "", start, end, 100, pattern)
