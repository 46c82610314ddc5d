"""Opens the window."""

from __future__ import annotations

import signal
import sys
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMessageBox

from catalogue import log, rights
from catalogue.collection import Collection
from catalogue.errors import UserError
from catalogue.gui import failures, icons
from catalogue.gui.dialogs.waiting import WaitingDialog
from catalogue.gui.instance import Begun, Instance, bring_to_front
from catalogue.gui.main_window import MainWindow
from catalogue.gui.state import WindowState
from catalogue.gui.theme import Scheme, Theme

_GLANCE = 200  # ms: how long a start that waits asks the window each time


def create_window(path: Path | str) -> MainWindow:
    """The main window of a catalogue, shown; makes the application where there is none. Raises UserError."""
    theme = _themed(_application())
    window = MainWindow(Collection.open(Path(path)), theme, WindowState())
    window.show()
    return window


def main(path: Path | str) -> int:
    """Opens the window of a catalogue and returns the program's exit status when it was closed.

    Where that catalogue has its window already, that one comes to the front, and this start is done.
    """
    app = _application()
    _themed(app)
    instance = Instance(Path(path))
    begun = instance.begin()
    if begun is Begun.HANGING:
        begun = _wait(instance, Path(path))
    if begun is not Begun.FIRST:
        return 0 if begun is Begun.SHOWN else 2
    log.start()
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


def _wait(instance: Instance, path: Path) -> Begun:
    """Tells of a window that does not answer, and waits for it or for the person's word."""
    print(f"{path} is open in a window that does not answer.", file=sys.stderr)
    found = Begun.HANGING

    def look() -> bool:
        nonlocal found
        found = instance.begin(_GLANCE)
        return found is not Begun.HANGING

    dialog = WaitingDialog(path, look)
    dialog.exec()
    if dialog.opens:
        instance.listen()
        return Begun.FIRST
    return found


def _themed(app: QApplication) -> Theme:
    found = app.findChild(Theme)
    if isinstance(found, Theme):
        return found
    stored = WindowState().text("window/scheme", Scheme.SYSTEM)
    return Theme(app, Scheme(stored) if stored in list(Scheme) else Scheme.SYSTEM)


def _application() -> QApplication:
    rights.begin()
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("disc-catalogue")
    app.setApplicationDisplayName("Disc Catalogue")
    app.setDesktopFileName("disc-catalogue")
    app.setWindowIcon(icons.program_icon())
    return app
