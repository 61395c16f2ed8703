"""Runs every fault of a sound device under a running call and writes docs/faults.md.

Each time the same recorded call is played into a virtual headset and heard by the real program:
devices, desk and speech model. The words that it recognises are held against those of a call in
which nothing happens. Run it as `python -m tests.bench.fault_table [FILE]` (about six minutes).
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

import soundfile

from tests.headset import OUTPUT, Headset, Playback, split_sides, virtual_headset
from tests.live.overheard import Overheard, overhearing

ROOT = Path(__file__).parents[2]
RECORDING = ROOT / "tests" / "recordings" / "long-wait.flac"
BOTH = ("customer", "agent")
LASTS = 2.0
"""Seconds from the fault until what was taken away is given back."""

IN_CUSTOMERS_SENTENCE = 5.0
IN_AGENTS_SENTENCE = 9.6
"""Seconds into the recording."""

SETTLES = 2.0


@dataclass
class Scene:
    """A call that is being played; the softphone loses its device and finds it again by itself."""

    headset: Headset
    call: Overheard
    folder: Path
    began: float = 0.0
    players: dict[str, Playback] = field(default_factory=dict)

    def begin(self) -> None:
        self.began = time.monotonic()
        for side in BOTH:
            self.play(side)

    def at(self) -> float:
        """Seconds into the recording."""
        return time.monotonic() - self.began

    def wait_until(self, at: float) -> None:
        time.sleep(max(0.0, at - self.at()))

    def play(self, side: str) -> None:
        """Goes on playing this side, from where the recording is by now."""
        sound, rate = soundfile.read(self.folder / f"{RECORDING.stem}-{side}.wav", dtype="int16")
        rest = self.folder / f"rest-{side}-{time.monotonic()}.wav"
        soundfile.write(rest, sound[round(self.at() * rate) :], rate)
        customer, agent = (rest if each == side else None for each in BOTH)
        self.players[side] = self.headset.play(customer, agent)

    def hush(self, *sides: str) -> None:
        for side in sides:
            self.players.pop(side).stop()

    def end(self) -> None:
        length = soundfile.info(RECORDING).duration
        self.wait_until(length)
        for player in self.players.values():
            player.wait()
        time.sleep(SETTLES)


@dataclass(frozen=True)
class Fault:
    """`happens` brings it about and mends it; it gives back when the device was there again."""

    name: str
    done: str
    sides: tuple[str, ...]
    at: float
    happens: Callable[[Scene], float]
    names_devices: bool = True
    waits: bool = False


@dataclass
class Outcome:
    """What came of a call. Moments are of `time.monotonic`."""

    words: dict[str, list[str]]
    said: list[dict[str, object]]
    began: float
    struck: float = 0.0
    there: float = 0.0


def unplug_output(scene: Scene) -> float:
    scene.hush("customer")
    scene.headset.unload(OUTPUT)
    time.sleep(LASTS)
    scene.headset.plug_in(OUTPUT)
    there = time.monotonic()
    scene.play("customer")
    return there


def unplug_microphone(scene: Scene) -> float:
    scene.headset.unload("headset_mic")
    time.sleep(LASTS)
    scene.headset.plug_in("headset_mic")
    return time.monotonic()


def comes_back_at(rate: int) -> Callable[[Scene], float]:
    def falls(scene: Scene) -> float:
        scene.hush("customer")
        scene.headset.unload(OUTPUT)
        scene.headset.plug_in_as(OUTPUT, rate, 1)
        there = time.monotonic()
        scene.play("customer")
        return there

    return falls


def change_default(scene: Scene) -> float:
    # The server takes the softphone's stream along, as it does on a desktop.
    scene.headset.pactl("set-default-sink", "speaker")
    return time.monotonic()


def move_stream(scene: Scene) -> float:
    pactl = scene.headset.pactl
    sources = pactl("list", "short", "sources").splitlines()
    number = next(line.split("\t")[0] for line in sources if "headset_out.monitor" in line)
    streams = [line.split("\t") for line in pactl("list", "short", "source-outputs").splitlines()]
    stream = next(fields[0] for fields in streams if fields[1] == number)
    pactl("move-source-output", stream, scene.headset.microphone)
    return time.monotonic()


def hold(scene: Scene) -> float:
    scene.call.tell("refuse")
    scene.hush("customer")
    scene.headset.unload(OUTPUT)
    scene.headset.plug_in(OUTPUT)
    scene.play("customer")
    time.sleep(LASTS)
    scene.call.tell("allow")
    return time.monotonic()


def suspend_output(scene: Scene) -> float:
    scene.headset.pactl("suspend-sink", OUTPUT, "1")
    time.sleep(LASTS)
    scene.headset.pactl("suspend-sink", OUTPUT, "0")
    return time.monotonic()


def suspend_microphone(scene: Scene) -> float:
    scene.headset.pactl("suspend-source", scene.headset.microphone, "1")
    time.sleep(LASTS)
    scene.headset.pactl("suspend-source", scene.headset.microphone, "0")
    return time.monotonic()


def restart_server(scene: Scene) -> float:
    scene.hush(*BOTH)
    scene.headset.kill_server()
    time.sleep(LASTS)
    scene.headset.start_server()
    there = time.monotonic()
    for side in BOTH:
        scene.play(side)
    return there


def freeze_server(scene: Scene) -> float:
    scene.headset.freeze_server()
    time.sleep(LASTS)
    scene.headset.thaw_server()
    return time.monotonic()


CUSTOMER, AGENT = ("customer",), ("agent",)
FAULTS = (
    Fault(
        "Headset's output unplugged",
        "the output that the customer is heard at is taken away for 2 s; the softphone loses it too",
        CUSTOMER,
        IN_CUSTOMERS_SENTENCE,
        unplug_output,
    ),
    Fault(
        "Microphone unplugged",
        "the microphone is taken away for 2 s",
        AGENT,
        IN_AGENTS_SENTENCE,
        unplug_microphone,
    ),
    Fault(
        "Bluetooth falls to 8 kHz",
        "the output goes and comes back at once under its name with 8000 Hz, one channel",
        CUSTOMER,
        IN_CUSTOMERS_SENTENCE,
        comes_back_at(8000),
    ),
    Fault(
        "Bluetooth falls to 16 kHz",
        "the same with 16000 Hz",
        CUSTOMER,
        IN_CUSTOMERS_SENTENCE,
        comes_back_at(16000),
    ),
    Fault(
        "Another default device",
        "a loudspeaker becomes the default output, and the softphone moves there; no device was named",
        CUSTOMER,
        IN_CUSTOMERS_SENTENCE,
        change_default,
        names_devices=False,
    ),
    Fault(
        "The silent move",
        "the server moves the customer's stream to the microphone, without an error, while the agent "
        "talks",
        CUSTOMER,
        IN_AGENTS_SENTENCE,
        move_stream,
    ),
    Fault(
        "In exclusive use",
        "the output goes and comes back, held by another program for 2 s (the refusal is PortAudio's "
        "own, put there by hand: PulseAudio shares every device)",
        CUSTOMER,
        IN_CUSTOMERS_SENTENCE,
        hold,
    ),
    Fault(
        "Output suspended",
        "the output is suspended for 2 s and resumed; what is played waits",
        CUSTOMER,
        IN_CUSTOMERS_SENTENCE,
        suspend_output,
        waits=True,
    ),
    Fault(
        "Microphone suspended",
        "the microphone is suspended for 2 s and resumed",
        AGENT,
        IN_AGENTS_SENTENCE,
        suspend_microphone,
    ),
    Fault(
        "Sound server killed",
        "the server is ended and started again after 2 s; the softphone loses it too",
        BOTH,
        IN_CUSTOMERS_SENTENCE,
        restart_server,
    ),
    Fault(
        "Sound server frozen",
        "the server answers nothing for 2 s (SIGSTOP, SIGCONT); what is played waits",
        BOTH,
        IN_CUSTOMERS_SENTENCE,
        freeze_server,
        waits=True,
    ),
)


def call_with(fault: Fault | None, folder: Path) -> Outcome:
    folder.mkdir()
    split_sides(RECORDING, folder)
    with virtual_headset() as headset:
        headset.plug_in_another("speaker")
        names: tuple[str, ...] = (headset.customer_monitor, headset.microphone)
        if fault and not fault.names_devices:
            names = ()
        else:
            # What is played moves along with the default output: not to be one of ours, here.
            headset.pactl("set-default-sink", "speaker")
        with overhearing(headset, folder, *names) as call:
            scene = Scene(headset, call, folder)
            scene.begin()
            outcome = Outcome({}, [], scene.began)
            if fault:
                scene.wait_until(fault.at)
                outcome.struck = time.monotonic()
                outcome.there = fault.happens(scene)
            scene.end()
            outcome.said = call.end()
            outcome.words = {side: call.words(side) for side in BOTH}
    return outcome


def lost(undisturbed: list[str], heard: list[str]) -> int:
    """Words of the undisturbed call that are missing, in their order."""
    matcher = SequenceMatcher(None, undisturbed, heard, autojunk=False)
    return len(undisturbed) - sum(block.size for block in matcher.get_matching_blocks())


def astray(usual: dict[str, list[str]], outcome: Outcome, played_late_by: float) -> list[str]:
    """Words that only the other side says in the undisturbed call, heard while that side spoke. (A
    word that is cut by the fault may be taken for any other.)
    """
    words = [one for one in outcome.said if one["event"] == "words"]
    first = next(one for one in words if one["side"] == "agent")
    zero = float(str(first["start"])) - reference("agent")[0]["start"]
    found = []
    for one in words:
        side = str(one["side"])
        other = BOTH[1 - BOTH.index(side)]
        start, end = (float(str(one[bound])) - zero for bound in ("start", "end"))
        if spoken(other, start - played_late_by - 0.2, end + 0.2):
            foreign = set(usual[other]) - set(usual[side])
            found += [word for word in str(one["text"]).split() if word in foreign]
    return found


def reference(side: str) -> list[dict[str, float]]:
    """The words that are really said by this side, with their times in the recording."""
    lines = map(json.loads, RECORDING.with_suffix(".jsonl").read_text().splitlines())
    return [word for line in lines if line["speaker"] == side for word in line["words"]]


def spoken(side: str, start: float, end: float) -> int:
    """How many words of the recording fall, wholly or in part, into this time of it."""
    return sum(word["end"] > start and word["start"] < end for word in reference(side))


def seen(outcome: Outcome, side: str) -> tuple[str, str]:
    """What the agent saw of a side, and after how long it was heard again once it was there."""
    facts = [one for one in outcome.said if float(str(one.get("at", 0))) >= outcome.struck]
    indicators = [one for one in facts if one["event"] == "sides"]
    gone = next((one for one in indicators if one[side] == "lost"), None)
    if gone is None:
        return f"{side}: nothing", "at once"
    after = indicators[indicators.index(gone) :]
    back = next((one for one in after if one[side] != "lost"), None)
    why = [str(one["why"]) for one in facts if one["event"] == "sentence" and one["side"] == side]
    told = "; then ".join(f"“{one}”" for one in dict.fromkeys(why))
    shown = f"{side} “not heard” after {float(str(gone['at'])) - outcome.struck:.1f} s: {told}"
    if back is None:
        return shown, "**never**"
    # It may be back before the one who mended it has noted the moment.
    return shown, f"{max(0.0, float(str(back['at'])) - outcome.there):.1f} s"


def row(fault: Fault, outcome: Outcome, usual: dict[str, list[str]]) -> str:
    views = [seen(outcome, side) for side in fault.sides]
    away = [
        spoken(side, outcome.struck - outcome.began, outcome.there - outcome.began)
        for side in fault.sides
    ]
    missing = {side: lost(usual[side], outcome.words[side]) for side in BOTH}
    return " | ".join(
        (
            f"| **{fault.name}**",
            fault.done,
            "<br>".join(view for view, _ in views),
            ", ".join(dict.fromkeys(back for _, back in views)),
            f"{sum(missing.values())} of {sum(map(len, usual.values()))}",
            str(sum(away)),
            f"{', '.join(astray(usual, outcome, LASTS if fault.waits else 0.0)) or 'none'} |",
        )
    )


HEAD = """\
# What happens when a sound device fails

