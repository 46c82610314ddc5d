"""Every field with names, and every field with text, takes part in renaming and in find and replace."""

import pytest

from catalogue.collection import replacing, usage
from catalogue.collection.commands import AddRecord, RenameValue, Replacement, ReplaceText
from catalogue.collection.replacing import Wish
from catalogue.fields import registry
from catalogue.fields.lists import Parts

NAMED = usage.fields(registry.BUILT_IN)
SEARCHABLE = replacing.searchable(registry.BUILT_IN)
# Fields that take only certain words, with two of them.
WORDS = {"kind": ("series", "season"), "status": ("sold", "lost"), "regions": ("1", "2")}


def value(field, word):
    if isinstance(field.kind, Parts):
        part = {cell.key: cell.default if cell.default is not None else None for cell in field.kind.cells}
        part |= {cell.key: 7 for cell in field.kind.cells if part[cell.key] is None and not cell.optional}
        part |= {cell.key: word for cell in field.kind.cells if cell.key in field.kind.texts}
        return [{"order": 1, **part} if field.kind.rows == "credits" else part]
    return [word] if field.kind.multiple else word


def disc(collection, field, word):
    given = {"title": "Solaris", "format": "DVD", field.key: value(field, word)}
    return collection.run(AddRecord(given)).result


@pytest.mark.parametrize("field", NAMED, ids=lambda field: field.key)
def test_a_value_of_every_named_field_is_renamed_everywhere(collection, rows_of, field):
    old, new = WORDS.get(field.key, ("Old name", "New name"))
    row = disc(collection, field, old)
    before = rows_of(collection.path)
    assert collection.run(RenameValue(field.key, (old,), new)).result == 1
    shown = field.kind.show(collection.record(row).values[field.key])  # of a cast, the people
    assert new in shown
    assert old not in shown
    assert [one.value for one in collection.values(field.key)] == [new]
    assert collection.check() == []
    collection.undo()
    assert rows_of(collection.path) == before


@pytest.mark.parametrize("field", SEARCHABLE, ids=lambda field: field.key)
def test_words_in_every_field_of_text_are_replaced(collection, rows_of, field):
    old, new = WORDS.get(field.key, ("4006381333931", "4006381333948"))
    row = disc(collection, field, old)
    before = rows_of(collection.path)
    hits = collection.hits([row], [field.key], Wish(old, new))
    assert hits
    assert not any(hit.problem for hit in hits)
    found = tuple(Replacement(hit.entity, hit.record_id, hit.field.key, hit.place, hit.old, hit.new) for hit in hits)
    assert collection.run(ReplaceText(found, "Replace"))
    shown = field.kind.format(collection.record(row).values[field.key])
    assert new in shown
    assert old not in shown
    assert collection.check() == []
    collection.undo()
    assert rows_of(collection.path) == before
