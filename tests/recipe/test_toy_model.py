"""A speech model from nothing: spoken, trained, written, and heard with by the real Vosk.

Takes about four minutes of processor time; `python3 packaging/dev.py recipe-test` runs it.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")

from models.recipe.corpus import Corpus
from models.recipe.listening import record_heldout, word_errors
from models.recipe.plan import SMALL

pytestmark = pytest.mark.recipe

ROOT = Path(__file__).parents[2]
MOST_ERRORS = {"seen voices, plain": 0.05, "seen voices, telephone": 0.15}
"""Of the words of held-out sentences. Measured: see models/recipe/README.md."""


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model. Made by the command, in a process of its own: see `listening`."""
    model = tmp_path_factory.mktemp("recipe") / "toy-en"
    subprocess.run([sys.executable, "-m", "models.recipe", str(model), "--small"], check=True)
    return model


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment in which models are installed into a folder of the test."""
    return os.environ | {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}


def assist(env: dict[str, str], *words: str | Path) -> str:
    command = [sys.executable, "-m", "assist", *map(str, words)]
    return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout


def test_vosk_hears_held_out_sentences_with_it(toy: Path, tmp_path: Path) -> None:
    record_heldout(Corpus(SMALL), tmp_path)
    errors = word_errors(toy, tmp_path)
    assert errors.keys() == MOST_ERRORS.keys()
    for kind, most in MOST_ERRORS.items():
        assert errors[kind].said > 100
        assert errors[kind].rate <= most, f"{kind}: {errors[kind]}"


def test_it_is_installed_and_verified_as_any_model(toy: Path, home: dict[str, str]) -> None:
    assist(home, "models", "install", toy)
    assert "toy-en" in assist(home, "models", "list")
    assert "toy-en" in assist(home, "models", "verify")
