"""People and characters of the collection: who is in what, and who played whom."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby, islice
from typing import Any
from urllib.parse import quote, unquote

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    QUrl,
    Signal,
)
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from catalogue.collection import Appearance, ValueInUse
from catalogue.fields.people import format_ids
from catalogue.gui import query_text, theme
from catalogue.gui.bus import Bus
from catalogue.gui.dialogs.film import film_words
from catalogue.gui.models.facets import COUNT_ROLE
from catalogue.gui.runner import Task
from catalogue.gui.views.record_pages import film_link, row_link, search_link
from catalogue.gui.widgets.browser import Browser
from catalogue.gui.widgets.counted import CountedDelegate

_Index = QModelIndex | QPersistentModelIndex
_PAUSE = 150
PEOPLE, CHARACTERS = "people", "characters"
MOST_ROWS = 200
"""So many films are listed on a page: a longer table of text holds the window up, and nobody reads it."""


class PeopleView(QWidget):
    """A list to type in, and beside it everything that the chosen person did, or everybody who played the character."""

    query_wanted = Signal(str)
    row_wanted = Signal(int)

    def __init__(self, bus: Bus, person_actions: Sequence[QAction]) -> None:
        super().__init__()
        self.setObjectName("people")
        self._bus = bus
        self._actions = person_actions
        self._task: Task | None = None
        self._about: Task | None = None
        self.line = QLineEdit()
        self.line.setObjectName("people.line")
        self.line.setAccessibleName("Name")
        self.line.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.refresh)
        self.line.textChanged.connect(lambda _: self._pause.start())
        self._which = QButtonGroup(self)
        self.model = _Names(self)
        self.list = QListView()
        self.list.setObjectName("people.list")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(CountedDelegate(self.list))
        self.list.setModel(self.model)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._ask_about())
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._open_menu)
        self.page = Browser("Films")
        self.page.setObjectName("people.page")
        self.page.document().setDocumentMargin(14)
        self.page.anchorClicked.connect(self._follow)
        self._buttons = QWidget()
        self._arrange()
        self._choose(PEOPLE)
        bus.changed.connect(lambda _: self._pause.start() if self.isVisible() else None)

    def which(self) -> str:
        """Whether people or characters are listed."""
        return next(str(button.property("which")) for button in self._which.buttons() if button.isChecked())

    def person(self) -> str | None:
        """The person who is shown, if one is."""
        seen = self.isVisible() and self.which() == PEOPLE
        return self.model.name(self.list.currentIndex()) if seen else None

    def waiting(self) -> bool:
        """Whether an answer is on its way."""
        tasks = [task for task in (self._task, self._about) if task is not None]
        return self._pause.isActive() or any(not task.finished and not task.dropped for task in tasks)

    def show_person(self, name: str) -> None:
        """Shows a person."""
        self._choose(PEOPLE)
        self.line.setText(name)

    def show_character(self, name: str) -> None:
        """Shows a character."""
        self._choose(CHARACTERS)
        self.line.setText(name)

    def refresh(self) -> None:
        """Asks for the names again."""
        if self._task is not None:
            self._task.drop()
        typed, collection, which = self.line.text(), self._bus.collection, self.which()
        chosen = self.model.name(self.list.currentIndex())

        def show(found: list[tuple[str, int]]) -> None:
            self.model.show(found)
            row = next((row for row, (name, _) in enumerate(found) if name == chosen), 0)
            self.list.setCurrentIndex(self.model.index(row))
            if not found:
                self._show_about(None, [])

        self._task = self._bus.runner.read(
            lambda job: collection.people(typed, job) if which == PEOPLE else collection.characters(typed), show
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            # The page has the colours that it was written with.
            self._ask_about()

    def _ask_about(self) -> None:
        if self._about is not None:
            self._about.drop()
        name = self.model.name(self.list.currentIndex())
        if name is None:
            return
        collection, by_person = self._bus.collection, self.which() == PEOPLE

        def ask(_: object) -> tuple[list[Appearance], ValueInUse | None]:
            if by_person:
                return collection.films_of_person(name), collection.person(name)
            return collection.players_of(name), None

        self._about = self._bus.runner.read(ask, lambda found: self._show_about(name, *found))

    def _show_about(self, name: str | None, found: list[Appearance], person: ValueInUse | None = None) -> None:
        self.page.document().setDefaultStyleSheet(theme.page_sheet(self.palette()))
        if name is None:
            self.page.setHtml(f'<body><p class="quiet">Nobody here is called “{escape(self.line.text())}”.</p></body>')
            return
        by_person = self.which() == PEOPLE
        ids = format_ids(person.external_ids or {}) if person is not None else ""
        self.page.setHtml(f"<body>{person_html(name, found, ids) if by_person else character_html(name, found)}</body>")

    def _follow(self, url: QUrl) -> None:
        scheme, _, coded = url.toString(QUrl.ComponentFormattingOption.FullyEncoded).partition(":")
        rest = unquote(coded)
        if scheme == "search":
            self.query_wanted.emit(rest)
        elif scheme == "row":
            self.row_wanted.emit(int(rest))
        elif scheme == PEOPLE:
            self.show_person(rest)
        elif scheme == CHARACTERS:
            self.show_character(rest)

    def _choose(self, which: str) -> None:
        for button in self._which.buttons():
            button.setChecked(button.property("which") == which)
        self.line.setPlaceholderText("A part of a name …" if which == PEOPLE else "A part of a character's name …")
        self.list.setAccessibleName("People" if which == PEOPLE else "Characters")
        self._buttons.setVisible(which == PEOPLE)
        if self.isVisible():
            self.refresh()

    def _open_menu(self, at: QPoint) -> None:
        if self.person() is not None and self.list.indexAt(at).isValid():
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(self._actions)
            menu.popup(self.list.viewport().mapToGlobal(at))

    def _arrange(self) -> None:
        line = QHBoxLayout(self._buttons)
        line.setContentsMargins(8, 8, 8, 0)
        for action in self._actions:
            button = QToolButton()
            button.setObjectName(f"people.{action.objectName().removeprefix('action_')}")
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            line.addWidget(button)
        line.addStretch(1)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self._buttons)
        beside.addWidget(self.page, 1)
        switch = QHBoxLayout()
        switch.setSpacing(0)
        for which, words in ((PEOPLE, "People"), (CHARACTERS, "Characters")):
            button = QToolButton()
            button.setObjectName(f"people.{which}")
            button.setText(words)
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setProperty("which", which)
            button.clicked.connect(lambda _=False, which=which: self._choose(which))
            self._which.addButton(button)
            switch.addWidget(button)
        self._which.buttons()[0].setChecked(True)
        switch.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(8, 8, 8, 0)
        column.setSpacing(6)
        column.addLayout(switch)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([260, 500])
        split.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)
        self.setFocusProxy(self.line)


class _Names(QAbstractListModel):
    """Names with numbers of films."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._found: list[tuple[str, int]] = []

    def show(self, found: list[tuple[str, int]]) -> None:
        """Shows other names."""
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def name(self, index: _Index) -> str | None:
        """The name in a row."""
        return self._found[index.row()][0] if index.isValid() else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        name, films = self._found[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return name
        if role == COUNT_ROLE:
            return films
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}, {films} {'film' if films == 1 else 'films'}"
        return None


