"""The window's way to the collection: commands go in, changes come out as a signal on the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from catalogue.collection import Changes, Collection
from catalogue.errors import UserError
from catalogue.gui.runner import Failed, Runner, Task


class Bus(QObject):
    """Owns the open collection and the runner of one window. Views react to `changed` and to nothing else."""

    fields_changed = Signal(object)  # Vocabulary; comes before `changed`
    changed = Signal(object)  # Changes
    _heard = Signal(object)

    def __init__(self, collection: Collection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.collection = collection
        self.fields = collection.fields()
        self.runner = Runner(self)
        self.last_operation: int | None = None
        self._closed = False
        # The collection calls on the thread that made the change; the queue brings it to the window's thread.
        self._heard.connect(self._forward, Qt.ConnectionType.QueuedConnection)
        self._stop = collection.listen(self._heard.emit)

    def run(self, command: Any, done: Callable[[Changes], object] | None = None, failed: Failed | None = None) -> Task:
        """Runs a command in its turn; `done` gets its changes after all views have heard of them."""
        return self.runner.change(lambda job: self.collection.run(command), done, failed)

    def undo(self) -> Task:
        """Takes the last operation back."""
        return self.runner.change(lambda job: self.collection.undo())

    def redo(self) -> Task:
        """Makes the operation that was taken back again."""
        return self.runner.change(lambda job: self.collection.redo())

    def close(self) -> None:
        """Waits for work under way, then closes the collection."""
        if self._closed:
            return
        self._closed = True
        self.runner.close()
        self._stop()
        self.collection.close()

    def _forward(self, changes: Changes) -> None:
        if not self._closed:
            self.last_operation = changes.operation
            self._look_at_fields()
            self.changed.emit(changes)

    def _look_at_fields(self) -> None:
        try:
            fields = self.collection.fields()
        except UserError:
            # The file is gone or locked: whoever asks for records is told.
            return
        if fields is not self.fields:
            self.fields = fields
            self.fields_changed.emit(fields)
