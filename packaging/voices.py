"""Turns a written call into sound: two synthesised voices, customer left, agent right.

A script is plain text. A turn is `seconds speaker words`; its seconds count from the end of the
turn before it (negative: it starts while the other is still speaking). A comma is a breath,
`...` a longer one. `customer: awb, pace 1.1, level 3` sets a voice of flite, how fast it speaks
(1 is its own pace) and how loud (decibels), from there on. `#` opens a comment.

Beside the script it writes the sound and a transcript with every word's true time. Those times
are the synthesiser's own phone borders, in steps of 5 ms, moved by where the phrase was put: a
word starts with its first phone and ends with its last. A phrase in which flite drops or adds a
phone is refused, so no word's place is a guess. (A border between two phones is a convention:
Vosk's own word times lie 0.01 s later in the median, and nine in ten within 0.04 s.)

A call of the demonstration has a `.toml` too, written by hand: a line `about` what it shows, and its
`mode` where it is a sales call.

The same script gives the same bytes with the same versions of flite and libsndfile.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

Sound = npt.NDArray[np.float64]
Span = tuple[float, float]

RATE = 16_000
ROOT = Path(__file__).resolve().parent.parent
PLACES = {ROOT / "assist/demo/calls": ".ogg", ROOT / "tests/recordings": ".flac"}
"""Where scripts are kept, and the sound each place wants: OGG (Opus) because the demonstration ships
with every copy, FLAC because tests want every sample as it was made."""
OPUS_COMPRESSION = 0.95
"""Of 1. With it 73 of the calls' 1,532 words are misheard; in Vorbis of nearly twice the size, 69."""

SPEAKERS = ("customer", "agent")
VOICES = ("awb", "rms", "slt")
BREATH_FOR = {",": 0.15, "...": 0.45}
LEAD_FOR, TAIL_FOR = 0.4, 1.2
SPOKEN_RMS = 10 ** (-21 / 20)
PEAK = 10 ** (-6 / 20)
NOISE_RMS = {"customer": 10 ** (-58 / 20), "agent": 10 ** (-62 / 20)}
BITS_TURNED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
INSTALL = (
    "The voices awb, rms and slt are part of flite. Debian and Ubuntu: sudo apt-get install flite; "
    "macOS: brew install flite."
)


class ScriptError(Exception):
    """A script that cannot be spoken: where, what, and what to do."""


@dataclass(frozen=True)
class Voice:
    """How one side speaks: flite's voice, its pace against the voice's own, its level in dB."""

    name: str
    pace: float = 1.0
    level: float = 0.0


@dataclass(frozen=True)
class Turn:
    """One turn as written: seconds after the turn before it, who, in which voice, and the text."""

    after: float
    speaker: str
    voice: Voice
    text: str


@dataclass(frozen=True)
class Spoken:
    """A turn or a phrase as sound, with its words and the span of each in seconds from its start."""

    sound: Sound
    words: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Placed:
    """A spoken turn at its place in the call, in seconds."""

    start: float
    speaker: str
    spoken: Spoken

    @property
    def end(self) -> float:
        return self.start + length(self.spoken.sound)


def length(sound: Sound) -> float:
    return len(sound) / RATE


# The script


def read_script(path: Path) -> list[Turn]:
    """The turns of a script. Raises ScriptError for the first line that cannot be spoken."""
    voices: dict[str, Voice] = {"customer": Voice("awb"), "agent": Voice("slt")}
    turns = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.partition("#")[0].strip()
        setting = re.fullmatch(r"(customer|agent): *(.+)", line)
        turn = re.fullmatch(r"([+-]?\d+(?:\.\d+)?) +(customer|agent) +([a-z', .]+)", line)
        if setting:
            voices[setting[1]] = read_voice(setting[2], f"{path}:{number}")
        elif turn:
            turns.append(Turn(float(turn[1]), turn[2], voices[turn[2]], turn[3]))
        elif line:
            raise ScriptError(
                f"{path}:{number}  {line!r} is not a turn\n"
                "    Write: seconds, customer or agent, then words in lower case without digits."
            )
    if not turns:
        raise ScriptError(
            f"{path}  has no turn\n    Write one, such as: +0.8 customer good morning"
        )
    return turns


