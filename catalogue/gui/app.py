"""Opens the window."""

from __future__ import annotations

import signal
import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from catalogue import log, rights
from catalogue.collection import Collection
from catalogue.errors import Damaged, UserError
from catalogue.gui import failures, icons
from catalogue.gui.dialogs.lost import LostDialog
from catalogue.gui.dialogs.waiting import WaitingDialog
from catalogue.gui.instance import Begun, Instance, bring_to_front
from catalogue.gui.main_window import MainWindow
from catalogue.gui.state import WindowState
from catalogue.gui.theme import Scheme, Theme
from catalogue.store import keeping, repair, restore
from catalogue.store.pictures import Pictures

_MOST_LINES = 15  # of what was lost, in the window
_GLANCE = 200  # ms: how long a start that waits asks the window each time


def create_window(path: Path | str, *, new: bool = False) -> MainWindow:
    """The main window of a catalogue, shown; makes the application where there is none. Raises UserError.

    Where a catalogue was and is lost, a `new` one is begun only when that is wished.
    """
    theme = _themed(_application())
    window = MainWindow(Collection.open(Path(path), new=new), theme, WindowState())
    window.show()
    return window


def main(path: Path | str, *, new: bool = False) -> int:
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
    window = _opened(Path(path), new)
    if window is None:
        instance.close()
        return 2
    instance.wanted.connect(partial(bring_to_front, window))
    status = app.exec()
    instance.close()
    hooks.remove()
    del instance, window
    return status


def _opened(path: Path, new: bool) -> MainWindow | None:
    """The window of a catalogue; of one that is lost, after the person said what is to be done. None: it stays shut."""
    while True:
        try:
            return create_window(path, new=new)
        except Damaged as error:
            dialog = LostDialog(error, keeping.newest(path))
            if not dialog.exec():
                return None
            new = dialog.new
            if dialog.repair:
                _repair(path)
            if dialog.file is not None:
                _restore(path, dialog.file)
        except UserError as error:
            QMessageBox.critical(None, "Disc Catalogue", str(error))
            return None


def _repair(path: Path) -> None:
    """Mends a damaged catalogue, and tells what was lost."""
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        done = repair.repair(path)
        wrong = [*done.lost, *done.left]
        more = f"\n… and {len(wrong) - _MOST_LINES:,} more." if len(wrong) > _MOST_LINES else ""
        lines = "\n".join(wrong[:_MOST_LINES]) or "Nothing was lost: all is well again."
        said = f"{lines}{more}\n\nThe file as it was is kept as {done.kept}."
    except UserError as error:
        said = str(error)
    finally:
        QApplication.restoreOverrideCursor()
    box = QMessageBox(QMessageBox.Icon.Information, "Disc Catalogue", said)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()


def _restore(path: Path, file: Path) -> None:
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        restore.restore(path, Pictures(path).folder, file)
        said = None
    except UserError as error:
        said = str(error)
    finally:
        QApplication.restoreOverrideCursor()
    if said is not None:
        QMessageBox.critical(None, "Disc Catalogue", said)


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
