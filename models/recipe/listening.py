"""What a finished model is worth: Vosk hears held-out sentences and their errors are counted.

In a process of its own, because Vosk and kaldifst bring two copies of OpenFst that do not bear each
other: loading a model hangs. Run it as `python -m models.recipe.listening MODEL FOLDER`.
"""

import json
import subprocess
import sys
import wave
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.recipe.corpus import Corpus
from models.recipe.plan import RATE
from models.recipe.synthesis import Sentence, speak_sentences
from models.recipe.voices import SEEN, TOY, UNSEEN, Samples

NOISE_BELOW = 20.0
"""Decibels between the voice and the noise on the telephone."""

BLOCK_FOR = 0.2
PHONE_RATE = 8000
REFERENCES = "references.jsonl"


@dataclass(frozen=True, slots=True)
class Reference:
    """A recording to measure with: its file, what is said, and what kind it is."""

    file: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Errors:
    """Words that were wrong, missing or too many, of so many that were said."""

    wrong: int
    said: int

    @property
    def rate(self) -> float:
        return self.wrong / max(1, self.said)


def record_heldout(corpus: Corpus, folder: Path) -> None:
    """Speaks the held-out sentences, plain and over a telephone line."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(5)
    references = []
    for one, utterance in speak_sentences(_sentences(corpus)):
        kind = one.id.rpartition("-")[2]
        plain, phone = f"{one.id}.wav", f"{one.id}-telephone.wav"
        write_sound(folder / plain, utterance.sound, RATE)
        write_sound(folder / phone, telephone(utterance.sound, rng), PHONE_RATE)
        references.append(Reference(plain, one.text, f"{kind} voices, plain"))
        references.append(Reference(phone, one.text, f"{kind} voices, telephone"))
    rows = [json.dumps(asdict(one)) + "\n" for one in references]
    (folder / REFERENCES).write_text("".join(rows))


def word_errors(model: Path, folder: Path) -> dict[str, Errors]:
    """Of each kind of recording in `folder`."""
    command = [sys.executable, "-m", __spec__.name, str(model), str(folder)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return {kind: Errors(*counts) for kind, counts in json.loads(told).items()}


def telephone(sound: Samples, rng: np.random.Generator) -> Samples:
    """8 kHz, 300 to 3400 Hz, noise of falling colour, mu-law."""
    count = len(sound) // 2
    hertz = np.fft.rfftfreq(count, 1 / PHONE_RATE)
    spectrum = np.fft.rfft(sound.astype(np.float64))[: count // 2 + 1]
    band = (1 + np.exp((300 - hertz) / 30)) * (1 + np.exp((hertz - 3400) / 30))
    voice = _levelled(np.fft.irfft(spectrum / band, count))
    white = np.fft.rfft(rng.normal(size=count))
    noise = _levelled(np.fft.irfft(white / np.sqrt(np.maximum(hertz, 50)), count))
    unit = np.clip((voice + noise * 10 ** (-NOISE_BELOW / 20)) / 32768, -1, 1)
    steps = np.round(np.log1p(255 * np.abs(unit)) / np.log(256) * 127.5) / 127.5
    heard = np.sign(unit) * np.expm1(steps * np.log(256)) / 255
    samples: Samples = np.clip(np.rint(heard * 32768), -32768, 32767).astype(np.int16)
    return samples


def write_sound(path: Path, sound: Samples, rate: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(sound.astype("<i2").tobytes())


def distance(said: Sequence[str], heard: Sequence[str]) -> int:
    """Words to change, add or leave out (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for place, word in enumerate(said, 1):
        before, row[0] = row[0], place
        for at, other in enumerate(heard, 1):
            swapped = before + (word != other)
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, swapped)
    return row[-1]


def _sentences(corpus: Corpus) -> list[Sentence]:
    heldout = (*corpus.heldout.free, *corpus.heldout.from_rules)
    if corpus.plan.only_flite:
        return [
            Sentence(f"{place}-seen", text, TOY[place % len(TOY)])
            for place, text in enumerate(heldout)
        ]
    seen = [
        Sentence(f"{place}-seen", text, SEEN[place % len(SEEN)])
        for place, text in enumerate(heldout)
    ]
    unseen = [
        Sentence(f"{place}-unseen", text, UNSEEN[place % len(UNSEEN)])
        for place, text in enumerate(heldout[::2])
    ]
    return seen + unseen


def _levelled(sound: NDArray[np.float64]) -> NDArray[np.float64]:
    levelled: NDArray[np.float64] = sound / np.sqrt((sound**2).mean()) * 2000
    return levelled


def _heard(model: object, path: Path) -> list[str]:
    """Vosk hears it in blocks, as it would a live call."""
    import vosk

    words: list[str] = []
    with wave.open(str(path)) as sound:
        rate = sound.getframerate()
        recogniser = vosk.KaldiRecognizer(model, rate)
        while block := sound.readframes(round(rate * BLOCK_FOR)):
            if recogniser.AcceptWaveform(block):
                words += json.loads(recogniser.Result())["text"].split()
    words += json.loads(recogniser.FinalResult())["text"].split()
    return words


def main(model_folder: Path, folder: Path) -> None:
    import vosk

    vosk.SetLogLevel(-1)
    model = vosk.Model(str(model_folder))
    wrong: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for line in (folder / REFERENCES).read_text().splitlines():
        one = Reference(**json.loads(line))
        words = one.text.split()
        wrong[one.kind] += distance(words, _heard(model, folder / one.file))
        said[one.kind] += len(words)
    print(json.dumps({kind: (wrong[kind], said[kind]) for kind in said}))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
