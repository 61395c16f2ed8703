"""What the agent has unfolded or put away: only looks, nothing that the core would know.

A card whose "why" is open stays to be read when its time is over; "never again" can be taken back
for some seconds. Both end by themselves.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from assist.core.cards import Card, Picture
from assist.ui.look import View
from assist.ui.options import Layout

UNDO_MS = 8000
WHY_MS = 30_000


class Unfolded(QObject):
    """Main thread only."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.why: Card | None = None
        self.muted: Card | None = None
        self._read: tuple[str, ...] = ()
        self._is_stack_open = False
        self._is_hovered = False
        self._folds = QTimer(self, interval=WHY_MS, singleShot=True)
        self._folds.timeout.connect(self.fold_why)
        self.forgets = QTimer(self, interval=UNDO_MS, singleShot=True)
        self.forgets.timeout.connect(self.forget_muted)

    def shown_card(self, picture: Picture) -> Card | None:
        """The present card, or one whose "why" is being read."""
        return picture.card or self.why

    def view(self, picture: Picture, layout: Layout, direction: Qt.LayoutDirection) -> View:
        return View(
            layout,
            are_notices_read=picture.notices == self._read,
            is_hovered=self._is_hovered,
            is_stack_open=self._is_stack_open,
            is_why_open=self.why is not None,
            muted=self.muted.show if self.muted else "",
            is_right_to_left=direction is Qt.LayoutDirection.RightToLeft,
        )

    def hover(self, is_hovered: bool) -> None:
        self._is_hovered = is_hovered

    def toggle_why(self, picture: Picture) -> None:
        """Of the present card; without one, of the last."""
        if self.why is not None:
            self.fold_why()
            return
        self.why = picture.card or next(iter(picture.earlier), None)
        self._folds.start()
        self.changed.emit()

    def fold_why(self) -> None:
        self.why = None
        self._folds.stop()
        self.changed.emit()

    def toggle_stack(self) -> None:
        self._is_stack_open = not self._is_stack_open
        self.changed.emit()

    def toggle_notices(self, notices: Sequence[str]) -> None:
        """Put these away as read, or show them again."""
        self._read = () if self._read == notices else tuple(notices)
        self.changed.emit()

    def mute(self, card: Card) -> None:
        """Offer to take back that this card's prompt never comes again."""
        self.muted = card
        self.forgets.start()

    def forget_muted(self) -> None:
        self.muted = None
        self.forgets.stop()
        self.changed.emit()
