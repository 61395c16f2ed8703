"""The decoding graph: how words are made of phones, and which words follow which.

Two automata, put together only while Vosk listens: HCLr.fst (phones to words, with look-ahead) and
Gr.fst (the language model). Mohri, Pereira, Riley: "Speech recognition with weighted finite-state
transducers", 2008. Needs OpenFst's programs, with the extensions for look-ahead and n-grams.
"""

import os
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import kaldifst

from models.recipe.lexicon import Entry
from models.recipe.words import NOISE, PHONES, SILENCE

SILENCE_COST = 0.69
"""Minus the logarithm of one half: a pause after a word is as likely as none."""

_LOOKAHEAD, _NGRAM = "libfstlookahead.so", "libfstngram.so"
"""Extensions of OpenFst's fstconvert, which it must be started with."""

_PLACES = {"_B": "begin", "_E": "end", "_I": "internal", "_S": "singleton"}

MakeAcceptor = Callable[[Mapping[str, int]], str]


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone in one place of a word, as Kaldi counts phones: its name, the number of the phone in
    PHONES, and the place's name.
    """

    name: str
    base: int
    place: str


def placed_phones() -> list[Phone]:
    """All, in the order of their numbers, from 1 on."""
    phones = [Phone(SILENCE, 0, "nonword"), Phone(NOISE, 1, "singleton")]
    for base, name in enumerate(PHONES[2:], 2):
        phones += [Phone(name + suffix, base, place) for suffix, place in _PLACES.items()]
    return phones


def build_graph(folder: Path, lexicon: Sequence[Entry], acceptor: MakeAcceptor) -> None:
    """Writes all files of `folder`. `acceptor` makes the language model over the numbers of words."""
    (folder / "phones").mkdir(parents=True)
    phones = placed_phones()
    phone_ids = {phone.name: number for number, phone in enumerate(phones, 1)}
    words = {word: number for number, word in enumerate(sorted({one.word for one in lexicon}), 1)}
    text, marks = _lexicon_text(lexicon, words, phone_ids)
    automaton = kaldifst.compile(text, acceptor=False)
    kaldifst.arcsort(automaton, "ilabel")
    # Both change the automaton itself.
    kaldifst.determinize_star(automaton)
    kaldifst.minimize_encoded(automaton)
    labels = _Labels(len(phones), marks)
    numbers = _write_look_ahead(folder / "HCLr.fst", _Hmm(automaton, labels).text())
    words = {word: numbers[number] for word, number in words.items()}
    _write_language_model(folder / "Gr.fst", acceptor(words))
    _write_tables(folder, phones, words, labels)


@dataclass(frozen=True, slots=True)
class _Labels:
    """What the labels of the lexicon become: phones are transitions, and marks follow them."""

    phones: int
    marks: Sequence[int]

    def is_phone(self, label: int) -> bool:
        return 0 < label <= self.phones

    def entering(self, label: int) -> int:
        if label == 0:
            return 0
        return 2 * label if self.is_phone(label) else self.mark(label)

    def staying(self, phone: int) -> int:
        return 2 * phone - 1

    def mark(self, label: int) -> int:
        return 2 * self.phones + 1 + self.marks.index(label)


def _placed(phones: Sequence[str]) -> tuple[str, ...]:
    """A word's phones by their places in it."""
    if list(phones) == [NOISE]:
        return (NOISE,)
    if len(phones) == 1:
        return (phones[0] + "_S",)
    return (phones[0] + "_B", *(one + "_I" for one in phones[1:-1]), phones[-1] + "_E")


def _lexicon_text(
    lexicon: Sequence[Entry], words: Mapping[str, int], phone_ids: Mapping[str, int]
) -> tuple[str, list[int]]:
    """OpenFst's text of phones to words with a pause between words, and the labels of the marks.

    Marks make ways of saying words different that sound alike or that begin other ways; the first
    one follows each pause.
    """
    ways = [_placed(entry.phones) for entry in lexicon]
    counts = Counter(ways)
    beginnings = {way[:end] for way in counts for end in range(1, len(way))}
    first_mark = len(phone_ids) + 1
    between, pause, after_pause, state = 1, 2, 3, 4
    lines = [
        f"0 {between} 0 0 {SILENCE_COST}",
        f"0 {pause} 0 0 {SILENCE_COST}",
        f"{pause} {after_pause} {phone_ids[SILENCE]} 0",
        f"{after_pause} {between} {first_mark} 0",
    ]
    alike: Counter[tuple[str, ...]] = Counter()
    for entry, way in zip(lexicon, ways, strict=True):
        labels = [phone_ids[phone] for phone in way]
        if counts[way] > 1 or way in beginnings:
            alike[way] += 1
            labels.append(first_mark + alike[way])
        at, word = between, words[entry.word]
        for label in labels[:-1]:
            lines.append(f"{at} {state} {label} {word}")
            at, word = state, 0
            state += 1
        lines += [f"{at} {to} {labels[-1]} {word} {SILENCE_COST}" for to in (between, pause)]
    lines.append(f"{between} 0")
    marks = range(first_mark, first_mark + max(alike.values(), default=0) + 1)
    return "\n".join(lines) + "\n", list(marks)


