"""What somebody wants installed, and where that is: a name, an address, a zip, a folder, IT's folder.

Only looks; nothing is fetched or changed here.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from assist.faults import Fault
from assist.speech.catalogue import (
    NO_CHECKSUM,
    CatalogueEntry,
    Checksum,
    ChecksumKind,
    find_entry,
)
from assist.speech.layout import is_model
from assist.speech.models import EMBEDDED, installed_models, is_name
from assist.speech.record import file_digest


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked for.

    `what` is a name of the catalogue, an address, a zip file or a folder. With `offline_dir`, a name
    is looked up there and nowhere else. `name`, `language` and `sha256` are for models that the
    catalogue does not know.
    """

    what: str
    offline_dir: Path | None = None
    for_everyone: bool = False
    again: bool = False
    keep_settings: bool = False
    """Leave conf/model.conf as the model brought it."""
    name: str = ""
    language: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the wished model is: exactly one of `address`, `archive` and `folder` is set."""

    name: str
    entry: CatalogueEntry | None = None
    address: str = ""
    archive: Path | None = None
    folder: Path | None = None
    checksum: Checksum = NO_CHECKSUM
    size: int | None = None
    """Exact bytes of the zip, where known."""

    @property
    def where(self) -> str:
        """What about.toml says: an address, or the name of a file, without this computer's folders."""
        return self.address or (self.archive or self.folder or Path()).name


def find_source(wish: Wish, catalogue: tuple[CatalogueEntry, ...]) -> Source:
    """Where the wished model is, and under which name it is to be installed. Raises Fault."""
    source = _locate(wish, catalogue)
    name = wish.name or source.name
    if not is_name(name):
        raise Fault(name, "this cannot be a model's name", "give one with --name, such as my-model")
    if name == EMBEDDED:
        raise Fault(name, "a model of this name ships with the program", "give another with --name")
    checksum = Checksum(ChecksumKind.SHA256, wish.sha256) if wish.sha256 else source.checksum
    if wish.sha256 and source.folder:
        raise Fault("--sha256", "a folder has no checksum", "leave it out, or install the zip")
    return Source(
        name, source.entry, source.address, source.archive, source.folder, checksum, source.size
    )


def lying_in(folder: Path) -> list[Path]:
    """The models in a folder, zips and folders, whose names are not installed yet; none where there is
    no such folder.
    """
    if not folder.is_dir():
        return []
    installed = {one.name for one in installed_models()}
    found = [one for one in folder.iterdir() if one.suffix == ".zip" or is_model(one)]
    return sorted(one for one in found if _stem(one.name) not in installed)


def _locate(wish: Wish, catalogue: tuple[CatalogueEntry, ...]) -> Source:
    path = Path(wish.what)
    entry = find_entry(wish.what, catalogue)
    if urlsplit(wish.what).scheme in ("http", "https"):
        if wish.offline_dir:
            raise Fault(wish.what, "with --offline-dir nothing is fetched", "give a name instead")
        return Source(_stem(Path(unquote(urlsplit(wish.what).path)).name), address=wish.what)
    if is_name(wish.what) and wish.offline_dir:
        return _look_into(wish.offline_dir, wish.what, entry)
    if entry:
        return Source(
            entry.name, entry, address=entry.source, checksum=entry.checksum, size=entry.size
        )
    if path.is_dir():
        return Source(path.resolve().name, folder=path)
    if path.is_file():
        return _recognise(path, catalogue)
    raise Fault(
        wish.what,
        "this is no model of the catalogue, no address and no file",
        "see assist models list --available",
    )


def _look_into(folder: Path, name: str, entry: CatalogueEntry | None) -> Source:
    archive = folder / f"{name}.zip"
    if archive.is_file():
        checksum = entry.checksum if entry else NO_CHECKSUM
        size = entry.size if entry else None
        return Source(name, entry, archive=archive, checksum=checksum, size=size)
    if (folder / name).is_dir():
        return Source(name, entry, folder=folder / name)
    raise Fault(str(folder), f"there is no {name}.zip in it", "lay the zip there")


def _recognise(archive: Path, catalogue: tuple[CatalogueEntry, ...]) -> Source:
    """A zip that somebody fetched by hand; the catalogue's own one is known by its checksum."""
    name = _stem(archive.name)
    entry = find_entry(name, catalogue)
    if entry and entry.checksum.kind is not ChecksumKind.NONE:
        own = Source(name, entry, archive=archive, checksum=entry.checksum, size=entry.size)
        if not what_is_wrong(archive, own):
            return own
    return Source(name, archive=archive)


def _stem(file_name: str) -> str:
    return re.sub(r"\.zip$", "", file_name, flags=re.IGNORECASE)


def what_is_wrong(archive: Path, source: Source) -> str:
    """What is known of the zip and does not fit it, in words; empty when all fits. Raises Fault."""
    try:
        size = archive.stat().st_size
        if source.size is not None and size != source.size:
            return f"it has {size} bytes and not the {source.size} that it should"
        kind = source.checksum.kind
        if kind is ChecksumKind.NONE:
            return ""
        digest = file_digest(archive, kind.value)
    except OSError as error:
        raise Fault(str(archive), f"it cannot be read ({error.strerror})", "check it") from error
    if digest != source.checksum.value.lower():
        return f"its {kind.value} checksum is wrong, so it is damaged or not the real one"
    return ""
