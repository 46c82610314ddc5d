"""What the window keeps for itself between two starts: sizes, columns, order, the last search."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from catalogue import paths


class WindowState:
    """A thin, typed layer over an ini file of our own (Qt's default place ignores the user's home override)."""

    def __init__(self) -> None:
        file = paths.window_state_file()
        with suppress(OSError):  # where nothing can be kept, the window begins with what it was made with
            file.parent.mkdir(parents=True, exist_ok=True)
        self._file = QSettings(str(file), QSettings.Format.IniFormat)

    def text(self, name: str, default: str = "") -> str:
        """A stored text."""
        value = self._file.value(name, default)
        return value if isinstance(value, str) else default

    def texts(self, name: str, default: list[str]) -> list[str]:
        """A stored list of texts."""
        value = self._file.value(name, None)
        # QSettings gives a list of one element back as that element.
        if isinstance(value, str):
            return [value]
        return [str(part) for part in value] if isinstance(value, list) else list(default)

    def data(self, name: str) -> QByteArray | None:
        """Stored bytes as Qt's saveState made them."""
        value = self._file.value(name, None)
        return value if isinstance(value, QByteArray) else None

    def put(self, name: str, value: Any) -> None:
        """Stores a text, a list of texts or bytes."""
        self._file.setValue(name, value)

    def save(self) -> None:
        """Writes what was stored to disk now."""
        self._file.sync()
