"""Replaying calls: what an agent would have seen, from a recording or a transcript.

A recording goes through the same recogniser and core as a live call, on the sound's own clock and
as fast as the computer can; the same recording always gives the same events.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assist.audio.files import RecordedCall, frames_of, open_call
from assist.audio.level import level_of
from assist.core.board import Attention
from assist.core.call import Call
from assist.core.events import Event, Shown, Timed
from assist.core.rulebook import Rulebook
from assist.core.signals import Loudness, Mode
from assist.core.words import Heard, Speaker
from assist.speech.models import SpeechModel
from assist.speech.recogniser import Recogniser
from assist.transcripts import in_time_order, read_transcript

_AFTER = 10.0
"""Seconds for which time goes on after the last sound, so that the last card can leave."""

Sensed = Heard | Loudness | float
"""What a recogniser believes, how loud a voice was, or how far call time has come, in seconds."""


def is_transcript(path: Path) -> bool:
    """Whether this is a written call rather than a recorded one."""
    return path.suffix.lower() in (".jsonl", ".json", ".txt")


def replay_transcript(
    path: Path,
    rulebook: Rulebook,
    attention: Attention | None = None,
    mode: Mode = Mode.SERVICE,
) -> Iterator[Event]:
    """The events of a written call. Raises Fault for one that cannot be read."""
    call = Call(rulebook, attention, mode)
    utterances = read_transcript(path)
    for word, ends in in_time_order(utterances):
        yield from call.say(word)
        if ends:
            yield from call.end_utterance(word.speaker)
    end = max((one.end for one in utterances), default=0.0)
    yield from call.tick(max(call.at, end) + _AFTER)


def replay_recording(
    recording: RecordedCall,
    rulebook: Rulebook,
    model: SpeechModel,
    attention: Attention | None = None,
    mode: Mode = Mode.SERVICE,
) -> Iterator[Event]:
    """The events of a recorded call, as they happen. Raises Fault where the sound is damaged."""
    return follow(sensed_in(recording, model), Call(rulebook, attention, mode))


def sensed_in(recording: RecordedCall, model: SpeechModel) -> Iterator[Sensed]:
    """What a live call would take from this sound, in order, whatever the rulebook.

    Raises Fault where the sound is damaged.
    """
    recognisers = {speaker: Recogniser(model, speaker) for speaker in Speaker}
    until = 0.0
    for frame in frames_of(recording):
        recogniser = recognisers[frame.speaker]
        yield from recogniser.hear(frame)
        until = frame.end
        if recogniser.hears_voice:
            yield Loudness(frame.speaker, until, level_of(frame))
        yield until
    for recogniser in recognisers.values():
        yield from recogniser.end(until)


def follow(sensed: Iterable[Sensed], call: Call) -> Iterator[Event]:
    """What becomes of a call that senses this."""
    for one in sensed:
        match one:
            case Heard():
                yield from call.hear(one)
            case Loudness():
                yield from call.loud(one)
            case at:
                yield from call.tick(at)
    yield from call.tick(call.at + _AFTER)


def open_recording(paths: Sequence[Path], channels: Sequence[Speaker]) -> RecordedCall:
    """Looks at a recorded call in one stereo file or two mono ones. Raises Fault."""
    return open_call(*paths, channels=channels)


def with_true_times(events: Iterator[Event]) -> list[Event]:
    """All events of a call, the cards with the times that their words turned out to have."""
    listed = list(events)
    because = {event.serial: event.because for event in listed if isinstance(event, Timed)}
    return [
        replace(event, card=replace(event.card, because=because[event.card.serial]))
        if isinstance(event, Shown) and event.card.serial in because
        else event
        for event in listed
        if not isinstance(event, Timed)
    ]
