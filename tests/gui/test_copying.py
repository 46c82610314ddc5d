"""The copy in plain files follows the window, and never stands in its way."""

import json

from catalogue.collection import Collection, commands
from catalogue.exchange import side_copy
from catalogue.gui import copying
from tests.gui.driving import close, settle


def follow(window, qtbot):
    with qtbot.waitSignal(window.copying.done):
        window.copying.look()


def notes(path):
    found = [side_copy.read_file(file).records[0] for file in sorted(side_copy.folder_of(path).glob("copies/*/*"))]
    return [record["notes"] for record in found]


def test_the_copy_follows_what_is_done_in_the_window(window, qtbot, path):
    follow(window, qtbot)
    assert notes(path) == [None, None, None, "worn"]
    [disc, *_] = window.bus.collection.find("stalker").ids
    window.bus.run(commands.EditRecords((disc,), {"notes": "Bought again."}))
    settle(qtbot, window)
    assert window.copying._quiet.isActive()
    follow(window, qtbot)
    assert notes(path) == ["Bought again.", None, None, "worn"]
    window.bus.undo()
    settle(qtbot, window)
    follow(window, qtbot)
    assert notes(path) == [None, None, None, "worn"]
    assert side_copy.note(window.bus.collection) is None


def test_what_was_changed_last_is_copied_when_the_window_closes(window, qtbot, path):
    [disc, *_] = window.bus.collection.find("stalker").ids
    window.bus.run(commands.EditRecords((disc,), {"notes": "The last word."}))
    settle(qtbot, window)
    close(qtbot, window)
    assert notes(path)[0] == "The last word."


def test_a_long_copy_that_is_cancelled_is_finished_at_the_next_start(open_window, qtbot, path, monkeypatch):
    monkeypatch.setattr(side_copy, "_SLICE", 1)
    monkeypatch.setattr(side_copy, "QUICK", 0)
    monkeypatch.setattr(copying, "_REST", 0.05)
    window = open_window(path)
    window.copying.look()
    qtbot.waitUntil(lambda: window.copying._task.progress[1] > 0)
    window.copying._task.job.cancel()
    qtbot.waitUntil(lambda: window.copying._task.finished)
    assert side_copy.read_mark(side_copy.folder_of(path)).after is not None
    task = window.copying._task
    window.copying.look()
    assert window.copying._task is task
    close(qtbot, window)
    again = open_window(path)
    follow(again, qtbot)
    assert side_copy.note(again.bus.collection) is None


def test_a_copy_that_cannot_be_written_is_said_once_and_disturbs_nothing(window, qtbot, path, monkeypatch):
    def fail(self, file, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(side_copy._Copy, "_replace", fail)
    said = []
    window.copying.said.connect(said.append)
    for number in range(2):
        window.copying.look()
        qtbot.waitUntil(lambda: window.copying._task.finished)
        [disc, *_] = window.bus.collection.find("stalker").ids
        window.bus.run(commands.EditRecords((disc,), {"notes": f"Still works {number}"}))
        settle(qtbot, window)
    assert len(said) == 1
    assert "No space left on device" in said[0]
    assert window.bus.collection.rows([disc], ["notes"])[disc].values["notes"] == "Still works 1"


def test_what_another_program_did_is_copied_too(window, qtbot, path):
    follow(window, qtbot)
    other = Collection.open(path)
    other.run(commands.AddRecord({"title": "From outside"}))
    other.close()
    window.outside.look()
    settle(qtbot, window)
    follow(window, qtbot)
    titles = [
        json.loads(file.read_text("utf-8"))["records"][0]["title"] for file in path.parent.rglob("films/*/*.json")
    ]
    assert "From outside" in titles
