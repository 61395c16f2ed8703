"""What a recording holds against what it promises: broken-off files are common and still useful.

A recorder that was stopped hard leaves a file whose header promises more than is there. The
readers of sound files hide that in a way of their own for each format; this tells it alike.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

import soundfile

UNSAID = 0x7FFFF000
"""Programs that write WAV into a pipe cannot know the length and write this or more."""

LONGEST_OGG_PAGE = 65307
OGG_HEADER = 27
LAST_PAGE = 4
STEP = 65536
NO_LENGTH = 1 << 60


@dataclass(frozen=True, slots=True)
class Held:
    """How many samples of each channel can be read, and how many more were promised.

    `missing` is None when the end is missing and nothing tells how much that is.
    """

    samples: int
    missing: int | None = 0


def held_by(path: Path, sound: soundfile.SoundFile) -> Held:
    """What the file holds. `sound` is the same file, open; its position changes."""
    if sound.format == "FLAC":
        return _flac(sound)
    if sound.format == "OGG":
        return Held(sound.frames, 0 if _ogg_is_whole(path) else None)
    promised = _wav_promises(path)
    if promised is None:
        return Held(sound.frames)
    return Held(sound.frames, max(0, promised - sound.frames))


def _wav_promises(path: Path) -> int | None:
    """The number of samples that a WAV file's header names, if it names one."""
    frame_size = 0
    with path.open("rb") as file:
        if file.read(4) != b"RIFF":
            return None
        file.seek(12)
        while len(head := file.read(8)) == 8:
            kind, size = struct.unpack("<4sI", head)
            if kind == b"data":
                known = frame_size and 0 < size < UNSAID
                return size // frame_size if known else None
            body = file.tell()
            if kind == b"fmt ":
                frame_size = struct.unpack("<HHIIH", file.read(14))[4]
            file.seek(body + size + size % 2)
    return None


def _flac(sound: soundfile.SoundFile) -> Held:
    promised = sound.frames
    if promised < NO_LENGTH:
        try:
            sound.seek(promised - 1)
            if len(sound.read(1, dtype="int16")) == 1:
                return Held(promised)
        except soundfile.LibsndfileError:
            pass
    samples = _decodable(Path(sound.name))
    return Held(samples, promised - samples if promised < NO_LENGTH else 0)


def _decodable(path: Path) -> int:
    """Counts the samples by reading them all; only a broken file costs that."""
    count = 0
    with soundfile.SoundFile(path) as sound:
        try:
            while step := len(sound.read(STEP, dtype="int16", always_2d=True)):
                count += step
        except soundfile.LibsndfileError:
            # What was decoded before the break in this step is found sample by sample.
            count += _before_the_break(path, count)
    return count


def _before_the_break(path: Path, start: int) -> int:
    count = 0
    with soundfile.SoundFile(path) as sound:
        sound.seek(start)
        try:
            while step := len(sound.read(256, dtype="int16", always_2d=True)):
                count += step
        except soundfile.LibsndfileError:
            pass
    return count


def _ogg_is_whole(path: Path) -> bool:
    """Whether the file ends with a complete page that says that it is the last one."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - LONGEST_OGG_PAGE))
        tail = file.read()
    page = tail[tail.rfind(b"OggS") :]
    if not page.startswith(b"OggS") or len(page) < OGG_HEADER:
        return False
    segments = page[26]
    body = sum(page[OGG_HEADER : OGG_HEADER + segments])
    return bool(page[5] & LAST_PAGE) and len(page) >= OGG_HEADER + segments + body