def read_voice(text: str, where: str) -> Voice:
    """A voice setting such as `awb, pace 1.1, level 3`."""
    name, *rest = (part.strip() for part in text.split(","))
    if name not in VOICES:
        raise ScriptError(f"{where}  no voice {name!r}\n    Choose one of: {', '.join(VOICES)}.")
    voice = Voice(name)
    for part in rest:
        known = re.fullmatch(r"(pace|level) +([+-]?\d+(?:\.\d+)?)", part)
        if not known:
            raise ScriptError(
                f"{where}  {part!r} is not a setting\n    Write: pace 1.1 or level 3."
            )
        if known[1] == "pace":
            voice = replace(voice, pace=float(known[2]))
        else:
            voice = replace(voice, level=float(known[2]))
    return voice


# The voices


def flite(text: str, voice: Voice, wav: Path) -> list[tuple[str, float]]:
    """Speaks into a file; the phones and the second at which each ends."""
    stretch = f"duration_stretch={1 / voice.pace:.4f}"
    command = ["flite", "-voice", voice.name, "--setf", stretch, "-t", text, "-psdur"]
    try:
        told = subprocess.run(
            [*command, "-o", str(wav)], capture_output=True, text=True, check=True
        )
    except FileNotFoundError:
        raise ScriptError(
            f"flite, which speaks the calls, is not installed.\n    {INSTALL}"
        ) from None
    phones = (phone.split(":") for phone in told.stdout.split())
    return [(name, float(end)) for name, end in phones]


class Synthesiser:
    """Speaks phrases, and remembers how many phones each word has alone."""

    def __init__(self, folder: Path) -> None:
        self._wav = folder / "phrase.wav"
        self._alone: dict[tuple[str, str], int] = {}

    def turn(self, turn: Turn) -> Spoken:
        """A whole turn: its phrases with breaths between them."""
        sound = np.zeros(0)
        words: list[str] = []
        spans: list[Span] = []
        for part in re.findall(r"\.\.\.|,|[a-z'][a-z' ]*", turn.text):
            if part in BREATH_FOR:
                sound = np.append(sound, np.zeros(int(BREATH_FOR[part] * RATE)))
                continue
            phrase = self.phrase(part.strip(), turn.voice)
            at = length(sound)
            words += phrase.words
            spans += [(at + start, at + end) for start, end in phrase.spans]
            sound = np.append(sound, phrase.sound)
        return Spoken(sound, tuple(words), tuple(spans))

    def phrase(self, text: str, voice: Voice) -> Spoken:
        """One breath of speech at its level, cut to where it is spoken."""
        phones = flite(text, voice, self._wav)
        sound, rate = soundfile.read(self._wav, dtype="float64")
        if rate != RATE:
            raise ScriptError(f"flite's voice {voice.name} speaks at {rate} Hz: use another voice.")
        words = tuple(text.split())
        spans = word_spans(text, phones, [self._phones_of(word, voice) for word in words])
        first, last = max(0.0, spans[0][0] - 0.03), spans[-1][1] + 0.06
        cut = faded(sound[int(first * RATE) : int(last * RATE)])
        cut *= SPOKEN_RMS * 10 ** (voice.level / 20) / np.sqrt(np.mean(cut**2))
        return Spoken(cut, words, tuple((start - first, end - first) for start, end in spans))

    def _phones_of(self, word: str, voice: Voice) -> int:
        key = (voice.name, word)
        if key not in self._alone:
            phones = flite(word, Voice(voice.name), self._wav)
            self._alone[key] = sum(name != "pau" for name, _ in phones)
        return self._alone[key]


def faded(sound: Sound) -> Sound:
    """Without the click of a cut: 10 ms up, 40 ms down."""
    rise, fall = RATE // 100, RATE // 25
    shape = np.ones(len(sound))
    shape[:rise] = np.linspace(0, 1, rise)
    shape[-fall:] = np.linspace(1, 0, fall)
    return sound * shape


def word_spans(phrase: str, phones: list[tuple[str, float]], counts: list[int]) -> list[Span]:
    """Start and end of each word, from the phrase's phones and how many phones each word has."""
    starts = [0.0, *(end for _, end in phones)]
    heard = [
        (start, end) for (name, end), start in zip(phones, starts, strict=False) if name != "pau"
    ]
    if len(heard) != sum(counts):
        raise ScriptError(
            f"{phrase!r}: flite melts words together, so their times are unknown\n"
            "    Put a comma between them or choose other words."
        )
    firsts = [sum(counts[:word]) for word in range(len(counts))]
    return [
        (heard[first][0], heard[first + count - 1][1])
        for first, count in zip(firsts, counts, strict=True)
    ]


# The call


