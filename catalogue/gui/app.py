"""Opens the window."""

from __future__ import annotations

import signal
import sys
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMessageBox

from catalogue.collection import Collection
from catalogue.errors import UserError
from catalogue.gui import failures, icons
from catalogue.gui.instance import Instance, bring_to_front
from catalogue.gui.main_window import MainWindow
from catalogue.gui.state import WindowState
from catalogue.gui.theme import Scheme, Theme


def create_window(path: Path | str) -> MainWindow:
    """The main window of a catalogue, shown; makes the application where there is none. Raises UserError."""
    app = _application()
    state = WindowState()
    theme = app.findChild(Theme)
    if not isinstance(theme, Theme):
        stored = state.text("window/scheme", Scheme.SYSTEM)
        theme = Theme(app, Scheme(stored) if stored in list(Scheme) else Scheme.SYSTEM)
    window = MainWindow(Collection.open(Path(path)), theme, state)
    window.show()
    return window


def main(path: Path | str) -> int:
    """Opens the window of a catalogue and returns the program's exit status when it was closed.

    Where that catalogue has its window already, that one comes to the front, and this start is done.
    """
    app = _application()
    instance = Instance(Path(path))
    if not instance.begin():
        return 0
    failures.start_log()
    hooks = failures.Hooks(app)
    # Ctrl+C in the terminal ends the program; the catalogue is safe, every change is one transaction.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        window = create_window(path)
    except UserError as error:
        instance.close()
        QMessageBox.critical(None, "Disc Catalogue", str(error))
        return 2
    instance.wanted.connect(partial(bring_to_front, window))
    status = app.exec()
    instance.close()
    hooks.remove()
    del instance, window
    return status


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("disc-catalogue")
    app.setApplicationDisplayName("Disc Catalogue")
    app.setDesktopFileName("disc-catalogue")
    app.setWindowIcon(icons.program_icon())
    return app
