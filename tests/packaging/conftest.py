"""The modules of packaging/, which import each other by their plain names."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


@pytest.fixture
def packaging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], ModuleType]]:
    """Gives back a module by its name; all are forgotten afterwards, for others have these names, too."""
    monkeypatch.syspath_prepend(PACKAGING)
    before = set(sys.modules)
    yield importlib.import_module
    for name in set(sys.modules) - before:
        file = getattr(sys.modules[name], "__file__", None) or ""
        path = getattr(sys.modules[name], "__path__", [])
        if file.startswith(str(PACKAGING)) or any(str(PACKAGING) in one for one in path):
            del sys.modules[name]
