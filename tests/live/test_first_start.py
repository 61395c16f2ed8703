"""The first start, used as a person would: by keys alone, with real sound, on a real screen."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tests.headset import Headset, virtual_headset
from tests.screens import Screen, end, open_screen, wait_for

ROOT = Path(__file__).parents[2]
PROGRAM = Path(__file__).with_name("first_start_program.py")
CALM = ROOT / "tests" / "recordings" / "calm.flac"
PATIENCE = 60.0


class Person:
    """Presses keys, speaks into the microphone, and reads what is on the screen."""

    def __init__(self, screen: Screen, headset: Headset, program: subprocess.Popen[bytes]) -> None:
        self.screen, self.headset, self.program = screen, headset, program
        self.told: list[dict[str, Any]] = []
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def now(self) -> dict[str, Any]:
        return next((one for one in reversed(self.told) if "step" in one), {})

    def press(self, *keys: str) -> None:
        for key in keys:
            self.screen.do("xdotool", "key", key)

    def until(self, what: str, **wanted: object) -> dict[str, Any]:
        def seen() -> dict[str, Any] | None:
            return self.now if wanted.items() <= self.now.items() else None

        return wait_for(seen, f"{what} (it is {self.now})", PATIENCE)

    def kept(self) -> list[dict[str, object]]:
        return [one["kept"] for one in self.told if "kept" in one]

    def _read(self) -> None:
        assert self.program.stdout is not None
        for line in self.program.stdout:
            self.told.append(json.loads(line))


@contextmanager
def first_start(screen: Screen, headset: Headset, theme: str) -> Iterator[Person]:
    sound = {name: value for name, value in headset.env.items() if name.startswith("PULSE_")}
    program = subprocess.Popen(
        [sys.executable, str(PROGRAM), theme],
        env=screen.env(PYTHONPATH=str(ROOT), LC_ALL="C.UTF-8", **sound),
        stdout=subprocess.PIPE,
    )
    try:
        person = Person(screen, headset, program)
        person.until("the window", step="microphone")
        window = screen.window_named("Set up hearing")
        wait_for(lambda: screen.active_window() == window, "the window to be active")
        yield person
    finally:
        end(program)


@pytest.fixture(scope="module")
def good_morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An agent says: good morning, how can i help you."""
    sound, rate = soundfile.read(CALM, dtype="int16", always_2d=True, stop=4 * 16000)
    path = tmp_path_factory.mktemp("sound") / "good-morning.wav"
    soundfile.write(path, np.ascontiguousarray(sound[:, 1]), rate)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_all_three_steps_by_keys_alone(theme: str, good_morning: Path, tmp_path: Path) -> None:
    with (
        virtual_headset() as headset,
        open_screen() as screen,
        first_start(screen, headset, theme) as person,
    ):
        person.until("the first step", step="microphone", focus="Choice")
        playing = headset.play(agent=good_morning)
        person.until("the voice", step="microphone", done=["microphone"])
        wait_for(lambda: "morning" in person.now["words"]["agent"], "what was said", PATIENCE)
        playing.wait()
        screen.picture(tmp_path / f"1-{theme}.png")
        person.press("Return")
        person.until("the second step", step="customer", focus="QPushButton")
        person.press("space")
        person.until("the customer's voice", done=["customer", "microphone"])
        screen.picture(tmp_path / f"2-{theme}.png")
        person.press("Tab", "Tab", "Return")
        person.until("the third step", step="prompt", focus="QPushButton")
        person.press("Return")
        seen = person.until("a card", done=["customer", "microphone", "prompt"])
        assert seen["card"]
        screen.picture(tmp_path / f"3-{theme}.png")
        assert seen["at"] < 120
        person.press("Escape")
        wait_for(lambda: {"over": True} in person.told, "its end", PATIENCE)
        assert person.kept() == [{"program.first_start_done": True}]


@pytest.mark.slow
def test_a_step_can_be_left_and_another_device_tried(good_morning: Path) -> None:
    with (
        virtual_headset() as headset,
        open_screen() as screen,
    ):
        headset.plug_in_another("loudspeaker")
        with first_start(screen, headset, "dark") as person:
            person.until("the first step", step="microphone")
            person.press("Return")
            person.until("the second step", step="customer")
            wait_for(lambda: person.now["chosen"]["customer"], "the devices", PATIENCE)
            person.press("shift+Tab", "End")
            wait_for(lambda: "oudspeaker" in person.now["chosen"]["customer"], "it", PATIENCE)
            person.press("Tab", "space")
            person.until("the voice through the loudspeaker", done=["customer"])
            person.press("Escape")
            wait_for(lambda: {"over": True} in person.told, "its end", PATIENCE)
            first, last = person.kept()
            assert "loudspeaker" in str(first["sound.customer"])
            assert last == {"program.first_start_done": True}
