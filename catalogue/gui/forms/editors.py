"""Which widget edits a field: the kind of the field names it."""

from __future__ import annotations

import json
from typing import Any

from catalogue.fields.lists import Parts
from catalogue.fields.registry import Field
from catalogue.gui.forms.chips import ChipsEditor
from catalogue.gui.forms.lines import LineEditor, RatingEditor
from catalogue.gui.forms.texts import CreditsEditor, TextEditor
from catalogue.gui.widgets.completion import Source

Editor = LineEditor | ChipsEditor | TextEditor


def editor_for(field: Field, source: Source | None) -> Editor:
    """The editor of a field. All of them speak the text that the field's `parse` and its kind's `format` know."""
    match field.kind.editor:
        case "list" | "tags":
            return ChipsEditor(field, source)
        case "text":
            return TextEditor(field, 3)
        case "parts":
            return CreditsEditor(field, source) if field.kind.rows == "credits" else TextEditor(field, 2)
        case "texts":
            return TextEditor(field, 8)
        case "rating":
            return RatingEditor(field, source)
        case _:
            return LineEditor(field, source)


def read(field: Field, text: str, original: Any) -> Any:
    """The value of an edited text. Parts whose line was not touched stay exactly as they were.

    A line cannot say everything that a part holds (the id of a person, a role in capitals), so only lines that the
    person changed are read anew. Raises FieldError.
    """
    value = field.parse(text)
    kind = field.kind
    if not isinstance(kind, Parts) or not original:
        return value
    known: dict[str, Any] = {}
    for part in original:
        for reread in kind.parse(kind.format_part(part)):
            known.setdefault(_identity(reread), part)
    parts = [{**known[_identity(part)]} if _identity(part) in known else part for part in value]
    for order, part in enumerate(parts, 1):
        if "order" in part:
            part["order"] = order
    return parts


def _identity(part: dict[str, Any]) -> str:
    return json.dumps({name: value for name, value in part.items() if name != "order"}, sort_keys=True)