def person_html(name: str, found: list[Appearance], ids: str = "") -> str:
    """Everything that a person did, film by film; and the ids elsewhere."""
    films = len({one.film_id for one in found})
    rows = []
    for _, group in islice(groupby(found, key=lambda one: one.film_id), MOST_ROWS):
        parts = list(group)
        did = ", ".join(character_link(one.character) if one.character else escape(one.role) for one in parts)
        film = row_link(-parts[0].film_id, film_words(parts[0].title, parts[0].year))
        rows.append(f"<tr><td>{film}</td><td>{did}</td></tr>")
    search = search_link(query_text.write("credits", name), "Show them in the table")
    count = "1 film" if films == 1 else f"{films:,} films"
    more = f'<p class="quiet">{films - MOST_ROWS:,} older ones · {search}</p>' if films > MOST_ROWS else ""
    known = f'<p class="quiet">{escape(ids)}</p>' if ids else ""
    return f'<h3>{escape(name)}</h3><p class="quiet">{count} · {search}</p>{known}<table>{"".join(rows)}</table>{more}'


def character_html(name: str, found: list[Appearance]) -> str:
    """Everybody who played a character."""
    rows = "".join(
        f"<tr><td>{person_link(one.person)}</td><td>{film_link(one.title, one.year)}</td>"
        f'<td class="quiet">{escape(one.character or "")}</td></tr>'
        for one in found[:MOST_ROWS]
    )
    players = len({one.person for one in found})
    count = "played by 1 person" if players == 1 else f"played by {players:,} people"
    more = f'<p class="quiet">and {len(found) - MOST_ROWS:,} older parts</p>' if len(found) > MOST_ROWS else ""
    return f'<h3>{escape(name)}</h3><p class="quiet">{count}</p><table>{rows}</table>{more}'


def person_link(name: str) -> str:
    """A link that shows a person."""
    return f'<a href="{PEOPLE}:{quote(name)}">{escape(name)}</a>'


def character_link(name: str) -> str:
    """A link that shows who played a character."""
    return f'<a href="{CHARACTERS}:{quote(name)}">{escape(name)}</a>'
