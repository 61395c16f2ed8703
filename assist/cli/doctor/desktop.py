"""The desktop: a display, a window manager that keeps windows above, a compositor, and letters."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assist.cli.doctor.findings import Check, Finding, Verdict
from assist.screen import has_screen
from assist.settings.layers import Choices

if TYPE_CHECKING:
    from assist.ui.x11 import Desktop


def checks(_arguments: argparse.Namespace, _choices: Choices) -> list[Check]:
    return [Check("display", _display)]


def _display() -> Iterator[Finding]:
    if not has_screen():
        mend = "start it on a desktop, or use assist run --no-window"
        yield Finding("display", Verdict.FAIL, "there is none here", mend)
        return
    yield Finding("display", Verdict.OK, _named())
    if sys.platform == "linux":
        yield from _linux()


def _named() -> str:
    if sys.platform != "linux":
        return "there is one"
    session = os.environ.get("XDG_SESSION_TYPE", "")
    names = [os.environ.get(name, "") for name in ("DISPLAY", "WAYLAND_DISPLAY")]
    return " ".join(filter(None, [session, *names]))


def _linux() -> Iterator[Finding]:
    if not os.environ.get("DISPLAY"):
        mend = (
            "Wayland lets no program stay above others or have its own keys: "
            "run it with XWayland (QT_QPA_PLATFORM=xcb)"
        )
        yield Finding("display", Verdict.NOTE, "Wayland without X11", mend)
        return
    # Xlib is there on Linux only.
    from assist.ui.x11 import look_at_desktop

    desktop = look_at_desktop()
    if desktop is None:
        name = os.environ["DISPLAY"]
        yield Finding("display", Verdict.FAIL, f"{name} does not answer", "check DISPLAY")
        return
    yield from _x11(desktop)


def _x11(desktop: Desktop) -> Iterator[Finding]:
    if desktop.window_manager:
        yield Finding("window manager", Verdict.OK, desktop.window_manager)
    else:
        mend = "start one: without it nothing keeps the overlay above other windows"
        yield Finding("window manager", Verdict.NOTE, "there is none", mend)
    if desktop.composited:
        yield Finding("compositor", Verdict.OK, "there is one")
    else:
        mend = "without one the overlay's corners are black and nothing shines through it"
        yield Finding("compositor", Verdict.NOTE, "there is none", mend)
