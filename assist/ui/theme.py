"""Colours: one small table per theme, every text of it at least 4.5:1 against what is behind it.

The panel is translucent, so "behind" means the panel over the brightest and over the darkest
desktop there can be, tinted by the card's own colour (`grounds`). Contrast is the ratio of the
Web Content Accessibility Guidelines 2.2, section 1.4.3.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QStyleHints

from assist.core.cards import Hearing, Kind
from assist.ui.options import ThemeChoice

READABLE = 4.5
"""Least contrast of text against its ground."""


@dataclass(frozen=True, slots=True)
class Theme:
    """What everything is drawn in. `panel_alpha` is how solid the panel is, `tint` how much of the
    kind's colour lies over its left part (both 0-1).
    """

    name: str
    panel: QColor
    panel_alpha: float
    tint: float
    edge: QColor
    headline: QColor
    detail: QColor
    quote: QColor
    notice: QColor
    button: QColor
    button_hover: QColor
    time_track: QColor
    side: QColor
    kinds: Mapping[Kind, QColor]
    hearings: Mapping[Hearing, QColor]


DARK = Theme(
    name="dark",
    panel=QColor("#15181e"),
    panel_alpha=0.94,
    tint=0.12,
    edge=QColor(255, 255, 255, 36),
    headline=QColor("#ffffff"),
    detail=QColor("#ccd2dc"),
    quote=QColor("#aab3c2"),
    notice=QColor("#c3cad6"),
    button=QColor("#b9c2d0"),
    button_hover=QColor(255, 255, 255, 30),
    time_track=QColor(255, 255, 255, 26),
    side=QColor("#b3bccb"),
    kinds={
        Kind.EMPATHY: QColor("#ff9db8"),
        Kind.CALM: QColor("#6fdcd2"),
        Kind.NEXT_STEP: QColor("#86bcff"),
        Kind.CLARITY: QColor("#d3e07a"),
        Kind.CUE: QColor("#ffa36b"),
        Kind.TONE: QColor("#c3adff"),
        Kind.CLOSING: QColor("#7fe3a1"),
        Kind.RAPPORT: QColor("#f0a3ec"),
        Kind.RECOGNITION: QColor("#ffd35f"),
    },
    hearings={
        Hearing.WAITING: QColor("#9aa4b5"),
        Hearing.HEARD: QColor("#7fe3a1"),
        Hearing.QUIET: QColor("#9aa4b5"),
        Hearing.LOST: QColor("#ff8a7a"),
    },
)

LIGHT = Theme(
    name="light",
    panel=QColor("#fcfcfb"),
    panel_alpha=0.96,
    tint=0.10,
    edge=QColor(20, 26, 36, 44),
    headline=QColor("#12161d"),
    detail=QColor("#39414e"),
    quote=QColor("#515b6a"),
    notice=QColor("#3f4856"),
    button=QColor("#48515f"),
    button_hover=QColor(20, 26, 36, 22),
    time_track=QColor(20, 26, 36, 26),
    side=QColor("#515b6a"),
    kinds={
        Kind.EMPATHY: QColor("#b01c52"),
        Kind.CALM: QColor("#05636b"),
        Kind.NEXT_STEP: QColor("#1b55b5"),
        Kind.CLARITY: QColor("#535c05"),
        Kind.CUE: QColor("#a63c04"),
        Kind.TONE: QColor("#5c3bb8"),
        Kind.CLOSING: QColor("#0f6636"),
        Kind.RAPPORT: QColor("#93218f"),
        Kind.RECOGNITION: QColor("#775400"),
    },
    hearings={
        Hearing.WAITING: QColor("#5d6776"),
        Hearing.HEARD: QColor("#0f6b39"),
        Hearing.QUIET: QColor("#5d6776"),
        Hearing.LOST: QColor("#b3261a"),
    },
)

CONTRAST = Theme(
    name="contrast",
    panel=QColor("#000000"),
    panel_alpha=1.0,
    tint=0.0,
    edge=QColor("#ffffff"),
    headline=QColor("#ffffff"),
    detail=QColor("#ffffff"),
    quote=QColor("#ffffff"),
    notice=QColor("#ffffff"),
    button=QColor("#ffffff"),
    button_hover=QColor(255, 255, 255, 70),
    time_track=QColor(255, 255, 255, 90),
    side=QColor("#ffffff"),
    kinds={
        Kind.EMPATHY: QColor("#ffb0c8"),
        Kind.CALM: QColor("#5ff5e8"),
        Kind.NEXT_STEP: QColor("#8fc8ff"),
        Kind.CLARITY: QColor("#eaff4d"),
        Kind.CUE: QColor("#ffa25c"),
        Kind.TONE: QColor("#cdb8ff"),
        Kind.CLOSING: QColor("#6dff9c"),
        Kind.RAPPORT: QColor("#ff9bfa"),
        Kind.RECOGNITION: QColor("#ffdd33"),
    },
    hearings={
        Hearing.WAITING: QColor("#ffffff"),
        Hearing.HEARD: QColor("#6dff9c"),
        Hearing.QUIET: QColor("#ffffff"),
        Hearing.LOST: QColor("#ff9a8c"),
    },
)

THEMES: Mapping[str, Theme] = {theme.name: theme for theme in (DARK, LIGHT, CONTRAST)}


def faded(theme: Theme, opacity: float) -> Theme:
    """The same with a panel that lets more through; its letters stay solid."""
    return theme if opacity >= 1 else replace(theme, panel_alpha=theme.panel_alpha * opacity)


_GENTLE_GROUNDS = {"dark": QColor("#1c1a26"), "light": QColor("#f6f4fa")}


def gentled(theme: Theme) -> Theme:
    """The same for a gentle call: a softer ground, and colours that step back. High contrast keeps
    its own.
    """
    if theme.name not in _GENTLE_GROUNDS:
        return theme
    quiet = {kind: over(colour, 0.35, theme.detail) for kind, colour in theme.kinds.items()}
    return replace(theme, panel=_GENTLE_GROUNDS[theme.name], tint=0.05, kinds=quiet)


def theme_for(choice: ThemeChoice, hints: QStyleHints) -> Theme:
    """The theme chosen, or the one that fits the system now."""
    if choice is not ThemeChoice.SYSTEM:
        return THEMES[choice.value]
    if _wants_contrast(hints):
        return CONTRAST
    return LIGHT if hints.colorScheme() is Qt.ColorScheme.Light else DARK


def _wants_contrast(hints: QStyleHints) -> bool:
    # Qt tells it from 6.10 on.
    if not hasattr(hints, "accessibility"):
        return False
    preference = hints.accessibility().contrastPreference()
    return bool(preference is Qt.ContrastPreference.HighContrast)


def contrast(one: QColor, other: QColor) -> float:
    """From 1 (the same) to 21 (black on white)."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: QColor) -> float:
    """Relative luminance of sRGB, 0-1."""
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def over(top: QColor, alpha: float, bottom: QColor) -> QColor:
    """The colour that is seen when `top`, that solid, lies on `bottom`."""
    return QColor.fromRgbF(
        *(
            alpha * above + (1 - alpha) * below
            for above, below in zip(_parts(top), _parts(bottom), strict=True)
        )
    )


