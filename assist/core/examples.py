"""The examples beside the prompts, tried: each `shows` must show, each `stays_silent` must not.

An example is what one person says, or a small call (`assist.core.turns`). One that names no moment
is spoken at the first moment of a call at which its prompt may show. A `shows` holds when the
prompt is called for and still is when that speaker's turn ends; a `stays_silent`, when it never is.
Nobody speaks for some seconds after the last word: what waits for the agent's own words comes then.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from assist.core.advice import Advice, Match
from assist.core.call import Call
from assist.core.events import Event
from assist.core.phrasebank import Example, InMode, InPhase, Prompt, Role, Says, Sensed, Story
from assist.core.problems import Problem, shortly
from assist.core.rulebook import Rulebook
from assist.core.rules import Rules
from assist.core.signals import Measure, Signals
from assist.core.spans import first_moment, spine
from assist.core.turns import Turn, TurnError, end_of, placed, read_turns, spoken
from assist.core.words import Speaker

_LISTENS_ON = 2.5
"""Seconds that a call is listened to behind its last word: longer than a prompt may wait."""

LONGEST = 4_000
"""Characters of an example: some minutes of a call."""

MOST_EFFORT = 40_000
"""What trying the examples of one file may take, in units of about 25 microseconds of a computer of
2024: the longest of the shipped files takes 10,000."""

_MOST_FOLLOWED = MOST_EFFORT // 4
"""Phrases that one example may have followed, word by word."""

_REFUSED = -(1 << 62)
_STEP = 0.25
_UNKNOWN = Signals()


@dataclass(frozen=True, slots=True)
class Called:
    """What a small call calls for.

    `matches` are the prompts that were still called for when the turn ended in which they came, in
    their order; `best` holds the evidence of each prompt that met the words best, whatever became of
    it; `undone` and `said` the ids of those that `unless` or the agent's words kept away.
    """

    matches: tuple[Match, ...]
    undone: frozenset[str]
    said: frozenset[str]
    best: tuple[Match, ...] = ()
    followed: int = 0
    """How many phrases were followed, word by word."""

    def match_of(self, prompt: str) -> Match | None:
        return next((one for one in self.matches if one.prompt.id == prompt), None)


@dataclass(frozen=True, slots=True)
class Tried:
    """An example that was played: what it calls for, or why it cannot be read."""

    prompt: Prompt
    example: Example
    turns: tuple[Turn, ...] = ()
    called: Called | None = None
    refused: TurnError | None = None


def tried_examples(rulebook: Rulebook, prompts: Iterable[Prompt]) -> list[Tried]:
    """Every example of these prompts, played with all prompts there are.

    A file whose examples would take longer than anybody waits is tried so far, and then refused.
    """
    left: dict[str, int] = {}
    tried: list[Tried] = []
    for prompt in prompts:
        for example in prompt.examples:
            file = _file_of(prompt, example)
            effort = left.get(file, MOST_EFFORT)
            if effort > 0:
                one = _tried(rulebook, prompt, example)
                left[file] = effort - _effort(one)
                tried.append(one)
            elif effort > _REFUSED:
                tried.append(Tried(prompt, example, refused=_too_many(file)))
                left[file] = _REFUSED
    return tried


def _effort(tried: Tried) -> int:
    """What trying an example took, and what it will take to see who shows instead."""
    called = tried.called
    return 40 + 4 * len(called.best) + called.followed // 2 if called else _MOST_FOLLOWED


def _too_many(file: str) -> TurnError:
    what = f"from here on no example of {file} is tried: those before take too long already"
    mend = "Split the file, and see that not many prompts listen for the same words"
    return TurnError(0, what, mend)


def _file_of(prompt: Prompt, example: Example) -> str:
    return example.file or prompt.source.rpartition(":")[0]


def _tried(rulebook: Rulebook, prompt: Prompt, example: Example) -> Tried:
    try:
        turns = turns_of(prompt, example)
        called = called_for(rulebook, turns, signals_for(prompt), _MOST_FOLLOWED)
    except TurnError as error:
        return Tried(prompt, example, refused=error)
    return Tried(prompt, example, tuple(turns), called)


def failed_examples(tried: Iterable[Tried]) -> Iterator[Problem]:
    """A problem for each example that does not do what its place says."""
    for one in tried:
        why = _unreadable(one.example, one.refused) if one.refused else _fails(one)
        if why:
            line, what, mend = why
            yield Problem(_file_of(one.prompt, one.example), line, named(one.prompt), what, mend)


def named(prompt: Prompt) -> str:
    """A prompt, or an item of a checklist, as a problem names it."""
    checklist, _, item = prompt.id.lstrip("✓").partition("/")
    if prompt.role is Role.TICKS:
        return f'checklist "{checklist}", item "{item}"'
    return f'prompt "{prompt.id}"'


def turns_of(prompt: Prompt, example: Example) -> list[Turn]:
    """The example as a small call, begun when its prompt may show. Raises TurnError."""
    if len(example.text) > LONGEST:
        mend = "Keep the words that matter; whole calls are for assist replay"
        raise TurnError(0, f"this example is longer than {LONGEST:,} characters", mend)
    turns = read_turns(example.text, example.speaker)
    if turns and all(turn.start is None for turn in turns):
        turns[0] = replace(turns[0], start=first_moment(prompt))
    return turns


def signals_for(prompt: Prompt) -> Signals:
    """What no example can say is taken to be as the prompt needs it: mode, phase, pace and level.

    A signal that alone makes the prompt show is not.
    """
    signals = Signals()
    needed = list(spine(prompt.when))
    spoken_for = any(isinstance(one, (Says, *get_args(Story))) for one in needed)
    for one in needed:
        match one:
            case InMode(modes):
                signals = replace(signals, mode=min(modes))
            case InPhase(phases) if not one.starts:
                signals = replace(signals, phase=min(phases))
            case Sensed(measure=measure, limit=limit) if spoken_for:
                signals = _with(signals, measure, limit)
    return signals


def _with(signals: Signals, measure: Measure, value: float) -> Signals:
    measured: Mapping[str, Any] = {measure.value: value}
    return replace(signals, **measured)


def quoted(text: str) -> str:
    """An example's words on one line, for a message."""
    return " / ".join(line.strip() for line in text.splitlines() if line.strip())


