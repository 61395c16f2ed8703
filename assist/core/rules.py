"""The rules of one call: which prompts ask to be shown, by the words just settled or by the time.

`Rules` follows one call through a `Rulebook`. It hears every settled word and is told how the time
passes; what it answers is `Advice`. It keeps what has been said as far as the rulebook asks for it.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assist.core.advice import NOTHING, Advice, Match
from assist.core.cards import Because, Priority
from assist.core.cues import Cued
from assist.core.known import ROUNDING, Evidence, Known, Pending
from assist.core.matcher import Ear, Hit
from assist.core.phrasebank import (
    Cue,
    InPhase,
    NameIs,
    Phrasebank,
    Prompt,
    Role,
    Sensed,
    Weighs,
    conditions_of,
    of_customer_alone,
    says_of,
)
from assist.core.reasons import met, seen, weighed, wordless
from assist.core.rulebook import Listener, Rulebook
from assist.core.signals import GROWING, Measure, Phase, Signals
from assist.core.weighing import AGAINST, BREATH, Breath
from assist.core.words import Speaker, Word

_REMEMBERS = 256
"""Words of each speaker that evidence may reach back to."""

_BEGUN = 64
"""Words that a phrase which is being said may have begun before."""


Notice = Callable[[Cued], None]

_News = dict[str, set[int]]
"""The moments (by the id of the object) that have just happened, by the prompt that asks for them."""


class Rules:
    """One call's way through a rulebook. Time is told by `hear` and `until`, and never goes back."""

    def __init__(self, rulebook: Rulebook, notice: Notice = lambda cued: None) -> None:
        """`notice` is told every cue that is said, before what it means for the prompts."""
        self.rulebook = rulebook
        self.caught: Mapping[str, str] = {}
        """What the call itself has caught, for `show`: `assist.core.language.CALL_SLOTS`."""
        self._notice = notice
        self._known = Known(breath=Breath(rulebook.scales))
        self._at = 0.0
        self._changed = True
        """Whether anything has happened since the time was last told."""
        self._wakes = float("inf")
        """The next moment at which the time alone may bring something up, while nothing happens."""
        self._ears = {speaker: Ear(rulebook.trees[speaker]) for speaker in Speaker}
        self._words: dict[Speaker, dict[int, Word]] = {speaker: {} for speaker in Speaker}
        for one, prompt in rulebook.from_start:
            begun = Evidence(wordless("", 0.0, 0.0))
            self._known.pending[id(one)] = Pending(one, prompt.id, 0.0, begun)

    @property
    def signals(self) -> Signals:
        """What is known of this moment besides the words."""
        silence, hold, detour = (self._known.grown(one, self._at) for one in GROWING)
        return replace(self._known.signals, silence=silence, hold=hold, detour=detour)

    @signals.setter
    def signals(self, signals: Signals) -> None:
        self._known.signals = signals
        self._changed = True

    @property
    def followed(self) -> int:
        """How many phrases were followed so far, word by word: what the hearing takes."""
        return sum(ear.followed for ear in self._ears.values())

    def speaks_against(self, prompt: Prompt) -> str:
        """Why the words of the customer's breath speak against a prompt; nothing if they do not."""
        high = prompt.priority >= Priority.HIGH
        if high or not prompt.heeds_weights or not of_customer_alone(prompt):
            return ""
        points = self._known.breath.words_alone(prompt.kind.value)
        if points >= AGAINST:
            return ""
        return f"the words count {points} points, against {prompt.kind.value}"

    @property
    def phase(self) -> Phase | None:
        """How far the call has come, as far as is known."""
        return self._known.signals.phase

    # What happens in the call

    def hear(self, word: Word, place: int) -> Advice:
        """Take the next settled word; `place` is its place in the speaker's call."""
        self._changed = True
        words = self._words[word.speaker]
        words[place] = word
        words.pop(place - _REMEMBERS, None)
        self.sound(word.end, word.speaker)
        used = self._known.caller.used
        self._known.caller.hear(word)
        if word.speaker is Speaker.CUSTOMER:
            self._known.breath.hear(word)
        hits = self._ears[word.speaker].hear(word, place)
        advice = self._advise(self._touch(word.speaker, hits, words), word.end)
        if used or not self._known.caller.used:
            return advice
        return replace(advice, said=advice.said | self.rulebook.wants_name)

    def reread(self, final: Sequence[Word], misheard: frozenset[int]) -> Advice:
        """Take an utterance as it was heard in the end, where that differs from what settled.

        Only what needs one of the `misheard` words (places in `final`) is new; what the settled
        words have met already is not met again.
        """
        if not misheard:
            return NOTHING
        self._changed = True
        speaker = final[0].speaker
        if speaker is Speaker.CUSTOMER:
            self._known.breath.correct(final)
        ear = Ear(self.rulebook.trees[speaker])
        hits = [hit for place, word in enumerate(final) for hit in ear.hear(word, place)]
        new = [hit for hit in hits if not misheard.isdisjoint(range(hit.first, hit.last + 1))]
        touched = self._touch(speaker, new, dict(enumerate(final)), reread=True)
        return self._advise(touched, final[-1].end)

    def sound(self, at: float, speaker: Speaker) -> None:
        """A word of theirs sounds until this moment: a silence begins behind it."""
        if speaker is Speaker.CUSTOMER:
            self._known.breath.sounding(at)
            self._changed = True
        if at > self._known.since.get(Measure.SILENCE, -1.0):
            self._known.since[Measure.SILENCE] = at
            self._changed = True

    def grows(self, measure: Measure, since: float | None) -> None:
        """This has been growing since then; or it does not."""
        if since != self._known.since.get(measure):
            self._changed = True
        if since is None:
            self._known.since.pop(measure, None)
        else:
            self._known.since[measure] = since

    def until(self, at: float) -> Iterator[tuple[float, Advice]]:
        """Let time pass until `at`: the advice of each moment on the way, and of `at` itself."""
        while self._at < (due := self._due() if self._changed else self._wakes) < at:
            yield due, self._pass(due)
        yield at, self._pass(max(self._at, at))

    def _due(self) -> float:
        """The next moment at which the time alone may bring something up."""
        dues = [one.due for one in self._known.pending.values()]
        dues += [self._known.caller.unused_from, self._known.breath.due]
        for measure, since in self._known.since.items():
            dues += [since + limit for limit in self.rulebook.waits[measure]]
        return min((due for due in dues if due > self._at), default=float("inf"))

    def _pass(self, at: float) -> Advice:
        self._at = at
        if not self._changed and at < self._wakes - ROUNDING:
            return NOTHING
        self._changed = False
        news: _News = {}
        self._sense(news)
        self._fall_due(news)
        advice = self._advise(news, at) if news else NOTHING
        self._wakes = self._due()
        return advice

    def _sense(self, news: _News) -> None:
        """The signals that have just come over their limit, and the phases just come into."""
        for one, prompt in self.rulebook.sensed:
            if not self._known.is_so(one, self._at):
                self._known.held.discard(id(one))
            elif id(one) not in self._known.held:
                self._known.held.add(id(one))
                self._known.last[id(one)] = Evidence(self._seen(one))
                news.setdefault(prompt.id, set()).add(id(one))

    def _seen(self, one: Sensed | InPhase | NameIs | Weighs) -> Because:
        if isinstance(one, Weighs):
            return weighed(one, self._known.breath)
        return seen(one, self._at)

    def _fall_due(self, news: _News) -> None:
        """What should have been said by now and was not."""
        for one in [one for one in self._known.pending.values() if one.due <= self._at + ROUNDING]:
            del self._known.pending[id(one.unsaid)]
            if not self._known.said_since(one.unsaid.says, one.since):
                pattern = one.begun.because.pattern or f"not said for {one.unsaid.after:g}s"
                because = replace(one.begun.because, end=one.due, pattern=pattern)
                self._known.last[id(one.unsaid)] = Evidence(because, None, one.begun.slots)
                news.setdefault(one.prompt, set()).add(id(one.unsaid))

    # What that means for the prompts

    def _touch(
        self, speaker: Speaker, hits: list[Hit], words: dict[int, Word], reread: bool = False
    ) -> _News:
        """Keep the best new evidence of each `Says`; give back what is new, by prompt."""
        best: dict[int, tuple[Listener, Hit]] = {}
        for hit in hits:
            listener = self.rulebook.listeners[speaker][hit.phrase]
            if listener is None:
                continue
            says = listener.says
            if hit.score < says.strictness or (hit.negated and not says.denied_too):
                continue
            if id(says) not in best or _worse(best[id(says)][1], hit):
                best[id(says)] = (listener, hit)
        news: _News = {}
        for listener, hit in best.values():
            because = met(speaker, listener.pattern.text, hit, words)
            before = self._known.last.get(id(listener.says))
            if reread and before and before.because.end > because.start:
                continue
            places = None if reread else (hit.first, hit.last)
            self._known.last[id(listener.says)] = Evidence(because, places, hit.slots)
            if isinstance(listener.of, Cue):
                self._notice(Cued(listener.of.name, because))
            else:
                news.setdefault(listener.of.id, set()).add(id(listener.says))
        return news

    def _advise(self, news: _News, now: float) -> Advice:
        matches: list[Match] = []
        said: set[str] = set()
        undone: set[str] = set()
        by_id = self.rulebook.by_id
        asked = sorted((by_id[name] for name in news), key=lambda one: one.role is Role.CARD)
        for prompt in asked:
            new = news[prompt.id]
            for condition in conditions_of(prompt):
                self._known.tell_on(condition, prompt.id, new, now)
            if any(id(says) in new for says in says_of(prompt.until)):
                said.add(prompt.id)
                self._known.give_up(prompt)
            elif self._known.true(prompt.unless, now):
                undone.add(prompt.id)
                self._known.give_up(prompt)
            else:
                match = self._match(prompt, new, now)
                matches += [match] if match else []
                said |= self._tick(prompt) if match else set()
        cards = tuple(one for one in matches if one.prompt.role is Role.CARD)
        done = tuple(one for one in matches if one.prompt.role is not Role.CARD)
        return Advice(cards, done, frozenset(said), frozenset(undone))

    def _tick(self, prompt: Prompt) -> set[str]:
        """The item that this ticks is done; gives back the prompts that are needless by it."""
        if prompt.role is not Role.TICKS:
            return set()
        self._known.done.add(prompt.id)
        reminders = self.rulebook.reminders.get(prompt.id, [])
        for reminder in reminders:
            self._known.give_up(reminder)
        return {reminder.id for reminder in reminders}

    def _match(self, prompt: Prompt, new: set[int], now: float) -> Match | None:
        """The prompt, where what is new in `when` makes it true and the agent has not said it."""
        last = self._known.happens(prompt.when, new, now)
        if last is None or self._known.true(prompt.until, now):
            return None
        caught = {**self.caught, **self._known.caller.caught}
        if not prompt.of_the_call <= caught.keys():
            return None
        slots = dict((*caught.items(), *last.slots))
        return Match(prompt, last.because, last.places, tuple(slots.items()))

    # Another rulebook in the middle of a call

    def carry_on(self, before: "Rules", spoken: Iterable[tuple[Word, int]]) -> None:
        """Take over a call from the rules that followed it so far; no prompt comes of it.

        What they know of prompts whose conditions are the same here stays known; for the others
        the call's words, each with its place, are heard again.
        """
        same = self.rulebook.same_as(before.rulebook)
        changed = tuple(one for one in self.rulebook.everything if one.id not in same)
        done = before._known.done & same
        self._known.pending.clear()
        if changed:
            self._known.know(_heard_again(changed, spoken, before._at, done)._known)
        self._known.done |= done
        self._known.caller = before._known.caller
        for prompt in self.rulebook.everything:
            if prompt.id in same:
                self._known.know_as(before._known, before.rulebook.by_id[prompt.id], prompt)
        self._at, self.signals, self.caught = before._at, before.signals, before.caught
        self._known.since = dict(before._known.since)
        for speaker, words in before._words.items():
            self._words[speaker] = dict(words)
            for place in _in_one_breath(words, self._at):
                self._ears[speaker].hear(words[place], place)
                if speaker is Speaker.CUSTOMER:
                    self._known.breath.hear(words[place])
        self._known.held |= {
            id(one) for one, _ in self.rulebook.sensed if self._known.true(one, self._at)
        }


def _heard_again(
    prompts: tuple[Prompt, ...],
    spoken: Iterable[tuple[Word, int]],
    until: float,
    done: frozenset[str] | set[str],
) -> Rules:
    rules = Rules(Rulebook([Phrasebank("", "", prompts)]))
    rules._known.done |= done
    for word, place in spoken:
        deque(rules.until(word.end), 0)
        rules.hear(word, place)
    deque(rules.until(until), 0)
    return rules


def _in_one_breath(words: dict[int, Word], at: float) -> list[int]:
    """The places of the last words, as far back as a phrase may have begun that goes on."""
    places: list[int] = []
    until = at
    for place in sorted(words, reverse=True)[:_BEGUN]:
        if until - words[place].end > BREATH:
            break
        places.append(place)
        until = words[place].start
    return places[::-1]


def _worse(one: Hit, other: Hit) -> bool:
    """Whether the other one fits better, or as well with more words."""
    return (one.score, -one.first) < (other.score, -other.first)
