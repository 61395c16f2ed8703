"""What a screen reader finds and is told: asked over AT-SPI, as Orca asks."""

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.screens import Screen, end, wait_for
from tests.ui.driven import driven_overlay
from tests.ui.live_overlay import KINDS
from tests.ui.samples import SAYINGS

READER = Path(__file__).with_name("screen_reader.py")
PYTHON = "/usr/bin/python3"
BINDINGS = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
BUS = ("--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus")
SET = "org.freedesktop.DBus.Properties.Set"
PATIENCE = 60.0


def is_installed() -> bool:
    if not all(map(shutil.which, ("dbus-daemon", "gdbus", PYTHON))):
        return False
    return subprocess.run([PYTHON, "-c", BINDINGS], capture_output=True).returncode == 0


@contextmanager
def a_bus() -> Iterator[str]:
    """A session bus of our own."""
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().decode().strip()
    finally:
        end(daemon)


@pytest.mark.slow
@pytest.mark.skipif(not is_installed(), reason="AT-SPI with its Python bindings is not installed")
def test_a_card_is_read_and_announced(screen: Screen) -> None:
    told: list[dict[str, Any]] = []
    with a_bus() as address:
        env = screen.env(DBUS_SESSION_BUS_ADDRESS=address)
        for name in ("IsEnabled", "ScreenReaderEnabled"):
            values = ("org.a11y.Status", name, "<true>")
            subprocess.run(["gdbus", "call", *BUS, "--method", SET, *values], env=env, check=True)
        reader = subprocess.Popen(
            [PYTHON, str(READER)], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        threading.Thread(target=read, args=(reader, told), daemon=True).start()
        try:
            wait_for(lambda: {"listening": True} in told, "the reader", PATIENCE)
            with driven_overlay(screen, DBUS_SESSION_BUS_ADDRESS=address) as overlay:
                wait_for(lambda: any("tree" in one for one in told), "the overlay", PATIENCE)
                overlay.ask("cards", count=1, every=0)
                kind = KINDS[1]
                headline, detail, _ = SAYINGS[kind]
                wait_for(lambda: announced(told), "the announcement", PATIENCE)
                wait_for(lambda: headline in names(told), "the card in the tree", PATIENCE)
        finally:
            end(reader)
    assert announced(told) == [(f"Stay calm: {headline}", 1)]
    tree = [one["tree"] for one in told if "tree" in one][-1]
    assert any(detail.rstrip(".") in description for _, _, description in tree)
    assert {"Used", "Not now", "Why?"} <= {name for role, name, _ in tree if "button" in role}


def read(reader: subprocess.Popen[bytes], told: list[dict[str, Any]]) -> None:
    assert reader.stdout is not None
    for line in reader.stdout:
        told.append(json.loads(line))


def announced(told: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(one["announced"], one["politeness"]) for one in told if "announced" in one]


def names(told: list[dict[str, Any]]) -> set[str]:
    trees = [one["tree"] for one in told if "tree" in one]
    return {name for _, name, _ in trees[-1]}
