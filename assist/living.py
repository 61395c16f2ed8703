"""Living phrasebanks: what is saved while the overlay runs is taken up within a second.

A thread looks at the files ten times a second. What has changed and come to rest is read; a file
that has an error is refused and its last good text goes on, with a notice of the file and the line
until it is mended. A file that is only half written is waited for.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assist.banks import Chosen, Shelf, bank_paths, open_shelf, read_text
from assist.core.problems import Problem
from assist.core.rulebook import Rulebook
from assist.faults import Fault
from assist.log import Happened, note

LOOKS_EVERY = 0.1
_RESTS_FOR = 0.12
"""Seconds for which changed files must stay as they are before they are read. Editors write a file
of this size in one go or lay a finished one in its place; what comes in pieces comes quicker."""

_DOUBTS_FOR = 0.3
"""Seconds that a file may be faulty before it is told of: it may be half written, over a network."""

_PATIENCE = 0.75
"""Seconds that a file may be missing or empty before that is taken as meant."""

_STOPS_WITHIN = 3.0

Stamps = dict[Path, tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read: the shelf to go by, what is wrong, and whether anything is new."""

    used: Shelf
    sentence: str
    changed: bool


class Living:
    """Watches the chosen phrasebanks. `take` gets each new rulebook; `tell` what is wrong just now,
    in a sentence, or nothing when it is mended. Both are called on the watching thread.
    """

    def __init__(
        self,
        chosen: Chosen,
        shelf: Shelf,
        rulebook: Rulebook,
        take: Callable[[Rulebook], None],
        tell: Callable[[str], None],
    ) -> None:
        """`shelf` and `rulebook` are what the program began with."""
        self._chosen = chosen
        self._shelf = shelf
        self._rulebook = rulebook
        self._good = _faultless(shelf)
        self._take = take
        self._tell = tell
        self._told = ""
        self._seen = self._stamps()
        self._coming: Stamps | None = None
        self._since = 0.0
        self._found: _Found | None = None
        self._asked: Chosen | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="phrasebanks", daemon=True)

    def start(self) -> None:
        self._say(_sentence(self._shelf))
        self._thread.start()

    def choose(self, chosen: Chosen) -> None:
        """Go by these phrasebanks from now on. Called on any thread."""
        self._asked = chosen

    def stop(self) -> None:
        """Called on any thread but the watching one."""
        self._stopped.set()
        self._thread.join(_STOPS_WITHIN)

    # All below is the watching thread's.

    def _run(self) -> None:
        while not self._stopped.wait(_RESTS_FOR if self._coming else LOOKS_EVERY):
            self._look()

    def _look(self) -> None:
        if self._asked is not None:
            self._chosen, self._asked = self._asked, None
            self._go_by(self._read(again=True), self._stamps())
            return
        stamps = self._stamps()
        if stamps == self._seen:
            self._coming = self._found = None
        elif stamps != self._coming:
            self._coming, self._since, self._found = stamps, time.monotonic(), None
        elif not (self._waited() < _PATIENCE and self._half_written(stamps)):
            self._take_up(stamps)

    def _waited(self) -> float:
        """How long the files have been as they are."""
        return time.monotonic() - self._since

    def _take_up(self, stamps: Stamps) -> None:
        """Read what has come to rest, once. If it is faulty, it must be so a little longer."""
        if self._found is None:
            self._found = self._read()
            doubtful = self._found.sentence not in ("", self._told)
        else:
            doubtful = self._waited() < _DOUBTS_FOR
        if not doubtful:
            self._go_by(self._found, stamps)

    def _stamps(self) -> Stamps:
        """Everything that changes when one of the files does."""
        return {path: stamp for path in self._paths() if (stamp := _stamp(path))}

    def _paths(self) -> Iterator[Path]:
        yield from self._shelf.paths.values()
        with suppress(Fault, OSError):
            yield from bank_paths(self._chosen)

    def _half_written(self, stamps: Stamps) -> bool:
        gone = any(path not in stamps for path in self._seen)
        return gone or any(size == 0 for _, size, _ in stamps.values())

    def _read(self, again: bool = False) -> _Found:
        """What the files hold now. `again`: to be handed out although no text has changed."""
        try:
            found = open_shelf(self._chosen)
            used, sentence = self._refuse(found), _sentence(found)
        except (Fault, OSError) as fault:
            used, sentence = self._shelf, f"{fault} What was good before goes on."
        return _Found(used, sentence, again or used.texts != self._shelf.texts)

    def _go_by(self, found: _Found, stamps: Stamps) -> None:
        """From now on; what changes after these stamps is looked at again."""
        self._coming = self._found = None
        self._shelf = found.used
        self._good = {**self._good, **_faultless(found.used)}
        self._seen = {**self._stamps(), **stamps}
        if found.changed:
            self._hand_out(Rulebook(found.used.read.banks, self._rulebook))
        self._say(found.sentence)

    def _hand_out(self, rulebook: Rulebook) -> None:
        """With what it has in common with the one before: the call need not wait for that."""
        note(Happened.PHRASEBANKS_TAKEN, prompts=len(rulebook.by_id))
        rulebook.same_as(self._rulebook)
        self._rulebook = rulebook
        self._take(rulebook)

    def _refuse(self, found: Shelf) -> Shelf:
        """The shelf with the last good text of each file that has been changed for the worse."""
        held: dict[str, str] = {}
        used = found
        while worse := self._worse(used, held):
            held |= {name: self._good[name] for name in worse}
            used = open_shelf(self._chosen, _instead(held))
        return used

    def _worse(self, found: Shelf, held: Mapping[str, str]) -> set[str]:
        """The changed files that have an error; or all of them, where they make one elsewhere."""
        changed = {
            name
            for name, text in self._good.items()
            if name in found.paths and name not in held and found.texts.get(name) != text
        }
        faulty = {problem.file for problem in found.read.errors}
        before = {problem.file for problem in self._shelf.read.errors}
        if changed & faulty:
            return changed & faulty
        spoilt = (faulty - before) & self._shelf.texts.keys() - held.keys()
        return changed if spoilt else set()

    def _say(self, sentence: str) -> None:
        if sentence != self._told:
            self._told = sentence
            if sentence:
                note(Happened.PHRASEBANKS_REFUSED, where=sentence.partition(": ")[0])
            self._tell(sentence)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _instead(held: Mapping[str, str]) -> Callable[[Path, str], str | Problem]:
    """The texts of the files, of some of them the ones from before."""
    return lambda path, name: held[name] if name in held else read_text(path, name)


def _faultless(shelf: Shelf) -> dict[str, str]:
    """The texts of the files without an error."""
    faulty = {problem.file for problem in shelf.read.errors}
    return {name: text for name, text in shelf.texts.items() if name not in faulty}


def _sentence(shelf: Shelf) -> str:
    """What is wrong, for the agent to see and pass on; nothing where nothing is."""
    errors = shelf.read.errors
    if not errors:
        return ""
    first = errors[0]
    more = "" if len(errors) == 1 else f" (and {len(errors) - 1} more)"
    return f"{first.file}:{first.line}: {first.what}{more}. What was good before goes on."
