"""Where the form shows each field. What is not named here follows from the registry."""

from __future__ import annotations

from catalogue.fields import registry
from catalogue.fields.lists import Parts
from catalogue.fields.registry import Field, Vocabulary

COLUMNS = 12

# What one looks at first stands on top, whatever part of the record it belongs to; of a season that is its episodes.
_LEAD = ("barcode", "title", "year", "format", "episodes")
_LEAD_SECTION = "Basics"
_ORDER = (_LEAD_SECTION, "Personal", "Film", "Edition")
_USUAL = 3
_MOST_CELLS = 4  # of a table that takes half the width
_BY_EDITOR = {"list": 6, "tags": 12, "parts": 6, "text": 12, "texts": 12}
# Chosen so that rows are filled: a longer text, or a short one beside it.
_BY_FIELD = {
    "credits": 12,
    "ratings": 6,
    "contents": 12,
    "episodes": 12,
    "title": 5,
    "year": 2,
    "format": 2,
    "original_title": 6,
    "sort_title": 6,
    "tagline": 9,
    "edition_title": 6,
    "regions": 3,
    "screen_ratios": 3,
    "subtitles": 9,
    "extras": 9,
}


def sections(known: Vocabulary = registry.BUILT_IN) -> dict[str, list[Field]]:
    """The sections of the form in order, each with its fields; custom fields stand after the others."""
    found: dict[str, list[Field]] = {_LEAD_SECTION: [registry.BY_KEY[key] for key in _LEAD]}
    for group, fields in registry.groups(field for field in known.all if field.key not in _LEAD).items():
        # Tables grow: beneath the lines they leave no holes between them. What only some films have comes first there.
        found[group] = sorted(fields, key=lambda field: (isinstance(field.kind, Parts), not field.of_kinds))
    return {name: found[name] for name in (*_ORDER, *(name for name in found if name not in _ORDER))}


def span(field: Field) -> int:
    """How many of the form's columns a field takes."""
    if field.key in _BY_FIELD:
        return _BY_FIELD[field.key]
    many = isinstance(field.kind, Parts) and len(field.kind.cells) > _MOST_CELLS
    return COLUMNS if many else _BY_EDITOR.get(field.kind.editor, _USUAL)


def first_field(new: bool) -> str:
    """Where typing begins: a new disc with its barcode, a known one with its title."""
    return _LEAD[0] if new else _LEAD[1]
