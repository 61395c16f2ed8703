"""Speech models on this computer: finding one, opening it, and saying what it is.

Vosk's own search for models may reach for the network and end the program, so it is never used:
a model is always opened by its folder.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from assist.faults import Fault
from assist.places import is_open, machine_data, shipped, user_data
from assist.speech.layout import is_model, sample_rate, seen_damage
from assist.speech.offline import vosk
from assist.speech.record import cut_files, model_files, read_record

EMBEDDED = "demo-en"
"""The model that ships with the program."""

RATE = 16000
"""Samples a second that the embedded model is made for."""

DEMONSTRATION = (
    "Demonstration model: it knows synthetic voices only. "
    "For real calls install a real one: assist models install."
)


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model's folder and what is known of it without opening it.

    `rate` is what its settings name, in samples a second; sound of a lower rate has to be
    resampled to it first.
    """

    name: str
    path: Path
    title: str
    language: str
    demonstration: bool
    rate: int = RATE

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return sum((self.path / name).stat().st_size for name in model_files(self.path))


class SpeechModel:
    """An opened model. Recognisers on several threads may share it."""

    def __init__(self, info: ModelInfo) -> None:
        """Raises Fault when the folder holds no usable model.

        Vosk opens some damaged models and then refuses to make a recogniser, or ends the program
        at the first sound: so what can be seen from outside is looked at first, and a recogniser
        is made once, here.
        """
        self.info = info
        damage = seen_damage(info.path)
        cut = [] if damage else cut_files(info.path, read_record(info.path))
        if cut:
            damage = f"{cut[0]} is not as long as it was when the model was installed"
        if damage:
            raise not_whole(info.path, damage)
        vosk.SetLogLevel(-1)
        try:
            self.vosk = vosk.Model(model_path=str(info.path))
            vosk.KaldiRecognizer(self.vosk, info.rate)
        except Exception as error:  # Vosk raises nothing more precise
            raise not_whole(info.path, "Vosk cannot read it") from error

    def knows(self, word: str) -> bool:
        """Whether the model can hear this word at all."""
        return bool(self.vosk.vosk_model_find_word(word) >= 0)


def not_whole(folder: Path, damage: str) -> Fault:
    return Fault(
        str(folder),
        f"this is not a whole Vosk speech model ({damage})",
        "install it again, or leave out --model to use the one that ships",
    )


def user_models() -> Path:
    """Where a user's own models are installed."""
    return user_data() / "models"


def machine_models() -> Path:
    """Where IT installs models for everyone on this computer."""
    return machine_data() / "models"


def model_folders() -> list[Path]:
    """Where models are looked for by name, the user's own first."""
    return [user_models(), machine_models(), shipped("models")]


def find_model(name_or_path: str | None = None) -> ModelInfo:
    """The model of this name or in this folder; the embedded one when nothing is said.

    Raises Fault when there is none.
    """
    wanted = name_or_path or EMBEDDED
    # A folder that happens to lie about under an installed model's name does not take its place.
    by_name = [folder / wanted for folder in model_folders()] if is_name(wanted) else []
    for path in [*by_name, Path(wanted)]:
        if is_open(path):
            return describe(path)
    known = ", ".join(sorted({info.name for info in installed_models()}))
    raise Fault(
        f"speech model {wanted}", "there is no such folder or installed model", f"choose {known}"
    )


def is_name(text: str) -> bool:
    """Whether this can be a model's name, which is also its folder's: no path, no address."""
    return re.fullmatch(r"[A-Za-z0-9](?:[\w.-]*\w)?", text, re.ASCII) is not None


def installed_models() -> list[ModelInfo]:
    """Every model that can be chosen by name."""
    folders = [folder for folder in model_folders() if is_open(folder)]
    found = [path for folder in folders for path in sorted(folder.iterdir())]
    # What is being installed or removed at this moment has a name with a dot in front.
    return [describe(path) for path in found if not path.name.startswith(".") and is_model(path)]


def describe(folder: Path) -> ModelInfo:
    """What the folder says of its model. Raises Fault when its about.toml is damaged."""
    record = read_record(folder)
    return ModelInfo(
        name=record.name,
        path=folder,
        title=record.title,
        language=record.language,
        demonstration=record.demonstration,
        rate=sample_rate(folder),
    )
