"""A page of HTML that the program made: the only things that are drawn in it besides words are stars."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser

from catalogue.gui.widgets import stars


class Browser(QTextBrowser):
    """Shows a page and says which link was clicked. Nothing is loaded, neither from the disk nor from the network.

    `stars:7.5` is the picture of a rating.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """The stars of a rating, in the colours and the size of the text."""
        url = QUrl(name)
        if url.scheme() == "stars":
            return stars.picture(float(url.path()), self.fontMetrics().height() - 3, self.palette())
        # Without an answer Qt looks for a file of that name.
        blank = QImage(1, 1, QImage.Format.Format_ARGB32)
        blank.fill(Qt.GlobalColor.transparent)
        return blank if kind == QTextDocument.ResourceType.ImageResource.value else QByteArray()
