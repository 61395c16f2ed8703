"""What the gate lets through, and what is believed, of sound that nobody says anything in.

Music on hold, babble of other desks, keys of the telephone, breath, clicks of a keyboard and noise,
each for twelve seconds, because recognisers search long in music; the babble is made of the recordings. A phantom is a word in a final result: it is
what could reach the prompts. A card is what it would have shown with the phrasebanks that ship.
Beside it, what a bare Vosk recogniser hears in the same sound.
Run: python packaging/dev.py bench hard_sound
"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assist.audio.files import frames_of, open_call
from assist.audio.frames import BLOCK_FOR, Frame
from assist.banks import load_banks
from assist.core.call import Call
from assist.core.events import Shown
from assist.core.rulebook import Rulebook
from assist.core.words import Heard, Speaker
from assist.demo import FIRST, demo_call
from assist.speech.decoder import Decoder
from assist.speech.models import SpeechModel, find_model
from assist.speech.recogniser import Recogniser

RATE = 16000
LASTS = 12.0
RECORDINGS = Path(__file__).parents[1] / "recordings"
BABBLERS = 6

Sound = NDArray[np.float64]
"""One side, of RATE and LASTS, at 16-bit scale."""


def times() -> Sound:
    return np.arange(round(LASTS * RATE)) / RATE


def at_level(sound: Sound, decibels: float) -> Sound:
    """The same at this mean level in dBFS."""
    levelled: Sound = sound / np.sqrt(np.mean(sound**2)) * 32768 * 10 ** (decibels / 20)
    return levelled


def on_the_telephone(sound: Sound) -> Sound:
    """300 to 3400 Hz only."""
    spectrum = np.fft.rfft(sound)
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    spectrum[(hertz < 300) | (hertz > 3400)] = 0
    heard: Sound = np.fft.irfft(spectrum, len(sound))
    return heard


def music() -> Sound:
    """Chords of four notes with overtones and a beat, half a second each."""
    rng = np.random.default_rng(1)
    at = times()
    sound = np.zeros(len(at))
    step = RATE // 2
    for begin in range(0, len(at), step):
        part = at[begin : begin + step] - at[begin]
        for note in rng.choice([57, 60, 62, 64, 67, 69, 72, 74], 4, replace=False):
            hertz = 440 * 2 ** ((note - 69) / 12)
            for nth in (1, 2, 3, 4):
                sound[begin : begin + step] += np.sin(2 * np.pi * hertz * nth * part) / nth
        sound[begin : begin + step] *= np.exp(-2.0 * part)
        drum = rng.standard_normal(RATE // 20)
        sound[begin : begin + len(drum)] += drum
    return on_the_telephone(at_level(sound, -22))


def babble() -> Sound:
    """Several voices of the recordings at once, each moved and turned down."""
    rng = np.random.default_rng(2)
    voices = [side for path in recordings() for side in sides_of(path)]
    sound = np.zeros(round(LASTS * RATE))
    for nth in range(BABBLERS):
        voice = voices[nth % len(voices)]
        repeated = np.resize(voice, len(sound))
        sound += np.roll(repeated, rng.integers(len(sound)))
    return at_level(sound, -38)


def recordings() -> list[Path]:
    return [demo_call(FIRST), *sorted(RECORDINGS.glob("*.flac"))]


def sides_of(path: Path) -> list[Sound]:
    frames = list(frames_of(open_call(path)))
    return [
        np.frombuffer(b"".join(one.samples for one in frames if one.speaker is side), "<i2").astype(
            np.float64
        )
        for side in Speaker
    ]


def keys() -> Sound:
    """Touch tones (ITU-T Q.23), a tenth of a second each, five a second, in groups."""
    at = times()
    rng = np.random.default_rng(3)
    low, high = rng.choice([697, 770, 852, 941], 2000), rng.choice([1209, 1336, 1477], 2000)
    nth = (at * 5).astype(int)
    sound = np.sin(2 * np.pi * low[nth] * at) + np.sin(2 * np.pi * high[nth] * at)
    return at_level(sound * ((at * 5) % 1 < 0.5) * (at % 6 < 2) + 1e-9, -22)


def breath() -> Sound:
    """Noise of a low colour that swells twice in five seconds, close to the microphone."""
    rng = np.random.default_rng(4)
    noise = np.cumsum(rng.standard_normal(round(LASTS * RATE)))
    noise -= np.convolve(noise, np.full(400, 1 / 400), mode="same")
    swell = np.maximum(0, np.sin(2 * np.pi * times() / 2.5)) ** 3
    return at_level(noise * swell + 1e-9, -40)


def clicks() -> Sound:
    """A keyboard: short bursts, about six a second."""
    rng = np.random.default_rng(5)
    sound = np.zeros(round(LASTS * RATE))
    for begin in rng.integers(0, len(sound) - 400, round(6 * LASTS)):
        sound[begin : begin + 400] += rng.standard_normal(400) * np.exp(-np.arange(400) / 60)
    return at_level(sound, -45)


def hiss() -> Sound:
    """White noise that comes and goes every four seconds: a line that is switched."""
    noise = np.random.default_rng(6).standard_normal(round(LASTS * RATE))
    return at_level(noise * (times() % 4 < 2) + 1e-9, -45)


def ringing() -> Sound:
    """440 and 480 Hz, two seconds in six."""
    at = times()
    sound = np.sin(2 * np.pi * 440 * at) + np.sin(2 * np.pi * 480 * at)
    return at_level(sound * (at % 6 < 2) + 1e-9, -25)


SOUNDS: dict[str, Callable[[], Sound]] = {
    "babble": babble,
    "telephone keys": keys,
    "ringing": ringing,
    "breath": breath,
    "keyboard": clicks,
    "hiss on and off": hiss,
    "music on hold": music,
}


def framed(sound: Sound, speaker: Speaker) -> list[Frame]:
    samples = np.clip(np.rint(sound), -32768, 32767).astype("<i2")
    size = round(RATE * BLOCK_FOR)
    return [
        Frame(speaker, at / RATE, RATE, samples[at : at + size].tobytes())
        for at in range(0, len(samples), size)
    ]


def bare_words(model: SpeechModel, frames: Sequence[Frame]) -> list[str]:
    decoder = Decoder(model, RATE)
    said = [decoder.end() for frame in frames if decoder.feed(frame)]
    return [word for one in (*said, decoder.break_off()) for word in one.words]


def gated(model: SpeechModel, frames: Sequence[Frame]) -> tuple[list[Heard], float]:
    """What was believed, and the share of the frames in which a voice may have been."""
    recogniser = Recogniser(model, frames[0].speaker)
    heard: list[Heard] = []
    open_for = 0
    for frame in frames:
        heard += recogniser.hear(frame)
        open_for += recogniser.hears_voice
    heard += recogniser.end(frames[-1].end)
    return heard, open_for / len(frames)


def cards(rulebook: Rulebook, heard: Sequence[Heard]) -> list[str]:
    call = Call(rulebook)
    events = [event for one in heard for event in call.hear(one)]
    return [one.card.prompt for one in events if isinstance(one, Shown)]


def main() -> None:
    model = SpeechModel(find_model())
    rulebook = Rulebook(load_banks().banks)
    print("sound              let through   words: bare   gated   cards   the commonest phantoms")
    for name, make in SOUNDS.items():
        frames = framed(make(), Speaker.CUSTOMER)
        bare = bare_words(model, frames)
        heard, through = gated(model, frames)
        words = [word for one in heard if one.final for word in one.words]
        shown = cards(rulebook, heard)
        commonest = " ".join(f"{word}×{times}" for word, times in Counter(words).most_common(5))
        print(
            f"{name:18s} {100 * through:9.0f} % {len(bare):13d} {len(words):7d} {len(shown):7d}   "
            f"{commonest} {' '.join(shown)}",
            flush=True,
        )


if __name__ == "__main__":
    main()
