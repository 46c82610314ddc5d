"""All fields of a record on one page, in sections, with a list of the sections to jump by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QListWidget, QScrollArea, QVBoxLayout, QWidget

from catalogue.fields.draft import Entity
from catalogue.fields.registry import ENTITIES, Field, Vocabulary
from catalogue.gui.forms import layout
from catalogue.gui.forms.box import GAP, FieldBox
from catalogue.gui.forms.editors import Editor
from catalogue.gui.forms.habits import Habits
from catalogue.gui.forms.parts_editor import PartsEditor
from catalogue.gui.forms.parts_table import CellSource
from catalogue.gui.widgets.completion import Answer, Source
from catalogue.gui.widgets.counted import CountedDelegate
from catalogue.gui.widgets.look import heading

Complete = Callable[[str, str, Answer], None]
"""Asks for completions: field key, what was typed, who wants the answer."""


@dataclass(frozen=True, slots=True)
class Different:
    """Stands for the value of a field that differs between the records being edited."""

    count: int


@dataclass(frozen=True, slots=True)
class Wishes:
    """Values to write to several records; entries to add to the list of each, or to take from it."""

    values: dict[str, Any]
    add: dict[str, list[Any]]
    remove: dict[str, list[Any]]

    def __bool__(self) -> bool:
        return bool(self.values or self.add or self.remove)


class FormPage(QScrollArea):
    """Loads values, tells which were changed, and reads them back."""

    edited = Signal()
    sections_shown = Signal()
    cast_wanted = Signal(str)

    def __init__(self, complete: Complete, habits: Habits | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._habits = habits or Habits()
        self._many = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.boxes: dict[str, FieldBox] = {}
        self._headings: dict[str, QLabel] = {}
        self._bodies: dict[str, QWidget] = {}
        self._orders: dict[str, list[FieldBox]] = {}
        self._complete = complete
        self._entities: Collection[Entity] = ENTITIES
        content = QWidget()
        content.setBackgroundRole(QPalette.ColorRole.Window)
        column = QVBoxLayout(content)
        column.setContentsMargins(20, 8, 20 - GAP, 20)
        column.setSpacing(4)
        for name, fields in layout.sections().items():
            self._add_section(column, name)
            self._fill(name, fields)
        column.addStretch(1)
        self.show_only(ENTITIES)
        self.setWidget(content)

    def set_vocabulary(self, known: Vocabulary) -> None:
        """Takes up the fields of the catalogue; what is typed in those that stay is kept."""
        for name, fields in layout.sections(known).items():
            if any(field.is_custom for field in (*fields, *(box.field for box in self._orders[name]))):
                self._fill(name, fields)
        self.show_only(self._entities)

    def load(self, values: Mapping[str, Any]) -> None:
        """Shows the values of a record, or of several at once."""
        for key, box in self.boxes.items():
            value = values.get(key, box.field.empty())
            if isinstance(value, Different):
                box.load_different(value.count)
            else:
                box.load(value)
            box.set_many(False)
        self._many = False
        self.show_only(ENTITIES)

    def load_many(self, values: Mapping[str, Any]) -> None:
        """Shows what several records have in common, with a tick for each field that is to be written."""
        self.load(values)
        self._many = True
        for box in self.boxes.values():
            box.set_many(True)

    def refresh(self, values: Mapping[str, Any]) -> None:
        """Shows values that changed elsewhere; what the person is changing here stays, and it says so beneath."""
        for key, box in self.boxes.items():
            if key not in values or values[key] == box.loaded():
                continue
            if box.changed():
                box.differs(values[key])
            else:
                box.load(values[key])

    def offer(self, values: Mapping[str, Any]) -> None:
        """Fills empty fields with values that are known from elsewhere."""
        for key, value in values.items():
            box = self.boxes[key]
            if value not in (None, []) and not box.editor.text() and not box.field.kept:
                box.offer(value)

    def finish(self) -> None:
        """Takes over what is being typed into a cell of a table."""
        for box in self.boxes.values():
            if isinstance(box.editor, PartsEditor):
                box.editor.finish()

    def changed(self) -> bool:
        """Whether the person changed any field."""
        return any(box.changed() for box in self.boxes.values())

    def check(self) -> bool:
        """Says beside each field what is wrong with it; goes to the first that is. True when all are right."""
        wrong = [box for box in self.boxes.values() if box.changed() and box.check() is not None]
        if wrong:
            wrong[0].editor.setFocus()
            self.ensureWidgetVisible(wrong[0])
        return not wrong

    def values(self, only_changed: bool = True) -> dict[str, Any]:
        """The values as edited. Raises FieldError; call `check` before."""
        found = {}
        for key, box in self.boxes.items():
            if box.changed() or (not only_changed and not box.field.kept and box.editor.text()):
                found[key] = box.value()
        return found

    def wishes(self) -> Wishes:
        """What was changed for several records at once. Raises FieldError; call `check` before."""
        found = Wishes({}, {}, {})
        for key, box in self.boxes.items():
            if not box.changed():
                continue
            difference = box.difference()
            if difference is None:
                found.values[key] = box.value()
                continue
            for lists, items in zip((found.add, found.remove), difference, strict=True):
                if items:
                    lists[key] = items
        return found

    def discard(self) -> None:
        """Takes back what the person changed."""
        for box in self.boxes.values():
            box.reload()

    def editor(self, key: str) -> Editor:
        """The editor of a field."""
        return self.boxes[key].editor

    def sections(self) -> list[str]:
        """The names of the sections, from top to bottom."""
        return list(self._headings)

    def go_to(self, section: str) -> None:
        """Scrolls a section to the top and puts the cursor into its first field."""
        place = self._headings[section].y()
        self.verticalScrollBar().setValue(place - 8)
        first = self._bodies[section].findChild(FieldBox)
        if isinstance(first, FieldBox):
            first.editor.setFocus()
            self.verticalScrollBar().setValue(place - 8)

    def shows(self, section: str) -> bool:
        """Whether a section has a field that is shown."""
        return not self._headings[section].isHidden()

    def section_in_view(self) -> str:
        """The section at the top of what is seen."""
        top = self.verticalScrollBar().value() + 40
        current = next(iter(self._headings))
        for name, title in self._headings.items():
            if title.isVisibleTo(self) and title.y() <= top:
                current = name
        at_end = self.verticalScrollBar().value() >= self.verticalScrollBar().maximum() > 0
        return list(self._headings)[-1] if at_end else current

    def show_disc(self, disc: bool) -> None:
        """Hides what only a disc has, for a film without one, or shows it."""
        self.show_only(ENTITIES if disc else ENTITIES[:1])

    def show_only(self, entities: Collection[Entity]) -> None:
        """Shows the fields of a film, of an edition or of a copy, and hides those of the others."""
        self._entities = entities
        for box in self.boxes.values():
            box.setVisible(self._wanted(box))
        for name, body in self._bodies.items():
            shown = any(not box.isHidden() for box in self._orders[name])
            body.setVisible(shown)
            self._headings[name].setVisible(shown)
            self._flow(name)
        self.sections_shown.emit()

    def _wanted(self, box: FieldBox) -> bool:
        """Whether a field is shown: one of what is edited, and asked for of a film of this kind."""
        # What the program writes is shown once there is something to see.
        told = not box.field.kept or bool(box.editor.text())
        kinds = box.field.of_kinds
        asked = not kinds or self.boxes["kind"].editor.text() in kinds or bool(box.editor.text())
        return told and asked and box.field.entity in self._entities

    def _on_edited(self, box: FieldBox) -> None:
        if box.field.key == "kind" and any(
            one.field.of_kinds and one.isHidden() == self._wanted(one) for one in self.boxes.values()
        ):
            self.show_only(self._entities)
        self.edited.emit()

    def _add_section(self, column: QVBoxLayout, name: str) -> None:
        title = heading(name)
        title.setContentsMargins(0, 14 if self._headings else 4, 0, 2)
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(9)
        for number in range(layout.COLUMNS):
            grid.setColumnStretch(number, 1)
        self._headings[name], self._bodies[name] = title, body
        column.addWidget(title)
        column.addWidget(body)

    def _fill(self, section: str, fields: list[Field]) -> None:
        """Puts the boxes of these fields into a section, those that it has already and others."""
        grid = self._bodies[section].layout()
        assert isinstance(grid, QGridLayout)
        there = {box.field: box for box in self._orders.get(section, ())}
        for box in there.values():
            grid.removeWidget(box)
        before: FieldBox | None = None
        for field in fields:
            new = field not in there
            box = self._make_box(field) if new else there.pop(field)
            box.labelled = len(fields) > 1  # the heading of the section says it already
            if new:
                box.set_many(self._many)
            if field.key in self.boxes and self.boxes[field.key] is not box:
                # One whose name has changed is made anew, and keeps what was typed.
                box.take_over(self.boxes[field.key])
            self.boxes[field.key] = box
            box.show_label()
            grid.addWidget(box, 0, 0)
            if field.is_custom and before is not None:
                QWidget.setTabOrder(before.editor, box.editor)
            before = box
        for gone in there.values():
            if self.boxes.get(gone.field.key) is gone:
                del self.boxes[gone.field.key]
            gone.hide()
            gone.deleteLater()
        self._orders[section] = [self.boxes[field.key] for field in fields]

    def _flow(self, section: str) -> None:
        """Puts the boxes that are shown side by side, without holes where others are hidden."""
        grid = self._bodies[section].layout()
        assert isinstance(grid, QGridLayout)
        row = place = 0
        for box in self._orders[section]:
            grid.removeWidget(box)
            if box.isHidden():
                continue
            wide = layout.span(box.field)
            if place + wide > layout.COLUMNS:
                row, place = row + 1, 0
            grid.addWidget(box, row, place, 1, wide)
            place += wide

    def _make_box(self, field: Field) -> FieldBox:
        box = FieldBox(field, _source(self._complete, field.key), _cells(self._complete, field), self._habits)
        box.edited.connect(lambda: self._on_edited(box))
        box.cast_wanted.connect(self.cast_wanted)
        return box


def _source(complete: Complete, key: str) -> Source:
    return lambda typed, answer: complete(key, typed, answer)


def _cells(complete: Complete, field: Field) -> CellSource:
    return lambda cell: _source(complete, f"{field.key}.{cell}")


class SectionList(QListWidget):
    """The sections beside the page: a click goes there, and scrolling marks where one is."""

    def __init__(self, page: FormPage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self.setAccessibleName("Sections of the form")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.addItems(page.sections())
        self.setItemDelegate(CountedDelegate(self))
        self.setCurrentRow(0)
        height = sum(self.sizeHintForRow(row) for row in range(self.count()))
        self.setFixedHeight(height + 8)
        self.itemClicked.connect(lambda item: page.go_to(item.text()))
        self.itemActivated.connect(lambda item: page.go_to(item.text()))
        page.verticalScrollBar().valueChanged.connect(self._follow)
        page.sections_shown.connect(self._show_those_that_are_there)

    def _show_those_that_are_there(self) -> None:
        for row, section in enumerate(self._page.sections()):
            self.setRowHidden(row, not self._page.shows(section))

    def _follow(self) -> None:
        self.setCurrentRow(self._page.sections().index(self._page.section_in_view()))
