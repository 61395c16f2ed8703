"""A virtual headset: a private sound server whose two devices tests and benchmarks play calls into.

The customer's voice is played to the headset's output and heard at that output's monitor; the
agent's voice is played into a feed and heard at the headset's microphone. Nothing of the
machine's own sound set-up is touched, and the server is gone when the `with` block ends.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import soundfile

OUTPUT = "headset_out"
CUSTOMER_MONITOR = "headset_out.monitor"
MICROPHONE = "headset_mic"
MICROPHONE_FEED = "agent_mic_in"

# norewinds: without it a null sink sleeps for two seconds at a time, so that the first sound
# comes late and the monitor's sound has jumps.
DEVICES = (
    "module-null-sink sink_name=agent_mic_in rate=16000 channels=1 norewinds=1"
    " sink_properties=device.description=AgentMicFeed",
    "module-remap-source source_name=headset_mic master=agent_mic_in.monitor"
    " source_properties=device.description=HeadsetMic",
    "module-null-sink sink_name=headset_out rate=48000 channels=2 norewinds=1"
    " sink_properties=device.description=HeadsetOut",
)
STARTS_WITHIN = 60.0
STOPS_WITHIN = 5.0


@dataclass(frozen=True)
class Playback:
    """Sound that is being played into the headset."""

    players: tuple[subprocess.Popen[bytes], ...]

    def wait(self) -> None:
        """Waits until all of it has been played; fails if a player failed."""
        for player in self.players:
            if player.wait() != 0:
                raise RuntimeError(f"paplay ended with exit code {player.returncode}")

    def stop(self) -> None:
        for player in self.players:
            player.terminate()
        for player in self.players:
            player.wait()


@dataclass(frozen=True)
class Headset:
    """`env` is what a program needs in its environment to hear this headset and no other."""

    folder: Path
    env: dict[str, str]
    customer_monitor: str = CUSTOMER_MONITOR
    microphone: str = MICROPHONE

    def play(
        self, customer: Path | None = None, agent: Path | None = None, ahead_ms: int = 100
    ) -> Playback:
        """Starts playing both sides at once, each from a mono or stereo sound file.

        `ahead_ms` is how far the players fill the server's buffer ahead: with less than the
        default, a busy machine tears holes into what is played.
        """
        wanted = ((OUTPUT, customer), (MICROPHONE_FEED, agent))
        return Playback(tuple(self._paplay(sink, path, ahead_ms) for sink, path in wanted if path))

    def unload(self, device: str) -> None:
        """Pulls a device out, as `headset_out`, `headset_mic` or `agent_mic_in`."""
        for line in self.pactl("list", "short", "modules").splitlines():
            number, _, rest = line.partition("\t")
            if f"_name={device} " in rest + " ":
                self.pactl("unload-module", number)
                return
        raise LookupError(f"no device {device!r} is plugged into the virtual headset")

    def plug_in(self, device: str) -> None:
        """Plugs a device in again after `unload`, and makes it the default one."""
        self._load(next(line for line in DEVICES if f"_name={device} " in line))
        self._make_defaults()

    def plug_in_as(self, device: str, rate: int, channels: int) -> None:
        """Plugs a device in under its old name with another rate, as Bluetooth headsets come back
        when their microphone is opened.
        """
        words = next(line for line in DEVICES if f"_name={device} " in line).split(" ")
        kept = [word for word in words if not word.startswith(("rate=", "channels="))]
        self._load(" ".join([*kept, f"rate={rate}", f"channels={channels}"]))
        self._make_defaults()

    def plug_in_another(self, sink: str) -> None:
        """Plugs in a second output, such as a loudspeaker, without making it the default."""
        self._load(
            f"module-null-sink sink_name={sink} rate=48000 channels=2 norewinds=1"
            f" sink_properties=device.description={sink}"
        )
        self._make_defaults()

    def freeze_server(self) -> None:
        """The server stays there but answers nothing, until `thaw_server`."""
        os.kill(self._pid(), signal.SIGSTOP)

    def thaw_server(self) -> None:
        os.kill(self._pid(), signal.SIGCONT)

    def _pid(self) -> int:
        return int((self.folder / "pid").read_text())

    def kill_server(self) -> None:
        """Ends the sound server, as a crash would."""
        stop_server(self.folder)

    def start_server(self) -> None:
        """Starts the sound server again, with the devices that it had at first."""
        start_server(self.folder)
        for line in DEVICES:
            self._load(line)
        self._make_defaults()

    def pactl(self, *arguments: str) -> str:
        done = subprocess.run(
            ["pactl", *arguments], env=self.env, check=True, capture_output=True, text=True
        )
        return done.stdout

    def _paplay(self, sink: str, path: Path, ahead_ms: int) -> subprocess.Popen[bytes]:
        command = ["paplay", f"--latency-msec={ahead_ms}", f"--device={sink}", str(path)]
        return subprocess.Popen(command, env=self.env)

    def _load(self, module: str) -> None:
        self.pactl("load-module", *module.split(" "))

    def _make_defaults(self) -> None:
        present = self.pactl("list", "short", "sinks") + self.pactl("list", "short", "sources")
        if f"\t{OUTPUT}\t" in present:
            self.pactl("set-default-sink", OUTPUT)
        if f"\t{MICROPHONE}\t" in present:
            self.pactl("set-default-source", MICROPHONE)


@contextmanager
def virtual_headset() -> Iterator[Headset]:
    """Starts a private sound server with a headset plugged in; stops it in the end."""
    folder = Path(tempfile.mkdtemp(prefix="headset-"))
    try:
        headset = Headset(folder, environment_for(folder))
        headset.start_server()
        yield headset
    finally:
        stop_server(folder)
        shutil.rmtree(folder, ignore_errors=True)


def environment_for(folder: Path) -> dict[str, str]:
    """This program's environment, turned to the server that lives in `folder`."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PULSE_")}
    return env | {
        "PULSE_SERVER": f"unix:{folder}/native",
        "PULSE_COOKIE": f"{folder}/cookie",
    }


