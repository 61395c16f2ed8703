"""Dialogue scripts: a call written down, and beside it what the agent sees. Nothing else shows.

    # A customer cancels twice within a minute; the agent is advised once.
    bank retention.yaml
       9.0 customer  i would like to um cancel the contract please
           shows     retention within 0.5
           expires   retention
      30.0 customer  yes cancel my contract
           drops     retention

A line `SECONDS SPEAKER WORDS` is spoken from that second on, at 0.3 s a word; a line of seconds
alone only lets time pass, and the last one says how long the call is listened to. `SECONDS clicks
ANSWER` is what the agent says of the card that is up, `SECONDS senses agent_pace 190 phase closing`
what is measured from then on. `mode sales` above the call says what it is for, `usual 150` what the
agent's pace was in earlier calls, `calm 0` that even a calm call is spared nothing. Behind the speaker, `(200 wpm, -24 dBFS)` is how fast and how loud
the words are spoken, and behind the words `x20` says them twenty times; turns may overlap. The indented lines are all that happens
until the next line begins, in order: `shows`, `expires`, `withdraws`, `drops` or `answers`, with
the prompt, `opens` with a checklist and `ticks` with CHECKLIST/ITEM (where a script tells any of these), and where it matters `within S` of the speaker's last word or `by SECOND`. `showing
TEXT` is the card's text. `quiet` says that nothing shows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assist.core.board import Attention
from assist.core.call import Call
from assist.core.cards import Answer
from assist.core.events import (
    Answered,
    Dropped,
    Event,
    Expired,
    Opened,
    Shown,
    Ticked,
    Withdrawn,
)
from assist.core.reading import read_phrasebanks
from assist.core.rulebook import Rulebook
from assist.core.signals import Loudness, Measure, Mode, Phase, Signals
from assist.core.words import Heard, Speaker, Word

TESTS = Path(__file__).resolve().parent
PACE = 0.3
"""Seconds from one word to the next; a word sounds for 0.28 of them."""

_GAP = 0.02
FRAME = 0.05
_LISTENS_ON = 3.0
_CLICKS = "clicks"
_SENSES = "senses"
_VERBS: dict[type, str] = {
    Shown: "shows",
    Expired: "expires",
    Withdrawn: "withdraws",
    Dropped: "drops",
    Answered: "answers",
    Opened: "opens",
    Ticked: "ticks",
}
_LISTED = ("opens", "ticks")
"""What happens to checklists. A script that tells nothing of it need not tell all of it."""

_LINE = re.compile(
    r"(?P<at>\d+(?:\.\d+)?)(?:\s+(?P<who>\w+)(?:\s+\((?P<how>[^)]+)\))?\s+"
    r"(?P<words>.+?)(?:\s+x(?P<times>\d+))?)?"
)
_HOW = re.compile(r"(?:(?P<wpm>\d+) wpm)?(?:, )?(?:(?P<dbfs>-\d+) dBFS)?")
_EXPECTED = re.compile(
    r"(?P<verb>shows|expires|withdraws|drops|answers|opens|ticks)\s+(?P<prompt>\S+)"
    r"(?:\s+within\s+(?P<within>[\d.]+))?(?:\s+by\s+(?P<by>[\d.]+))?"
    r"(?:\s+showing\s+(?P<text>.+))?"
)


class ScriptError(ValueError):
    """A script that cannot be read: file, line and what is wrong."""


@dataclass(frozen=True)
class Expected:
    """One thing that must happen; `latest` is the second by which it must have happened."""

    written: str
    verb: str
    prompt: str
    latest: float
    text: str

    def met_by(self, event: Event) -> bool:
        return (
            _VERBS.get(type(event)) == self.verb
            and _prompt_of(event) == self.prompt
            and event.at <= self.latest + 1e-6
            and (not self.text or (isinstance(event, Shown) and event.card.show == self.text))
        )


@dataclass
class Turn:
    """One timed line of a script, and what is expected between it and the next one."""

    at: float
    who: str
    words: tuple[str, ...]
    written: str
    expected: list[Expected] = field(default_factory=list)
    every: float = PACE
    dbfs: float | None = None

    @property
    def last_word_ends(self) -> float:
        return self.at + self.every * max(0, len(self.words) - 1) + self.every - _GAP

    def spoken(self) -> Iterator[Word]:
        for place, text in enumerate(self.words):
            start = self.at + self.every * place
            yield Word(Speaker(self.who), text, start, start + self.every - _GAP)

    def loudness(self) -> Iterator[Loudness]:
        """The level of each frame of a turn that says how loud it is."""
        if self.dbfs is not None:
            for count in range(round((self.last_word_ends - self.at) / FRAME)):
                at = self.at + FRAME * (count + 1)
                yield Loudness(Speaker(self.who), at, self.dbfs)


@dataclass(frozen=True)
class Script:
    """A call as written."""

    name: str
    banks: tuple[Path, ...]
    turns: tuple[Turn, ...]
    mode: Mode = Mode.SERVICE
    usual: float | None = None
    calm: float = Attention().calm

    @property
    def ends(self) -> float:
        last = self.turns[-1]
        return last.at if not last.who else max(t.last_word_ends for t in self.turns) + _LISTENS_ON

    def words(self) -> list[Word]:
        """All words of both sides in the order in which they end."""
        spoken = [
            word for turn in self.turns if turn.who in list(Speaker) for word in turn.spoken()
        ]
        return sorted(spoken, key=lambda word: word.end)

    def loudness(self) -> list[Loudness]:
        """The level of every frame that has one, in time order."""
        every = [one for turn in self.turns for one in turn.loudness()]
        return sorted(every, key=lambda one: one.at)

    def senses(self) -> list[tuple[float, Signals]]:
        return [(turn.at, _signals(turn.words)) for turn in self.turns if turn.who == _SENSES]

    def clicks(self) -> list[tuple[float, Answer]]:
        return [(turn.at, Answer(turn.words[0])) for turn in self.turns if turn.who == _CLICKS]


def read_script(path: Path) -> Script:
    banks: list[Path] = []
    turns: list[Turn] = []
    mode, usual, calm = Mode.SERVICE, None, Attention().calm
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        try:
            if bare.startswith("mode "):
                mode = Mode(bare.removeprefix("mode ").strip())
            elif bare.startswith("usual "):
                usual = float(bare.removeprefix("usual "))
            elif bare.startswith("calm "):
                calm = float(bare.removeprefix("calm "))
            else:
                _read_line(bare, banks, turns)
        except ValueError as error:
            raise ScriptError(f"{path.name}:{number}: {error}") from error
    if not banks or not turns:
        raise ScriptError(f"{path.name}: a script needs a bank and a line that is spoken")
    return Script(path.stem, tuple(banks), tuple(turns), mode, usual, calm)


def _read_line(bare: str, banks: list[Path], turns: list[Turn]) -> None:
    if bare.startswith("bank "):
        banks.extend(_banks(bare.removeprefix("bank ").strip()))
    elif line := _LINE.fullmatch(bare):
        turns.append(_turn(line, bare, turns))
    elif not turns:
        raise ValueError(f"{bare!r} stands before the first line of the call")
    elif found := _EXPECTED.fullmatch(bare):
        turns[-1].expected.append(_expected(found, bare, turns[-1]))
    elif bare == "quiet":
        if turns[-1].expected:
            raise ValueError("quiet stands beside something that happens")
    else:
        raise ValueError(f"{bare!r} is not understood")


def _banks(name: str) -> list[Path]:
    found = (
        sorted((TESTS.parent / "phrasebanks").glob("*.yaml"))
        if name == "shipped"
        else [TESTS.parent / "phrasebanks" / name.removeprefix("shipped/")]
        if name.startswith("shipped/")
        else [TESTS / "phrasebanks" / "good" / name]
    )
    if not found or not all(path.is_file() for path in found):
        raise ValueError(f"there is no bank {name}")
    return found


def _turn(line: re.Match[str], bare: str, turns: Sequence[Turn]) -> Turn:
    at, who = float(line["at"]), line["who"] or ""
    if turns and at < turns[-1].at:
        raise ValueError("time goes back")
    if who not in ("", _CLICKS, _SENSES, *Speaker):
        raise ValueError(f"{who} is not on the call")
    words = tuple((line["words"] or "").split()) * int(line["times"] or 1)
    how = _HOW.fullmatch(line["how"] or "")
    if how is None:
        raise ValueError(f"({line['how']}) is not how fast and how loud somebody speaks")
    every = 60.0 / float(how["wpm"]) if how["wpm"] else PACE
    return Turn(at, who, words, bare, [], every, float(how["dbfs"]) if how["dbfs"] else None)


def _expected(found: re.Match[str], bare: str, turn: Turn) -> Expected:
    latest = float(found["by"]) if found["by"] else float("inf")
    if found["within"]:
        latest = min(latest, turn.last_word_ends + float(found["within"]))
    return Expected(bare, found["verb"], found["prompt"], latest, found["text"] or "")


# Playing


def rulebook_of(paths: Sequence[Path]) -> Rulebook:
    read = read_phrasebanks([(path.name, path.read_text("utf-8")) for path in paths])
    assert not read.errors, "\n".join(map(str, read.errors))
    return Rulebook(read.banks)


def _call(script: Script) -> Call:
    attention = Attention(calm=script.calm)
    return Call(rulebook_of(script.banks), attention, script.mode, script.usual)


def played(script: Script) -> list[Event]:
    """What happens when the words are certain, as in a written transcript."""
    call = _call(script)
    events: list[Event] = []
    words, clicks, senses = script.words(), script.clicks(), script.senses()
    loudness = script.loudness()
    ends = {(turn.who, turn.last_word_ends) for turn in script.turns}
    for at in _frames(script.ends):
        while words and words[0].end <= at:
            word = words.pop(0)
            events += call.say(word)
            if (word.speaker, word.end) in ends:
                events += call.end_utterance(word.speaker)
        events += _loud(call, loudness, at)
        events += call.tick(at)
        events += _clicked(call, clicks, at)
        events += _sensed(call, senses, at)
    return events


def heard(script: Script, late: float = 0.2) -> list[Event]:
    """What happens when a recogniser hears the words, each `late` seconds after its end, as partial
    results; half a second without a word ends an utterance."""
    call = _call(script)
    events: list[Event] = []
    words, clicks, senses = script.words(), script.clicks(), script.senses()
    loudness = script.loudness()
    saying: dict[Speaker, list[Word]] = {one: [] for one in Speaker}
    for at in _frames(script.ends):
        while words and words[0].end + late <= at:
            word = words.pop(0)
            saying[word.speaker].append(word)
        for speaker, said in saying.items():
            if said:
                final = at - said[-1].end - late > 0.5
                times = tuple((word.start, word.end) for word in said) if final else ()
                belief = tuple(word.text for word in said)
                events += call.hear(Heard(speaker, belief, at, final, times))
                if final:
                    said.clear()
        events += _loud(call, loudness, at)
        events += call.tick(at)
        events += _clicked(call, clicks, at)
        events += _sensed(call, senses, at)
    return events


def _frames(until: float) -> Iterator[float]:
    yield from (FRAME * count for count in range(round(until / FRAME) + 1))


def _clicked(call: Call, clicks: list[tuple[float, Answer]], at: float) -> list[Event]:
    events: list[Event] = []
    while clicks and clicks[0][0] <= at:
        _, answer = clicks.pop(0)
        events += call.answer(call.card.serial, answer) if call.card else []
    return events


def _loud(call: Call, loudness: list[Loudness], at: float) -> list[Event]:
    events: list[Event] = []
    while loudness and loudness[0].at <= at + 1e-6:
        events += call.loud(loudness.pop(0))
    return events


def _sensed(call: Call, senses: list[tuple[float, Signals]], at: float) -> list[Event]:
    events: list[Event] = []
    while senses and senses[0][0] <= at:
        events += call.sense(senses.pop(0)[1])
    return events


def _signals(words: Sequence[str]) -> Signals:
    """The signals named in `agent_pace 190 phase closing`."""
    named = dict(zip(words[::2], words[1::2], strict=True))
    phase = Phase(named.pop("phase")) if "phase" in named else None
    measured = {Measure(name).value: float(value) for name, value in named.items()}
    return replace(Signals(phase=phase), **measured)  # type: ignore[arg-type]  # names are fields


# Comparing


def _prompt_of(event: Event) -> str:
    if isinstance(event, (Shown, Expired, Withdrawn, Answered)):
        return event.card.prompt
    if isinstance(event, Ticked):
        return f"{event.checklist}/{event.item}"
    if isinstance(event, Opened):
        return event.checklist
    return event.prompt if isinstance(event, Dropped) else ""


def happened(events: Sequence[Event]) -> list[Event]:
    """The events that an agent could notice, and the drops that explain why they saw nothing."""
    return [event for event in events if type(event) in _VERBS]


def outline(events: Sequence[Event]) -> list[str]:
    return [f"{_VERBS[type(event)]} {_prompt_of(event)}" for event in happened(events)]


def differences(script: Script, events: Sequence[Event]) -> str:
    """The whole call with what was expected and what came, side by side; empty where they agree."""
    rows: list[str] = []
    agrees = True
    listed = any(one.verb in _LISTED for turn in script.turns for one in turn.expected)
    rest = [one for one in happened(events) if listed or _VERBS[type(one)] not in _LISTED]
    for turn, following in zip(script.turns, (*script.turns[1:], None), strict=True):
        until = following.at if following else float("inf")
        here = [event for event in rest if event.at < until]
        rest = rest[len(here) :]
        rows.append(turn.written)
        for place in range(max(len(here), len(turn.expected))):
            wanted = turn.expected[place] if place < len(turn.expected) else None
            event = here[place] if place < len(here) else None
            met = wanted is not None and event is not None and wanted.met_by(event)
            agrees = agrees and met
            expected = wanted.written if wanted else "(nothing)"
            rows.append(f"  {' ' if met else '≠'} {expected:<44} | {_told(event)}")
    return "" if agrees else "\n".join([f"{script.name}.call: expected | came", *rows])


def _told(event: Event | None) -> str:
    if event is None:
        return "(nothing)"
    told = f"{_VERBS[type(event)]} {_prompt_of(event)} at {event.at:.2f}"
    if isinstance(event, (Dropped, Withdrawn)):
        return f"{told}: {event.why}"
    if isinstance(event, Shown):
        return f'{told}, "{event.card.show}" because "{event.card.because.words}"'
    return told
