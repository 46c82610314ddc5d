"""What stands in place of an empty table: how to begin, or that nothing matches."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QCommandLinkButton, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from catalogue.gui import icons
from catalogue.gui.wording import quoted


class StartPage(QWidget):
    """The three ways to begin."""

    add_wanted = Signal()
    import_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start")
        column = _centred(self, 440)
        heading = _label("Your catalogue is empty", 1.5, bold=True)
        column.addWidget(heading)
        column.addWidget(
            _label("Everything stays in one file on this computer. Begin with any of these:", 1, quiet=True)
        )
        column.addSpacing(10)
        ways = (
            ("scan-barcode", "Scan or add a disc", "Scan its barcode, or type its title", self.add_wanted),
            (
                "import",
                "Import files",
                "Saved pages or another catalogue; you can also drop them on this window",
                self.import_wanted,
            ),
            (
                "library-big",
                "Open the sample collection",
                "Look around first; one click takes it away",
                self.sample_wanted,
            ),
        )
        self.ways: list[QCommandLinkButton] = []
        for icon, title, text, signal in ways:
            button = QCommandLinkButton(title, text)
            button.setIcon(icons.icon(icon, QPalette.ColorRole.Accent))
            button.setIconSize(QSize(26, 26))
            button.setAccessibleName(title)
            button.setAccessibleDescription(text)
            button.clicked.connect(signal)
            column.addWidget(button)
            self.ways.append(button)
        column.addStretch(2)


class NothingPage(QWidget):
    """Says that no disc matches."""

    clear_wanted = Signal()
    query_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nothing")
        column = _centred(self, 440)
        self._heading = _label("No disc matches", 1.3, bold=True)
        self._why = _label("", 1, quiet=True)
        clear = QPushButton("Clear the search")
        clear.clicked.connect(self.clear_wanted)
        column.addWidget(self._heading)
        column.addWidget(self._why)
        self._meant = QWidget()
        self._others = QVBoxLayout(self._meant)
        self._others.setContentsMargins(0, 4, 0, 4)
        self._meant.hide()
        column.addWidget(self._meant)
        column.addSpacing(6)
        column.addWidget(clear, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(2)

    def show_query(self, query: str, in_trash: bool) -> None:
        """Says for which search nothing was found."""
        self._heading.setText("The trash is empty" if in_trash else "No disc matches")
        self._why.setText("" if in_trash else f"Nothing in the catalogue fits {quoted(query, 200)}.")
        self._why.setVisible(not in_trash)
        self.show_meant([])

    def show_meant(self, queries: Sequence[str]) -> None:
        """Offers other searches that find something."""
        while (item := self._others.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if queries:
            self._others.addWidget(_label("Did you mean", 1, quiet=True))
        for query in queries:
            button = QPushButton(query.replace("&", "&&"))
            button.setAccessibleName(f"Search for {query}")
            button.clicked.connect(lambda _=False, query=query: self.query_wanted.emit(query))
            self._others.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._meant.setVisible(bool(queries))


def _centred(page: QWidget, width: int) -> QVBoxLayout:
    page.setAutoFillBackground(True)
    page.setBackgroundRole(QPalette.ColorRole.Base)
    inner = QWidget()
    # As wide as is good to read; in a narrow window its words wrap.
    inner.setMaximumWidth(width)
    inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    column = QVBoxLayout(inner)
    column.setContentsMargins(24, 24, 24, 24)
    column.setSpacing(8)
    column.addStretch(1)
    outer = QHBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addStretch()
    outer.addWidget(inner, 1)
    outer.addStretch()
    return column


def _label(text: str, scale: float, bold: bool = False, quiet: bool = False) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    font = QFont(label.font())
    font.setPointSizeF(font.pointSizeF() * scale)
    font.setBold(bold)
    label.setFont(font)
    if quiet:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
