"""Every field by the whole way: typed into the form, saved, shown, found, taken back, brought again, sent elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from catalogue.collection import Collection
from catalogue.exchange import importing, json_export
from catalogue.fields.registry import Field
from catalogue.gui.main_window import MainWindow
from tests.gui.driving import settle, titles
from tests.gui.test_form import EDITABLE, edit, save, typed_for
from tests.queries import query_for


@pytest.mark.parametrize("field", EDITABLE, ids=lambda field: field.key)
def test_what_is_typed_goes_all_the_way(field: Field, qtbot: Any, window: MainWindow, template: Path) -> None:
    collection = window.bus.collection
    form = edit(qtbot, window, "Metropolis")
    [row] = form.ids
    before = collection.record(row).values[field.key]
    editor = form.page.editor(field.key)
    editor.clear()
    QTest.keyClicks(editor, typed_for(field))
    save(qtbot, window)

    value = collection.record(row).values[field.key]
    assert field.kind.format(value) == field.kind.format(field.parse(typed_for(field)))
    window._table.set_columns([("title", 0), (field.key, 0)])
    line = window._table.results.row_of(row)
    assert window._table.results.index(line, 1).data() == field.kind.show(value) != ""

    search = window.findChild(QLineEdit, "search")
    search.clear()
    QTest.keyClicks(search, query_for(field, value))
    settle(qtbot, window)
    shown = collection.record(row).values["title"]
    assert shown in titles(window)
    search.clear()
    settle(qtbot, window)

    for action, expected in (("action_undo", before), ("action_redo", value)):
        window.findChild(QAction, action).trigger()
        settle(qtbot, window)
        assert collection.record(row).values[field.key] == expected

    file = template.with_name(f"{field.key}.json")
    json_export.write(collection, file)
    empty = template.with_name(f"{field.key}.db")
    other = Collection.open(empty)
    importing.run(other, [file])
    arrived = [other.record(one).values for one in other.find("").ids]
    assert value in [values[field.key] for values in arrived if values["title"] == shown]
    other.close()
    for path in (file, empty):
        path.unlink()
    shutil.rmtree(empty.with_name(f"{empty.name}.pictures"), ignore_errors=True)
