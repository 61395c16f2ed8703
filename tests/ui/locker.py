"""A window that fills the screen and that no window manager manages, as a screen locker's."""

import signal
import sys

from Xlib import X
from Xlib.display import Display


def main() -> None:
    display = Display()
    screen = display.screen()
    window = screen.root.create_window(
        *(0, 0, screen.width_in_pixels, screen.height_in_pixels, 0, screen.root_depth),
        X.InputOutput,
        X.CopyFromParent,
        background_pixel=0x203040,
        override_redirect=True,
    )
    window.map()
    window.grab_keyboard(True, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime)
    display.sync()
    print(window.id, flush=True)
    signal.pause()


if __name__ == "__main__":
    sys.exit(main())
