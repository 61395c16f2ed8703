"""Installing, checking and removing speech models.

A model is installed when it is whole, has been held against its checksum where there is one, has been
opened once in a process of its own, and its about.toml says what every file of it must be.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assist.faults import Fault
from assist.speech.catalogue import CatalogueEntry, find_entry
from assist.speech.layout import add_quick_partials, seen_damage
from assist.speech.models import (
    EMBEDDED,
    ModelInfo,
    describe,
    installed_models,
    is_name,
    machine_models,
    user_models,
)
from assist.speech.opening import why_it_does_not_open
from assist.speech.record import (
    Record,
    differences,
    mark_files,
    read_record,
    write_record,
)
from assist.speech.shelf import Shelf, hold, open_to_everyone
from assist.speech.source import Source, Wish, find_source, what_is_wrong
from assist.speech.unpack import check_room, copy_folder, unpack

_GROWS = 3
"""Room to look for before a download, in zips: the zip itself and what it unpacks to."""

Tell = Callable[[int, int], None]
"""Called with the bytes that have come so far and the bytes in all (0 while unknown)."""
Say = Callable[[str], None]
"""Called with one line when a new step begins."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking one model found. `recorded` is false where there was nothing to compare with."""

    info: ModelInfo
    recorded: bool
    problems: tuple[str, ...]


def install(
    wish: Wish,
    catalogue: tuple[CatalogueEntry, ...],
    tell: Tell = lambda got, total: None,
    say: Say = lambda line: None,
) -> ModelInfo:
    """Install one model; gives back what is now installed. Raises Fault, and then nothing has changed."""
    source = find_source(wish, catalogue)
    with hold(machine_models() if wish.for_everyone else user_models()) as shelf:
        if (shelf.folder / source.name).exists() and not wish.again:
            raise Fault(
                source.name, "it is already installed", "add --again to install it once more"
            )
        making = _Making(source, wish, find_entry(source.name, catalogue), shelf, tell, say)
        path = shelf.add(source.name, making.fill, wish.again)
    return describe(path)


def verify(info: ModelInfo) -> Verdict:
    """Compare every file of the model with its record, then try whether it opens."""
    record = read_record(info.path)
    problems = differences(info.path, record) if record.files else []
    # What is visibly cut off need not be opened to know that it does not work.
    unopened = seen_damage(info.path) or why_it_does_not_open(info.path)
    if unopened:
        problems.append(f"it does not open: {unopened}")
    return Verdict(info, bool(record.files), tuple(problems))


def remove(name: str, for_everyone: bool = False) -> Path:
    """Remove an installed model; gives back where it was. Raises Fault, also for the embedded one."""
    if name == EMBEDDED:
        raise Fault(
            name, "this model ships with the program and stays", "remove the program instead"
        )
    folder = machine_models() if for_everyone else user_models()
    if not is_name(name) or not (folder / name).is_dir():
        raise Fault(f"speech model {name}", *_not_there(name, for_everyone))
    with hold(folder) as shelf:
        shelf.remove(name)
    return folder / name


def _not_there(name: str, for_everyone: bool) -> tuple[str, str]:
    other = user_models() if for_everyone else machine_models()
    if is_name(name) and (other / name).is_dir():
        return (
            ("it is the user's own", "leave out --for-everyone")
            if for_everyone
            else (
                "it is installed for everyone",
                "remove it with --for-everyone, as an administrator",
            )
        )
    removable = sorted({one.name for one in installed_models()} - {EMBEDDED})
    choice = f"choose {', '.join(removable)}" if removable else "there is none to remove"
    return "it is not installed", choice


# Making the model in the folder aside


@dataclass(frozen=True, slots=True)
class _Making:
    """One install, once it is known where the model comes from."""

    source: Source
    wish: Wish
    namesake: CatalogueEntry | None
    """The catalogue's model of the same name: a copy from elsewhere is taken to be in its language."""
    shelf: Shelf
    tell: Tell
    say: Say

    def fill(self, aside: Path) -> None:
        """Make the whole model in the new folder `aside`. Raises Fault."""
        source = self.source
        if source.folder:
            copy_folder(source.folder, aside)
        elif source.archive:
            self._unpack(source.archive, aside)
        else:
            fetched = self._fetch()
            try:
                self._unpack(fetched, aside)
            finally:
                fetched.unlink(missing_ok=True)
        self._record(aside, "" if self.wish.keep_settings else add_quick_partials(aside))
        self.say("Trying whether it opens")
        unopened = seen_damage(aside) or why_it_does_not_open(aside)
        if unopened:
            what = f"this is not a whole Vosk speech model ({unopened})"
            raise Fault(source.where, what, "get another copy")
        if self.wish.for_everyone:
            open_to_everyone(aside)

    def _fetch(self) -> Path:
        address, folder = self.source.address, self.shelf.downloads()
        # Of one address only: another server's file of this name is another file.
        mark = hashlib.sha256(address.encode()).hexdigest()[:12]
        archive = folder / f"{self.source.name}-{mark}.zip"
        if not archive.exists():
            if self.source.entry:
                self._look_for_room(self.source.entry.about_size)
            # Only here: a program that was not asked to fetch anything does not even load the means.
            from assist.speech.download import download

            self.say(f"Fetching {address}")
            download(address, archive, self.source.size, self.tell, self._look_for_room)
        return archive

    def _look_for_room(self, zip_size: int) -> None:
        check_room(self.shelf.folder, _GROWS * zip_size)

    def _unpack(self, archive: Path, aside: Path) -> None:
        wrong = what_is_wrong(archive, self.source)
        if wrong:
            mend = "fetch it again, and ask IT if this comes back"
            raise Fault(self.source.where, wrong, mend)
        self.say("Unpacking")
        unpack(archive, aside)

    def _record(self, aside: Path, added: str) -> None:
        own, entry, name = read_record(aside), self.source.entry, self.source.name
        namesakes = self.namesake.language if self.namesake else ""
        record = Record(
            name=name,
            title=entry.title if entry else own.title if own.title != aside.name else name,
            language=self.wish.language or own.language or namesakes,
            licence=entry.licence if entry else own.licence,
            source=self.source.where,
            demonstration=own.demonstration,
            added=added or own.added,
            files=mark_files(aside),
        )
        write_record(aside, record)
