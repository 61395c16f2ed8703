"""How the settings window looks: the overlay's own colours, as a palette that every style goes by."""

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QLabel

from assist.core.cards import Kind
from assist.ui.theme import Theme, over

Role = QPalette.ColorRole


def palette(theme: Theme) -> QPalette:
    """For ordinary widgets in this theme."""
    panel, text = theme.panel, theme.headline
    mark = theme.kinds[Kind.NEXT_STEP]
    colours = {
        Role.Window: panel,
        Role.WindowText: text,
        Role.Base: over(text, 0.13 if theme.panel.lightness() < 128 else 0.05, panel),
        Role.AlternateBase: over(text, 0.16, panel),
        Role.Text: text,
        Role.Button: over(text, 0.10, panel),
        Role.ButtonText: text,
        Role.BrightText: text,
        Role.ToolTipBase: panel,
        Role.ToolTipText: text,
        Role.PlaceholderText: theme.quote,
        Role.Highlight: mark,
        Role.HighlightedText: panel,
        Role.Accent: mark,
        Role.Light: over(text, 0.16, panel),
        Role.Midlight: over(text, 0.12, panel),
        Role.Mid: over(text, 0.35, panel),
        Role.Dark: over(text, 0.45, panel),
        Role.Shadow: over(text, 0.6, panel),
    }
    made = QPalette()
    for role, colour in colours.items():
        made.setColor(role, QColor(colour))
    for role in (Role.WindowText, Role.Text, Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, over(text, 0.55, panel))
    return made


def as_heading(label: QLabel) -> QLabel:
    font = label.font()
    font.setPixelSize(20)
    font.setWeight(QFont.Weight.DemiBold)
    label.setFont(font)
    return label


def as_aside(label: QLabel) -> QLabel:
    """A text that explains: smaller and quieter than what it is about."""
    font = label.font()
    font.setPixelSize(12)
    label.setFont(font)
    label.setForegroundRole(Role.PlaceholderText)
    return label
