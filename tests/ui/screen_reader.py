"""Listens as a screen reader does, over AT-SPI, and writes down what it is told, as JSON lines.

Run by the system's Python, which has the bindings (gi, Atspi).
"""

import json
import sys

import gi  # type: ignore[import-not-found]  # the system's Python has it

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # type: ignore[import-not-found]  # noqa: E402

PROGRAM = "live_overlay"


def tell(**what: object) -> None:
    print(json.dumps(what), flush=True)


def heard(event: Atspi.Event) -> None:
    if event.type.startswith("object:announcement"):
        tell(announced=str(event.any_data), politeness=event.detail1)


def parts(of: Atspi.Accessible) -> list[list[str]]:
    # What was read before may be out of date.
    of.clear_cache()
    found = [[of.get_role_name(), of.get_name() or "", of.get_description() or ""]]
    for place in range(of.get_child_count()):
        below = of.get_child_at_index(place)
        if below is not None:
            found += parts(below)
    return found


def look() -> bool:
    desktop = Atspi.get_desktop(0)
    for place in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(place)
        if program is not None and PROGRAM in (program.get_name() or ""):
            tell(tree=parts(program))
    return True


def main() -> None:
    Atspi.init()
    listener = Atspi.EventListener.new(heard)
    listener.register("object:announcement")
    GLib.timeout_add(500, look)
    tell(listening=True)
    Atspi.event_main()


if __name__ == "__main__":
    sys.exit(main())
