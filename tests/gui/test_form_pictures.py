"""Front, back and disc: chosen, dropped and pasted, turned and cropped, and back to what they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest

from catalogue.gui.dialogs.crop import CropDialog
from catalogue.gui.forms.window import FormWindow
from catalogue.gui.main_window import MainWindow
from tests.gui.driving import choose, settle


def edit(qtbot: Any, window: MainWindow, title: str) -> FormWindow:
    choose(window, title)
    settle(qtbot, window)
    window.editing.edit()
    form = window.editing.form()
    settle(qtbot, window)
    return form


def file(folder: Path, name: str, width: int = 60, height: int = 90) -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkRed)
    path = folder / name
    assert image.save(str(path))
    return path


def pictures_of(window: MainWindow) -> dict[str, str]:
    return window.bus.collection.record(window.editing.form().ids[0]).pictures


def save(qtbot: Any, window: MainWindow) -> None:
    window.editing.form().save()
    settle(qtbot, window)


def test_front_back_and_disc(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    form = edit(qtbot, window, "Metropolis")
    for number, role in enumerate(("front", "back", "disc")):
        form.cover.choose_role(role)
        form.cover._read_file(file(tmp_path, f"{role}.png", 60 + number))
    form.page.editor("owner").setText("Ann")
    save(qtbot, window)
    assert sorted(pictures_of(window)) == ["back", "disc", "front"]
    # One save is one step back.
    window.bus.undo()
    settle(qtbot, window)
    assert pictures_of(window) == {}
    assert window.bus.collection.record(form.ids[0]).values["owner"] != "Ann"
    window.bus.redo()
    settle(qtbot, window)
    form.close()
    form = edit(qtbot, window, "Metropolis")
    named = [tab.accessibleName() for tab in form.cover._tabs.buttons()]
    assert named == ["Picture of the front cover", "Picture of the back cover", "Picture of the disc"]
    form.cover.choose_role("back")
    form.cover.remove()
    save(qtbot, window)
    assert sorted(pictures_of(window)) == ["disc", "front"]


def test_a_dropped_picture_goes_where_one_looks(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    form = edit(qtbot, window, "Metropolis")
    form.cover.choose_role("disc")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file(tmp_path, "a.png")))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    form.cover.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, left, none))
    assert list(form.cover.changes()) == ["disc"]


def test_a_turned_picture_keeps_its_original(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    form = edit(qtbot, window, "Metropolis")
    form.cover._read_file(file(tmp_path, "a.png"))
    save(qtbot, window)
    first = pictures_of(window)["front"]
    form.cover.turn()
    settle(qtbot, window)
    form.cover.turn()
    settle(qtbot, window)
    form.cover.turn()
    settle(qtbot, window)
    assert form.cover._slot.shown.size().toTuple() == (90, 60)
    save(qtbot, window)
    stored = pictures_of(window)
    assert stored["front original"] == first
    assert stored["front"] != first
    form.close()
    form = edit(qtbot, window, "Metropolis")
    assert form.cover._back.isEnabled()
    form.cover.take_original()
    save(qtbot, window)
    assert pictures_of(window) == {"front": first}


def test_a_picture_is_cropped_by_keys_and_by_drawing(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    form = edit(qtbot, window, "Metropolis")
    form.cover._read_file(file(tmp_path, "a.png", 100, 100))
    form.cover.crop()
    dialog = form.findChild(CropDialog)
    for _ in range(10):
        QTest.keyClick(dialog.frame, Qt.Key.Key_Right)
        QTest.keyClick(dialog.frame, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert [round(share, 2) for share in dialog.frame.box()] == [0.1, 0.0, 1.0, 0.9]
    dialog.accept()
    settle(qtbot, window)
    assert form.cover._slot.shown.size().toTuple() == (90, 90)
    form.cover.crop()
    dialog = form.findChildren(CropDialog)[-1]
    area = dialog.frame._area()
    start, end = area.topLeft().toPoint(), area.center().toPoint()
    QTest.mousePress(dialog.frame, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(dialog.frame, end)
    QTest.mouseRelease(dialog.frame, Qt.MouseButton.LeftButton, pos=end + QPoint(0, 0))
    left, top, right, bottom = dialog.frame.box()
    assert (left, top) == (0, 0)
    assert abs(right - 0.5) < 0.02
    assert abs(bottom - 0.5) < 0.02
    dialog.reject()


def test_the_details_show_one_picture_after_the_other(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    form = edit(qtbot, window, "Metropolis")
    for role in ("front", "disc"):
        form.cover.choose_role(role)
        form.cover._read_file(file(tmp_path, f"{role}.png"))
    save(qtbot, window)
    form.close()
    settle(qtbot, window)
    cover = window._detail._cover
    assert cover.accessibleName() == "Front cover of Metropolis"
    QTest.keyClick(cover, Qt.Key.Key_Space)
    settle(qtbot, window)
    assert cover.accessibleName() == "Disc of Metropolis"
    QTest.mouseClick(cover, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert cover.accessibleName() == "Front cover of Metropolis"
