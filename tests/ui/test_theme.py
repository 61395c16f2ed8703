from itertools import combinations

import pytest
from PySide6.QtGui import QColor

from assist.core.cards import Hearing, Kind
from assist.ui.theme import DARK, READABLE, THEMES, Theme, contrast, grounds

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
