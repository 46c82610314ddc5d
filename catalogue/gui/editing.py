"""Adding, editing, deleting and restoring: from the chosen rows to the form, and from the form to commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from catalogue.collection import Changes, Collection, Preview, Record, commands
from catalogue.errors import UserError
from catalogue.fields import barcode, registry
from catalogue.fields.registry import Field
from catalogue.gui import pictures, query_text
from catalogue.gui.bus import Bus
from catalogue.gui.dialogs.losing import ask_first
from catalogue.gui.dialogs.preview import PreviewDialog
from catalogue.gui.forms.habits import Habits
from catalogue.gui.forms.page import Different
from catalogue.gui.forms.pictures import PictureWork
from catalogue.gui.forms.window import FormWindow
from catalogue.gui.quick_adding import QuickAdding
from catalogue.gui.searching import Searching
from catalogue.gui.views.table import ResultsTable
from catalogue.gui.widgets.completion import Answer
from catalogue.gui.wording import quoted, short
from catalogue.jobs import Job

_CHUNK = 500
_COMPLETIONS = 40
_OF_ONE_COPY = frozenset({"index", "slot", "discs", "loans", "viewings", "added_at", "modified_at"})
"""What another disc of the same kind does not share."""


class Editing(QObject):
    """Owns the one form of the window, which is made when it is first needed."""

    form_made = Signal(object)

    def __init__(self, bus: Bus, table: ResultsTable, searching: Searching, window: QWidget) -> None:
        super().__init__(window)
        self._bus = bus
        self._table = table
        self._searching = searching
        self._window = window
        self._form: FormWindow | None = None
        self._pinned: dict[str, Any] = {}
        self._looked_up = ""
        self.habits = Habits()
        bus.changed.connect(self._on_changes)
        table.cells.complete = self._complete
        table.cells.habits = self.habits
        table.cells.changed.connect(self._write_cell)
        table.opened_at.connect(self._edit_at)

    def form(self) -> FormWindow:
        """The form, whether it is open or not."""
        if self._form is None:
            self._form = FormWindow(self._complete, self._picture_work(), self.habits, self._window)
            self._form.page.set_vocabulary(self._bus.fields)
            self._bus.fields_changed.connect(self._form.page.set_vocabulary)
            self._form.save_wanted.connect(self._save)
            self._form.preview_wanted.connect(self._preview)
            self._form.step_wanted.connect(self._step)
            self._form.code_entered.connect(self._look_up)
            self._form.duplicate_wanted.connect(self._begin_duplicate)
            self._form.cast_wanted.connect(self._read_cast)
            self._quick = QuickAdding(self._bus, self._form.quick, self._below, self)
            self._quick.added.connect(self._searching.choose_when_there)
            self.form_made.emit(self._form)
        return self._form

    def _picture_work(self) -> PictureWork:
        collection, runner = self._bus.collection, self._bus.runner
        return PictureWork(
            collection.check_picture,
            collection.picture_bytes,
            lambda work, done, failed: runner.read(lambda _: work(), done, failed),
        )

    def add(self) -> None:
        """Opens the form for a new disc."""

        def begin() -> None:
            self._begin_add()
            self._quick.begin()

        self.form().leave(begin)

    def add_season(self) -> None:
        """Opens the form for a new disc with a season on it, where its episodes are typed."""

        def begin() -> None:
            self._begin_add({"kind": "season"})
            self.form().go_to_field("title")

        self.form().leave(begin)

    def edit(self) -> None:
        """Opens the form for the chosen rows."""
        ids = self._table.chosen_ids()
        if len(ids) == 1:
            self.open(ids[0])
        elif ids:
            self.form().leave(lambda: self._begin_edit_many(tuple(ids)))

    def open(self, row_id: int) -> None:
        """Opens the form for one row, whether it is listed or not."""
        self.form().leave(lambda: self._begin_edit(row_id))

    def duplicate(self) -> None:
        """Opens the form for another disc like the chosen one."""
        ids = self._table.chosen_ids()
        if len(ids) == 1:
            self.form().leave(lambda: self._begin_duplicate(ids[0]))

    def delete(self) -> None:
        """Moves the chosen rows to the trash, from which they can be restored."""
        ids = self._table.chosen_ids()
        if ids:
            command = commands.DeleteRecords(tuple(ids))
            ask_first(self._bus, command, "Move to the &trash", self._table.window(), lambda: self._bus.run(command))

    def restore(self) -> None:
        """Takes the chosen rows out of the trash."""
        ids = self._table.chosen_ids()
        if ids:
            self._bus.run(commands.RestoreRecords(tuple(ids)))

    def leave(self, then: Callable[[], object]) -> bool:
        """Asks about unsaved changes before `then`; tells whether it could go on at once."""
        gone = False

        def go() -> None:
            nonlocal gone
            gone = True
            then()

        if self._form is None:
            go()
        else:
            self._form.leave(go)
        return gone

    def close_form(self, then: Callable[[], object]) -> None:
        """Goes on with `then` once the form is closed, after asking about unsaved changes."""

        def close() -> None:
            if self._form is not None:
                self._form.hide()
            then()

        self.leave(close)

    def _below(self) -> dict[str, Any]:
        """What the form says about each disc that is added in one line. Raises FieldError."""
        page = self.form().page
        page.finish()
        page.check()
        values = page.values(only_changed=False)
        self._pinned = {key: values[key] for key in registry.PINNED if key in values}
        if page.changed():
            # It goes along with each disc that is added: closing the form loses nothing of it.
            page.load(values)
            page.show_disc(self.form().disc())
        fields = {key: box.field for key, box in page.boxes.items()}
        return {key: value for key, value in values.items() if fields[key].entity == "copy" or key == "format"}

    def _begin_add(self, given: Mapping[str, Any] = MappingProxyType({})) -> None:
        values = {field.key: field.default for field in self._bus.fields.all if field.default is not None}
        self._looked_up = ""
        self.form().add({**values, **self._pinned, **given})

    def _begin_duplicate(self, row_id: int) -> None:
        record = self._bus.collection.record(row_id)
        if record is None:
            return
        self._begin_add()
        form = self.form()
        form.begin_like({key: value for key, value in record.values.items() if key not in _OF_ONE_COPY})
        title = record.values["title"] or record.values["edition_title"] or "this disc"
        form.notice.say(f"Another disc like {quoted(title)}: change what differs, then add it.", take_focus=False)

    def _edit_at(self, key: str) -> None:
        ids = self._table.chosen_ids()

        def begin() -> None:
            self._begin_edit(ids[0])
            self.form().go_to_field(key)

        if len(ids) == 1:
            self.form().leave(begin)

    def _write_cell(self, row_id: int, field: Field, value: Any) -> None:
        odd = field.kind.odd(value)
        record = self._bus.collection.record(row_id) if field.key == "title" else None
        # What a box shows as its title is the one on it; each of its films has its own.
        key = "edition_title" if record is not None and record.box else field.key
        self._bus.run(
            commands.EditRecords((row_id,), {key: value}),
            lambda _: self._table.cells.said.emit(f"{odd} The record asks for review.") if odd else None,
        )

    def _begin_edit(self, row_id: int, stay: bool = False) -> None:
        # One record is read in a few milliseconds; a form that fills itself under the person's hands is worse.
        record = self._bus.collection.record(row_id)
        if record is None:
            return
        row = self._table.results.row_of(row_id)
        count = self._table.results.rowCount()
        self.form().edit(record, f"{row + 1:,} of {count:,}" if row is not None else "", stay)
        self._say_gone(record)
        self._load_picture(record)

    def _begin_edit_many(self, ids: tuple[int, ...]) -> None:
        collection = self._bus.collection
        self._bus.runner.read(
            lambda job: _in_common(collection, ids, job), lambda values: self.form().edit_many(ids, values)
        )

    def _load_picture(self, record: Record) -> None:
        for role in commands.PICTURE_ROLES:
            if role in record.pictures:
                self._load_picture_of(record, role, record.pictures[role])

    def _load_picture_of(self, record: Record, role: str, sha256: str) -> None:
        original = record.pictures.get(commands.original_of(role))

        def show(picture: QImage | None) -> None:
            if picture is not None:
                self.form().show_picture(record.id, role, picture, sha256, original)

        self._bus.runner.read(lambda _: pictures.load(self._bus.collection, sha256, 768), show)

    def _step(self, step: int) -> None:
        form, results = self.form(), self._table.results
        row = results.row_of(form.ids[0]) if form.ids else None
        if row is None or not 0 <= row + step < results.rowCount():
            return
        row_id = results.ids()[row + step]
        self._table.choose([row_id])
        self._begin_edit(row_id, stay=True)

    def _save(self) -> None:
        form = self.form()
        new = form.mode == "add"
        many = form.page.wishes() if form.mode == "many" else None
        values = form.page.values(only_changed=not new)
        ids, disc = form.ids, form.disc()
        chosen = form.cover.changes() if form.mode != "many" and disc else {}
        if not disc:
            # What was kept of the disc before has no place here; it is not shown either.
            values = {key: value for key, value in values.items() if self._bus.fields.by_key[key].entity == "film"}
        if new and not any(form.page.editor(key).text() for key in commands.NAMES):
            form.refused("A new record needs a title or a barcode.")
            return
        if not new and not (values if many is None else many) and not chosen:
            form.saved()
            return
        collection = self._bus.collection

        def work(job: Job) -> tuple[int, ...]:
            if many is not None:
                collection.run(commands.EditRecords(ids, many.values, many.add, many.remove), job=job)
                return ids
            write = commands.AddRecord(values, disc) if new else commands.EditRecords(ids, values)
            return (int(collection.run(commands.WriteWithPictures(write, chosen), job=job).result),)

        label = "Saving" if len(ids) > _CHUNK else ""
        self._bus.runner.change(work, self._saved, self._refused, label)

    def _preview(self) -> None:
        """Shows what saving would change in the records of the form."""
        form, collection = self.form(), self._bus.collection
        many, ids = form.page.wishes(), form.ids
        if not many:
            form.notice.say("Nothing is ticked, or nothing would change.", take_focus=False)
            return
        command = commands.EditRecords(ids, many.values, many.add, many.remove)
        keys = [*many.values, *many.add, *many.remove]

        def show(preview: Preview) -> None:
            if form.ids != ids or not form.isVisible():
                return
            dialog = PreviewDialog(preview, collection.fields().by_key, parent=form)
            dialog.apply_wanted.connect(lambda: form.save(form.hide))
            dialog.open()

        self._bus.runner.change(lambda job: collection.rehearse(command, keys, job), show, self._refused, "Looking")

    def _saved(self, rows: tuple[int, ...]) -> None:
        form = self.form()
        if form.mode == "add":
            self._searching.choose_when_there(rows)
            name = form.page.editor("title").text() or form.page.editor("barcode").text()
            if form.disc():
                values = form.page.values(only_changed=False)
                self._pinned = {key: values[key] for key in registry.PINNED if key in values}
            form.saved()
            self._begin_add()
            form.notice.say(f"{quoted(name)} was added. The form is ready for the next disc.", take_focus=False)
            return
        form.ids = rows
        self._reload()
        form.saved()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.form().refused(str(error))
        else:
            self.form().refused("This could not be saved; nothing that you typed is lost.")
            self._bus.runner.failed.emit(error)

    def _on_changes(self, changes: Changes) -> None:
        form = self._form
        if form is None or not form.isVisible() or form.saving():
            return
        touched = changes.rows
        if form.mode == "edit" and form.ids[0] in touched:
            if form.ids[0] < 0:
                form.ids = _followed(form.ids, changes)
            self._refresh(form, form.ids[0])
        elif form.mode == "many" and any(row_id in touched for row_id in form.ids):
            self._count_gone(form, form.ids)

    def _refresh(self, form: FormWindow, row_id: int) -> None:
        record = self._bus.collection.record(row_id)
        self._say_gone(record)
        if record is not None:
            form.page.refresh(record.values)

    def _say_gone(self, record: Record | None) -> None:
        form = self.form()
        if record is None:
            form.say_gone("This record is no longer there; what you change here cannot be saved.")
        elif record.trashed:
            restore = commands.RestoreRecords((record.id,))
            form.say_gone("This record is in the trash.", lambda: self._bus.run(restore))
        else:
            form.say_gone("")

    def _count_gone(self, form: FormWindow, ids: tuple[int, ...]) -> None:
        collection = self._bus.collection

        def show(gone: int) -> None:
            if form.isVisible() and form.ids == ids:
                what = "is" if gone == 1 else "are"
                words = f"{gone:,} of these {len(ids):,} records {what} in the trash or no longer there."
                form.say_gone(words if gone else "")

        self._bus.runner.read(lambda _: _gone(collection, ids), show)

    def _reload(self) -> None:
        form = self.form()
        if form.mode == "edit":
            record = self._bus.collection.record(form.ids[0])
            if record is not None:
                form.reload(record)
                self._load_picture(record)

    def _look_up(self, code: str) -> None:
        form = self.form()
        if form.mode != "add" or not code or code == self._looked_up:
            return
        self._looked_up = code
        collection = self._bus.collection

        def work(_: Job) -> tuple[int, Record | None]:
            found = collection.find(query_text.write("barcode", barcode.normal(code), exact=False)).ids
            record = collection.record(found[0]) if found else None
            same = record is not None and barcode.normal(record.values["barcode"] or "") == barcode.normal(code)
            return (len(found), record) if same else (0, None)

        def show(answer: tuple[int, Record | None]) -> None:
            count, record = answer
            if record is None or form.mode != "add" or form.page.editor("barcode").text().strip() != code:
                return
            known = [field.key for field in self._bus.fields.all if field.entity != "copy" and field.key != "barcode"]
            form.page.offer({key: record.values[key] for key in known})
            place = registry.BY_KEY["location"].kind.show(record.values["location"])
            where = f", {place}" if place else ""
            times = f" {count} times" if count > 1 else ""
            title = record.values["title"] or record.values["edition_title"] or "This disc"
            form.notice.say(
                f"You have {quoted(title)} already{times}{short(where)}. Adding it makes another copy.",
                "warning",
                take_focus=False,
            )

        self._bus.runner.read(work, show)

    def _read_cast(self, text: str) -> None:
        collection = self._bus.collection
        box = self.form().page.boxes["credits"]
        ids = self.form().ids

        def work(_: Job) -> tuple[list[dict[str, Any]], int]:
            # The readers of pages are loaded with the first use, not with the window.
            from catalogue.exchange import cast_lines

            return cast_lines.read(collection, text)

        def show(answer: tuple[list[dict[str, Any]], int]) -> None:
            if self.form().ids == ids:
                box.take_cast(*answer)

        self._bus.runner.read(work, show)

    def _complete(self, key: str, typed: str, answer: Answer) -> None:
        collection = self._bus.collection
        self._bus.runner.read(lambda _: collection.completions(key, typed, _COMPLETIONS), answer)


def _in_common(collection: Collection, ids: Sequence[int], job: Job) -> dict[str, Any]:
    """The values that all rows share, and how many different ones there are where they do not."""
    keys = [field.key for field in collection.fields().all]
    common: dict[str, Any] = {}
    seen: dict[str, set[str]] = {key: set() for key in keys}
    for start in range(0, len(ids), _CHUNK):
        job.step(start, len(ids), "Reading")
        for row in collection.rows(ids[start : start + _CHUNK], keys).values():
            for key in keys:
                seen[key].add(repr(row.values[key]))
            common = common or row.values
    return {key: common.get(key) if len(seen[key]) < 2 else Different(len(seen[key])) for key in keys}


def _followed(ids: tuple[int, ...], changes: Changes) -> tuple[int, ...]:
    # A film that was given a disc goes on under the id of that disc.
    if len(ids) == 1 and ids[0] in changes.removed and len(changes.added) == 1:
        return tuple(changes.added)
    return ids


def _gone(collection: Collection, ids: Sequence[int]) -> int:
    """How many of the rows are in the trash or nowhere."""
    return len(set(ids).difference(collection.find("").ids))
