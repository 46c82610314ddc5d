"""A start whose catalogue is gone or damaged asks what is to be done, and does that."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QPushButton

from catalogue.collection import Collection
from catalogue.collection.commands import AddRecord
from catalogue.gui import app
from catalogue.gui.dialogs.lost import LostDialog


@pytest.fixture
def lost(tmp_path: Path) -> Path:
    """The place of a catalogue that is gone, with a backup of it."""
    path = tmp_path / "films.db"
    collection = Collection.open(path)
    collection.run(AddRecord({"title": "Amber"}))
    collection.back_up(tmp_path / "films-2026-03-12-101500.backup.zip")
    collection.close()
    path.unlink()
    (tmp_path / "films.db.pictures").mkdir()
    (tmp_path / "films.db.pictures" / "catalogue").write_text("x")
    return path


def answer(monkeypatch: Any, name: str) -> list[str]:
    """Presses a button of the question as soon as it is asked. Returns what it said."""
    said: list[str] = []

    def press(dialog: LostDialog) -> int:
        label = dialog.findChild(QLabel, "lost.words")
        said.append(label.text())
        button = dialog.findChild(QPushButton, f"lost.{name}")
        assert button is not None
        button.click()
        return dialog.result()

    monkeypatch.setattr(LostDialog, "exec", press)
    return said


def discs(window: Any) -> list[str]:
    collection = window.bus.collection
    found = collection.find("").ids
    return [row.values["title"] for row in collection.rows(found, ["title"]).values()]


def test_the_newest_backup_is_restored(qtbot: Any, lost: Path, monkeypatch: Any) -> None:
    said = answer(monkeypatch, "restore")
    window = app._opened(lost, False)
    assert window is not None
    qtbot.addWidget(window)
    assert discs(window) == ["Amber"]
    assert len(said) == 1
    assert said[0].startswith(f"{lost} is not there, but a catalogue was")
    assert "The newest good backup is films-2026-03-12-101500.backup.zip: 1 film, 1 disc" in said[0]
    window.close()


def test_a_new_one_is_begun_on_purpose(qtbot: Any, lost: Path, monkeypatch: Any) -> None:
    answer(monkeypatch, "new")
    window = app._opened(lost, False)
    assert window is not None
    qtbot.addWidget(window)
    assert discs(window) == []
    window.close()


def test_closing_leaves_everything(qtbot: Any, lost: Path, monkeypatch: Any) -> None:
    answer(monkeypatch, "close")
    assert app._opened(lost, False) is None
    assert not lost.exists()


def test_a_damaged_one_offers_no_new_one(qtbot: Any, lost: Path) -> None:
    lost.write_bytes(b"\xaa" * 5000)
    with pytest.raises(app.Damaged) as error:
        Collection.open(lost)
    dialog = LostDialog(error.value, None)
    qtbot.addWidget(dialog)
    assert dialog.findChild(QPushButton, "lost.new") is None
    assert dialog.findChild(QPushButton, "lost.restore") is None
    dialog.findChild(QPushButton, "lost.choose").click()
    picker = dialog.findChild(QFileDialog, "lost.file")
    picker.filesSelected.emit(["/elsewhere/b.zip"])
    picker.reject()
    assert dialog.file == Path("/elsewhere/b.zip")


def test_a_damaged_one_is_mended_and_what_was_lost_is_said(qtbot: Any, tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "films.db"
    collection = Collection.open(path)
    collection.run(AddRecord({"title": "Amber"}))
    collection.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE loan")
        connection.commit()
    said = answer(monkeypatch, "repair")
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.text()))
    window = app._opened(path, False)
    assert window is not None
    qtbot.addWidget(window)
    assert discs(window) == ["Amber"]
    assert said[0].startswith(f"{path} is damaged: the table loan is missing; nothing was changed.")
    assert told == [f"The table loan is gone.\n\nThe file as it was is kept as {path}.damaged."]
    window.close()
