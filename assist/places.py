"""Where things are on this computer: what ships with the program, and what belongs to the user."""

import sys
from pathlib import Path

import platformdirs

APP = "agent-assist"
SETTINGS = "settings.toml"


def shipped(name: str) -> Path:
    """A folder that ships with the program, such as "models" or "phrasebanks"."""
    bundle = getattr(sys, "_MEIPASS", None)
    return (Path(bundle) if bundle else Path(__file__).parent.parent) / name


def user_data() -> Path:
    """The user's own data: the journal, installed models, own phrasebanks."""
    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def machine_data() -> Path:
    """What IT has laid on this computer for all its users."""
    return Path(platformdirs.site_data_dir(APP, appauthor=False))


def user_cache() -> Path:
    """What can be made again at any time."""
    return Path(platformdirs.user_cache_dir(APP, appauthor=False))


def logs() -> Path:
    """Where logs of bugs go. They hold no word of a call."""
    return Path(platformdirs.user_log_dir(APP, appauthor=False))


def user_settings() -> Path:
    """The file of the user's own choices; people edit it by hand, too."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False)) / SETTINGS


def machine_settings() -> Path:
    """The file in which IT chooses for all users of this computer."""
    return Path(platformdirs.site_config_dir(APP, appauthor=False)) / SETTINGS
