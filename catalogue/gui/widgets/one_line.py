"""Keeps an editor of one line to one line, however a text comes into it: pasted, dropped or put in."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject
from PySide6.QtGui import QValidator

_BREAKS = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


class OneLine(QValidator):
    """Accepts every text and joins its lines with blanks; what is on one line already stays as it is."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    def validate(self, text: str, position: int) -> object:
        if _BREAKS.search(text):
            before = _BREAKS.sub(" ", text[:position]).lstrip()
            text = _BREAKS.sub(" ", text).strip()
            position = min(len(before), len(text))
        return QValidator.State.Acceptable, text, position
