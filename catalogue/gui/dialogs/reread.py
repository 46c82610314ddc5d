"""What today's readers find in the stored pages that those of then did not; nothing is changed before Apply."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from catalogue.exchange.rereading import Rereading
from catalogue.gui.widgets.look import as_list, heading
from catalogue.gui.wording import counted

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
        words = heading(
            f"{counted(facts, 'difference')} in {counted(pages, 'page')}. "
            "Nothing is changed yet; what you typed or chose stays as it is in any case."
        )
        table = QTableWidget(facts, len(_HEADS))
        table.setObjectName("reread.differences")
        table.setAccessibleName("What would change")
        table.setHorizontalHeaderLabels(_HEADS)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        as_list(table)
        for row, difference in enumerate(found.differences):
            label, old, new = difference.words()
            for column, text in enumerate((names.get(difference.document_id, "A page"), label, old, new)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                table.setItem(row, column, item)
        for column, width in enumerate((200, 190, 190)):
            table.setColumnWidth(column, width)
        table.horizontalHeader().setSectionResizeMode(len(_HEADS) - 1, QHeaderView.ResizeMode.Stretch)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        apply = QPushButton("&Apply")
        apply.setObjectName("reread.apply")
        apply.clicked.connect(self._apply)
        buttons.addButton(apply, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        layout.setSpacing(10)
        layout.addWidget(words)
        layout.addWidget(table, 1)
        layout.addWidget(buttons)
        self.resize(860, 460)

    def _apply(self) -> None:
        self.apply_wanted.emit()
        self.accept()
