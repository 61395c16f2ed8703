import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from assist.core.cards import Kind
from assist.ui.offscreen import MARGIN, NotSaved, save_picture
from assist.ui.options import Options, ThemeChoice
from assist.ui.theme import THEMES, Theme
from tests.ui.samples import DEMONSTRATION, card_of, picture_of

SAVE = """
import sys
from pathlib import Path
from assist.ui.fonts import NoFont
from assist.ui.offscreen import save_picture
from tests.ui.samples import card_of, picture_of
try:
    print(save_picture(picture_of(card_of()), Path(sys.argv[1])))
except NoFont as missing:
    print(missing, file=sys.stderr)
    raise SystemExit(1)
"""
NO_FONTS = '<?xml version="1.0"?><fontconfig><dir>/nowhere</dir></fontconfig>'

themes = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())


def saved_elsewhere(path: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Saved by a program that has neither a display nor a word about Qt's platform."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {key: value for key, value in os.environ.items() if key not in hidden}
    return subprocess.run(
        [sys.executable, "-c", SAVE, str(path)],
        env={**kept, **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.usefixtures("qapp")
@themes
@pytest.mark.parametrize("kind", list(Kind))
def test_a_card_is_drawn_in_the_colour_of_its_kind(
    tmp_path: Path, kind: Kind, theme: Theme
) -> None:
    options = Options(theme=ThemeChoice(theme.name))
    path = save_picture(picture_of(card_of(kind)), tmp_path / "card.png", 2.0, options)
    image = QImage(str(path))
    stripe = image.pixelColor(2 * MARGIN + 5, image.height() // 2)
    assert stripe.rgb() == theme.kinds[kind].rgb()
    assert image.width() == 2 * (420 + 2 * MARGIN)
    assert pixels_like(image, theme.headline) > 500


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_scales(tmp_path: Path, scale: float) -> None:
    path = save_picture(picture_of(None, (DEMONSTRATION,)), tmp_path / "notice.png", scale)
    assert QImage(str(path)).width() == (330 + 2 * MARGIN) * scale


@pytest.mark.usefixtures("qapp")
def test_where_it_cannot_be_written_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotSaved, match=r"missing/card\.png: the picture could not be written"):
        save_picture(picture_of(card_of()), tmp_path / "missing" / "card.png")


def test_no_display_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "card.png"
    ran = saved_elsewhere(path)
    assert ran.returncode == 0, ran.stderr
    assert not QImage(str(path)).isNull()


def test_a_computer_without_fonts_is_told(tmp_path: Path) -> None:
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(NO_FONTS)
    ran = saved_elsewhere(tmp_path / "card.png", FONTCONFIG_FILE=str(fonts))
    assert ran.returncode == 1
    assert "no font is installed on this computer" in ran.stderr
    assert not (tmp_path / "card.png").exists()


def pixels_like(image: QImage, colour: QColor) -> int:
    return sum(
        image.pixelColor(x, y).rgb() == colour.rgb()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )
