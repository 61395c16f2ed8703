"""Real Vosk-format models, made from the one that ships, and a place of their own to install them."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest

from assist.places import shipped
from assist.speech import models
from assist.speech.layout import QUICK_PARTIALS
from tests.speech.site import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as one:
        yield one


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This test's own user folder and machine folder; no proxy between it and its own server."""
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *a, **k: str(tmp_path / "user"))
    monkeypatch.setattr(models, "machine_data", lambda: tmp_path / "machine")
    # For programs that a test starts.
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A model's folder as the Vosk project lays them out: without the line that installing adds."""
    folder = tmp_path / "made" / "vosk-model-toy-0.1"
    shutil.copytree(shipped("models") / "demo-en", folder)
    (folder / "about.toml").unlink()
    settings = folder / "conf" / "model.conf"
    settings.write_text(settings.read_text().replace(f"{QUICK_PARTIALS}\n", ""))
    return folder


@pytest.fixture
def zipped(model: Path) -> Path:
    """The same as a zip with a top folder, as they are offered."""
    return zip_folder(model, model.with_name(f"{model.name}.zip"), model.name)


def zip_folder(folder: Path, archive: Path, top: str = "") -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as opened:
        for path in sorted(folder.rglob("*")):
            opened.write(path, Path(top) / path.relative_to(folder))
    return archive
