"""A desk for the program in the chroot: a screen and a headset, lent by the computer outside.

Both are reached through files (sockets), so the program needs no network for them.
"""

import contextlib
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from steps import Stop

DISPLAY = ":78"
_HEADSET = """
load-module module-native-protocol-unix socket={folder}/native auth-anonymous=1
load-module module-null-sink sink_name=agent_mic_in rate=16000 channels=1 norewinds=1
load-module module-remap-source source_name=headset_mic master=agent_mic_in.monitor
load-module module-null-sink sink_name=headset_out rate=48000 channels=2 norewinds=1
set-default-sink headset_out
set-default-source headset_mic
"""


@contextlib.contextmanager
def screen(name: str = DISPLAY) -> Iterator[str]:
    """An X server with a screen that nobody sees; yields its name."""
    socket = Path(f"/tmp/.X11-unix/X{name[1:]}")
    words = ["Xvfb", name, "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-ac"]
    with _running(words, {}, socket.exists):
        yield name


@contextlib.contextmanager
def headset(folder: Path) -> Iterator[Path]:
    """A PulseAudio server with a microphone and an output; yields its socket, inside `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / "headset.pa"
    script.write_text(_HEADSET.format(folder=folder))
    words = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "-F", str(script)]
    own = {"PULSE_RUNTIME_PATH": str(folder), "PULSE_STATE_PATH": str(folder), "HOME": str(folder)}
    with _running(words, own, (folder / "native").exists):
        folder.chmod(0o755)
        yield folder / "native"


@contextlib.contextmanager
def _running(words: list[str], own: dict[str, str], is_ready: Callable[[], bool]) -> Iterator[None]:
    process = subprocess.Popen(
        words,
        env={**os.environ, **own},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(is_ready, f"{words[0]} does not start")
        yield
    finally:
        process.terminate()
        process.wait(60)


def wait_for(happens: Callable[[], bool], otherwise: str, at_most: float = 120.0) -> None:
    """Returns as soon as it has happened. Raises Stop when it has not for a long time."""
    until = time.monotonic() + at_most
    while not happens():
        if time.monotonic() > until:
            raise Stop(otherwise)
        time.sleep(0.1)