Written by `python -m tests.bench.fault_table`; do not edit it by hand.

Each row is one live call: a recorded conversation is played into a virtual headset on a real sound
server (PulseAudio) and heard by the program with the bundled speech model; in the middle of a
sentence the fault is brought about. *Heard again* counts from the moment at which the device was
there again until the indicator of its side was back. *Words lost* are those of an undisturbed call that were
not recognised; *spoken meanwhile* is how many were said between the fault and its mending, which no
program could have heard unless what is played waits. *Astray* are words of one side that were
heard on the other: there must be none.

| fault | what was done | what the agent saw | heard again after | words lost | spoken meanwhile | astray |
|---|---|---|---|---|---|---|
"""

FOOT = """
Undisturbed, the same call twice: {again} of {words} words differ.

Not in this table, because it takes Windows or macOS to see it: loopback that delivers nothing while
nothing plays, the default for communications, a virtual device on macOS, a microphone that macOS
denies. These are tested against hand-written stand-ins for the system's answers (`tests/audio/`).
"""


def main(target: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        usual = call_with(None, folder / "usual").words
        again = call_with(None, folder / "again").words
        rows = []
        for number, fault in enumerate(FAULTS):
            rows.append(row(fault, call_with(fault, folder / str(number)), usual))
            print(rows[-1], flush=True)
    differ = sum(lost(usual[side], again[side]) for side in BOTH)
    foot = FOOT.format(again=differ, words=sum(map(len, usual.values())))
    target.parent.mkdir(exist_ok=True)
    target.write_text(HEAD + "\n".join(rows) + "\n" + foot)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "faults.md")