class _Hmm:
    """Phones become transitions: one that enters, then any number that stay (Kaldi's order).

    To know which phone stays, each state is split by the phone that entered it.
    """

    def __init__(self, automaton: kaldifst.StdVectorFst, labels: _Labels) -> None:
        self._automaton = automaton
        self._labels = labels
        self._arcs: defaultdict[int, list[tuple[int, int, int, float]]] = defaultdict(list)
        for state, arc in _arcs(automaton):
            weight = float(arc.weight.value)
            self._arcs[state].append((arc.ilabel, arc.olabel, arc.nextstate, weight))
        self._numbers = {(automaton.start, 0): 0}

    def text(self) -> str:
        lines: list[str] = []
        waiting = list(self._numbers)
        while waiting:
            state = waiting.pop()
            known = len(self._numbers)
            lines += self._lines(*state)
            waiting += list(self._numbers)[known:]
        # The state that is written first is the start.
        lines.sort(key=lambda line: line.split()[0] != "0")
        return "\n".join(lines) + "\n"

    def _lines(self, state: int, entered_by: int) -> Iterator[str]:
        at = self._numbers[state, entered_by]
        if entered_by:
            yield f"{at} {at} {self._labels.staying(entered_by)} 0 0"
        for label, word, to, weight in self._arcs[state]:
            target = (to, label if self._labels.is_phone(label) else 0)
            number = self._numbers.setdefault(target, len(self._numbers))
            yield f"{at} {number} {self._labels.entering(label)} {word} {weight}"
        final = float(self._automaton.final(state).value)
        if final != float("inf"):
            yield f"{at} {final}"


def _arcs(automaton: kaldifst.StdVectorFst) -> Iterator[tuple[int, kaldifst.StdArc]]:
    for state in kaldifst.StateIterator(automaton):
        for arc in kaldifst.ArcIterator(automaton, state):
            yield state, arc


def _write_look_ahead(path: Path, text: str) -> dict[int, int]:
    """The numbers that words got in it: look-ahead needs them in an order of its own."""
    with tempfile.TemporaryDirectory() as name:
        plain, pairs = Path(name) / "plain.fst", Path(name) / "pairs"
        compiled = _run(["fstcompile"], text.encode())
        plain.write_bytes(_run(["fstarcsort", "--sort_type=olabel"], compiled))
        options = ["--fst_type=olabel_lookahead", f"--save_relabel_opairs={pairs}"]
        _run(["fstconvert", *options, str(plain), str(path)], extension=_LOOKAHEAD)
        rows = [line.split() for line in pairs.read_text().splitlines()]
    return {int(old): int(new) for old, new in rows}


def _write_language_model(path: Path, text: str) -> None:
    compiled = _run(["fstcompile", "--acceptor"], text.encode())
    by_word = _run(["fstarcsort", "--sort_type=ilabel"], compiled)
    path.write_bytes(_run(["fstconvert", "--fst_type=ngram"], by_word, _NGRAM))


def _write_tables(
    folder: Path, phones: Sequence[Phone], words: Mapping[str, int], labels: _Labels
) -> None:
    last = max(words.values())
    rows = ["<eps> 0"]
    rows += [f"{word} {number}" for word, number in sorted(words.items(), key=lambda one: one[1])]
    rows += [f"{word} {last + place}" for place, word in enumerate(("#0", "<s>", "</s>"), 1)]
    _write_lines(folder / "words.txt", rows)
    _write_lines(folder / "disambig_tid.int", [str(labels.mark(mark)) for mark in labels.marks])
    numbered = list(enumerate(phones, 1))
    boundaries = [f"{number} {phone.place}" for number, phone in numbered]
    _write_lines(folder / "phones" / "word_boundary.int", boundaries)
    names = [f"{phone.name} {number}" for number, phone in numbered]
    _write_lines(folder / "phones.txt", ["<eps> 0", *names])


def _write_lines(path: Path, lines: Sequence[str]) -> None:
    path.write_text("".join(line + "\n" for line in lines))


def _run(command: list[str], given: bytes = b"", extension: str = "") -> bytes:
    loaded = {"LD_PRELOAD": extension} if extension else {}
    return subprocess.run(
        command, input=given, stdout=subprocess.PIPE, check=True, env=os.environ | loaded
    ).stdout
