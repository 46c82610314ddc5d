"""What today's readers find in the stored pages that those of then did not; nothing is changed before Apply."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from catalogue.exchange.rereading import Rereading

_HEADS = ("Page", "Field", "Stored", "Read today")


class RereadDialog(QDialog):
    """Emits `apply_wanted`. What a person typed or chose stays in force whatever the readers find."""

    apply_wanted = Signal()

    def __init__(self, found: Rereading, names: dict[int, str], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("reread")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Read pages again")
        pages, facts = len(found.drafts), len(found.differences)
        heading = QLabel(
            f"{_count(facts, 'difference')} in {_count(pages, 'page')}. "
            "Nothing is changed yet; what you typed or chose stays as it is in any case."
        )
        heading.setWordWrap(True)
        font = QFont(heading.font())
        font.setBold(True)
        heading.setFont(font)
        table = QTableWidget(facts, len(_HEADS))
        table.setObjectName("reread.differences")
        table.setAccessibleName("What would change")
        table.setHorizontalHeaderLabels(_HEADS)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 9)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for row, difference in enumerate(found.differences):
            label, old, new = difference.words()
            for column, text in enumerate((names.get(difference.document_id, "A page"), label, old, new)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                table.setItem(row, column, item)
        for column, width in enumerate((200, 190, 190)):
            table.setColumnWidth(column, width)
        header.setSectionResizeMode(len(_HEADS) - 1, QHeaderView.ResizeMode.Stretch)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        apply = QPushButton("&Apply")
        apply.setObjectName("reread.apply")
        apply.clicked.connect(self._apply)
        buttons.addButton(apply, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column_ = QVBoxLayout(self)
        column_.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column_.setSpacing(10)
        column_.addWidget(heading)
        column_.addWidget(table, 1)
        column_.addWidget(buttons)
        self.resize(860, 460)

    def _apply(self) -> None:
        self.apply_wanted.emit()
        self.accept()


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
