"""A line of words with links in them, in the colours of the palette of the moment."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget


class LinkLabel(QLabel):
    """Links carry no underline: their colour and the pointing hand say what they are, as in the pages below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._html = ""
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_html(self, html: str) -> None:
        """Shows words with links."""
        self._html = html
        color = self.palette().color(QPalette.ColorRole.Link).name()
        self.setText(html.replace("<a ", f'<a style="text-decoration: none; color: {color}" '))

    def html(self) -> str:
        """The words with links as they were given."""
        return self._html

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._html:
            self.set_html(self._html)
