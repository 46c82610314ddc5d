"""What nobody caught is shown with its details, and noted without what belongs to the person."""

from __future__ import annotations

import logging
import sys
import threading
from typing import Any

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from catalogue import log, paths
from catalogue.gui import failures
from catalogue.gui.dialogs.failure import FailureDialog


def dialogs() -> list[FailureDialog]:
    return [top for top in QApplication.topLevelWidgets() if isinstance(top, FailureDialog) and top.isVisible()]


def test_what_nobody_caught_is_shown_once(qtbot: Any, qapp: QApplication, caplog: pytest.LogCaptureFixture) -> None:
    before = sys.excepthook
    hooks = failures.Hooks(qapp)
    try:
        for _ in range(3):
            try:
                raise ValueError("the title of a film")
            except ValueError as error:
                sys.excepthook(type(error), error, error.__traceback__)
        worker = threading.Thread(target=lambda: 1 // 0)
        worker.start()
        worker.join()
        qWarning("something about painting")
        qtbot.waitUntil(lambda: bool(dialogs()))
    finally:
        hooks.remove()
        sys.excepthook = before
    assert len(dialogs()) == 1
    assert "the title of a film" in dialogs()[0].findChild(QPlainTextEdit).toPlainText()
    messages = [record.getMessage() for record in caplog.records]
    assert any(message.startswith("ValueError in test_what_nobody_caught") for message in messages)
    assert any(message.startswith("ZeroDivisionError in <lambda>") for message in messages)
    assert "something about painting" in messages
    assert not any("film" in message for message in messages)
    caplog.clear()
    dialogs()[0].close()


def test_the_log_has_its_file(home: Any) -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        assert log.start()
        logging.getLogger("catalogue").info("started")
    finally:
        for handler in set(root.handlers) - set(before):
            handler.close()
            root.removeHandler(handler)
        root.setLevel(level)
    assert "INFO catalogue: started" in paths.log_file().read_text("utf-8")
