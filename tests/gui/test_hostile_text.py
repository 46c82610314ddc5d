"""Text of records is text: whatever stands in it, nothing is loaded, and no link of it reaches the program."""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QEvent, QModelIndex, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QHelpEvent, QImage
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLabel,
    QMessageBox,
    QTabWidget,
    QToolTip,
    QWidget,
)

from catalogue.collection import Collection, commands
from catalogue.errors import FieldError
from catalogue.fields import registry
from catalogue.fields.addresses import is_link
from catalogue.gui.main_window import MainWindow
from catalogue.gui.views.record_pages import value_html
from catalogue.gui.widgets.browser import Browser
from tests.gui.driving import Open, choose, settle, titles

_OPENED, _FROM_THERE = 0x20, 0x1


class Watch:
    """Says whether a file was opened by anybody since it was asked last."""

    def __init__(self, file: Path) -> None:
        self._libc = ctypes.CDLL(None)
        self._watch = self._libc.inotify_init1(os.O_NONBLOCK)
        assert self._libc.inotify_add_watch(self._watch, os.fsencode(file), _OPENED | _FROM_THERE) >= 0

    def opened(self) -> bool:
        """Whether it was opened or read."""
        try:
            return len(os.read(self._watch, 65536)) >= struct.calcsize("iIII")
        except BlockingIOError:
            return False

    def close(self) -> None:
        os.close(self._watch)


@pytest.fixture
def bait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A picture that only text of a record names, in the folder of the moment: a short name leads there too."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "bait.png"
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(file))
    return file


@pytest.fixture
def watch(bait: Path) -> Iterator[Watch]:
    """Notices when the bait is taken."""
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux says when a file is opened")
    made = Watch(bait)
    yield made
    made.close()


def hostile(bait: Path) -> str:
    """Markup that names the bait in every way that Qt understands."""
    file = bait.as_posix()
    return (
        f'<img src="file://{file}"><img src="{file}"><img src="file:////localhost{file}"><b>bold</b>'
        f'<a href="write:[%22A%22,%22B%22]">click</a> &lt;i&gt; <body background="{file}">'
        f'<link rel="stylesheet" href="file://{file}"><p style="background-image:url({file})">'
    )


@pytest.fixture
def hostile_path(path: Path, bait: Path) -> Path:
    """A catalogue in which every field that takes it holds markup."""
    collection = Collection.open(path)
    own = collection.run(commands.AddField('<b>Own</b><img src="bait.png">')).result
    values: dict[str, Any] = {own: hostile(bait)}
    for field in registry.FIELDS:
        try:
            value = field.parse(hostile(bait))
        except FieldError:
            continue
        if not field.kept and value not in (None, []):
            values[field.key] = value
    values["links"] = [{"label": hostile(bait), "url": f"file://{bait}"}]
    values["credits"] = [
        {"order": 1, "person": hostile(bait), "role": "actor", "character": hostile(bait)},
        {"order": 2, "person": "B " + hostile(bait), "role": hostile(bait), "character": None},
    ]
    assert len(values) > 30
    for _ in range(2):
        collection.run(commands.AddRecord(values))
    collection.run(commands.SaveSearch('<b>Mine</b><img src="bait.png">', "title:'<img src=bait.png>'"))
    collection.close()
    return path


def indexes(model: QAbstractItemModel, below: QModelIndex, left: int = 200) -> Iterator[QModelIndex]:
    """Cells of a model with what is inside them."""
    for row in range(min(model.rowCount(below), 12)):
        # The number of columns of a plain list is Qt's secret.
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(below)
        yield from (model.index(row, column, below) for column in range(columns))
        if left:
            yield from indexes(model, model.index(row, 0, below), left - 1)


def look_at(window: QWidget) -> int:
    """Paints a window and asks everything in it for its tip; says how many tips there were."""
    tips = 0
    window.grab()
    for widget in [window, *window.findChildren(QWidget)]:
        if isinstance(widget, QTabWidget):
            for number in range(widget.count()):
                widget.setCurrentIndex(number)
                QApplication.processEvents()
                widget.grab()
        if isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView) and widget.model():
            for index in indexes(widget.model(), QModelIndex()):
                tip = index.data(Qt.ItemDataRole.ToolTipRole)
                if tip:
                    QToolTip.showText(QPoint(5, 5), str(tip), widget)
                    tips += 1
                place = widget.visualRect(index).center()
                if widget.viewport().rect().contains(place):
                    ask(widget.viewport(), place)
        elif widget.toolTip():
            ask(widget, widget.rect().center())
            tips += 1
        assert widget.windowTitle().count("\n") == 0
    QToolTip.hideText()
    QApplication.processEvents()
    return tips


def ask(widget: QWidget, place: QPoint) -> None:
    """What a pointer at rest asks for."""
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
    QApplication.processEvents()


def windows() -> list[QWidget]:
    """All windows on screen."""
    return [one for one in QApplication.topLevelWidgets() if one.isVisible()]


def test_the_watch_sees_what_markup_would_load(qtbot: Any, window: MainWindow, bait: Path, watch: Watch) -> None:
    label = QLabel(hostile(bait))
    label.setTextFormat(Qt.TextFormat.RichText)
    qtbot.addWidget(label)
    label.show()
    label.grab()
    assert watch.opened()


