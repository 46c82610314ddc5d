"""Said at a start whose catalogue has a window that does not answer: it waits for it, or goes on without it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer

from catalogue.gui.dialogs.question import Question
from catalogue.gui.wording import quoted

_PAUSE = 1000  # ms between two looks


class WaitingDialog(Question):
    """Asks again and again whether the window answers or is gone, until it does or the person decides.

    `look` says that the waiting has an end. The dialog is accepted then, and by "Open another window".
    """

    def __init__(self, catalogue: Path, look: Callable[[], bool]) -> None:
        words = (
            f"{quoted(catalogue.name)} is open in another window that does not answer. It may be busy.\n\n"
            "Waiting for it: it comes to the front when it answers, and the catalogue opens here when it is gone."
            " You can also open another window now. Nothing is lost by it: each of the two sees what the other one"
            " saves."
        )
        super().__init__("waiting", "Disc Catalogue", words)
        self._look = look
        self.opens = False
        self.offer("open", "&Open another window", self._open)
        self.leave("stop", "&Stop waiting")
        self.fit(440)
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._ask)
        self._timer.start()

    def _ask(self) -> None:
        if self._look():
            self.accept()

    def _open(self) -> None:
        self.opens = True
        self.accept()
