"""Asked before something goes on which other things hang: discs that somebody has, names that saved searches use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from catalogue.errors import UserError
from catalogue.gui.bus import Bus
from catalogue.gui.dialogs.warning import WarningDialog


def ask_first(bus: Bus, command: Any, go: str, parent: QWidget, run: Callable[[], object]) -> None:
    """Runs at once where nothing hangs on what goes; else says what does, and runs when the person goes on."""
    try:
        # A look at a few rows takes milliseconds; on another thread, an undo could come in between.
        found = bus.collection.hanging(command)
    except UserError as error:
        bus.runner.failed.emit(error)
        return
    if not any(one.asks for one in found):
        run()
        return
    dialog = WarningDialog("losing", "Please look first", "\n".join(one.words for one in found), go, parent)
    dialog.wanted.connect(lambda: run())
    dialog.open()
