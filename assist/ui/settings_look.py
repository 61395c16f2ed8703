"""The settings window's style sheet, in the overlay's own colours."""

from assist.core.cards import Kind
from assist.ui.theme import Theme, over


def window_sheet(theme: Theme) -> str:
    panel, text, quiet = theme.panel, theme.headline.name(), theme.quote.name()
    ground = panel.name()
    side = over(theme.headline, 0.05, panel).name()
    line = over(theme.headline, 0.22, panel).name()
    field = over(theme.headline, 0.07, panel).name()
    off = over(theme.headline, 0.45, panel).name()
    mark = theme.kinds[Kind.NEXT_STEP].name()
    return f"""
        * {{ font-size: 14px; color: {text}; }}
        QWidget {{ background: {ground}; }}
        QListWidget {{ background: {side}; border: 1px solid {line}; padding: 4px; outline: 0; }}
        SettingsWindow > QListWidget {{ border: none; padding: 14px 8px; }}
        QListWidget::item {{ padding: 7px 10px; border-radius: 6px; border: 2px solid transparent; }}
        QListWidget::item:selected {{ background: {line}; color: {text}; }}
        QListWidget:focus::item:selected {{ border: 2px solid {mark}; }}
        QLabel, QCheckBox {{ background: transparent; }}
        QLabel#heading {{ font-size: 20px; font-weight: 600; padding-bottom: 10px; }}
        QLabel#about {{ color: {quiet}; font-size: 12px; padding-bottom: 9px; }}
        QLabel#notice {{ color: {quiet}; font-size: 12px; padding-left: 16px; }}
        QScrollArea {{ border: none; }}
        QComboBox, QSpinBox, QDoubleSpinBox, QPushButton, QPlainTextEdit {{
            background: {field}; border: 1px solid {line}; border-radius: 6px; padding: 5px 10px;
            min-height: 20px; }}
        QPushButton:hover {{ background: {line}; }}
        QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QPushButton:focus, QCheckBox:focus {{
            border: 2px solid {mark}; }}
        QCheckBox {{ border: 2px solid transparent; border-radius: 6px; padding: 3px; }}
        QComboBox:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QPushButton:disabled,
        QCheckBox:disabled, QListWidget:disabled {{ color: {off}; }}
        QComboBox QAbstractItemView {{ background: {ground}; border: 1px solid {line};
            selection-background-color: {line}; selection-color: {text}; }}
    """
