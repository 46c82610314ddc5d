"""Which widget edits a field: the kind of the field names it."""

from __future__ import annotations

from typing import Any

from catalogue.fields.registry import Field
from catalogue.gui.forms.chips import ChipsEditor
from catalogue.gui.forms.habits import Habits
from catalogue.gui.forms.lines import LineEditor, RatingEditor
from catalogue.gui.forms.parts_editor import PartsEditor
from catalogue.gui.forms.parts_table import CellSource
from catalogue.gui.forms.texts import TextEditor
from catalogue.gui.forms.texts_editor import TextsEditor
from catalogue.gui.widgets.completion import Source

Editor = LineEditor | ChipsEditor | TextEditor
Table = PartsEditor | TextsEditor
"""Editors that hold the records of a list whole, not as text alone."""


def editor_for(
    field: Field, source: Source | None, cells: CellSource | None = None, habits: Habits | None = None
) -> Editor:
    """The editor of a field. All of them speak the text that the field's `parse` and its kind's `format` know.

    `cells` completes the cells of a list of records.
    """
    match field.kind.editor:
        case "list" | "tags":
            return ChipsEditor(field, source)
        case "text":
            return TextEditor(field, 3)
        case "parts":
            return PartsEditor(field, cells, habits or Habits())
        case "texts":
            return TextsEditor(field, cells)
        case "rating":
            return RatingEditor(field, source)
        case _:
            return LineEditor(field, source)


def read(editor: Editor, field: Field, habits: Habits) -> Any:
    """The value that an editor holds. Raises FieldError."""
    if isinstance(editor, Table):
        return editor.parts()
    return field.parse(habits.complete(field.kind, editor.text()))
