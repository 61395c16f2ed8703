"""The style sheet of the first start and of the end of a shift, in the overlay's own colours."""

from assist.core.cards import Hearing, Kind
from assist.ui.theme import Theme, over


def first_sheet(theme: Theme, scale: float = 1.0) -> str:
    panel, text, quiet = theme.panel, theme.headline.name(), theme.quote.name()
    ground = panel.name()
    line = over(theme.headline, 0.22, panel).name()
    field = over(theme.headline, 0.07, panel).name()
    off = over(theme.headline, 0.45, panel).name()
    mark, good = theme.kinds[Kind.NEXT_STEP].name(), theme.hearings[Hearing.HEARD].name()

    def size(pixels: float) -> str:
        return f"{round(pixels * scale)}px"

    return f"""
        * {{ font-size: {size(15)}; color: {text}; }}
        QWidget {{ background: {ground}; }}
        QLabel, QCheckBox {{ background: transparent; }}
        QLabel#progress, QLabel#of, QLabel#kept {{ color: {quiet}; font-size: {size(13)}; }}
        QLabel#title {{ font-size: {size(24)}; font-weight: 600; }}
        QLabel#heard {{ color: {theme.detail.name()}; }}
        QLabel#found {{ color: {good}; font-weight: 600; }}
        QFrame#part {{ border: 1px solid {line}; border-radius: 10px; padding: 6px; }}
        QComboBox, QPushButton, QLineEdit {{ background: {field}; border: 1px solid {line};
            border-radius: 6px; padding: 6px 12px; min-height: 20px; }}
        QComboBox::drop-down {{ border: none; width: {size(28)}; }}
        QPushButton:hover {{ background: {line}; }}
        QPushButton#next {{ border: 1px solid {mark}; }}
        QComboBox:focus, QPushButton:focus, QLineEdit:focus, QCheckBox:focus {{
            border: 2px solid {mark}; }}
        QPushButton#next:focus {{ border: 2px solid {mark}; background: {line}; }}
        QCheckBox {{ border: 2px solid transparent; border-radius: 6px; padding: 3px; }}
        QListWidget {{ background: {field}; border: 1px solid {line}; border-radius: 6px; }}
        QListWidget::item {{ padding: 7px 10px; border: 2px solid transparent; }}
        QListWidget::item:selected {{ background: {line}; color: {text}; }}
        QListWidget:focus {{ border: 2px solid {mark}; }}
        QCheckBox::indicator {{ width: 14px; height: 14px; border: 2px solid {quiet};
            border-radius: 4px; background: {field}; }}
        QCheckBox::indicator:checked {{ background: {mark}; border-color: {mark}; }}
        QScrollBar {{ background: {ground}; }}
        QScrollBar:vertical {{ width: 10px; }}
        QScrollBar:horizontal {{ height: 10px; }}
        QScrollBar::handle {{ background: {off}; border-radius: 3px; margin: 2px;
            min-height: 24px; min-width: 24px; }}
        QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
        QPushButton:disabled {{ color: {off}; }}
        QComboBox QAbstractItemView {{ background: {ground}; border: 1px solid {line};
            selection-background-color: {line}; selection-color: {text}; }}
    """
