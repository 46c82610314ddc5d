"""The page about one record: what it is, where it stands, whose it is; then everything else in tabs."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any
from urllib.parse import unquote

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QColor, QDesktopServices, QImage, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from catalogue import rights
from catalogue.collection import Changes, Record, commands
from catalogue.collection.merging import FILM
from catalogue.fields import dates, registry
from catalogue.fields.addresses import is_link
from catalogue.gui import pictures, query_text, theme
from catalogue.gui.bus import Bus
from catalogue.gui.dialogs.film import film_words
from catalogue.gui.runner import Task
from catalogue.gui.views import record_pages
from catalogue.gui.views.record_pages import Besides
from catalogue.gui.views.review_panel import ReviewPanel
from catalogue.gui.widgets.browser import Browser
from catalogue.gui.widgets.chip import Chip
from catalogue.gui.widgets.cover import Cover
from catalogue.gui.widgets.flow import FlowLayout
from catalogue.gui.widgets.link_label import LinkLabel
from catalogue.gui.widgets.look import title_font
from catalogue.gui.widgets.notice import Notice
from catalogue.gui.widgets.sleeve import NO_DISC
from catalogue.gui.wording import short
from catalogue.search.marks import Pattern, needles, places
from catalogue.search.parser import parse

_COVER = (92, 132)
_TAGS = 24  # that have room above the pages
_WISHES = {"take": 3, "write": 2, "move": 1, "split": 1}
"""What a link can ask for, and of how many things it speaks then."""
_Answer = tuple[Record | None, Besides, dict[str, str], QImage | None, dict[int, str]]
_CAST, _HISTORY = "Cast", "History"  # what these tell besides the record is read only while they are looked at
_LONGEST_TITLE = 400  # letters
_PAUSE = 40  # ms: going down the table with the key held must not read every record on the way


class DetailPane(QFrame):
    """Shows the chosen rows. Links search, by `query_wanted`; what it offers to do is `action_wanted`.

    A `wish` is a change that a link asks for: its verb, and what it is about."""

    query_wanted = Signal(str)
    action_wanted = Signal(str)
    wish = Signal(str, list)
    operation_wanted = Signal(int)
    row_wanted = Signal(int)
    edit_wanted = Signal(int)

    def __init__(self, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("detail")
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._bus = bus
        self._ids: tuple[int, ...] = ()
        self._task: Task | None = None
        self._record: Record | None = None
        self._needles: list[Pattern] = []
        self._besides = Besides()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._load)
        self._empty = QLabel("Choose a disc to read about it here.")
        self._many = QLabel()
        self._make()
        bus.changed.connect(self._on_changes)

    def show_rows(self, ids: Sequence[int]) -> None:
        """Shows a record, or how many are chosen."""
        if tuple(ids) == self._ids:
            return
        self._ids = tuple(ids)
        self._pause.start()

    def ids(self) -> tuple[int, ...]:
        """The rows that are shown."""
        return self._ids

    def waiting(self) -> bool:
        """Whether a record is about to be read."""
        return self._pause.isActive()

    def record(self) -> Record | None:
        """The record that is shown."""
        return self._record

    def page(self) -> str:
        """The name of the page that is open."""
        return self._tabs.tabText(self._tabs.currentIndex())

    def open_page(self, name: str) -> None:
        """Opens a page by its name."""
        if name in record_pages.PAGES:
            self._tabs.setCurrentIndex(record_pages.PAGES.index(name))

    def mark(self, query: str) -> None:
        """Marks what a query asks for wherever it stands in the pages."""
        fields = self._bus.fields
        self._needles = needles(parse(query, fields), fields)
        self._mark_pages()

    def _mark_pages(self) -> None:
        for browser in self._browsers.values():
            found = []
            for start, end in places(browser.toPlainText(), self._needles) if self._needles else ():
                cursor = QTextCursor(browser.document())
                cursor.setPosition(start)
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                selection = QTextEdit.ExtraSelection()
                selection.cursor = cursor
                selection.format = self._look_of_hits()
                found.append(selection)
            browser.setExtraSelections(found)

    def _look_of_hits(self) -> QTextCharFormat:
        look = QTextCharFormat()
        colour = QColor(self.palette().color(QPalette.ColorRole.Accent))
        colour.setAlpha(70)
        look.setBackground(colour)
        return look

    def restyle(self) -> None:
        """Draws the pages anew in the colours of the palette."""
        for browser in self._browsers.values():
            browser.document().setDefaultStyleSheet(theme.page_sheet(self.palette()))
        if self._record is not None:
            self._show_pages(record_pages.pages(self._record, self._bus.fields, self._besides))

    def _on_changes(self, changes: Changes) -> None:
        if len(self._ids) == 1 and self._ids[0] in changes.rows:
            self._pause.start()

    def _load(self) -> None:
        if self._task is not None:
            self._task.drop()
        if len(self._ids) != 1:
            self._record = None
            self._many.setText(f"{len(self._ids):,} entries chosen")
            self._stack.setCurrentIndex(2 if self._ids else 0)
            return
        row_id = self._ids[0]
        collection = self._bus.collection
        page = self.page()

        def work(_: object) -> _Answer:
            record = collection.record(row_id)
            if record is None:
                return None, Besides(), {}, None, {}
            company = collection.company(record.film_id) if page == _CAST and record.film_id is not None else None
            besides = Besides(collection.timeline(row_id) if page == _HISTORY else (), company)
            picture = pictures.load(collection, record.picture, 2 * _COVER[1]) if record.picture else None
            others = [number for review in record.reviews if review.field == FILM for number in review.alternatives]
            films = _told_apart(collection.film_names(others))
            return record, besides, record_pages.pages(record, collection.fields(), besides), picture, films

        self._task = self._bus.runner.read(work, self._show)

    def _show(self, answer: _Answer) -> None:
        record, besides, pages, picture, films = answer
        self._record, self._besides = record, besides
        if record is None:
            self._stack.setCurrentIndex(0)
            return
        self._show_head(record, picture)
        self.review.show_record(record, films)
        self._show_pages(pages)
        self._stack.setCurrentIndex(1)

    def _show_head(self, record: Record, picture: QImage | None) -> None:
        values = record.values
        title = record.title
        year, disc_format = "" if record.box else str(values.get("year") or ""), values.get("format") or ""
        if picture is not None and not picture.isNull():
            self._cover.show_picture(picture, title)
        else:
            without = record.copy_id is None and not record.discs
            self._cover.show_sleeve(title, year, disc_format or (NO_DISC if without else ""))
        self._role = "front"
        shown = [role for role in commands.PICTURE_ROLES if role in record.pictures]
        self._cover.set_others(len(shown) > 1 or bool(shown and shown[0] != "front"))
        # A title of a megabyte would take seconds to lay out; the form has it whole.
        self._title.setText(short(title, _LONGEST_TITLE))
        self._facts.set_html(" · ".join(_facts(record)))
        self._place.set_html(_where(record))
        self._place.setVisible(bool(self._place.html()))
        self._owner.set_html(record_pages.value_html(registry.BY_KEY["owner"], values.get("owner")))
        self._owner.setVisible(bool(values.get("owner")))
        self._show_tags(values.get("tags") or ())
        self._say(record)

    def _show_tags(self, tags: Sequence[str]) -> None:
        self._tags.clear()
        for tag in tags[:_TAGS]:
            query = query_text.write("tags", tag)
            chip = Chip(tag, f"Search for the tag {tag}")
            chip.clicked.connect(lambda _=False, query=query: self.query_wanted.emit(query))
            self._tags.addWidget(chip)
        more = len(tags) - _TAGS
        if more > 0:
            # All of them would push the pages out of the window.
            rest = Chip(f"{more:,} more …", "Show all tags")
            rest.clicked.connect(lambda: self.open_page("Personal"))
            self._tags.addWidget(rest)
        self._tag_row.setVisible(bool(tags))

    def _next_picture(self) -> None:
        """Shows the back after the front, then the disc, then the front again."""
        record = self._record
        if record is None:
            return
        shown = [role for role in commands.PICTURE_ROLES if role in record.pictures]
        later = [
            role for role in shown if commands.PICTURE_ROLES.index(role) > commands.PICTURE_ROLES.index(self._role)
        ]
        role = (later or shown)[0]
        collection, sha256 = self._bus.collection, record.pictures[role]
        title = record.title

        def show(picture: QImage | None) -> None:
            if self._record is record and picture is not None:
                self._role = role
                self._cover.show_picture(picture, title, {"front": "front cover", "back": "back cover"}.get(role, role))

        self._bus.runner.read(lambda _: pictures.load(collection, sha256, 2 * _COVER[1]), show)

    def _say(self, record: Record) -> None:
        if record.trashed:
            answers = (("Restore", lambda: self.action_wanted.emit("restore")),)
            since = f" since {dates.show_date(record.deleted_at)}" if record.deleted_at else ""
            self._notice.say(f"This is in the trash{since}.", "info", answers, take_focus=False)
        else:
            self._notice.hide()

    def _show_pages(self, pages: dict[str, str]) -> None:
        for name, browser in self._browsers.items():
            browser.setHtml(f"<body>{pages[name]}</body>")
        self._mark_pages()

    def _follow(self, url: QUrl) -> None:
        """Does what a link says. One that is unknown or broken does nothing."""
        text = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        scheme, _, rest = text.partition(":")
        opens = {"row": self.row_wanted, "edit": self.edit_wanted, "operation": self.operation_wanted}
        if scheme == "search":
            self.query_wanted.emit(unquote(rest))
        elif scheme == "page":
            self.open_page(rest)
        elif scheme == "action":
            self.action_wanted.emit(rest)
        elif scheme in opens:
            if re.fullmatch(r"-?[0-9]{1,18}", rest):
                opens[scheme].emit(int(rest))
        elif scheme in _WISHES:
            about = _about(rest)
            if about is not None and len(about) == _WISHES[scheme]:
                self.wish.emit(scheme, about)
        elif is_link(text):
            with rights.as_person():
                QDesktopServices.openUrl(url)

    def _make(self) -> None:
        self._notice = Notice()
        self.review = ReviewPanel()
        self._cover = Cover(*_COVER)
        self._cover.turned.connect(self._next_picture)
        self._role = "front"
        self._title = _heading()
        self._facts, self._place, self._owner = LinkLabel(), LinkLabel(), LinkLabel()
        for label, what in ((self._facts, "Year and format"), (self._place, "Where it is"), (self._owner, "Owner")):
            label.setAccessibleDescription(what)
            label.linkActivated.connect(lambda link: self._follow(QUrl(link)))
        self._tag_row = QWidget()
        self._tags = FlowLayout(self._tag_row, 4)
        words = QVBoxLayout()
        words.setSpacing(4)
        for widget in (self._title, self._facts, self._place, self._owner, self._tag_row):
            words.addWidget(widget)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(14, 12, 14, 10)
        head.setSpacing(12)
        head.addWidget(self._cover, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        self._tabs = QTabWidget()
        self._tabs.setObjectName("detail_pages")
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setAccessibleName("Pages about the record")
        self._tabs.tabBar().setExpanding(False)
        self._browsers = {name: self._browser(name) for name in record_pages.PAGES}
        for name, browser in self._browsers.items():
            self._tabs.addTab(browser, name)
        self._tabs.currentChanged.connect(lambda _: self._pause.start() if self.page() in (_CAST, _HISTORY) else None)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._notice)
        column.addWidget(self.review)
        column.addLayout(head)
        column.addWidget(self._tabs, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(_quiet_page(self._empty))
        self._stack.addWidget(page)
        self._stack.addWidget(self._many_page())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _browser(self, name: str) -> Browser:
        browser = Browser(name)
        browser.anchorClicked.connect(self._follow)
        browser.document().setDocumentMargin(12)
        browser.document().setDefaultStyleSheet(theme.page_sheet(self.palette()))
        return browser

    def _many_page(self) -> QWidget:
        edit = QPushButton("Edit them together")
        edit.clicked.connect(lambda: self.action_wanted.emit("edit"))
        return _quiet_page(self._many, edit)


def _about(text: str) -> list[Any] | None:
    """What a link speaks of, or None where that cannot be read."""
    try:
        about = json.loads(unquote(text))
    except ValueError:
        return None
    return about if isinstance(about, list) else None


def _facts(record: Record) -> list[str]:
    values = record.values
    found = [f"{len(record.films)} films"] if record.box else []
    for key in () if record.box else ("year", "runtime_minutes"):
        found.append(record_pages.value_html(registry.BY_KEY[key], values.get(key)))
    ratings = () if record.box else values.get("certifications") or ()
    found.append(escape(values.get("certification") or (ratings[0]["rating"] if ratings else "")))
    disc = record_pages.value_html(registry.BY_KEY["format"], values.get("format"))
    regions = ", ".join(values.get("regions") or ())
    found.append(disc + (f" region {escape(regions)}" if disc and regions else ""))
    if record.copy_id is None and not record.discs:
        found.append("no disc")
    elif values.get("status") not in (None, "in collection"):
        found.append(record_pages.value_html(registry.BY_KEY["status"], values["status"]))
    return [fact for fact in found if fact]


def _where(record: Record) -> str:
    values = record.values
    parts = [record_pages.place_html(values["location"])] if values.get("location") else []
    parts.append(record_pages.value_html(registry.BY_KEY["storage_device"], values.get("storage_device")))
    parts.append(f"slot {escape(values['slot'])}" if values.get("slot") else "")
    return " › ".join(part for part in parts if part)


def _heading() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setAccessibleDescription("Title")
    label.setFont(title_font(label.font()))
    return label


def _quiet_page(label: QLabel, *more: QWidget) -> QWidget:
    page = QWidget()
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setWordWrap(True)
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 24, 24, 24)
    column.addStretch(1)
    column.addWidget(label)
    for widget in more:
        column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(2)
    return page


def _told_apart(films: Iterable[tuple[int, str, int | None]]) -> dict[int, str]:
    """The names of films by id; where two are called the same, the id is said as well."""
    names = {number: film_words(title, year) for number, title, year in films}
    often = Counter(names.values())
    return {number: name if often[name] == 1 else f"{name}, film:{number}" for number, name in names.items()}