def _unreadable(example: Example, error: TurnError) -> tuple[int, str, str]:
    # Behind "- |" the first line of the text stands below the line of the entry.
    row = error.row + 1 if "\n" in example.text else 0
    return example.line + row, error.what, error.mend


def _fails(tried: Tried) -> tuple[int, str, str] | None:
    prompt, example, called = tried.prompt, tried.example, tried.called
    match = called.match_of(prompt.id) if called else None
    text = quoted(example.text)
    if example.shows and match is None:
        mend = "Add a pattern for these words; assist try --explain says what comes near"
        if called and prompt.id in called.undone:
            mend = 'Narrow what stands under "unless": these words meet it; assist try --explain says what'
        does = "tick" if prompt.role is Role.TICKS else "show"
        return example.line, f"{shortly(text)} should {does} it and does not", mend
    if match and not example.shows:
        because = match.because
        met = f"{shortly(because.pattern)} ({because.score})"
        stays = "leave it open" if prompt.role is Role.TICKS else "stay silent"
        what = f"{shortly(text)} should {stays} but meets {met}"
        mend = 'Add what is different in it under "unless", or narrow the pattern'
        return example.line, what, mend
    return None


def called_for(
    rulebook: Rulebook,
    turns: Sequence[Turn],
    signals: Signals = _UNKNOWN,
    most: float = float("inf"),
) -> Called:
    """What a small call asks for, whatever else the agent is shown.

    Raises TurnError where more than `most` phrases would have to be followed.
    """
    rules = Rules(rulebook)
    rules.signals = signals
    calls = _Calls()
    for word, place, turn in placed(spoken(turns)):
        for _, advice in rules.until(word.start):
            calls.take(advice, turn)
        rules.sound(word.end, word.speaker)
        for _, advice in rules.until(word.end):
            calls.take(advice, turn)
        calls.take(rules.hear(word, place), turn)
        if rules.followed > most:
            raise _follows_too_much(turns[turn])
    for _, advice in rules.until(end_of(turns) + _LISTENS_ON):
        calls.take(advice, len(turns))
    matches, best = tuple(calls.matches.values()), tuple(calls.best.values())
    return Called(matches, frozenset(calls.undone), frozenset(calls.said), best, rules.followed)


def _follows_too_much(turn: Turn) -> TurnError:
    what = f"{shortly(turn.text)} meets so many phrases that trying it takes too long"
    mend = "Write fewer choices behind gaps such as *9 in the patterns, or a shorter example"
    return TurnError(0, what, mend)


@dataclass(slots=True)
class _Calls:
    """What a call has called for so far, and in which turn each of it came."""

    matches: dict[str, Match] = field(default_factory=dict)
    best: dict[str, Match] = field(default_factory=dict)
    came: dict[str, int] = field(default_factory=dict)
    undone: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)

    def take(self, advice: Advice, turn: int) -> None:
        for match in (*advice.matches, *advice.done):
            known = self.best.get(match.prompt.id)
            if known is None or known.because.score < match.because.score:
                self.best[match.prompt.id] = match
            if match.prompt.id not in self.matches:
                self.matches[match.prompt.id], self.came[match.prompt.id] = match, turn
        for prompt in advice.undone | advice.said:
            if self.came.get(prompt) == turn:
                del self.matches[prompt], self.came[prompt]
        self.undone |= advice.undone
        self.said |= advice.said


def events_of(
    rulebook: Rulebook, turns: Sequence[Turn], signals: Signals = _UNKNOWN
) -> list[Event]:
    """What the agent would see in a small call, with one card at a time, as in a real one."""
    call = Call(rulebook, mode=signals.mode)
    events = call.sense(signals) if signals != _UNKNOWN else []
    words = spoken(turns)
    ends = {turn: word for word, turn in words}
    for word, turn in words:
        events += _passed(call, word.start)
        events += call.say(word)
        if ends[turn] is word:
            events += call.end_utterance(word.speaker)
    return events + _passed(call, max(call.at, end_of(turns)) + _LISTENS_ON)


def _passed(call: Call, until: float) -> list[Event]:
    """What happens while nobody speaks."""
    events: list[Event] = []
    while call.at + _STEP < until:
        events += call.tick(call.at + _STEP)
    return events + call.tick(until)


def matches_of(rulebook: Rulebook, text: str, speaker: Speaker, start: float = 0.0) -> list[Match]:
    """The prompts that an utterance alone would call for, in order, as `Rules` finds them.

    A prompt that the rest of the utterance undoes is left out. Words are spoken at an even pace,
    from `start` seconds of the call on.
    """
    return list(called_for(rulebook, [Turn(speaker, text, start)]).matches)
