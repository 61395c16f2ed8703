"""A virtual screen with a window manager, for tests that need real windows.

`screen` is a pytest fixture (import it, or list this module in `pytest_plugins`): an X server of
its own on a free display, with openbox, gone when the test is over. `composited_screen` has a
compositor too, so that translucent windows look as on a desktop. Programs are ended by their
process, never by name.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from Xlib import X
from Xlib.display import Display
from Xlib.ext import xtest
from Xlib.protocol.event import ClientMessage
from Xlib.protocol.rq import Struct

Found = TypeVar("Found")

NEEDED = ("Xvfb", "openbox", "xdotool", "xrandr", "xterm")
MENUS = ("MENU", "POPUP_MENU", "DROPDOWN_MENU")
PATIENCE = 60.0
"""Seconds until something that should happen on a screen is taken as not happening."""


@dataclass
class Screen:
    """A running X server. `display` is what DISPLAY must be, such as ":7"."""

    display: str
    programs: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def env(self, **more: str) -> dict[str, str]:
        """The environment of a Qt program on this screen."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("QT_")}
        return {**kept, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb", **more}

    def start(self, *command: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a program here; it is ended with the screen."""
        program = subprocess.Popen(
            command,
            env=dict(env or self.env()),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.programs.append(program)
        return program

    def do(self, *command: str) -> str:
        """Run a program such as xdotool here, and return what it printed."""
        ran = subprocess.run(
            command, env=self.env(), check=True, capture_output=True, text=True, timeout=60
        )
        return ran.stdout.strip()

    def picture(self, path: Path) -> Path:
        """A screenshot of the whole screen (needs ImageMagick)."""
        self.do("import", "-window", "root", str(path))
        return path

    # What the window manager says

    def active_window(self) -> int:
        """0 where no window is active."""
        return next(iter(self._cardinals(None, "_NET_ACTIVE_WINDOW")), 0)

    def focused_window(self) -> int:
        with self._connected() as display:
            return int(getattr(display.get_input_focus().focus, "id", 0))

    def stacking(self) -> list[int]:
        """All managed windows, from the lowest to the highest."""
        return self._cardinals(None, "_NET_CLIENT_LIST_STACKING")

    def menus(self) -> int:
        """How many menus are open: windows of that type that no window manager manages."""
        with self._connected() as display:
            # So that none goes while it is asked; the end of the connection gives the server free.
            display.grab_server()
            types = display.intern_atom("_NET_WM_WINDOW_TYPE")
            menus = {display.intern_atom(f"_NET_WM_WINDOW_TYPE_{name}") for name in MENUS}
            return sum(
                bool(menus.intersection(found.value))
                for window in display.screen().root.query_tree().children
                if window.get_attributes().map_state == X.IsViewable
                and (found := window.get_full_property(types, X.AnyPropertyType)) is not None
            )

    def states(self, window: int) -> set[str]:
        """For example {"_NET_WM_STATE_ABOVE"}."""
        atoms = self._cardinals(window, "_NET_WM_STATE")
        with self._connected() as display:
            return {display.get_atom_name(atom) for atom in atoms}

    def takes_input(self, window: int) -> bool:
        """Whether the window asks the window manager for the keyboard at all."""
        with self._connected() as display:
            hints = display.create_resource_object("window", window).get_wm_hints()
            return bool(hints.input) if hints is not None else True

    def geometry(self, window: int) -> tuple[int, int, int, int]:
        """Left, top, width and height on the screen, in its pixels."""
        with self._connected() as display:
            drawn = display.create_resource_object("window", window)
            size = drawn.get_geometry()
            corner = drawn.translate_coords(display.screen().root, 0, 0)
            return -corner.x, -corner.y, size.width, size.height

    def window_named(self, name: str) -> int:
        """The window with this title, as soon as it is there."""
        return wait_for(lambda: self._find(name), f"a window named {name!r}")

    # Desktops and monitors

    def desktops(self, count: int) -> None:
        """Have this many virtual desktops, as when the user sets them up."""
        self._ask("_NET_NUMBER_OF_DESKTOPS", count)
        wait_for(lambda: self._cardinals(None, "_NET_NUMBER_OF_DESKTOPS") == [count], "desktops")

    def go_to_desktop(self, number: int) -> None:
        self._ask("_NET_CURRENT_DESKTOP", number)
        wait_for(lambda: self._cardinals(None, "_NET_CURRENT_DESKTOP") == [number], "the desktop")

    def desktop_of(self, window: int) -> int:
        """0xFFFFFFFF: on all of them."""
        return next(iter(self._cardinals(window, "_NET_WM_DESKTOP")), -1)

    def is_viewable(self, window: int) -> bool:
        with self._connected() as display:
            attributes = display.create_resource_object("window", window).get_attributes()
            return bool(attributes.map_state == X.IsViewable)

    def window_at(self, x: int, y: int) -> list[int]:
        """The windows under the pointer there, from the outermost to the innermost."""
        self.do("xdotool", "mousemove", str(x), str(y))
        with self._connected() as display:
            return _under_the_pointer(display)

    def press(self, window: int, across: int, down: int, button: int = 1) -> tuple[int, int]:
        """Press a mouse button on this window, so far from its corner (from its right and lower edge
        if below 0), as soon as it is there. A click beside it would be one on what lies behind, and
        a window manager takes the keyboard from every window when the bare desktop is clicked.
        Gives back where on the screen it was.
        """
        return wait_for(lambda: self._press(window, across, down, button), "the window to press on")

    def _press(self, window: int, across: int, down: int, button: int) -> tuple[int, int] | None:
        """Nothing moves between the look and the press: the server serves nobody else meanwhile."""
        with self._connected() as display:
            display.grab_server()
            drawn = display.create_resource_object("window", window)
            size = drawn.get_geometry()
            corner = drawn.translate_coords(display.screen().root, 0, 0)
            x, y = across % size.width - corner.x, down % size.height - corner.y
            xtest.fake_input(display, X.MotionNotify, x=x, y=y)
            is_there = -size.height <= down < size.height and window in _under_the_pointer(display)
            if is_there:
                xtest.fake_input(display, X.ButtonPress, button)
            display.ungrab_server()
            display.sync()
            return (x, y) if is_there else None

    def set_monitor(self, name: str, width: int, left: int, output: str = "none") -> None:
        """A part of the screen (1080 high) becomes a monitor of this name."""
        size = f"{width}/{width // 4}x1080/270+{left}+0"
        self.do("xrandr", "--setmonitor", name, size, output)

    def remove_monitor(self, name: str) -> None:
        self.do("xrandr", "--delmonitor", name)

    def _ask(self, name: str, value: int) -> None:
        with self._connected() as display:
            root = display.screen().root
            data = (32, [value, 0, 0, 0, 0])
            asked = ClientMessage(window=root, client_type=display.intern_atom(name), data=data)
            mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
            root.send_event(asked, event_mask=mask)
            display.sync()

    def end(self) -> None:
        for program in reversed(self.programs):
            end(program)

    def _find(self, name: str) -> int | None:
        with self._connected() as display:
            titles = display.intern_atom("_NET_WM_NAME")
            for window in self.stacking():
                found = display.create_resource_object("window", window)
                title = found.get_full_property(titles, X.AnyPropertyType)
                if _text(title) == name or found.get_wm_name() == name:
                    return window
        return None

    def _cardinals(self, window: int | None, name: str) -> list[int]:
        with self._connected() as display:
            root = display.screen().root
            asked = root if window is None else display.create_resource_object("window", window)
            found = asked.get_full_property(display.intern_atom(name), X.AnyPropertyType)
            return [] if found is None else [int(value) for value in found.value]

    @contextmanager
    def _connected(self) -> Iterator[Display]:
        display = Display(self.display)
        try:
            yield display
        finally:
            display.close()


def wait_for(look: Callable[[], Found | None], what: str, within: float = PATIENCE) -> Found:
    """What `look` finds, asked again until it is neither None nor empty nor False."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if found := look():
            return found
        time.sleep(0.02)
    raise AssertionError(f"{what} did not come within {within} s")


def end(program: subprocess.Popen[bytes]) -> None:
    """End a program that we started."""
    if program.poll() is None:
        program.send_signal(signal.SIGTERM)
        try:
            program.wait(5)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()


@contextmanager
def open_screen(size: str = "1920x1080", composited: bool = False) -> Iterator[Screen]:
    """An X server with openbox (and picom if `composited`). Skips where they are not installed."""
    missing = [name for name in (*NEEDED, *["picom"] * composited) if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    screen = _start_server(size)
    try:
        screen.start("openbox", "--sm-disable")
        # Openbox names the work area last; a program that came earlier waits 5 s for its answer.
        wait_for(lambda: screen._cardinals(None, "_NET_WORKAREA"), "openbox")
        if composited:
            screen.start("picom", "--backend", "xrender", "--no-vsync", "--config", "/dev/null")
            wait_for(lambda: _is_composited(screen), "picom")
        yield screen
    finally:
        screen.end()


@pytest.fixture
def screen() -> Iterator[Screen]:
    with open_screen() as opened:
        yield opened


@pytest.fixture
def composited_screen() -> Iterator[Screen]:
    with open_screen(composited=True) as opened:
        yield opened


def _start_server(size: str) -> Screen:
    """The server itself looks for a free display and writes its number to a pipe."""
    reading, writing = os.pipe()
    # Without -noreset the server starts anew, and ends its clients, when the last one says goodbye.
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-noreset"]
    server = subprocess.Popen(
        [*command, "-nolisten", "tcp", "+extension", "Composite", "+extension", "RANDR"],
        pass_fds=[writing],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    if not number:
        end(server)
        raise AssertionError("Xvfb did not start: is there a free display and room in /tmp?")
    return Screen(f":{number}", [server])


def _under_the_pointer(display: Display) -> list[int]:
    """The windows there, from the outermost to the innermost."""
    found: list[int] = []
    window = display.screen().root
    while window and (child := window.query_pointer().child):
        found.append(int(child.id))
        window = child
    return found


def _is_composited(screen: Screen) -> bool:
    with screen._connected() as display:
        owner = display.get_selection_owner(display.intern_atom("_NET_WM_CM_S0"))
        return bool(owner != X.NONE)


def _text(title: Struct | None) -> str:
    return "" if title is None else bytes(title.value).decode("utf-8", "replace")
