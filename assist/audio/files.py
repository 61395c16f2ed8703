"""Recorded calls: both sides of a sound file, or of a pair of them, as frames on one clock.

A file is read in small steps however long it is, so an hour costs no more memory than a second.
What is left of a damaged recording is read, and how much is missing is told.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soundfile

from assist.audio.damage import held_by
from assist.audio.faults import SoundError
from assist.audio.frames import BLOCK_FOR, Frame
from assist.audio.rates import LOWEST_RATE, Raiser, Samples, rate_for_recogniser
from assist.core.words import Speaker

EXTENSIONS = (".wav", ".wave", ".flac", ".ogg", ".oga")
SIDES = (Speaker.CUSTOMER, Speaker.AGENT)
RATES = range(4000, 384001)
"""Sample rates of sound that can hold speech; a header with another one is wrong."""

STEP_FOR = 1.0
"""How much of a file is read at a time, in seconds."""

GIVE_A_CALL = "give a stereo WAV, FLAC or OGG file, or two mono files"


@dataclass(frozen=True, slots=True)
class Track:
    """One side's sound: a channel (0 is left) of a file, and the rate at which it is handed on.

    `samples` counts what can be read, at the file's own rate.
    """

    speaker: Speaker
    path: Path
    channel: int
    file_rate: int
    rate: int
    samples: int

    @property
    def lasts_for(self) -> float:
        return self.samples / self.file_rate


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """A call in one stereo file or in two mono files; the customer's track comes first.

    `missing_for` is how many seconds the recording promises but does not hold: 0 when it is
    whole, None when its end is missing and nothing tells how much that is.
    """

    name: str
    tracks: tuple[Track, Track]
    missing_for: float | None = 0.0

    @property
    def lasts_for(self) -> float:
        """Length of the longer side in seconds, without what is missing."""
        return max(track.lasts_for for track in self.tracks)

    @property
    def warning(self) -> str | None:
        """One sentence when a part of the recording is missing."""
        if self.missing_for is None:
            return f"{self.name}: the recording breaks off; how much is missing cannot be told."
        if self.missing_for > 0:
            broken = f"the recording breaks off at {self.lasts_for:.1f} s"
            return f"{self.name}: {broken}; {self.missing_for:.1f} s are missing."
        return None


def open_call(
    *paths: Path, channels: Sequence[str] = SIDES, model_rate: int = LOWEST_RATE
) -> RecordedCall:
    """Looks at a recorded call: one stereo file, or two mono files.

    `channels` says whose voice is on the left and on the right, or in the first and in the second
    file. Nothing stays open. Raises SoundError when it cannot be read as a call.
    """
    speakers = _speakers(channels)
    looks = [_look(path, model_rate) for path in paths]
    if len(looks) == 1:
        _expect_channels(looks[0], 2)
        tracks = [replace(looks[0].track, channel=channel) for channel in (0, 1)]
    elif len(looks) == 2:
        for look in looks:
            _expect_channels(look, 1)
        tracks = [look.track for look in looks]
    else:
        raise SoundError("the call", f"{len(paths)} files are not one call", GIVE_A_CALL)
    sides = [replace(track, speaker=who) for track, who in zip(tracks, speakers, strict=True)]
    customer, agent = sorted(sides, key=lambda track: SIDES.index(track.speaker))
    name = " + ".join(path.name for path in paths)
    return RecordedCall(name, (customer, agent), _missing([look.missing_for for look in looks]))


def frames_of(call: RecordedCall) -> Iterator[Frame]:
    """Both sides' frames in the order of their start, the customer's before the agent's.

    Reads as it goes. Raises SoundError where the file is damaged in the middle.
    """
    return heapq.merge(*map(_track_frames, call.tracks), key=lambda frame: frame.start)


@dataclass(frozen=True, slots=True)
class _Look:
    channels: int
    track: Track
    missing_for: float | None


def _look(path: Path, model_rate: int) -> _Look:
    _expect_readable(path)
    try:
        with soundfile.SoundFile(path) as sound:
            held = held_by(path, sound)
            rate, channels = sound.samplerate, sound.channels
    except soundfile.LibsndfileError as fault:
        raise SoundError(
            path.name, "it is not a sound file, or its beginning is damaged", GIVE_A_CALL
        ) from fault
    if held.samples == 0:
        raise SoundError(
            path.name, "it holds no sound", "check the recorder, or leave the file out"
        )
    if rate not in RATES:
        raise SoundError(path.name, f"its rate is said to be {rate} Hz", "convert it to 16000 Hz")
    raised = rate_for_recogniser(rate, model_rate)
    track = Track(Speaker.CUSTOMER, path, 0, rate, raised, held.samples)
    return _Look(channels, track, None if held.missing is None else held.missing / rate)


def _expect_readable(path: Path) -> None:
    try:
        with path.open("rb") as file:
            first = file.read(1)
    except FileNotFoundError as fault:
        raise SoundError(str(path), "there is no such file", "check the name") from fault
    except PermissionError as fault:
        what = "you have no permission to read it"
        raise SoundError(str(path), what, "ask its owner for it") from fault
    except OSError as fault:
        what = (fault.strerror or "it cannot be read").lower()
        raise SoundError(str(path), what, GIVE_A_CALL) from fault
    if path.suffix.lower() not in EXTENSIONS:
        what = f'"{path.suffix}" files are not read' if path.suffix else "its name has no extension"
        mend = "convert it to WAV, FLAC or OGG; a written call is a .txt or .jsonl file"
        raise SoundError(path.name, what, mend)
    if not first:
        raise SoundError(
            path.name, "the file is empty", "check the recorder, or leave the file out"
        )


def _expect_channels(look: _Look, wanted: int) -> None:
    name, channels = look.track.path.name, look.channels
    if channels == wanted:
        return
    if wanted == 2 and channels == 1:
        mend = "give the other side's file with it, or a stereo file"
        raise SoundError(name, "it has one channel, so one side only or both mixed", mend)
    if wanted == 1:
        mend = "give two mono files, or a stereo file alone"
        raise SoundError(name, f"it has {channels} channels, and a file of a pair has one", mend)
    raise SoundError(name, f"it has {channels} channels", GIVE_A_CALL)


def _speakers(channels: Sequence[str]) -> tuple[Speaker, Speaker]:
    names = [str(name).strip().lower() for name in channels]
    if sorted(names) != sorted(SIDES):
        mend = "write customer,agent or agent,customer"
        raise SoundError("channels", f'"{",".join(names)}" does not name both sides', mend)
    return Speaker(names[0]), Speaker(names[1])


def _missing(each: list[float | None]) -> float | None:
    known = [seconds for seconds in each if seconds is not None]
    return max(known) if len(known) == len(each) else None


def _track_frames(track: Track) -> Iterator[Frame]:
    position = 0
    for block in _blocks(_sound_of(track), track.rate):
        yield Frame(track.speaker, position / track.rate, track.rate, block.tobytes())
        position += len(block)


def _blocks(stretches: Iterator[Samples], rate: int) -> Iterator[Samples]:
    """Cuts sound into blocks of BLOCK_FOR; where that is no whole number of samples, they vary
    by one, so that block n starts at n times BLOCK_FOR whatever the rate.
    """
    waiting = np.empty(0, np.int16)
    count = position = 0
    for stretch in stretches:
        waiting = np.concatenate((waiting, stretch))
        while len(waiting) >= (size := round((count + 1) * BLOCK_FOR * rate) - position):
            yield waiting[:size]
            waiting = waiting[size:]
            count, position = count + 1, position + size
    if len(waiting):
        yield waiting


def _sound_of(track: Track) -> Iterator[Samples]:
    """The track's sound in stretches of about STEP_FOR, at the rate at which it is handed on."""
    if track.rate == track.file_rate:
        yield from _file_sound(track)
        return
    raiser = Raiser(track.file_rate, track.rate)
    for stretch in _file_sound(track):
        yield raiser.raised(stretch)
    yield raiser.raised(np.empty(0, np.int16), last=True)


def _file_sound(track: Track) -> Iterator[Samples]:
    step = round(STEP_FOR * track.file_rate)
    position = 0
    try:
        with soundfile.SoundFile(track.path) as sound:
            while position < track.samples:
                wanted = min(step, track.samples - position)
                both = sound.read(wanted, dtype="int16", always_2d=True)
                if not len(both):
                    break
                position += len(both)
                yield np.ascontiguousarray(both[:, track.channel])
    except soundfile.LibsndfileError as fault:
        raise _damaged(track, position) from fault
    if position < track.samples:
        raise _damaged(track, position)


def _damaged(track: Track, position: int) -> SoundError:
    what = f"it is damaged after {position / track.file_rate:.1f} s"
    return SoundError(track.path.name, what, "use a sound copy of it, or cut it there")
