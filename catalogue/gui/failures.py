"""What becomes of errors: one sentence for a person's, details with a copy button for the program's own."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from catalogue import log
from catalogue.errors import Cancelled, UserError
from catalogue.gui.dialogs.failure import FailureDialog
from catalogue.gui.widgets.notice import Notice

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
        log.note(error)
        FailureDialog("".join(traceback.format_exception(error)), notice.window()).show()


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
        log.note(error.with_traceback(trace))
        self._caught.emit("".join(traceback.format_exception(kind, error, trace)))

    def _show(self, details: str) -> None:
        # A fault in painting would come again with every frame: one window at a time is enough.
        if self._dialog is None:
            self._dialog = FailureDialog(details)
            self._dialog.finished.connect(self._on_closed)
            self._dialog.show()

    def _on_closed(self) -> None:
        self._dialog = None


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s", message)
