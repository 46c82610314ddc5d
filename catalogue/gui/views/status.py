"""The line at the bottom: what was done last and its undo, how long work goes on, how many discs are shown."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from catalogue.gui.runner import Runner, Task
from catalogue.gui.widgets.link_label import LinkLabel
from catalogue.gui.wording import short

_SECONDS = 8
_MOST = 120  # letters of what was done
_PATIENCE = 0.6  # seconds of work before a progress bar appears


class StatusLine(QStatusBar):
    """Polls the work under way five times a second while there is any."""

    undo_wanted = Signal()

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._tasks: list[Task] = []
        self._done = LinkLabel()
        self._done.setObjectName("last_action")
        self._done.setContentsMargins(8, 0, 0, 0)
        self._done.setWordWrap(False)
        self._done.linkActivated.connect(lambda _: self.undo_wanted.emit())
        self._word = QLabel()
        self._word.setObjectName("word")
        self._word.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._what = QLabel()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(140)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self._cancel = QPushButton("Cancel")
        self._cancel.setAutoDefault(False)
        self._cancel.clicked.connect(self._cancel_work)
        self.count = QLabel()
        self.count.setObjectName("count")
        self.count.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.count.setContentsMargins(8, 0, 10, 0)
        self.addWidget(self._done, 1)
        for widget in (self._word, self._what, self._bar, self._cancel):
            self.addPermanentWidget(widget)
            widget.hide()
        self.addPermanentWidget(self.count)
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(_SECONDS * 1000)
        self._fade.timeout.connect(self._word.hide)
        self._poll = QTimer(self)
        self._poll.setInterval(200)
        self._poll.timeout.connect(self._show_work)
        runner.started.connect(self._on_started)
        runner.ended.connect(self._on_ended)

    def show_action(self, label: str, undoable: bool) -> None:
        """Says what was done, with a link that takes it back."""
        label = short(label, _MOST)
        text = label.replace("&", "&amp;").replace("<", "&lt;")
        self._done.set_html(f'{text} · <a href="undo">Undo</a>' if undoable else text)
        self._done.setAccessibleName(label)

    def say(self, words: str) -> None:
        """Says for some seconds what was done behind the work; what a person did last stays beside it."""
        self._word.setText(words)
        self._word.show()
        self._fade.start()

    def show_count(self, shown: int, everything: int, whole: bool = True) -> None:
        """Says how many of all rows the table shows, and whether texts are still being looked through."""
        count = f"{shown:,} of {everything:,}" if shown != everything else _number(shown)
        self.count.setText(count if whole else f"{count} by title or name, looking through texts …")

    def _on_started(self, task: Task) -> None:
        self._tasks.append(task)
        self._poll.start()

    def _on_ended(self, task: Task) -> None:
        self._tasks.remove(task)
        if not self._tasks:
            self._poll.stop()
        self._show_work()

    def _show_work(self) -> None:
        late = [task for task in self._tasks if monotonic() - task.started >= _PATIENCE]
        for widget in (self._what, self._bar, self._cancel):
            widget.setVisible(bool(late))
        if not late:
            return
        task = late[0]
        done, total, what = task.progress
        self._what.setText(f"{what or task.label} {done:,} of {total:,}" if total else task.label)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._cancel.setEnabled(not task.dropped)
        self._cancel.setAccessibleName(f"Cancel: {task.label}")

    def _cancel_work(self) -> None:
        if self._tasks:
            self._tasks[0].job.cancel()
            self._cancel.setEnabled(False)


def _number(count: int) -> str:
    return "1 entry" if count == 1 else f"{count:,} entries"
