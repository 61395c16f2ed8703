"""The overlay's own menu: the answers to a card, how the window looks, and the way out.

It can be used by arrow keys and letters alone, like every menu of Qt.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from assist.core.cards import Answer
from assist.ui import strings
from assist.ui.locked import lock
from assist.ui.program import add_listening, add_rest
from assist.ui.strings import said

if TYPE_CHECKING:
    from assist.ui.overlay import Overlay

ANSWERS = {
    strings.USED: Answer.USED,
    strings.NOT_NOW: Answer.NOT_NOW,
    strings.NEVER_AGAIN: Answer.NEVER_AGAIN,
}
NEVER_AGAIN = "prompts.never_again"
TEXT_SIZES = (0.8, 1.0, 1.25, 1.5, 2.0)

Choice = TypeVar("Choice")


def fill_menu(overlay: "Overlay", can_undo: bool) -> QMenu:
    """All that can be done with the overlay now."""
    menu = QMenu(overlay)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    card, earlier = overlay.shown_card, overlay.picture.earlier
    if card is not None:
        for text, one in ANSWERS.items():
            answer = add(menu, text, partial(overlay.answer, one))
            if one is Answer.NEVER_AGAIN:
                lock(answer, overlay.source(NEVER_AGAIN))
    if card is not None or earlier:
        add(menu, strings.WHY, overlay.toggle_why)
    if earlier:
        add(menu, strings.EARLIER, overlay.toggle_stack)
    if can_undo:
        add(menu, strings.UNDO_TIP, overlay.undo_never_again)
    if overlay.picture.gentle:
        add(menu, strings.LEAVE_GENTLE, overlay.gentle_left.emit)
    if menu.actions():
        menu.addSeparator()
    add_options(menu, overlay)
    add(menu, strings.RESET_POSITION, overlay.reset_position)
    menu.addSeparator()
    add_program(menu, overlay)
    add(menu, strings.QUIT, overlay.quit_asked.emit)
    return menu


def add_program(menu: QMenu, overlay: "Overlay") -> None:
    """What is about the program and not the window."""
    add_pause(menu, overlay)
    if overlay.program is not None:
        add_listening(menu, overlay.program)
        menu.addSeparator()
        add_rest(menu, overlay.program)


def add_pause(menu: QMenu, overlay: "Overlay") -> None:
    is_paused = overlay.is_paused
    text = strings.GO_ON if is_paused else strings.PAUSE
    add(menu, text, lambda: overlay.pause_asked.emit(not is_paused))


def add(menu: QMenu, text: str, do: Callable[[], object]) -> QAction:
    action = menu.addAction(said(text))
    action.triggered.connect(lambda _checked=False: do())
    return action


def add_switch(menu: QMenu, text: str, is_on: bool, turn: Callable[[bool], None]) -> QAction:
    switch = menu.addAction(said(text))
    switch.setCheckable(True)
    switch.setChecked(is_on)
    switch.triggered.connect(turn)
    return switch


def add_options(menu: QMenu, overlay: "Overlay") -> None:
    """What can be changed without the settings window; greyed where it is not the agent's choice."""
    menu.setToolTipsVisible(True)
    options, choose = overlay.options, overlay.choose
    layouts = {layout: said(text) for layout, text in strings.LAYOUTS.items()}
    layout = _choices(
        menu,
        strings.LAYOUT,
        layouts,
        options.layout,
        lambda one: choose(replace(options, layout=one)),
    )
    themes = {theme: said(text) for theme, text in strings.THEMES.items()}
    theme = _choices(
        menu, strings.THEME, themes, options.theme, lambda one: choose(replace(options, theme=one))
    )
    sizes = {size: f"{size:.0%}" for size in TEXT_SIZES}
    text_scale = _choices(
        menu,
        strings.TEXT_SIZE,
        sizes,
        options.text_scale,
        lambda one: choose(replace(options, text_scale=one)),
    )
    click_through = add_switch(
        menu,
        strings.CLICK_THROUGH,
        options.click_through,
        lambda on: choose(replace(options, click_through=on)),
    )
    entries = {
        "layout": layout,
        "theme": theme,
        "text_scale": text_scale,
        "click_through": click_through,
    }
    for name, entry in entries.items():
        lock(entry, overlay.source(f"overlay.{name}"))


def _choices(
    menu: QMenu,
    title: str,
    choices: Mapping[Choice, str],
    present: Choice,
    choose: Callable[[Choice], None],
) -> QAction:
    below = menu.addMenu(said(title))
    group = QActionGroup(below)
    for choice, text in choices.items():
        action = below.addAction(text)
        action.setCheckable(True)
        action.setChecked(choice == present)
        group.addAction(action)
        action.triggered.connect(lambda _checked=False, one=choice: choose(one))
    return below.menuAction()
