"""Driving the window as a person does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from catalogue.gui.main_window import MainWindow

Open = Callable[..., MainWindow]

PAGE = """The Mirror

Mosfilm (Mar 07, 1975)
DVD
US - G
4006381333931
Drama
USSR | Russian | Color | 01:46

Margarita Terekhova
Maria
Oleg Yankovsky
Father

Personal
Location
Attic
Tags
dreams
"""


def settle(qtbot: Any, window: MainWindow) -> None:
    """Waits until the window has all answers that it asked for."""
    quiet = 0

    def idle() -> bool:
        nonlocal quiet
        quiet = 0 if window.bus.runner.busy() or window.waiting() else quiet + 1
        return quiet > 3

    qtbot.waitUntil(idle, timeout=10_000)


def close(qtbot: Any, window: MainWindow) -> None:
    """Closes a window; what is being edited in it is thrown away."""
    form = window.findChild(QWidget, "form")
    if form is not None and form.isVisible():
        form._discard(form.hide)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())


def titles(window: MainWindow) -> list[str]:
    """The first column of the table."""
    model = window.findChild(QWidget, "results").model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def choose(window: MainWindow, title: str) -> None:
    """Selects the row of a title, and no other."""
    results = window.findChild(QWidget, "results")
    # Qt remembers the Ctrl of an earlier key in a test, and `selectRow` would add to the selection.
    results.clearSelection()
    results.selectRow(titles(window).index(title))
