"""Where things are on this computer: what ships with the program, and what belongs to the user."""

import os
import platform
import sys
import warnings
from pathlib import Path

import platformdirs

APP = "agent-assist"
SETTINGS = "settings.toml"

# On Linux, not where XDG_DATA_DIRS and XDG_CONFIG_DIRS point: desktops set them differently for the menu
# and the terminal, and a user could set them so that what IT has locked is not read.
_IS_LINUX = platform.system() == "Linux"
_MACHINE_DATA = Path("/var/lib") / APP
_MACHINE_SETTINGS = Path("/etc") / APP


def shipped(name: str) -> Path:
    """A folder that ships with the program, such as "models" or "phrasebanks"."""
    bundle = getattr(sys, "_MEIPASS", None)
    return (Path(bundle) if bundle else Path(__file__).parent.parent) / name


def is_open(folder: Path) -> bool:
    """Whether there is such a folder and this user may look into it."""
    return os.access(folder, os.R_OK | os.X_OK) and folder.is_dir()


def user_data() -> Path:
    """The user's own data: the journal, installed models, own phrasebanks."""
    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def machine_data() -> Path:
    """What IT has laid on this computer for all its users."""
    named = platformdirs.site_data_dir(APP, appauthor=False)
    return _MACHINE_DATA if _IS_LINUX else Path(named)


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
    named = platformdirs.site_config_dir(APP, appauthor=False)
    return (_MACHINE_SETTINGS if _IS_LINUX else Path(named)) / SETTINGS


def user_runtime() -> Path:
    """What lasts as long as the user is logged in: the door by which other programs reach us."""
    with warnings.catch_warnings():
        # Where there is no such folder another will do: nothing that the user need hear of.
        warnings.simplefilter("ignore")
        return Path(platformdirs.user_runtime_dir(APP, appauthor=False))
