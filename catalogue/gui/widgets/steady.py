"""Boxes and sliders that turn with the wheel only while they have the focus.

Whoever scrolls a page past one means the page, and would change a value without a look at it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSlider, QSpinBox, QWidget


class ComboBox(QComboBox):
    """A list to choose from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _no_focus_by_wheel(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if _is_meant(self, event):
            super().wheelEvent(event)


class SpinBox(QSpinBox):
    """A whole number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _no_focus_by_wheel(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if _is_meant(self, event):
            super().wheelEvent(event)


class Slider(QSlider):
    """A place between two ends."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        _no_focus_by_wheel(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if _is_meant(self, event):
            super().wheelEvent(event)


def _no_focus_by_wheel(widget: QWidget) -> None:
    # Of itself Qt gives the focus to a box when the wheel is turned over it.
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


def _is_meant(widget: QWidget, event: QWheelEvent) -> bool:
    if widget.hasFocus():
        return True
    event.ignore()  # the page around it scrolls
    return False
