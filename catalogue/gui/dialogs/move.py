"""To which place discs are to be moved."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from catalogue.collection import PlaceInfo
from catalogue.fields import registry
from catalogue.fields.text import identity
from catalogue.gui.bus import Bus
from catalogue.gui.forms.lines import LineEditor
from catalogue.gui.widgets.completion import Answer
from catalogue.gui.wording import counted

_LOCATION = registry.BY_KEY["location"]


class MoveDialog(QDialog):
    """Emits `place_named` with a path."""

    place_named = Signal(str)

    def __init__(self, discs: int, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("move")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Move to a place")
        self._bus = bus
        self._discs = discs
        self._places: dict[str, PlaceInfo] = {}
        words = QLabel(f"Move {counted(discs, 'disc')} &to")
        self.place = LineEditor(_LOCATION, self._complete)
        self.place.setObjectName("move.place")
        self.place.setPlaceholderText("Living room/Shelf 2")
        words.setBuddy(self.place)
        self.says = QLabel()
        self.says.setObjectName("move.says")
        self.says.setWordWrap(True)
        self.says.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.ok = buttons.addButton("&Move", QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setObjectName("move.ok")
        self.ok.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        for widget in (words, self.place, self.says):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(buttons)
        self.place.edited.connect(self._show)
        self.place.entered.connect(self.accept)
        self.resize(420, 240)
        bus.runner.read(lambda _: bus.collection.places(), self._know)
        self._show()

    def accept(self) -> None:
        path = _LOCATION.parse(self.place.text())
        if path:
            super().accept()
            self.place_named.emit(path)

    def _know(self, places: list[PlaceInfo]) -> None:
        self._places = {identity(place.path): place for place in places}
        self._show()

    def _show(self) -> None:
        path = _LOCATION.parse(self.place.text())
        self.ok.setEnabled(bool(path))
        if not path:
            self.says.setText("")
            return
        place = self._places.get(identity(path))
        if place is None:
            self.says.setText("There is no such place yet: it is added." if self._places else "")
        elif place.capacity is None:
            self.says.setText(f"{counted(place.count, 'disc')} there now.")
        else:
            left = place.capacity - place.count
            room = f"{place.room()} there now"
            self.says.setText(f"{room}." if left >= self._discs else f"{room}: there is not room for all.")

    def _complete(self, typed: str, answer: Answer) -> None:
        collection = self._bus.collection
        self._bus.runner.read(lambda _: collection.completions("location", typed, 40), answer)