def grounds(theme: Theme, kind: Kind | None) -> tuple[QColor, ...]:
    """The colours that text can stand on: over white and black desktops, with and without tint."""
    plain = tuple(
        over(theme.panel, theme.panel_alpha, QColor(desktop)) for desktop in ("white", "black")
    )
    if kind is None:
        return plain
    return plain + tuple(over(theme.kinds[kind], theme.tint, ground) for ground in plain)


def unavailable(theme: Theme) -> QColor:
    """Of entries in a menu that cannot be chosen, but are to be read."""
    return over(theme.headline, 0.62, theme.panel)


def sheet(theme: Theme) -> str:
    """Qt's style sheet for what is not drawn by ourselves: the menu and the tips."""
    panel, text, quiet = theme.panel.name(), theme.headline.name(), theme.quote.name()
    chosen = over(theme.button_hover, 0.16, theme.panel).name()
    grey = unavailable(theme).name()
    hair = over(theme.headline, 0.22, theme.panel).name()
    return (
        f"QToolTip {{ background: {panel}; color: {text}; border: 1px solid {quiet};"
        f" padding: 1px 3px; font-size: 12px; }}"
        f"QMenu {{ background: {panel}; color: {text}; border: 1px solid {quiet};"
        f" padding: 5px; font-size: 13px; }}"
        f"QMenu::item {{ padding: 6px 22px 6px 14px; border-radius: 5px; }}"
        f"QMenu::item:selected {{ background: {chosen}; color: {text}; }}"
        f"QMenu::item:disabled {{ background: transparent; color: {grey}; }}"
        f"QMenu::separator {{ height: 1px; background: {hair}; margin: 5px 8px; }}"
    )


def _parts(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
