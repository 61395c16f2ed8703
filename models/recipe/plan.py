"""How large a model is made, and where its parts lie while it is being made.

`FULL` is how the embedded model was made; `SMALL` is a toy that is ready in a few minutes and goes
through the same steps.
"""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TEXTS = HERE / "text"
RATE = 16000
"""Samples a second of all sound here, but for the telephone sound that models are measured with."""

SHARDS = 2
"""Lists of sentences that are spoken at the same time."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The acoustic network: `layers` of width `hidden`, each through a `bottleneck`."""

    hidden: int
    bottleneck: int
    layers: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes into a model.

    `hours` of synthetic speech; `minutes` of processor time for training, after `warm_steps` on flite's own phone
    times; `batch_for` is the length of a training batch in seconds. `frequent_words` of everyday
    English are in the vocabulary beside the words of the texts. `rule_sentences` and
    `general_sentences` are drawn for the language model, which leaves out what adds less than `prune`.
    """

    hours: float
    minutes: float
    shape: Shape
    rules: str
    handwritten: tuple[str, ...]
    heldout: str | None
    frequent_words: int
    rule_sentences: int
    general_sentences: int
    batch_for: float
    warm_steps: int
    prune: float
    only_flite: bool = False


FULL = Plan(
    hours=13.6,
    minutes=46.0,
    shape=Shape(hidden=448, bottleneck=112, layers=7),
    rules="rules.txt",
    handwritten=("handwritten.txt", "handwritten2.txt"),
    heldout="heldout_open.txt",
    frequent_words=7004,
    rule_sentences=160_000,
    general_sentences=100_000,
    batch_for=260.0,
    warm_steps=90,
    prune=1e-6,
)

SMALL = Plan(
    hours=0.25,
    minutes=1.0,
    shape=Shape(hidden=192, bottleneck=64, layers=5),
    rules="toy.txt",
    handwritten=(),
    heldout=None,
    frequent_words=0,
    rule_sentences=2000,
    general_sentences=0,
    batch_for=60.0,
    warm_steps=150,
    prune=1e-7,
    only_flite=True,
)


@dataclass(frozen=True, slots=True)
class Work:
    """The folder in which a model is being made."""

    folder: Path

    @property
    def pronunciations(self) -> Path:
        """JSON: the phones that flite has for each word by itself."""
        return self.folder / "pronunciations.json"

    @property
    def lexicon(self) -> Path:
        """Lines "WORD PHONE…", one a way of saying it."""
        return self.folder / "lexicon.txt"

    @property
    def utterances(self) -> Path:
        """JSON: all that is trained on, see `alignment.Utterance`."""
        return self.folder / "utterances.json"

    @property
    def weights(self) -> Path:
        return self.folder / "weights.pt"

    def sentences(self, shard: int) -> Path:
        """JSON lines {"id", "text", "voice"}: what is to be spoken."""
        return self.folder / f"sentences-{shard}.jsonl"

    def speech(self, shard: int) -> Path:
        """16-bit samples at RATE, one utterance after another."""
        return self.folder / f"speech-{shard}.raw"

    def spoken(self, shard: int) -> Path:
        """JSON lines, see `synthesis.Spoken`: what lies where in the speech."""
        return self.folder / f"speech-{shard}.jsonl"