def speak(turns: list[Turn]) -> list[Placed]:
    """Speaks every turn and puts it where the turns before it have ended."""
    call: list[Placed] = []
    with tempfile.TemporaryDirectory() as folder:
        synthesiser = Synthesiser(Path(folder))
        for turn in turns:
            before = max((placed.end for placed in call), default=LEAD_FOR)
            start = max(0.0, before + turn.after)
            call.append(Placed(start, turn.speaker, synthesiser.turn(turn)))
    return call


def mixed(call: list[Placed]) -> Sound:
    """Both sides, shape (samples, 2): left customer, right agent, no peak above -6 dBFS."""
    sides = np.zeros((int((max(placed.end for placed in call) + TAIL_FOR) * RATE), 2))
    for placed in call:
        at, sound = int(placed.start * RATE), placed.spoken.sound
        sides[at : at + len(sound), SPEAKERS.index(placed.speaker)] += sound
    noise = np.stack([line_noise(speaker, len(sides)) for speaker in SPEAKERS], axis=1)
    return PEAK * np.tanh(sides / PEAK) + noise


def line_noise(speaker: str, samples: int) -> Sound:
    """The quiet rumble of a line, another on each side: a headset is never digital silence."""
    white = np.random.default_rng(SPEAKERS.index(speaker)).standard_normal(samples)
    spectrum = np.fft.rfft(white) / (1 + np.fft.rfftfreq(samples, 1 / RATE) / 100)
    noise = np.fft.irfft(spectrum, samples)
    return NOISE_RMS[speaker] * noise / float(np.sqrt(np.mean(noise**2)))


def utterance(placed: Placed) -> dict[str, object]:
    """A line of the transcript: one turn, with every word's span in the call."""
    spoken = placed.spoken
    words = [
        {
            "text": text,
            "start": round(placed.start + first, 3),
            "end": round(placed.start + last, 3),
        }
        for text, (first, last) in zip(spoken.words, spoken.spans, strict=True)
    ]
    span = {"start": words[0]["start"], "end": words[-1]["end"]}
    return {"speaker": placed.speaker, **span, "text": " ".join(spoken.words), "words": words}


def make(script: Path, suffix: str) -> Path:
    """Writes the sound and the transcript beside the script; the path of the sound."""
    call = speak(read_script(script))
    path = script.with_suffix(suffix)
    write_sound(path, mixed(call))
    in_time = sorted(call, key=lambda placed: placed.start)
    lines = (json.dumps(utterance(placed)) + "\n" for placed in in_time)
    script.with_suffix(".jsonl").write_text("".join(lines), encoding="utf-8")
    return path


def write_sound(path: Path, sound: Sound) -> None:
    is_ogg = path.suffix == ".ogg"
    subtype, compression = ("OPUS", OPUS_COMPRESSION) if is_ogg else ("PCM_16", None)
    with soundfile.SoundFile(path, "w", RATE, 2, subtype, compression_level=compression) as file:
        for at in range(0, len(sound), RATE):
            file.write(sound[at : at + RATE])
    if is_ogg:
        path.write_bytes(b"".join(numbered(path.read_bytes())))


def numbered(ogg: bytes) -> Iterator[bytes]:
    """The pages of an Ogg file, numbered 1 in place of libsndfile's random number (RFC 3533)."""
    while ogg:
        segments = ogg[26]
        size = 27 + segments + sum(ogg[27 : 27 + segments])
        page = ogg[:14] + b"\1\0\0\0" + ogg[18:22] + bytes(4) + ogg[26:size]
        yield page[:22] + checksum(page).to_bytes(4, "little") + page[26:]
        ogg = ogg[size:]


def checksum(page: bytes) -> int:
    """CRC-32 of an Ogg page: zlib's with its bits turned round, from 0 and not inverted."""
    turned = zlib.crc32(page.translate(BITS_TURNED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{turned:032b}"[::-1], 2)


# The command


def main(arguments: list[str]) -> int:
    asked = parser().parse_args(arguments)
    wanted = [(script, ".flac") for script in asked.scripts] or [
        (script, suffix) for folder, suffix in PLACES.items() for script in folder.glob("*.txt")
    ]
    try:
        for script, suffix in sorted(wanted):
            sound = make(script, suffix)
            size = sound.stat().st_size / 1000
            print(f"{sound.name}  {soundfile.info(sound).duration:.1f} s  {size:.0f} kB")
    except (ScriptError, OSError, UnicodeDecodeError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__, epilog=INSTALL
    )
    made.add_argument(
        "scripts",
        nargs="*",
        type=Path,
        help="written calls to speak into FLAC; without any, every call of the project is remade",
    )
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
