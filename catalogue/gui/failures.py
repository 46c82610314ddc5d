"""What becomes of errors: one sentence for a person's, details with a copy button for the program's own."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from catalogue import paths, writing
from catalogue.errors import Cancelled, UserError
from catalogue.gui.dialogs.failure import FailureDialog
from catalogue.gui.widgets.notice import Notice
from catalogue.printable import LogFormatter

_log = logging.getLogger("catalogue")
_qt_log = logging.getLogger("catalogue.qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def show(error: BaseException, notice: Notice) -> None:
    """Tells the person of an error, whatever it is."""
    if isinstance(error, Cancelled):
        notice.say("Cancelled; nothing was changed.", "info")
    elif isinstance(error, UserError):
        notice.say(str(error), "error")
    else:
        log(error)
        FailureDialog("".join(traceback.format_exception(error)), notice.window()).show()


def log(error: BaseException) -> None:
    """Notes where an error happened. Its text is left out: it may hold titles, names and notes of the person."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(
        f"{frame.name} {frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames)
    )
    _log.error("%s in %s", type(error).__name__, places or "an unknown place")


class Hooks(QObject):
    """Catches what nobody else caught, on any thread, for as long as the program runs."""

    _caught = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._dialog: FailureDialog | None = None
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._on_exception
        threading.excepthook = lambda found: self._on_exception(
            found.exc_type, found.exc_value or found.exc_type(), found.exc_traceback
        )
        qInstallMessageHandler(_on_qt_message)

    def remove(self) -> None:
        """Gives everything back: what happens after the window is Python's own business again."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log(error.with_traceback(trace))
        self._caught.emit("".join(traceback.format_exception(kind, error, trace)))

    def _show(self, details: str) -> None:
        # A fault in painting would come again with every frame: one window at a time is enough.
        if self._dialog is None:
            self._dialog = FailureDialog(details)
            self._dialog.finished.connect(self._on_closed)
            self._dialog.show()

    def _on_closed(self) -> None:
        self._dialog = None


def start_log() -> None:
    """Writes the log to its file, which never grows beyond a megabyte. A database of that name is left alone."""
    file = paths.log_file()
    try:
        writing.check(file)
    except UserError:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(file, maxBytes=500_000, backupCount=1, encoding="utf-8", delay=True)
    handler.setFormatter(LogFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s", message)
