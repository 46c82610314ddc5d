"""What a person may set for the whole program, and how large the history of this catalogue is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from catalogue import settings
from catalogue.collection import HistorySize
from catalogue.errors import UserError
from catalogue.gui.dialogs.warning import WarningDialog
from catalogue.gui.widgets.look import heading
from catalogue.gui.widgets.steady import ComboBox, SpinBox
from catalogue.settings import SETTINGS, Setting, Value

_YEAR = 365
_WIDTH = 620


class SettingsDialog(QDialog):
    """Built from the table of settings. `forget_wanted` asks for the history before some days to be forgotten."""

    forget_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Settings")
        self._editors: dict[str, QWidget] = {}
        self._size = QLabel("…")
        self._size.setObjectName("settings.history_size")
        self._fault = QLabel()
        self._fault.setWordWrap(True)
        self._fault.setObjectName("settings.fault")
        self._fault.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(8)
        for group in dict.fromkeys(setting.group for setting in SETTINGS):
            column.addWidget(heading(group.capitalize()))
            for setting in (one for one in SETTINGS if one.group == group):
                self._add(column, setting)
            if group == settings.HISTORY_DAYS.group:
                self._add_history(column)
            column.addSpacing(10)
        column.addStretch(1)
        column.addWidget(self._fault)
        buttons = QDialogButtonBox()
        save = buttons.addButton(QDialogButtonBox.StandardButton.Save)
        save.setObjectName("settings.save")
        save.setDefault(True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setMinimumWidth(_WIDTH)
        # What is wrapped would be cut in the height that Qt takes by itself.
        self.resize(_WIDTH, column.totalHeightForWidth(_WIDTH))

    def show_size(self, size: HistorySize) -> None:
        """Says how large the history is."""
        self._size.setText(size.words())
        self.forget.setEnabled(size.operations > 0)

    def editor(self, key: str) -> QWidget:
        """The editor of a setting."""
        return self._editors[key]

    def _add(self, column: QVBoxLayout, setting: Setting) -> None:
        editor = _editor(setting, settings.get(setting))
        editor.setObjectName(f"settings.{setting.key}")
        editor.setAccessibleName(setting.label)
        editor.setAccessibleDescription(setting.help)
        self._editors[setting.key] = editor
        label = QLabel(setting.label)
        label.setBuddy(editor)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addStretch(1)
        row.addWidget(editor)
        column.addLayout(row)
        column.addWidget(_quiet(setting.help))

    def _add_history(self, column: QVBoxLayout) -> None:
        self._size.setWordWrap(True)
        column.addWidget(self._size)
        self.days = SpinBox()
        self.days.setObjectName("settings.forget_days")
        self.days.setAccessibleName("Forget what is older than, in days")
        self.days.setRange(0, 36_500)
        self.days.setValue(_YEAR)
        self.days.setSuffix(" days")
        self.days.setSpecialValueText("everything")
        self.forget = QPushButton("&Forget what is older …")
        self.forget.setObjectName("settings.forget")
        self.forget.setAutoDefault(False)
        self.forget.clicked.connect(lambda: self.forget_wanted.emit(self.days.value()))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.days)
        row.addWidget(self.forget)
        column.addLayout(row)

    def _save(self) -> None:
        try:
            for setting in SETTINGS:
                value = _value(setting, self._editors[setting.key])
                if value != settings.get(setting):
                    settings.put(setting, value)
        except UserError as error:
            self._fault.setText(str(error))
            self._fault.show()
            return
        self.accept()


class ForgetDialog(WarningDialog):
    """Says what forgetting means before it is done: it is the one thing here that cannot be undone."""

    def __init__(self, days: int, parent: QWidget | None = None) -> None:
        what = f"Everything that was done more than {days:,} days ago" if days else "Everything that was ever done"
        super().__init__(
            "forget",
            "Forget the history",
            f"{what} can no longer be undone or taken back. Your collection itself stays as it is.\n"
            "Pictures that nothing uses any more are removed, and the disk gets the room back.",
            "&Forget",
            parent,
        )
        self.resize(440, 170)


def _editor(setting: Setting, value: Value) -> QWidget:
    if isinstance(value, bool):
        box = QCheckBox()
        box.setChecked(value)
        return box
    if isinstance(value, int):
        number = SpinBox()
        number.setRange(0, setting.most)
        number.setSuffix(f" {setting.unit}" if setting.unit else "")
        number.setSpecialValueText(setting.zero)
        number.setValue(value)
        return number
    if setting.folder:
        line = QLineEdit(value)
        line.setPlaceholderText(setting.zero)
        line.setMinimumWidth(240)
        return line
    choice = ComboBox()
    choice.addItems(setting.choices)
    choice.setCurrentText(value)
    return choice


def _value(setting: Setting, editor: QWidget) -> Value:
    if isinstance(editor, QLineEdit):
        return setting.parse(editor.text())
    if isinstance(editor, QCheckBox):
        return editor.isChecked()
    if isinstance(editor, QSpinBox):
        return editor.value()
    assert isinstance(editor, QComboBox)
    return editor.currentText()


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
