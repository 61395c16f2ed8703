"""Speaks lists of sentences: one long file of samples a list, and what lies where in it."""

import json
import random
import subprocess
import sys
import tarfile
import tempfile
import wave
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from models.recipe.corpus import Corpus
from models.recipe.plan import HERE, RATE, SHARDS, Work
from models.recipe.voices import TOY, Utterance, pick_voice, speak, speak_with_festival

AS_SHIPPED = HERE / "lists-of-demo-en.tar.gz"
"""The sentences and voices that the embedded model was trained on."""

SHORTEST = 0.3
"""Seconds; what is shorter went wrong."""

_BLOCK = 400


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is to be spoken, and by which voice."""

    id: str
    text: str
    voice: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence and where it lies in its file: its first sample and how many it has. From flite,
    also each phone and when it ends, in seconds.
    """

    id: str
    text: str
    voice: str
    start: int
    length: int
    phones: tuple[tuple[str, float], ...]


def write_lists(corpus: Corpus, work: Work) -> None:
    """The sentences of the plan, each with a voice, in SHARDS lists."""
    rng = random.Random(len(corpus.vocabulary))
    texts = corpus.to_speak()
    for shard in range(SHARDS):
        rows = [
            Sentence(f"{shard}-{number}", text, _voice(corpus, rng))
            for number, text in enumerate(texts[shard::SHARDS])
        ]
        work.sentences(shard).write_text(_json_lines(map(asdict, rows)))


def take_shipped_lists(work: Work) -> None:
    """The same, of the very sentences and voices of the embedded model."""
    with tarfile.open(AS_SHIPPED) as lists:
        members = sorted(lists.getmembers(), key=lambda one: one.name)
        texts = [stream.read().decode() for one in members if (stream := lists.extractfile(one))]
    lines = "".join(texts).splitlines(keepends=True)
    for shard in range(SHARDS):
        work.sentences(shard).write_text("".join(lines[shard::SHARDS]))


def speak_lists(work: Work) -> float:
    """Speaks all lists, each in a process of its own; the hours of sound that came of it."""
    with ProcessPoolExecutor(SHARDS) as pool:
        return sum(pool.map(partial(_speak_list, work), range(SHARDS))) / RATE / 3600


def speak_sentences(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, Utterance]]:
    """One after the other. A sentence that a synthesiser fails on is told of and left out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for at in range(0, len(sentences), _BLOCK):
            block = sentences[at : at + _BLOCK]
            slow = [one for one in block if one.voice.startswith("festival:")]
            speak_with_festival(
                [(one.text, one.voice, folder / f"{one.id}.wav") for one in slow], folder
            )
            for one in block:
                file = folder / f"{one.id}.wav"
                try:
                    utterance = speak(one.text, one.voice, file)
                except (subprocess.CalledProcessError, OSError, wave.Error, ValueError) as fault:
                    print(f"left out: {one.text!r} by {one.voice}: {fault}", file=sys.stderr)
                    continue
                file.unlink()
                if len(utterance.sound) > RATE * SHORTEST:
                    yield one, utterance


def read_sentences(work: Work, shard: int) -> list[Sentence]:
    return [Sentence(**row) for row in _rows(work.sentences(shard))]


def read_spoken(work: Work, shard: int) -> list[Spoken]:
    return [Spoken(**row) for row in _rows(work.spoken(shard))]


def _voice(corpus: Corpus, rng: random.Random) -> str:
    if not corpus.plan.only_flite:
        return pick_voice(rng)
    kind, name, _, _ = rng.choice(TOY).split(":")
    return f"{kind}:{name}:{rng.uniform(0.9, 1.15):.3f}:{rng.uniform(0.9, 1.15):.3f}"


def _speak_list(work: Work, shard: int) -> int:
    """How many samples were written."""
    start = 0
    with work.speech(shard).open("wb") as speech, work.spoken(shard).open("w") as told:
        for one, utterance in speak_sentences(read_sentences(work, shard)):
            speech.write(utterance.sound.astype("<i2").tobytes())
            spoken = Spoken(
                one.id, one.text, one.voice, start, len(utterance.sound), utterance.phones
            )
            told.write(_json_lines([asdict(spoken)]))
            start += len(utterance.sound)
    return start


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with file.open() as lines:
        yield from map(json.loads, lines)


def _json_lines(rows: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)
