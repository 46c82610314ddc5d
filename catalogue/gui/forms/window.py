"""The window around the form: what is being edited, previous and next, save, and leaving with changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage, QKeyEvent, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from catalogue.collection import Record
from catalogue.gui import icons
from catalogue.gui.forms import layout
from catalogue.gui.forms.habits import Habits
from catalogue.gui.forms.lines import LineEditor
from catalogue.gui.forms.page import Complete, FormPage, SectionList
from catalogue.gui.forms.pictures import PicturesEditor, PictureWork
from catalogue.gui.forms.quick_add import QuickAdd
from catalogue.gui.widgets.notice import Notice
from catalogue.gui.widgets.sleeve import NO_DISC
from catalogue.gui.wording import short

Mode = Literal["add", "edit", "many"]


class FormWindow(QDialog):
    """The form named `form`. It asks for saving and stepping by signals and never touches the collection."""

    save_wanted = Signal()
    preview_wanted = Signal()
    step_wanted = Signal(int)
    code_entered = Signal(str)
    page_pasted = Signal(str)

    cast_wanted = Signal(str)
    duplicate_wanted = Signal(int)

    def __init__(
        self,
        complete: Complete,
        picture_work: PictureWork,
        habits: Habits | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("form")
        self.setModal(False)
        self.mode: Mode = "add"
        self.ids: tuple[int, ...] = ()
        self._then: Callable[[], object] | None = None
        self._saving = False
        self._focus: QWidget | None = None
        self._gone = ""
        self.notice = Notice()
        self.quick = QuickAdd(lambda typed, answer: complete("title", typed, answer))
        self.quick.line.page_pasted.connect(self.page_pasted)
        self.page = FormPage(complete, habits)
        self.page.cast_wanted.connect(self.cast_wanted)
        self.cover = PicturesEditor(picture_work)
        self._sections = SectionList(self.page)
        self._without_disc = QCheckBox("Film without a disc")
        self._without_disc.setToolTip("A film that you have seen or want to remember, but do not own on disc")
        self._position = QLabel()
        self._position.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._previous = self._step_button("chevron-left", "&Previous", "Alt+PgUp", -1)
        self._next = self._step_button("chevron-right", "&Next", "Alt+PgDown", 1)
        self._like = QPushButton("&Duplicate")
        self._like.setToolTip("Add another disc like this one (Ctrl+D)")
        self._close = QPushButton("&Close")
        self._preview = QPushButton("Previe&w …")
        self._preview.setObjectName("form.preview")
        self._preview.setToolTip("What would change in which record")
        self.save_button = QPushButton()
        self.save_button.setObjectName("form.save")
        self._arrange()
        self._connect()
        self.resize(QSize(980, 720))

    def add(self, values: Mapping[str, Any]) -> None:
        """Begins a new record; the given values are kept from the record before."""
        self._begin("add", ())
        self.setWindowTitle("Add a disc")
        self.page.load(values)
        self._without_disc.setChecked(False)
        self.cover.load(*self._sleeve_words())
        self.quick.begin()
        self._ready(layout.first_field(new=True))
        self.quick.line.setFocus()

    def begin_like(self, values: Mapping[str, Any]) -> None:
        """Fills a new record with values of another one."""
        self.page.offer(values)
        self.go_to_field(layout.first_field(new=False))
        self.cover.set_title(*self._sleeve_words())

    def go_to_field(self, key: str) -> None:
        """Puts the cursor into a field."""
        editor = self.page.editor(key)
        editor.setFocus()
        self.page.ensureWidgetVisible(editor)

    def edit(self, record: Record, position: str, stay: bool = False) -> None:
        """Shows one record; `position` says which of how many it is. With `stay`, one goes on in the same field."""
        self._begin("edit", (record.id,))
        year = f" ({record.values['year']})" if record.values.get("year") and not record.box else ""
        self.setWindowTitle(f"Edit {short(record.title)}{year}")
        self._position.setText(position)
        self.reload(record)
        if not stay:
            self._ready("edition_title" if record.box else layout.first_field(new=False))

    def edit_many(self, ids: tuple[int, ...], values: Mapping[str, Any]) -> None:
        """Shows what several records have in common; only fields that are changed are written to all of them."""
        self._begin("many", ids)
        self.setWindowTitle(f"Edit {len(ids):,} records")
        self.page.load_many(values)
        self._ready("location")
        self.notice.say(f"Ticked fields are written to all {len(ids):,} records, as one step that can be undone.")

    def reload(self, record: Record) -> None:
        """Shows what is stored now, without going elsewhere."""
        self.page.load(record.values)
        # A picture is one of a disc: of a film that is on several, each has its own.
        self.cover.setVisible(len(record.discs) < 2)
        if record.box:
            # Each of its films has a form of its own.
            self.page.show_only(("edition", "copy"))
        elif record.discs:
            self.page.show_disc(False)
        self.cover.load(*self._sleeve_words())

    def show_picture(self, row_id: int, role: str, picture: QImage, sha256: str, original: str | None) -> None:
        """Shows a stored picture when it has been read."""
        if self.ids == (row_id,) and self.mode == "edit":
            self.cover.set_stored(role, picture, sha256, original)

    def disc(self) -> bool:
        """Whether the new record is a disc, not a film alone."""
        return self.mode != "add" or not self._without_disc.isChecked()

    def changed(self) -> bool:
        """Whether the person changed anything since it was loaded or saved."""
        return self.page.changed() or self.cover.changed()

    def leave(self, then: Callable[[], object]) -> None:
        """Goes on with `then`, after asking once what is to become of changes."""
        self.page.finish()
        if self._saving:
            self._then = then
        elif not self.isVisible() or not self.changed():
            then()
        else:
            self.activateWindow()
            answers = (
                ("Save", lambda: self.save(then)),
                ("Discard", lambda: self._discard(then)),
                ("Keep editing", self._keep_editing),
            )
            self.notice.say("There are changes that are not saved.", "warning", answers)

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Checks the fields and asks for saving; `then` follows when it is done."""
        self.page.finish()
        if self._saving or not self.page.check():
            return
        self._then = then
        self._set_saving(True)
        self._gone = ""
        self.notice.hide()
        self.save_wanted.emit()

    def preview(self) -> None:
        """Checks the fields and asks what saving would change."""
        self.page.finish()
        if not self._saving and self.page.check():
            self.preview_wanted.emit()

    def saved(self) -> None:
        """What was asked for is stored."""
        self._set_saving(False)
        then, self._then = self._then, None
        if then is not None:
            then()

    def refused(self, sentence: str) -> None:
        """What was asked for could not be stored; everything typed is still there."""
        self._set_saving(False)
        self._then = None
        self.notice.say(sentence, "error")

    def saving(self) -> bool:
        """Whether a save was asked for and has not been answered."""
        return self._saving

    def say_gone(self, sentence: str, restore: Callable[[], object] | None = None) -> None:
        """Says that records went to the trash, or away, meanwhile; nothing to say takes that back."""
        if sentence == self._gone:
            return
        before, self._gone = self._gone, sentence
        if sentence:
            answers = (("Restore", restore),) if restore is not None else ()
            self.notice.say(sentence, "warning", answers, take_focus=False)
        elif self.notice.words() == before:
            self.notice.hide()

    def reject(self) -> None:
        self.leave(self.hide)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A dialog would press its default button: a scanner's Enter must never save half a record.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            return
        super().keyPressEvent(event)

    def _begin(self, mode: Mode, ids: tuple[int, ...]) -> None:
        self.mode, self.ids = mode, ids
        self._then = None
        self._gone = ""
        self._set_saving(False)
        self.notice.hide()
        self.cover.setVisible(mode != "many")
        self._without_disc.setVisible(mode == "add")
        self.quick.setVisible(mode == "add")
        for key in ("barcode", "title"):
            editor = self.page.editor(key)
            if isinstance(editor, LineEditor):
                # Who adds a disc may paste a whole page where its name would be typed.
                editor.takes_pages = mode == "add"
        for widget in (self._previous, self._next, self._position, self._like):
            widget.setVisible(mode == "edit")
        self._preview.setVisible(mode == "many")
        self._position.clear()
        self.save_button.setText({"add": "&Add", "edit": "&Save", "many": f"&Save to {len(ids):,} records"}[mode])

    def _ready(self, key: str) -> None:
        self.page.verticalScrollBar().setValue(0)
        self.show()
        self.activateWindow()
        editor = self.page.editor(key)
        editor.setFocus()
        self.page.ensureWidgetVisible(editor)

    def _discard(self, then: Callable[[], object]) -> None:
        self.page.discard()
        self.cover.load(*self._sleeve_words())
        then()

    def _keep_editing(self) -> None:
        self.page.setFocus()

    def _set_saving(self, saving: bool) -> None:
        if saving and not self._saving:
            self._focus = self.focusWidget()
        was, self._saving = self._saving, saving
        self.save_button.setEnabled(not saving)
        self.page.setEnabled(not saving)
        if was and not saving and self._focus is not None:
            # A page that is disabled for a moment loses the cursor: it comes back to where it was.
            self._focus.setFocus()

    def _sleeve_words(self) -> tuple[str, str, str]:
        title, year, disc_format = (self.page.editor(key).text() for key in ("title", "year", "format"))
        film = self.ids[0] < 0 if self.mode == "edit" else not self.disc()
        return title or self.page.editor("edition_title").text(), year, disc_format or (NO_DISC if film else "")

    def _connect(self) -> None:
        self.save_button.clicked.connect(self._on_save)
        self._close.clicked.connect(self.reject)
        self._preview.clicked.connect(self.preview)
        self._without_disc.toggled.connect(self._on_without_disc)
        self.page.edited.connect(lambda: self.cover.set_title(*self._sleeve_words()))
        self.cover.refused.connect(lambda sentence: self.notice.say(sentence, "warning"))
        QShortcut(QKeySequence.StandardKey.Save, self).activated.connect(lambda: self.save())
        QShortcut(QKeySequence("Ctrl+D"), self).activated.connect(self._duplicate)
        self._like.clicked.connect(self._duplicate)
        for key in ("barcode", "title"):
            editor = self.page.editor(key)
            if isinstance(editor, LineEditor):
                editor.page_pasted.connect(self.page_pasted)
        barcode = self.page.editor("barcode")
        if isinstance(barcode, LineEditor):
            for ended in (barcode.entered, barcode.editingFinished):
                ended.connect(lambda: self.code_entered.emit(barcode.text().strip()))

    def _duplicate(self) -> None:
        if self.mode == "edit":
            row_id = self.ids[0]
            self.leave(lambda: self.duplicate_wanted.emit(row_id))

    def _on_without_disc(self, without: bool) -> None:
        self.page.show_disc(not without)
        self.cover.set_title(*self._sleeve_words())

    def _on_save(self) -> None:
        # A new disc is followed by the next one; an edited record is done with.
        self.save(self.hide if self.mode != "add" else None)

    def _step_button(self, icon: str, label: str, keys: str, step: int) -> QPushButton:
        button = QPushButton(icons.icon(icon), label)
        button.setShortcut(QKeySequence(keys))
        button.setToolTip(f"{label.replace('&', '')} record ({button.shortcut().toString()})")
        button.clicked.connect(lambda: self.leave(lambda: self.step_wanted.emit(step)))
        return button

    def _arrange(self) -> None:
        side = QVBoxLayout()
        side.setContentsMargins(16, 14, 0, 12)
        side.setSpacing(12)
        side.addWidget(self.cover)
        side.addWidget(self._sections)
        side.addWidget(self._without_disc)
        side.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addLayout(side)
        body.addWidget(self.page, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(8)
        for widget in (self._previous, self._next, self._position):
            foot.addWidget(widget)
        foot.addStretch(1)
        foot.addWidget(self._like)
        foot.addWidget(self._close)
        foot.addWidget(self._preview)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        # The window keeps its size when a message appears in it.
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self.setMinimumSize(640, 420)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.quick)
        column.addLayout(body, 1)
        column.addLayout(foot)
        for button in (self._previous, self._next, self._like, self._close, self._preview, self.save_button):
            button.setAutoDefault(False)
        self._sections.setFixedWidth(self.cover.preview.width())