def start_server(folder: Path) -> None:
    """Starts a server without devices; returns when it answers."""
    script = folder / "headset.pa"
    script.write_text(
        f"load-module module-native-protocol-unix socket={folder}/native auth-anonymous=1\n"
    )
    home = {"PULSE_RUNTIME_PATH": str(folder), "PULSE_STATE_PATH": str(folder), "HOME": str(folder)}
    options = ["-n", "--daemonize=yes", "--exit-idle-time=-1", "--use-pid-file=yes"]
    subprocess.run(
        ["pulseaudio", *options, f"--log-target=file:{folder}/log", "-F", str(script)],
        env=os.environ | home,
        check=True,
        capture_output=True,
    )
    env = environment_for(folder)
    gives_up_at = time.monotonic() + STARTS_WITHIN
    while subprocess.run(["pactl", "info"], env=env, capture_output=True).returncode != 0:
        if time.monotonic() > gives_up_at:
            raise RuntimeError(f"the sound server does not answer:\n{(folder / 'log').read_text()}")
        time.sleep(0.05)


def stop_server(folder: Path) -> None:
    """Ends the server of `folder`, if there is one; returns when it is gone."""
    pid_file = folder / "pid"
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text())
    os.kill(pid, signal.SIGTERM)
    os.kill(pid, signal.SIGCONT)
    gives_up_at = time.monotonic() + STOPS_WITHIN
    while is_running(pid):
        if time.monotonic() > gives_up_at:
            os.kill(pid, signal.SIGKILL)
            break
        time.sleep(0.02)
    pid_file.unlink(missing_ok=True)


def is_running(pid: int) -> bool:
    """Whether the program still runs; one that has ended but was not collected does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def split_sides(call: Path, folder: Path) -> tuple[Path, Path]:
    """Writes the two channels of a recorded call as two mono WAV files in `folder`.

    Returns the paths of the left one (the customer) and of the right one (the agent).
    """
    samples, rate = soundfile.read(call, dtype="int16", always_2d=True)
    paths = (folder / f"{call.stem}-customer.wav", folder / f"{call.stem}-agent.wav")
    for path, column in zip(paths, (0, 1), strict=True):
        soundfile.write(path, samples[:, column], rate, subtype="PCM_16")
    return paths
