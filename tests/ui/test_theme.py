from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QStyleHints
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from assist.core.cards import Hearing, Kind
from assist.ui.options import ThemeChoice
from assist.ui.theme import (
    CONTRAST,
    DARK,
    LIGHT,
    READABLE,
    THEMES,
    Theme,
    contrast,
    faded,
    grounds,
    sheet,
    theme_for,
    unavailable,
)

themes = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
kinds = pytest.mark.parametrize("kind", list(Kind))


def test_contrast_is_the_ratio_of_the_guidelines() -> None:
    assert contrast(QColor("white"), QColor("black")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


@themes
@kinds
def test_every_text_of_a_card_can_be_read(theme: Theme, kind: Kind) -> None:
    texts = (theme.headline, theme.detail, theme.quote, theme.button, theme.kinds[kind])
    for ground in grounds(theme, kind):
        for text in texts:
            assert contrast(text, ground) >= READABLE, (text.name(), ground.name())


@themes
def test_notices_and_marks_can_be_read(theme: Theme) -> None:
    for ground in grounds(theme, None):
        for colour in (theme.notice, theme.side, *(theme.hearings[state] for state in Hearing)):
            assert contrast(colour, ground) >= READABLE, (colour.name(), ground.name())


@themes
def test_the_headline_stands_out_most(theme: Theme) -> None:
    for ground in grounds(theme, Kind.EMPATHY):
        assert contrast(theme.headline, ground) >= 10 > READABLE


@themes
def test_no_two_kinds_have_nearly_the_same_colour(theme: Theme) -> None:
    for one, other in combinations(Kind, 2):
        apart = sum(
            abs(getattr(theme.kinds[one], part)() - getattr(theme.kinds[other], part)())
            for part in ("red", "green", "blue")
        )
        assert apart >= 40, (one, other)


def test_a_pale_text_would_be_noticed() -> None:
    assert any(contrast(QColor("#666d78"), ground) < READABLE for ground in grounds(DARK, None))


@kinds
def test_high_contrast_is_7_to_1_everywhere(kind: Kind) -> None:
    inks = (CONTRAST.headline, CONTRAST.detail, CONTRAST.quote, CONTRAST.button)
    for ground in grounds(CONTRAST, kind):
        assert ground.rgb() == QColor("black").rgb(), "nothing shines through"
        for ink in (*inks, CONTRAST.kinds[kind]):
            assert contrast(ink, ground) >= 7


def test_a_fainter_panel_keeps_its_letters() -> None:
    assert faded(DARK, 1.0) is DARK
    assert faded(DARK, 0.5).panel_alpha == DARK.panel_alpha / 2
    assert faded(DARK, 0.5).headline == DARK.headline


class Hints:
    """Qt's hints as a system gives them (off-screen there is none to ask)."""

    def __init__(self, scheme: Qt.ColorScheme, preference: Qt.ContrastPreference) -> None:
        self.scheme = scheme
        self.preference = preference

    def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802 - Qt's own name
        return self.scheme

    def accessibility(self) -> "Hints":
        return self

    def contrastPreference(self) -> Qt.ContrastPreference:  # noqa: N802 - Qt's own name
        return self.preference


@pytest.mark.parametrize(
    ("scheme", "preference", "theme"),
    [
        (Qt.ColorScheme.Light, Qt.ContrastPreference.NoPreference, LIGHT),
        (Qt.ColorScheme.Dark, Qt.ContrastPreference.NoPreference, DARK),
        (Qt.ColorScheme.Unknown, Qt.ContrastPreference.NoPreference, DARK),
        (Qt.ColorScheme.Light, Qt.ContrastPreference.HighContrast, CONTRAST),
    ],
)
def test_the_system_is_followed_unless_the_agent_chose(
    scheme: Qt.ColorScheme, preference: Qt.ContrastPreference, theme: Theme
) -> None:
    hints = Hints(scheme, preference)
    assert theme_for(ThemeChoice.SYSTEM, hints) is theme  # type: ignore[arg-type]
    assert theme_for(ThemeChoice.LIGHT, hints) is LIGHT  # type: ignore[arg-type]


@pytest.mark.usefixtures("qapp")
def test_qt_has_the_hints_that_are_asked() -> None:
    hints: QStyleHints = QGuiApplication.styleHints()
    assert theme_for(ThemeChoice.SYSTEM, hints) in THEMES.values()


@themes
def test_what_cannot_be_chosen_in_a_menu_looks_so_and_can_be_read(
    qtbot: QtBot, theme: Theme
) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    menu.setStyleSheet(sheet(theme))
    menu.addAction("Last call").setEnabled(False)
    menu.resize(menu.sizeHint())
    image = menu.grab().toImage()
    across, down = range(4, image.width() - 4), range(4, image.height() - 4)
    seen = {image.pixel(x, y) for x in across for y in down}
    assert unavailable(theme).rgb() in seen
    assert theme.headline.rgb() not in seen
    assert contrast(unavailable(theme), theme.panel) >= READABLE
