"""The tables. Columns of film, edition and copy come from the field registry; the rest is spelled out here."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from catalogue.fields import registry
from catalogue.fields.draft import Entity

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Amount(sa.types.UserDefinedType[Any]):
    """A number that stays whole when it is whole: SQLite's NUMERIC affinity, untouched by Python."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """The type's name in SQL."""
        return "NUMERIC"


class Comparable(sa.types.UserDefinedType[Any]):
    """A number or a text, kept as it comes: SQLite's BLOB affinity turns neither into the other."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """The type's name in SQL."""
        return "BLOB"


_SQL_TYPES: dict[str, Any] = {"text": Text, "integer": Integer, "number": Amount, "flag": sa.Boolean}


def _table(name: str, *columns: Any) -> Table:
    # AUTOINCREMENT: the id of a deleted row never comes back, so an old change can be undone at any time.
    return Table(name, metadata, Column("id", Integer, primary_key=True), *columns, sqlite_autoincrement=True)


def _parent(name: str, target: str, *, nullable: bool = False, index: bool = True) -> Column[Any]:
    # No ON DELETE CASCADE anywhere: a row that vanished behind the recorder's back could not be undone.
    return Column(name, Integer, ForeignKey(f"{target}.id"), nullable=nullable, index=index)


def _field_columns(entity: Entity) -> list[Column[Any]]:
    return [
        Column(field.key + suffix, _SQL_TYPES[sql_type])
        for field in registry.BUILT_IN.of_entity(entity)
        for suffix, sql_type in field.kind.columns
    ]


def _known_by() -> list[Column[Any]]:
    """What a search finds a name by, and what it is told from others by; `naming` fills them from the name."""
    return [Column("folded", Text, nullable=False, index=True), Column("identity", Text, nullable=False, unique=True)]


def _items(name: str, owner: str) -> Table:
    return _table(
        name,
        _parent(f"{owner}_id", owner),
        Column("field", Text, nullable=False),
        Column("position", Integer, nullable=False),
        Column("value", Text, nullable=False),
        Column("folded", Text, nullable=False),
        sa.Index(f"ix_{name}_field_folded", "field", "folded", f"{owner}_id"),
    )


film = _table("film", _parent("parent_id", "film", nullable=True), *_field_columns("film"), Column("deleted_at", Text))
edition = _table("edition", _parent("box_set_id", "edition", nullable=True), *_field_columns("edition"))
copy = _table(
    "copy",
    _parent("edition_id", "edition"),
    _parent("place_id", "place", nullable=True),
    *_field_columns("copy"),
    Column("deleted_at", Text),
)
film_item = _items("film_item", "film")
edition_item = _items("edition_item", "edition")
custom_field = _table(
    "custom_field",
    Column("entity", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("choices", sa.JSON(none_as_null=True)),
    Column("position", Integer, nullable=False),
)
custom_value = _table(
    "custom_value",
    Column("about", Text, nullable=False),
    Column("record_id", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("value", sa.JSON, nullable=False),
    Column("comparable", Comparable, nullable=False),
    sa.Index("ix_custom_value_about_record_id", "about", "record_id"),
    sa.Index("ix_custom_value_field_comparable", "field", "comparable", "record_id"),
)
contents = _table(
    "contents",
    _parent("edition_id", "edition"),
    _parent("film_id", "film"),
    Column("position", Integer, nullable=False),
    Column("disc", Integer),
    Column("cut", Text),
)
# Where a film in the trash was, for when it comes back: no disc shows it there meanwhile.
trashed_contents = _table(
    "trashed_contents",
    _parent("edition_id", "edition"),
    _parent("film_id", "film"),
    Column("position", Integer, nullable=False),
    Column("disc", Integer),
    Column("cut", Text),
)
person = _table(
    "person",
    Column("name", Text, nullable=False),
    Column("sort_name", Text),
    # What tells a person from others of that name, as a year of birth; it is no part of the name.
    Column("qualifier", Text),
    Column("external_ids", sa.JSON(none_as_null=True)),
    *_known_by(),
)
credit = _table(
    "credit",
    _parent("film_id", "film"),
    _parent("person_id", "person"),
    Column("position", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("character", Text),
)
film_text = _table(
    "film_text",
    _parent("film_id", "film"),
    _parent("document_id", "document", nullable=True),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("author", Text),
    Column("heading", Text),
    Column("body", Text, nullable=False),
)
place = _table(
    "place",
    _parent("parent_id", "place", nullable=True),
    Column("name", Text, nullable=False),
    Column("path", Text, nullable=False),
    *_known_by(),
    Column("capacity", Integer),
    Column("notes", Text),
    Column("position", Integer),
)
tag = _table("tag", Column("name", Text, nullable=False), *_known_by())
copy_tag = _table(
    "copy_tag",
    _parent("copy_id", "copy"),
    _parent("tag_id", "tag"),
    Column("position", Integer, nullable=False),
)
contact = _table("contact", Column("name", Text, nullable=False), *_known_by())
loan = _table(
    "loan",
    _parent("copy_id", "copy"),
    _parent("contact_id", "contact"),
    Column("position", Integer, nullable=False),
    Column("lent", Text),
    Column("due", Text),
    Column("returned", Text),
    Column("note", Text),
)
disc = _table(
    "disc",
    _parent("copy_id", "copy"),
    _parent("place_id", "place", nullable=True),
    Column("position", Integer, nullable=False),
    Column("number", Integer),
    Column("label", Text),
    Column("storage_device", Text),
    Column("slot", Text),
)
viewing = _table(
    "viewing",
    _parent("film_id", "film"),
    Column("position", Integer, nullable=False),
    Column("seen_on", Text),
    Column("who", Text),
    Column("place", Text),
    Column("rating", Integer),
)
catalogue = _table("catalogue", Column("uid", Text, nullable=False))
"""One row: the id by which a catalogue knows what lies beside it, whatever its name."""
saved_search = _table(
    "saved_search",
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    *_known_by(),
    Column("query", Text, nullable=False),
    Column("sort", sa.JSON, nullable=False),
    Column("scope", Text),
)
picture = _table(
    "picture",
    _parent("copy_id", "copy"),
    Column("role", Text, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    sa.UniqueConstraint("copy_id", "role"),
)
document = _table(
    "document",
    Column("kind", Text, nullable=False),
    Column("site", Text),
    Column("title", Text),
    Column("sha256", Text, nullable=False, unique=True),
    Column("read_at", Text, nullable=False),
    Column("sections", sa.JSON, nullable=False),
    Column("text", Text, nullable=False),
)
attachment = _table(
    "attachment",
    _parent("document_id", "document"),
    _parent("film_id", "film"),
    Column("reason", Text),
    Column("doubt", Text),
    Column("alternatives", sa.JSON(none_as_null=True)),
)
fact = _table(
    "fact",
    _parent("document_id", "document"),
    Column("about", Text, nullable=False),
    Column("record_id", Integer),
    Column("field", Text, nullable=False),
    Column("subject", Text),
    Column("position", Integer, nullable=False),
    Column("value", sa.JSON, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("confidence", sa.Float, nullable=False),
    Column("reason", Text),
    Column("alternatives", sa.JSON(none_as_null=True)),
    sa.Index("ix_fact_about_record_id", "about", "record_id"),
)
choice = _table(
    "choice",
    Column("about", Text, nullable=False),
    Column("record_id", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("subject", Text),
    Column("by", Text, nullable=False),
    Column("value", sa.JSON(none_as_null=True)),
    _parent("document_id", "document", nullable=True, index=False),
    Column("at", Text, nullable=False),
    sa.Index("ix_choice_about_record_id", "about", "record_id"),
)
# A value that a person renamed everywhere: documents that still say `old` are taken to say `new` (NULL: nothing).
spelling = _table(
    "spelling",
    Column("field", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("identity", Text, nullable=False),
    Column("old", Text, nullable=False),
    Column("new", Text),
    sa.UniqueConstraint("field", "identity"),
)
review = _table(
    "review",
    Column("about", Text, nullable=False),
    Column("record_id", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("subject", Text),
    Column("reason", Text, nullable=False),
    Column("alternatives", sa.JSON(none_as_null=True)),
    sa.Index("ix_review_about_record_id", "about", "record_id"),
)
operation = _table(
    "operation",
    Column("at", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("kind", Text, nullable=False),
    _parent("undone_by", "operation", nullable=True),
    Column("dropped", sa.Boolean, nullable=False, default=False),
    # No foreign key: the operation that was taken back may be forgotten before the one that did it.
    Column("reverts", Integer),
    sa.Index("ix_operation_reverts", "reverts", sqlite_where=sa.text("reverts IS NOT NULL")),
)
row_change = _table(
    "row_change",
    _parent("operation_id", "operation"),
    Column("table_name", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("first_id", Integer, nullable=False),
    Column("last_id", Integer, nullable=False),
    Column("data", sa.JSON(none_as_null=True)),
    # The record that a deleted or moved row belonged to: the row itself no longer says so.
    Column("owner_id", Integer),
    sa.Index("ix_row_change_table_name_first_id", "table_name", "first_id"),
    sa.Index("ix_row_change_ranges", "table_name", "first_id", "last_id", sqlite_where=sa.text("last_id > first_id")),
    sa.Index("ix_row_change_owner", "table_name", "owner_id", sqlite_where=sa.text("owner_id IS NOT NULL")),
)

RECORDS: dict[Entity, Table] = {"film": film, "edition": edition, "copy": copy}
ITEMS: dict[Entity, Table] = {"film": film_item, "edition": edition_item}
HISTORY = (operation, row_change)
DERIVED = frozenset(
    {"film_item", "edition_item", "credit", "film_text", "copy_tag", "disc", "loan", "viewing", "review"}
    | {"custom_value"}
)
"""Tables whose rows, like the field columns of the records, follow from facts and choices and can be worked out."""


@cache
def owner(table: Table) -> tuple[Entity | None, str] | None:
    """The record that a row of a table belongs to, as (entity, column); entity None where the row says `about` which.

    None for records themselves and for what belongs to no record.
    """
    if table in RECORDS.values():
        return None
    if "about" in table.c:
        return None, "record_id"
    for column in table.columns:
        for entity, record in RECORDS.items():
            if column.references(record.c.id):
                return entity, column.name
    return None
