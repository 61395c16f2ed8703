"""Speech models on this computer: finding one, opening it, and saying what it is.

Vosk's own search for models may reach for the network and end the program, so it is never used:
a model is always opened by its folder.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import vosk

from assist.faults import Fault
from assist.places import machine_data, shipped, user_data

EMBEDDED = "demo-en"
"""The model that ships with the program."""

RATE = 16000
"""Samples a second that the models are made for."""

DEMONSTRATION = (
    "Demonstration model: it knows synthetic voices only. "
    "For real calls install a real one: assist models install."
)


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model's folder and what is known of it without opening it."""

    name: str
    path: Path
    title: str
    language: str
    demonstration: bool


class SpeechModel:
    """An opened model. Recognisers on several threads may share it."""

    def __init__(self, info: ModelInfo) -> None:
        """Raises Fault when the folder holds no usable model."""
        self.info = info
        vosk.SetLogLevel(-1)
        try:
            self.vosk = vosk.Model(model_path=str(info.path))
        except Exception as error:  # Vosk raises nothing more precise
            raise Fault(
                str(info.path),
                "this is not a whole Vosk speech model",
                "unpack the model again, or leave out --model to use the one that ships",
            ) from error

    def knows(self, word: str) -> bool:
        """Whether the model can hear this word at all."""
        return bool(self.vosk.vosk_model_find_word(word) >= 0)


def model_folders() -> list[Path]:
    """Where models are looked for by name, the user's own first."""
    return [user_data() / "models", machine_data() / "models", shipped("models")]


def find_model(name_or_path: str | None = None) -> ModelInfo:
    """The model of this name or in this folder; the embedded one when nothing is said.

    Raises Fault when there is none.
    """
    wanted = name_or_path or EMBEDDED
    for path in [Path(wanted), *(folder / wanted for folder in model_folders())]:
        if path.is_dir():
            return _describe(path)
    known = ", ".join(sorted({info.name for info in installed_models()}))
    raise Fault(
        f"speech model {wanted}", "there is no such folder or installed model", f"choose {known}"
    )


def installed_models() -> list[ModelInfo]:
    """Every model that can be chosen by name."""
    folders = [folder for folder in model_folders() if folder.is_dir()]
    found = [path for folder in folders for path in sorted(folder.iterdir())]
    return [_describe(path) for path in found if (path / "am").is_dir()]


def _describe(path: Path) -> ModelInfo:
    about: dict[str, object] = {}
    note = path / "about.toml"
    if note.is_file():
        try:
            about = tomllib.loads(note.read_text(encoding="utf-8"))
        except ValueError as error:
            raise Fault(str(note), f"it is damaged ({error})", "install the model again") from error
    return ModelInfo(
        name=str(about.get("name", path.name)),
        path=path,
        title=str(about.get("title", path.name)),
        language=str(about.get("language", "")),
        demonstration=about.get("demonstration") is True,
    )
