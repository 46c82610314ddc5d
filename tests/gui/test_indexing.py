from catalogue.collection import Collection, commands
from catalogue.exchange import json_export
from catalogue.gui import indexing
from catalogue.store import listing
from tests.gui.driving import settle

TEXT = {"kind": "summary", "author": None, "heading": None, "text": "Nobody expects it."}


def test_texts_that_an_import_left_for_later_are_indexed_and_found(window, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(listing, "AT_ONCE", 2)
    monkeypatch.setattr(indexing, "_MANY", 2)
    other = Collection.open(tmp_path / "other.db")
    for number in range(4):
        other.run(commands.AddRecord({"title": f"Film {number}", "texts": [TEXT]}))
    json_export.write(other, tmp_path / "films.json")
    other.close()
    window.searching.search("expects")
    settle(qtbot, window)
    assert len(window._table.results.ids()) == 0
    window.importing.files([tmp_path / "films.json"])
    qtbot.waitUntil(lambda: len(window._table.results.ids()) == 4)
    assert window.bus.collection.behind() == 0


def test_texts_left_by_another_program_are_indexed_when_the_window_opens(open_window, qtbot, path, monkeypatch):
    monkeypatch.setattr(listing, "AT_ONCE", 0)
    collection = Collection.open(path)
    collection.run(commands.AddRecord({"title": "Film", "texts": [TEXT]}))
    assert collection.behind() > 0
    collection.close()
    window = open_window(path)
    qtbot.waitUntil(lambda: window.bus.collection.behind() == 0)
