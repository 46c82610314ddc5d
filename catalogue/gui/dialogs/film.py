"""Which film: a title and a year, and whether the catalogue has it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from catalogue.collection import FilmMatch
from catalogue.collection.commands import FilmName
from catalogue.errors import UserError
from catalogue.fields import registry
from catalogue.gui.bus import Bus
from catalogue.gui.forms.lines import LineEditor
from catalogue.gui.runner import Task
from catalogue.gui.widgets.completion import Answer

_PAUSE = 120  # ms after the last letter before the catalogue is asked


class FilmDialog(QDialog):
    """Emits `named` with the name, and the film of the catalogue that is meant by it or None."""

    named = Signal(object, object)  # FilmName, int or None

    def __init__(self, question: str, title: str, year: int | None, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("which_film")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Which film?")
        self._bus = bus
        self._task: Task | None = None
        self._match: FilmMatch | None = None
        words = QLabel(question)
        words.setWordWrap(True)
        self.title = LineEditor(registry.BY_KEY["title"], self._complete)
        self.title.setObjectName("which_film.title")
        self.year = LineEditor(registry.BY_KEY["year"], None)
        self.year.setObjectName("which_film.year")
        self.year.setMaximumWidth(90)
        self._found = QLabel()
        self._found.setObjectName("which_film.found")
        self._found.setWordWrap(True)
        self._found.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(4)
        for column, (label, editor) in enumerate((("Title", self.title), ("Year", self.year))):
            name = QLabel(label)
            name.setBuddy(editor)
            fields.addWidget(name, 0, column)
            fields.addWidget(editor, 1, column)
        fields.setColumnStretch(0, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.ok = buttons.addButton("&This film", QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column_ = QVBoxLayout(self)
        column_.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column_.setContentsMargins(20, 16, 20, 14)
        column_.setSpacing(12)
        column_.addWidget(words)
        column_.addLayout(fields)
        column_.addWidget(self._found)
        column_.addStretch(1)
        column_.addWidget(buttons)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._look)
        self.title.setText(title)
        self.year.setText(str(year or ""))
        for editor in (self.title, self.year):
            editor.edited.connect(self._pause.start)
            editor.entered.connect(self.accept)
        self.title.selectAll()
        self.resize(460, 220)
        self._look()

    def name(self) -> FilmName:
        """The film as it is named at the moment. Raises UserError for a name that is none."""
        title = registry.BY_KEY["title"].parse(self.title.text())
        if title is None:
            raise UserError("A film is named by its title.")
        return FilmName(title, registry.BY_KEY["year"].parse(self.year.text()))

    def accept(self) -> None:
        # The answer for the last letters may still be on its way: it is asked for once more, and waited for.
        try:
            name = self.name()
        except UserError as error:
            self._found.setText(str(error))
            return
        self._pause.stop()
        collection = self._bus.collection
        self._drop()
        self._task = self._bus.runner.read(
            lambda _: collection.match(None, name.title, name.year), lambda match: self._accept(name, match)
        )

    def reject(self) -> None:
        self._drop()
        super().reject()

    def _accept(self, name: FilmName, match: FilmMatch) -> None:
        super().accept()
        self.named.emit(name, match.film_id)

    def _look(self) -> None:
        try:
            name = self.name()
        except UserError as error:
            self._found.setText(str(error) if self.title.text().strip() else "")
            return
        collection = self._bus.collection
        self._drop()
        self._task = self._bus.runner.read(lambda _: collection.match(None, name.title, name.year), self._show)

    def _show(self, match: FilmMatch) -> None:
        if match.film_id is not None:
            self._found.setText(f"In the catalogue: {film_words(*match.films[0][1:])}")
        else:
            self._found.setText(match.doubt or "It is not in the catalogue yet: it is added.")

    def _drop(self) -> None:
        if self._task is not None:
            self._task.drop()

    def _complete(self, typed: str, answer: Answer) -> None:
        collection = self._bus.collection
        self._bus.runner.read(lambda _: collection.completions("title", typed, 20), answer)


def film_words(title: str, year: int | None) -> str:
    """A film as it is written in a sentence."""
    return f"{title or 'A film without a title'} ({year})" if year else title or "A film without a title"
