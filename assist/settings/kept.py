"""The settings while the program runs: changed by the agent, or by hand in their file.

Promise: a choice holds at once, whether or not it can be saved; what cannot be saved is told, and
saved as soon as the file can be written. For one thread.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from assist.faults import Fault
from assist.places import machine_settings, user_settings
from assist.settings.files import read_files, write_settings
from assist.settings.layers import Choices, choose
from assist.settings.reading import Layer
from assist.settings.sections import Settings

Take = Callable[[Settings, Settings], None]
"""Gets the settings as they were, and as they are now."""

Stamp = tuple[int, int, int] | None


class Kept:
    """`given` is what the command line says, by full name: it holds for this run."""

    def __init__(self, given: Mapping[str, Any] | None = None) -> None:
        self._given = dict(given or {})
        self._takers: list[Take] = []
        self._unsaved: dict[str, Any] = {}
        self._fault = ""
        self._seen = self._coming = _stamps()
        self._user, self._machine = read_files()
        self._choices = self._chosen()

    @property
    def now(self) -> Settings:
        return self._choices.settings

    @property
    def choices(self) -> Choices:
        """The settings with their sources and problems."""
        return self._choices

    @property
    def sentence(self) -> str:
        """What is wrong with the settings just now, or nothing."""
        return self._fault or self._choices.sentence

    def tell(self, take: Take) -> None:
        """Call this whenever a setting or what is wrong with them has changed."""
        self._takers.append(take)

    def change(self, values: Mapping[str, Any]) -> None:
        """The agent chooses these, by full name. What is locked stays as it is."""
        free = {name: one for name, one in values.items() if not self._choices.is_locked(name)}
        self._unsaved |= free
        self._save()
        self._renew()

    def look(self) -> None:
        """Take up what was changed by hand. To be called a few times a second."""
        stamps = _stamps()
        if stamps == self._seen:
            return
        # A file that is still being written is left alone until it rests.
        if stamps != self._coming:
            self._coming = stamps
            return
        self._read()
        if self._unsaved:
            self._save()
        self._renew()

    def _read(self) -> None:
        self._seen = self._coming = _stamps()
        self._user, self._machine = read_files(self._user, self._machine)

    def _save(self) -> None:
        if not self._unsaved:
            return
        try:
            write_settings(self._unsaved)
        except Fault as fault:
            self._fault = str(fault)
        else:
            self._fault = ""
            self._read()
            self._unsaved = {}

    def _chosen(self) -> Choices:
        user = self._user
        mine = Layer(
            user.file, {**user.values, **self._unsaved}, user.lines, user.locked, user.problems
        )
        return choose(mine, self._machine, self._given)

    def _renew(self) -> None:
        before = self.now
        self._choices = self._chosen()
        for take in self._takers:
            take(before, self.now)


def _stamps() -> tuple[Stamp, Stamp]:
    return _stamp(user_settings()), _stamp(machine_settings())


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
