"""Edges of the window: pictures that are none, endless names, pasted lines, small screens, records that go away."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCommandLinkButton, QLabel, QPushButton, QScrollArea, QWidget

from catalogue.collection import commands
from catalogue.exchange.receipt import FileReceipt, Problem, Receipt
from catalogue.gui import wording
from catalogue.gui.dialogs.receipt import receipt_lines
from catalogue.gui.forms.window import FormWindow
from catalogue.gui.main_window import MainWindow
from catalogue.gui.views.start_page import StartPage
from catalogue.gui.widgets.notice import Notice
from catalogue.gui.widgets.sleeve import NO_DISC, sleeve
from tests.gui.driving import PAGE, Open, choose, settle, titles

ENDLESS = "word " * 600
HEBREW = "שלום"


def edit(qtbot: Any, window: MainWindow, title: str) -> FormWindow:
    choose(window, title)
    settle(qtbot, window)
    window.findChild(QAction, "action_edit").trigger()
    form = window.editing.form()
    qtbot.waitUntil(form.isVisible)
    return form


def paste(widget: QWidget, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def band(picture: QPixmap) -> set[str]:
    """The colours in the band of a sleeve."""
    image = picture.toImage()
    return {image.pixelColor(x, y).name() for x in range(30, 100) for y in range(4, 14)}


def test_only_a_film_without_a_disc_says_so(qtbot: Any, window: MainWindow) -> None:
    # Without words the band has one colour.
    assert len(band(sleeve("Playtime", "1967", "", 132, 190))) == 1
    assert len(band(sleeve("Playtime", "1967", NO_DISC, 132, 190))) > 1
    [stalker] = window.bus.collection.find("stalker").ids
    window.bus.collection.run(commands.EditRecords((stalker,), {"format": None}))
    settle(qtbot, window)
    for title, said in (("Stalker", ""), ("Playtime", NO_DISC), ("The Piano", "DVD")):
        form = edit(qtbot, window, title)
        qtbot.waitUntil(lambda said=said: window._detail._cover._sleeve[2] == said)
        assert form.cover.preview._sleeve[2] == said
        form.close()


def test_the_form_for_a_new_disc_says_nothing_of_its_format(window: MainWindow) -> None:
    window.findChild(QAction, "action_add").trigger()
    form = window.editing.form()
    assert form.cover.preview._sleeve == ("", "", "")
    form._without_disc.setChecked(True)
    assert form.cover.preview._sleeve[2] == NO_DISC
    form._without_disc.setChecked(False)
    form.page.editor("format").setText("VHS")
    assert form.cover.preview._sleeve[2] == "VHS"


def test_a_record_that_goes_to_the_trash_is_told_of_in_its_form(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker")
    row_id = form.ids[0]
    form.page.editor("owner").setText("Cleo")
    window.bus.run(commands.DeleteRecords((row_id,)))
    qtbot.waitUntil(lambda: form.notice.words() == "This record is in the trash.")
    assert form.page.editor("owner").text() == "Cleo"
    [restore] = [button for button in form.notice.findChildren(QPushButton) if button.text() == "Restore"]
    restore.click()
    settle(qtbot, window)
    qtbot.waitUntil(lambda: form.notice.words() == "")
    assert row_id in window.bus.collection.find("stalker").ids
    window.bus.run(commands.DeleteRecords((row_id,)))
    qtbot.waitUntil(lambda: form.notice.words() == "This record is in the trash.")
    window.bus.undo()
    qtbot.waitUntil(lambda: form.notice.words() == "")
    assert form.page.editor("owner").text() == "Cleo"


def test_a_record_that_is_undone_is_told_of_in_its_form(qtbot: Any, window: MainWindow) -> None:
    window.bus.run(commands.AddRecord({"title": "Solaris"}))
    settle(qtbot, window)
    form = edit(qtbot, window, "Solaris")
    window.bus.undo()
    qtbot.waitUntil(lambda: "no longer there" in form.notice.words())
    window.bus.redo()
    qtbot.waitUntil(lambda: form.notice.words() == "")


def test_a_film_that_gets_a_disc_stays_in_its_form(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Playtime")
    assert form.ids[0] < 0
    form.page.editor("format").setText("DVD")
    form.save()
    settle(qtbot, window)
    assert form.ids[0] > 0
    assert form.notice.words() == ""


def test_a_bitmap_can_be_chosen(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    form = edit(qtbot, window, "Metropolis")
    image = QImage(20, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    bitmap = tmp_path / "front.bmp"
    assert image.save(str(bitmap))
    form.cover._read_file(bitmap)
    assert form.notice.words() == ""
    assert form.cover.changed()
    form.save()
    settle(qtbot, window)
    assert form.notice.words() == ""


def test_a_picture_is_checked_when_it_is_chosen(qtbot: Any, window: MainWindow, tmp_path: Path, capfd: Any) -> None:
    form = edit(qtbot, window, "Metropolis")
    drawing = tmp_path / "front.eps"
    drawing.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n")
    form.cover._read_file(drawing)
    assert form.notice.words().startswith("This is not a picture that can be read (such as JPEG, PNG,")
    huge = tmp_path / "huge.png"
    huge.write_bytes(blank_png(12_300, 12_300))
    form.cover._read_file(huge)
    assert "too many pixels" in form.notice.words()
    assert not form.cover.changed()
    # As many as the catalogue takes, and more than Qt would read by itself.
    large = tmp_path / "large.png"
    large.write_bytes(blank_png(6300, 6300, deep=True))
    form.cover._read_file(large)
    assert form.cover.changed()
    qtbot.waitUntil(form.cover.preview.has_picture, timeout=60_000)
    assert capfd.readouterr().err == ""


def test_a_large_picture_is_saved_also_before_it_is_shown(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    form = edit(qtbot, window, "Metropolis")
    large = tmp_path / "large.png"
    large.write_bytes(blank_png(4000, 4000))
    form.cover._read_file(large)
    form.save()
    settle(qtbot, window)
    stored = window.bus.collection.record(form.ids[0]).pictures["front"]
    assert window.bus.collection.picture_bytes(stored) == large.read_bytes()


def test_a_large_picture_that_is_broken_leaves_the_one_before(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    form = edit(qtbot, window, "Metropolis")
    large = tmp_path / "large.png"
    large.write_bytes(blank_png(4000, 4000)[:-300])
    form.cover._read_file(large)
    qtbot.waitUntil(lambda: "it was not taken" in form.notice.words())
    assert not form.cover.changed()


def test_of_two_large_pictures_the_later_stays(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    form = edit(qtbot, window, "Metropolis")
    for name, high in (("first", 4000), ("second", 3000)):
        (tmp_path / name).write_bytes(blank_png(4000, high))
        form.cover._read_file(tmp_path / name)
    qtbot.waitUntil(form.cover.preview.has_picture)
    settle(qtbot, window)
    assert form.cover.data == (tmp_path / "second").read_bytes()


def blank_png(width: int, height: int, deep: bool = False) -> bytes:
    """A picture of one colour in a small file; a deep one takes eight bytes for a pixel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    depth, color, wide = (16, 6, 8) if deep else (8, 0, 1)
    packer = zlib.compressobj(1)
    line = bytes(1 + width * wide)
    rows = b"".join([*(packer.compress(line) for _ in range(height)), packer.flush()])
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_pasted_lines_become_one(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Metropolis")
    owner = form.page.editor("owner")
    paste(owner, "\n  Ana\r\nand \u2028 Ben\n")
    assert owner.text() == "Ana and Ben"
    owner.setCursorPosition(3)
    paste(owner, ",\nCleo")
    assert owner.text() == "Ana, Cleo and Ben"
    assert owner.cursorPosition() == len("Ana, Cleo")
    year = form.page.editor("year")
    year.clear()
    paste(year, "1926\n")
    assert year.text() == "1926"
    form._discard(form.hide)
    paste(window._search, "\nstalker\n")
    assert window._search.text() == "stalker"
    mime = QMimeData()
    mime.setText("the\npiano")
    QGuiApplication.clipboard().setMimeData(mime)
    window._search.clear()
    window._search.paste()
    assert window._search.text() == "the piano"
    settle(qtbot, window)


def test_a_new_page_hides_what_was_said_of_an_older_one(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    window.importing.said.emit("There is no page on the clipboard.")
    assert window._notice.words()
    window.importing.text(PAGE)
    assert not window._notice.words()
    qtbot.waitUntil(lambda: window.findChild(QWidget, "page") is not None)
    window.findChild(QWidget, "page").close()
    window.importing.said.emit("There is no page on the clipboard.")
    window.importing.files([tmp_path])
    assert not window._notice.words()
    settle(qtbot, window)


def test_the_start_page_fits_a_narrow_window(qtbot: Any, open_window: Open, tmp_path: Path) -> None:
    window = open_window(tmp_path / "empty.db")
    detail = window.findChild(QWidget, "detail")
    start = window.findChild(StartPage)
    assert start.isVisible()
    assert not detail.isVisible()
    window.resize(800, 600)
    qtbot.waitUntil(lambda: window.width() == 800)
    assert start.ways[0].width() > 300
    for widget in (*start.findChildren(QLabel), *start.findChildren(QCommandLinkButton)):
        place = widget.mapTo(window, widget.rect().topLeft())
        assert place.x() >= start.mapTo(window, start.rect().topLeft()).x()
        assert place.x() + widget.width() <= window.width()
        assert widget.height() >= widget.heightForWidth(widget.width())
    # It is asked for with the first disc, and gets its room.
    window.bus.run(commands.AddRecord({"title": "Solaris"}))
    settle(qtbot, window)
    qtbot.waitUntil(detail.isVisible)
    assert detail.width() >= 200
    window.findChild(QAction, "action_show_detail").trigger()
    assert not detail.isVisible()


def test_a_window_that_was_closed_empty_has_details_later(qtbot: Any, open_window: Open, tmp_path: Path) -> None:
    file = tmp_path / "empty.db"
    window = open_window(file)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    again = open_window(file)
    again.bus.run(commands.AddRecord({"title": "Solaris"}))
    settle(qtbot, again)
    detail = again.findChild(QWidget, "detail")
    qtbot.waitUntil(detail.isVisible)
    assert detail.width() >= 260


def test_the_sheet_of_shortcuts_fits_a_small_screen(qtbot: Any, window: MainWindow) -> None:
    window.findChild(QAction, "action_shortcuts").trigger()
    sheet = window.findChild(QWidget, "shortcuts")
    room = sheet.screen().availableSize()
    assert sheet.width() < room.width()
    assert sheet.height() < room.height()
    sheet.resize(QSize(760, 540))
    qtbot.waitUntil(lambda: sheet.size() == QSize(760, 540))
    area = sheet.findChild(QScrollArea)
    scrolls = area.verticalScrollBar().maximum() > 0
    assert area.horizontalScrollBar().maximum() == 0
    assert scrolls or area.widget().height() <= area.viewport().height()
    close = sheet.findChild(QPushButton)
    assert sheet.rect().contains(close.geometry().center())
    sheet.close()


def test_endless_titles_are_cut_off(qtbot: Any, window: MainWindow) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    notice.say(f"“{ENDLESS}” was added.")
    assert len(notice.words()) <= 600
    assert notice.words().endswith("…")
    window.findChild(QAction, "action_add").trigger()
    form = window.editing.form()
    form.page.editor("title").setText(ENDLESS)
    # The foot and the right edge of the sleeve keep free of the title.
    image = form.cover.preview.grab().toImage()
    assert "#ffffff" not in {image.pixelColor(x, 186).name() for x in range(image.width())}
    form.save()
    settle(qtbot, window)
    assert form.notice.words().startswith("“word word")
    assert form.notice.words().endswith("…” was added. The form is ready for the next disc.")
    assert len(window.findChild(QLabel, "last_action").accessibleName()) <= 120
    form.hide()
    window._search.set_query("word")
    settle(qtbot, window)
    [shown] = titles(window)
    assert shown.endswith("…")
    assert len(edit(qtbot, window, shown).windowTitle()) < 100
    assert form.page.editor("title").text() == ENDLESS.strip()


def test_a_name_from_right_to_left_keeps_its_sentence_in_order() -> None:
    assert wording.quoted(HEBREW) == f"“\u2068{HEBREW}\u2069”"
    assert wording.quoted("Stalker") == "“Stalker”"
    assert wording.quoted(HEBREW * 100, 10) == f"“\u2068{(HEBREW * 3)[:9]}…\u2069”"


@pytest.mark.parametrize("title", ["x" * 3000, ENDLESS, HEBREW * 700, ""])
def test_a_sleeve_of_any_title_is_drawn(title: str, qtbot: Any) -> None:
    assert not sleeve(title, "1979", "DVD", 92, 132).isNull()
    assert not sleeve(title, "1979", "DVD", 8, 12).isNull()


def test_a_receipt_names_files_not_their_places() -> None:
    problem = Problem(None, None, ENDLESS)
    one = FileReceipt("/home/ana/pages/a.txt", "title_page", read=1, new=1, problems=[problem])
    two = FileReceipt("/home/ana/pages/b.txt", "collection_page", read=1, new=1)
    lines = receipt_lines(Receipt([one, two]))
    assert lines[0] == "a.txt (title page): 1 new"
    assert lines[1].startswith("    word word")
    assert len(lines[1]) <= 300
    assert lines[1].endswith("…")
    assert lines[2] == "b.txt (collection page): 1 new"
    other = FileReceipt("/home/ana/more/b.txt", "collection_page", read=1, new=1)
    assert [line.partition(" ")[0] for line in receipt_lines(Receipt([two, other]))] == [two.path, other.path]
