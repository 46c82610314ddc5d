"""Looking back and taking back: the history window, old operations, the trash, the settings of the history."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from catalogue import settings
from catalogue.collection import Changes, Forgotten, HistorySize, Plan, commands
from catalogue.fields import dates
from catalogue.gui.bus import Bus
from catalogue.gui.dialogs.history import HistoryWindow
from catalogue.gui.dialogs.revert import RevertDialog
from catalogue.gui.dialogs.settings import ForgetDialog, SettingsDialog
from catalogue.gui.views.trash_bar import TrashBar
from catalogue.jobs import Job


class Retracing(QObject):
    """Owns the dialogs that look back. `said` is what became of a wish, for the notice of the window."""

    said = Signal(str)

    def __init__(self, bus: Bus, window: QWidget) -> None:
        super().__init__(window)
        self._bus = bus
        self._window = window
        self._history: HistoryWindow | None = None
        self.trash = TrashBar()
        self.trash.empty_wanted.connect(self.empty_trash)
        self.trash.old_wanted.connect(lambda: self.empty_trash(old=True))

    def show_history(self, operation_id: int | None = None) -> None:
        """Opens the history, at one operation if one is named."""
        if self._history is None:
            self._history = HistoryWindow(self._bus, self._window)
            self._history.revert_wanted.connect(self.revert)
            self._history.destroyed.connect(self._forget_window)
        self._history.show()
        self._history.raise_()
        self._history.activateWindow()
        if operation_id is not None:
            self._history.show_operation(operation_id)

    def revert(self, operation_id: int) -> None:
        """Takes an operation back; asks only where something was changed since."""
        collection = self._bus.collection
        self._bus.runner.read(lambda _: collection.revert_plan(operation_id), self._on_plan, label="Looking back")

    def empty_trash(self, old: bool = False) -> None:
        """Removes what is in the trash, or only what is old by the settings; undo brings it back."""
        older_than = dates.days_ago(settings.get(settings.TRASH_DAYS)) if old else None

        def done(changes: Changes) -> None:
            kept = "".join(f" {words} It stays until it is back." for words in changes.result.kept)
            self.said.emit(
                f"{changes.label}. Undo brings it back; the disk gets its room when the history is forgotten.{kept}"
            )

        self._bus.run(commands.EmptyTrash(older_than), done)

    def show_settings(self) -> None:
        """Opens the settings."""
        dialog = SettingsDialog(self._window)
        dialog.forget_wanted.connect(self._ask_to_forget)
        dialog.accepted.connect(self.trash.refresh)
        dialog.open()
        self._measure()

    def _measure(self) -> None:
        collection = self._bus.collection

        def show(size: HistorySize) -> None:
            dialog = self._window.findChild(SettingsDialog)
            if dialog is not None:
                dialog.show_size(size)

        self._bus.runner.read(lambda _: collection.history_size(), show)

    def _on_plan(self, plan: Plan) -> None:
        if plan.kept:
            dialog = RevertDialog(plan, self._history or self._window)
            dialog.wanted.connect(lambda keys: self._revert(plan, keys))
            dialog.open()
        elif plan.empty:
            self.said.emit("Everything is as it was before that already.")
        else:
            self._revert(plan, [])

    def _revert(self, plan: Plan, keys: list[str]) -> None:
        command = commands.RevertOperation(plan.operation.id, frozenset(keys))
        collection = self._bus.collection
        self._bus.runner.change(lambda job: collection.run(command, job=job), label="Taking back")

    def _ask_to_forget(self, days: int) -> None:
        dialog = ForgetDialog(days, self._window)
        dialog.wanted.connect(lambda: self._forget(days))
        dialog.open()

    def _forget(self, days: int) -> None:
        collection = self._bus.collection
        before = dates.days_ago(days) if days else None

        def work(job: Job) -> Forgotten:
            return collection.forget_history(before, job)

        def done(forgotten: Forgotten) -> None:
            self.said.emit(forgotten.words())
            self._measure()

        self._bus.runner.change(work, done, label="Forgetting the history")

    def _forget_window(self) -> None:
        self._history = None