def test_labels_tips_and_boxes_take_their_text_as_it_is(
    qtbot: Any, window: MainWindow, bait: Path, watch: Watch
) -> None:
    text = hostile(bait)
    label = QLabel(text)
    qtbot.addWidget(label)
    assert label.sizeHint().isValid()
    label.show()
    box = QMessageBox(QMessageBox.Icon.Critical, text, text, parent=window)
    box.setInformativeText(text)
    box.show()
    for _ in range(2):  # the first tip of all, and one that takes the place of another
        QToolTip.showText(QPoint(9, 9), text, window)
        QApplication.processEvents()
    for one in windows():
        one.grab()
    assert not watch.opened()
    box.close()


VIEWS = ("view_covers", "view_shelf", "view_people", "view_stats", "view_table")
WINDOWS = (
    "add", "add_season", "edit", "duplicate", "history", "values", "places", "own_fields", "replace", "move",
    "renumber", "lend", "seen", "attach", "settings", "commands", "shortcuts", "about", "person_ids", "merge_people",
    "split_person", "edit_cell", "open_row", "take_back", "confirm", "delete", "undo", "redo",
)  # fmt: skip


@pytest.fixture
def no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is there to choose a file."""
    from PySide6.QtWidgets import QFileDialog

    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_, **__: ("", ""))


def test_nothing_in_the_window_loads_what_a_record_names(
    qtbot: Any, open_window: Open, hostile_path: Path, bait: Path, watch: Watch, no_files: None
) -> None:
    window = open_window(hostile_path)
    choose(window, titles(window)[0] if "<" in titles(window)[0] else next(t for t in titles(window) if "<" in t))
    settle(qtbot, window)
    assert look_at(window) > 20
    assert not watch.opened()
    for view in VIEWS:
        getattr(window._actions, view).trigger()
        settle(qtbot, window)
        look_at(window)
        assert not watch.opened(), view


@pytest.mark.parametrize("name", WINDOWS)
def test_no_dialog_loads_what_a_record_names(
    name: str, qtbot: Any, open_window: Open, hostile_path: Path, watch: Watch, no_files: None
) -> None:
    window = open_window(hostile_path)
    if name in ("person_ids", "merge_people", "split_person"):
        window._actions.view_people.trigger()
        settle(qtbot, window)
    else:
        choose(window, next(title for title in titles(window) if "<" in title))
    settle(qtbot, window)
    action = getattr(window._actions, name)
    action.trigger()
    settle(qtbot, window)
    for one in windows():
        look_at(one)
    assert not watch.opened()


def test_a_search_for_markup_that_finds_nothing_says_it_as_text(
    qtbot: Any, window: MainWindow, bait: Path, watch: Watch
) -> None:
    window._search.setText(f'title:"{hostile(bait).replace(chr(34), "")}" "nowhere at all"')
    settle(qtbot, window)
    assert titles(window) == []
    look_at(window)
    window._notice.say(hostile(bait), "error")
    look_at(window)
    assert not watch.opened()


def test_a_page_of_the_program_loads_stars_and_nothing_else(qtbot: Any, bait: Path, watch: Watch) -> None:
    page = Browser("page")
    qtbot.addWidget(page)
    page.setHtml(hostile(bait) + '<img src="stars:7.5">')
    page.show()
    page.grab()
    assert not watch.opened()
    assert not page.loadResource(2, QUrl("stars:7.5")).isNull()


ADDRESSES = (
    'write:["Plain Person","Hacked by a link"]',
    'take:["title",null,1]',
    "operation:1",
    "action:restore",
    "search:*",
    "row:1",
    "edit:1",
    "move:[1]",
    "page:Sources",
    "file:///etc/passwd",
    "//host/share/x.png",
    "\\\\host\\share",
    "javascript:alert(1)",
    "data:text/html,x",
    "smb://host/share",
    "HTTP:write",
    "http:///../etc",
    "https://",
    "https://example.org/a b",
    'https://example.org/"onclick="x',
    "\u0001https://example.org",
    " https://example.org",
    "https://example.org\n",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_leads_elsewhere_is_text(address: str) -> None:
    field = registry.BY_KEY["links"]
    shown = value_html(field, [{"label": "Official site", "url": address}])
    assert "<a " not in shown
    assert not is_link(address)
    assert "Official site" in shown


@pytest.mark.parametrize("address", ["http://example.org/x?a=1&b=2", "HTTPS://EXAMPLE.ORG", "mailto:a@example.org"])
def test_an_address_of_the_web_or_of_a_letter_is_a_link(address: str, monkeypatch: Any, window: MainWindow) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    shown = value_html(registry.BY_KEY["links"], [{"label": "x", "url": address}])
    assert shown.startswith('<a href="')
    window._detail._follow(QUrl(address))
    assert [one.lower() for one in opened] == [address.lower()]


BROKEN = (
    "row:x", "row:", "edit:1x", "operation:abc", "operation:99999999999999999999999", "take:x", "take:[1]", "take:{}",
    "write:[1,2,3]", "write:", "move:[]", "split:null", "action:", "action:nothing", "page:Nowhere", "unknown:1",
    "file:///etc/passwd", "", ":", "search:", "take:%5B%5B%5B",
)  # fmt: skip


@pytest.mark.parametrize("link", BROKEN)
def test_a_link_that_is_unknown_or_broken_does_nothing(
    link: str, qtbot: Any, window: MainWindow, monkeypatch: Any
) -> None:
    def refuse(_: QUrl) -> None:
        raise AssertionError("nothing is opened")

    monkeypatch.setattr(QDesktopServices, "openUrl", refuse)
    choose(window, "Stalker")
    settle(qtbot, window)
    before = window.bus.collection.history(1, "")[0].id
    window._detail._follow(QUrl(link))
    settle(qtbot, window)
    assert window.bus.collection.history(1, "")[0].id == before
