"""Counts the words that a speech model gets wrong in calls whose true words are known.

Each call is a two-channel sound file (left customer, right agent) with a transcript of the same
name beside it, `.jsonl`, as `packaging/voices.py` writes them. It is fed to the recogniser in
blocks of 50 ms, as a live call is.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import vosk

SPEAKERS = ("customer", "agent")
BLOCK_FOR = 0.05


def heard_words(model: vosk.Model, samples: npt.NDArray[np.int16], rate: int) -> list[str]:
    recogniser = vosk.KaldiRecognizer(model, rate)
    block = int(rate * BLOCK_FOR)
    words: list[str] = []
    for at in range(0, len(samples), block):
        if recogniser.AcceptWaveform(samples[at : at + block].tobytes()):
            words += json.loads(recogniser.Result())["text"].split()
    return words + list(json.loads(recogniser.FinalResult())["text"].split())


def said_words(transcript: Path, speaker: str) -> list[str]:
    turns = (json.loads(line) for line in transcript.read_text(encoding="utf-8").splitlines())
    return [word for turn in turns if turn["speaker"] == speaker for word in turn["text"].split()]


def edits(said: list[str], heard: list[str]) -> int:
    """Words to change, drop or add to turn one into the other (Levenshtein's distance)."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        corner, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            change = corner + (word != other)
            corner, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, change)
    return row[-1]


def word_errors(model: vosk.Model, call: Path) -> Iterator[tuple[str, int, int]]:
    """For each side: who, how many words went wrong, how many were said."""
    samples, rate = soundfile.read(call, dtype="int16", always_2d=True)
    for side, speaker in enumerate(SPEAKERS):
        said = said_words(call.with_suffix(".jsonl"), speaker)
        yield speaker, edits(said, heard_words(model, samples[:, side], rate)), len(said)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="the folder of a Vosk model")
    parser.add_argument("calls", type=Path, nargs="+", help="sound files with transcripts beside")
    asked = parser.parse_args(arguments)
    vosk.SetLogLevel(-1)
    model = vosk.Model(str(asked.model))
    for call in asked.calls:
        for speaker, wrong, said in word_errors(model, call):
            print(
                f"{call.name}  {speaker}: {wrong} of {said} words wrong ({wrong / max(1, said):.1%})"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
