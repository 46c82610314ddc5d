"""The list of results and the text index: derived from the records, kept in step, rebuilt when their shape changes.

`entry` has a row for each disc (its id is the number of the copy) and for each film (minus the number of the film),
with sort keys for the columns shown by default. Which of them a list shows is its scope (search/scopes). Two FTS5
indexes hold words of films and of copies, folded in Python so that every SQLite agrees; long texts have a third.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Connection, Integer, Table, Text

from catalogue.fields import collation, people, registry
from catalogue.fields.draft import Entity
from catalogue.fields.registry import Field
from catalogue.fields.words import FURTHER, GAP, further, marked, searched
from catalogue.jobs import Job, without_collector
from catalogue.store import records, tables, titles, vocabulary
from catalogue.store.engine import batches, in_ids, is_damage
from catalogue.store.series import Families

BATCH = 500
"""So many records are listed and indexed at once: each comes with all its texts, and memory is to stay flat."""

derived = sa.MetaData()

_LINES = (field for field in registry.FIELDS if field.kind.compare == "words" and field.kind.name != "long text")
SORTED = dict.fromkeys((*registry.DEFAULT_COLUMNS, *(field.key for field in _LINES if field.kind.rows is None)))
"""The fields whose sort keys are kept in the list: the default columns, and each that is one line of text."""

entry = Table(
    "entry",
    derived,
    Column("id", Integer, primary_key=True),
    Column("copy_id", Integer),
    Column("edition_id", Integer),
    Column("film_id", Integer),
    Column("trashed", Integer, nullable=False),
    # 1 for a film that is on a disc: where everything is listed, its discs stand for it.
    Column("on_disc", Integer, nullable=False),
    *(Column(f"sort_{key}", Integer if registry.BY_KEY[key].kind.compare == "number" else Text) for key in SORTED),
)
_TITLES = frozenset({"title", "original_title", "sort_title", "edition_title"})
"""Sorted by one of these, what is called alike comes by year."""


def ties(keys: Collection[str]) -> list[Column[Any]]:
    """What tells rows apart that are equal in all fields that they are sorted by."""
    return [*((entry.c.sort_year,) if _TITLES.intersection(keys) else ()), entry.c.id]


for _key in registry.DEFAULT_COLUMNS:
    # All that a sorted list asks for: without the last columns, 100,000 rows are looked up one by one beside it.
    _columns = (entry.c[f"sort_{_key}"], *ties([_key]), entry.c.trashed, entry.c.on_disc)
    sa.Index(f"ix_entry_sort_{_key}", *_columns)

entry_film = Table(
    "entry_film",
    derived,
    Column("film_id", Integer, primary_key=True),
    Column("entry_id", Integer, primary_key=True),
    # 0 for an episode of what is on the disc and for the series of it: the disc is found by them, and is no box.
    Column("own", Integer, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("ix_entry_film_entry_id", entry_film.c.entry_id)

_SORTED_BY_DISC = [f"sort_{key}" for key in SORTED if registry.BY_KEY[key].entity != "film"]

behind = Table("text_behind", derived, Column("film_id", Integer, primary_key=True))
"""Films whose long texts are not in their index yet."""

AT_ONCE = 2000
"""Of more films than this at a time the long texts are indexed behind: they take most of the time."""


def indexed_fields(name: str) -> list[Field]:
    """The fields whose words a text index holds, one column each. Custom fields share a further one."""
    return [field for field in registry.FIELDS if index_of(field) == name]


def index_of(field: Field) -> str | None:
    """The text index that holds a field's words, or None for numbers, dates and flags."""
    if field.kind.compare != "words":
        return None
    if field.kind.rows == "texts":
        return "text_words"
    return "film_words" if field.entity == "film" else "copy_words"


STATED = "stated_titles"
"""A further column of the film index: the titles by which a film's pages call it."""

CUSTOM = "custom"
"""A further column of the indexes of films and of copies, for all custom fields: one more needs no new index."""

INDEXES = ("film_words", "copy_words", "text_words")

_NOTHING: tuple[Any, ...] = (None, [])


def columns_of(what: Field | str) -> list[str]:
    """The columns of a text index, by its name, or those that hold the words of a field."""
    if isinstance(what, Field):
        if what.is_custom:
            return [CUSTOM]
        if what.kind.rows == "credits":
            return list(people.COLUMNS)
        # Parts of other fields are found under this one too: the place of a disc that stands elsewhere.
        others = (other for other in registry.FIELDS if what.key in other.kind.answers_for)
        return [what.key, *(f"{other.key}_{what.key}" for other in others)]
    own = [column for field in indexed_fields(what) for column in columns_of(field)]
    further = {"film_words": [STATED, CUSTOM], "copy_words": [CUSTOM]}
    return own + further.get(what, [])


def mark_of(field: Field) -> str:
    """What stands before each word of a custom field in its column, to tell it from the words of others.

    It is made of private characters: nobody types them, and SQLite takes them for letters.
    """
    return f"\ue000{field.key.removeprefix('custom_')}\ue001" if field.is_custom else ""


def terms_of(index: str) -> str:
    """The table of all words in a text index."""
    return f"{index}_terms"


def definition() -> int:
    """A number that changes with the shape of the derived tables; it is kept in the file as user_version."""
    columns = [column for name in INDEXES for column in columns_of(name)]
    shape = [*INDEXES, *columns, *entry.c.keys(), "8", collation.VERSION, titles.SHAPE]
    return int(hashlib.sha256("|".join(shape).encode()).hexdigest()[:7], 16)


def is_current(connection: Connection) -> bool:
    """Whether the file's derived tables have today's shape."""
    return bool(connection.exec_driver_sql("PRAGMA user_version").scalar() == definition())


def is_there(connection: Connection) -> bool:
    """Whether no derived table was taken out of the file."""
    names = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    return names.issuperset([*derived.tables, titles.film_form.name, *INDEXES, *map(terms_of, INDEXES)])


def has_indexes(connection: Connection) -> bool:
    """Whether the tables of the list have today's indexes and no others."""
    wanted = (index for table in derived.sorted_tables for index in table.indexes)
    return _indexes(connection) == {index.name: tuple(column.name for column in index.columns) for index in wanted}


def reindex(connection: Connection) -> None:
    """Gives the tables of the list today's indexes; the records are not read for it."""
    for name in _indexes(connection):
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    for table in derived.sorted_tables:
        for index in table.indexes:
            index.create(connection)
    _sample(connection, entry.name)


def _indexes(connection: Connection) -> dict[str | None, tuple[str, ...]]:
    """The indexes that the tables of the list have, each with its columns."""
    tables_of_list = ", ".join(f"'{name}'" for name in derived.tables)
    found = (
        "SELECT m.name, i.name FROM sqlite_master m, pragma_index_info(m.name) i"
        f" WHERE m.type = 'index' AND m.sql <> '' AND m.tbl_name IN ({tables_of_list}) ORDER BY m.name, i.seqno"
    )
    columns: dict[str | None, tuple[str, ...]] = {}
    for name, column in connection.exec_driver_sql(found):
        columns[name] = (*columns.get(name, ()), column)
    return columns


def rebuild(connection: Connection, job: Job | None = None) -> None:
    """Makes the list and the text index anew from the records; of many films the long texts are left for later."""
    for name in INDEXES:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {terms_of(name)}")
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
        columns = ", ".join(f'"{column}"' for column in columns_of(name))
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, tokenize = 'unicode61 remove_diacritics 0')"
        )
        connection.exec_driver_sql(f"CREATE VIRTUAL TABLE {terms_of(name)} USING fts5vocab('{name}', 'col')")
    derived.drop_all(connection)
    derived.create_all(connection)
    titles.rebuild(connection)
    films = connection.scalars(sa.select(tables.film.c.id)).all()
    copies = connection.scalars(sa.select(tables.copy.c.id)).all()
    refresh(connection, films, (), copies, fresh=True, job=job)
    connection.exec_driver_sql(f"PRAGMA user_version = {definition()}")


def refresh(
    connection: Connection,
    films: Iterable[int],
    editions: Iterable[int],
    copies: Iterable[int],
    *,
    fresh: bool = False,
    job: Job | None = None,
) -> tuple[set[int], set[int], set[int], set[int]]:
    """Brings list and index up to date for touched records.

    Returns the ids of entries that came, that stayed and that went where everything is listed, and those of films
    that are on a disc. `fresh` says that nothing of them is listed yet.
    """
    film_ids, copy_ids = set(films), set(copies)
    contents, copy = tables.contents, tables.copy
    in_editions = set(editions)
    if film_ids and not fresh:
        relatives = film_ids | Families(connection, film_ids).everyone()
        query = sa.select(contents.c.edition_id).where(in_ids(contents.c.film_id, relatives))
        in_editions.update(connection.scalars(query))
        before_now = sa.select(entry_film.c.entry_id).where(in_ids(entry_film.c.film_id, film_ids))
        copy_ids.update(connection.scalars(before_now.where(entry_film.c.entry_id > 0)))
    if in_editions:
        copy_ids.update(connection.scalars(sa.select(copy.c.id).where(in_ids(copy.c.edition_id, in_editions))))
    listed = set(film_ids)
    if not fresh:
        listed |= _films_of_copies(connection, copy_ids, in_editions)
    entry_ids = copy_ids | {-film_id for film_id in listed}
    before = set() if fresh else _in_everything(connection, entry_ids)
    if not fresh:
        connection.execute(sa.delete(entry).where(in_ids(entry.c.id, entry_ids)))
        connection.execute(sa.delete(entry_film).where(in_ids(entry_film.c.entry_id, entry_ids)))
    later = len(film_ids) > AT_ONCE
    after: set[int] = set()
    done, everything = 0, len(film_ids) + len(entry_ids)
    steps: tuple[tuple[Collection[int], Callable[[set[int]], set[int]]], ...] = (
        (film_ids, lambda batch: _index_films(connection, batch, fresh, later)),
        ([number for number in entry_ids if number > 0], lambda batch: _list_copies(connection, batch, fresh)),
        ([-number for number in entry_ids if number < 0], lambda batch: _list_films(connection, batch)),
    )
    with without_collector():
        for ids, step in steps:
            for batch in batches(sorted(ids), BATCH):
                if job is not None and everything > BATCH:
                    job.step(done, everything, "Building the list")
                after |= step(set(batch))
                done += len(batch)
    alone = after if fresh else _in_everything(connection, entry_ids)
    return alone - before, alone & before, before - alone, after - alone


def _in_everything(connection: Connection, entry_ids: set[int]) -> set[int]:
    return set(connection.scalars(sa.select(entry.c.id).where(in_ids(entry.c.id, entry_ids), entry.c.on_disc == 0)))


def _films_of_copies(connection: Connection, copy_ids: set[int], edition_ids: set[int]) -> set[int]:
    """The films on discs that were touched, now and before: their rows say where a film stands, and in how many."""
    contents, copy = tables.contents, tables.copy
    editions = edition_ids | set(
        connection.scalars(sa.select(copy.c.edition_id).where(in_ids(copy.c.id, copy_ids)).distinct())
    )
    films = set(connection.scalars(sa.select(contents.c.film_id).where(in_ids(contents.c.edition_id, editions))))
    before = sa.select(entry_film.c.film_id).where(in_ids(entry_film.c.entry_id, copy_ids))
    return films | Families(connection, films).everyone() | set(connection.scalars(before))


def analyze(connection: Connection) -> None:
    """Lets SQLite look at samples of the tables, so that it begins a question with the table that narrows it most."""
    with connection.begin():
        _sample(connection, "main")


def _sample(connection: Connection, what: str) -> None:
    connection.exec_driver_sql("PRAGMA analysis_limit = 400")
    connection.exec_driver_sql(f"ANALYZE {what}")


def index_behind(connection: Connection, most: int) -> None:
    """Indexes the long texts of some of the films that wait for it."""
    film_ids = set(connection.scalars(sa.select(behind.c.film_id).limit(most)))
    values = records.load(connection, "film", film_ids, [field.key for field in indexed_fields("text_words")])
    _index(connection, "text_words", film_ids, values, (), fresh=False)
    connection.execute(sa.delete(behind).where(in_ids(behind.c.film_id, film_ids)))


def count_behind(connection: Connection) -> int:
    """The number of films whose long texts wait to be indexed."""
    return connection.scalar(sa.select(sa.func.count()).select_from(behind)) or 0


def check(connection: Connection) -> list[str]:
    """What is wrong with the list and the text index, in words."""
    problems = []
    for name in INDEXES:
        try:
            connection.exec_driver_sql(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 0)")
        except sa.exc.DatabaseError as error:
            if not is_damage(error):
                raise  # a file that cannot be written is not damaged by that
            problems.append(f"The text index {name} is damaged.")
    listed = set(connection.scalars(sa.select(entry.c.id)))
    there = set(connection.scalars(sa.select(tables.copy.c.id)))
    there |= {-film_id for film_id in connection.scalars(sa.select(tables.film.c.id))}
    if listed != there:
        problems.append(f"The list misses {len(there - listed)} records and has {len(listed - there)} too many.")
    for name, table in (("film_words", tables.film), ("text_words", tables.film), ("copy_words", tables.copy)):
        indexed = set(connection.scalars(sa.text(f"SELECT rowid FROM {name}")))
        if name == "text_words":
            indexed.update(connection.scalars(sa.select(behind.c.film_id)))
        missing = set(connection.scalars(sa.select(table.c.id))) ^ indexed
        if missing:
            problems.append(f"The text index {name} is out of step for {len(missing)} records.")
    return problems


def differing(connection: Connection, job: Job | None = None) -> list[str]:
    """The records of which the list or the text index says something else than their values do; nothing is changed."""
    waiting = set(connection.scalars(sa.select(behind.c.film_id)))
    films = connection.scalars(sa.select(tables.film.c.id).order_by(tables.film.c.id)).all()
    copies = connection.scalars(sa.select(tables.copy.c.id).order_by(tables.copy.c.id)).all()
    problems: list[str] = []
    parts = (("film", films, -1), ("copy", copies, 1))
    everything, done = len(films) + len(copies), 0
    for name, ids, sign in parts:
        for batch in batches(ids, BATCH):
            if job is not None:
                job.step(done, everything, "Comparing the list with the records")
            before = _listed(connection, name, batch, sign)
            trial = connection.begin_nested()
            refresh(connection, batch if name == "film" else (), (), batch if name == "copy" else ())
            after = _listed(connection, name, batch, sign)
            trial.rollback()  # the discs of a film were made anew with it, and are not compared yet
            for key, row in after.items():
                table, number = key
                if before.get(key) != row and not (table == "text_words" and number in waiting):
                    where = "list" if table == entry.name else "text index"
                    problems.append(f"The {where} says something else of {name}:{abs(number)} than its values do.")
            done += len(batch)
    return list(dict.fromkeys(problems))


def _listed(connection: Connection, name: str, ids: list[int], sign: int) -> dict[tuple[str, int], tuple[Any, ...]]:
    """What the list and the text indexes say of some films or copies, by table and number."""
    found: dict[tuple[str, int], tuple[Any, ...]] = {}
    indexes = [index for index in INDEXES if (index == "copy_words") == (name == "copy")]
    for table in (entry.name, *indexes):
        wanted = [sign * number for number in ids] if table == entry.name else ids
        query = f"SELECT rowid, * FROM {table} WHERE rowid IN (SELECT value FROM json_each(?))"
        for row in connection.exec_driver_sql(query, (json.dumps(wanted),)):
            found[table, row[0]] = tuple(row)
    return found


def _index_films(connection: Connection, film_ids: set[int], fresh: bool, later: bool) -> set[int]:
    indexes = ("film_words",) if later else ("film_words", "text_words")
    fields = vocabulary.of(connection)
    values = records.load(connection, "film", film_ids, [one.key for one in fields.all if index_of(one) in indexes])
    if not fresh:
        connection.execute(sa.delete(behind).where(in_ids(behind.c.film_id, film_ids)))
        if later:
            _index(connection, "text_words", film_ids, {}, (), fresh)
    if later and values:
        connection.execute(sa.insert(behind), [{"film_id": film_id} for film_id in values])
    fact = tables.fact
    query = sa.select(fact.c.record_id, fact.c.value).where(
        fact.c.about == "film", in_ids(fact.c.record_id, film_ids), fact.c.field == "title"
    )
    for film_id, title in connection.execute(query):
        if film_id in values:
            stated = values[film_id].setdefault(STATED, [])
            stated.append(title)
    for name in indexes:
        _index(connection, name, film_ids, values, fields.custom, fresh)
    return set()


def _index(
    connection: Connection,
    name: str,
    ids: Collection[int],
    values: dict[int, dict[str, Any]],
    custom: Iterable[Field],
    fresh: bool,
) -> None:
    fields = indexed_fields(name)
    if not fresh:
        connection.exec_driver_sql(f"DELETE FROM {name} WHERE rowid = ?", [(number,) for number in ids])
    custom = [field for field in custom if index_of(field) == name]
    names = columns_of(name)
    columns = ", ".join(f'"{column}"' for column in names)
    marks = ", ".join("?" * (len(names) + 1))
    rows: list[tuple[Any, ...]] = []
    for number, record in values.items():
        words = {STATED: GAP.join(record.get(STATED, ())), CUSTOM: _custom_words(custom, record)}
        for field in fields:
            value = record[field.key]
            if value in _NOTHING:
                continue
            words |= _words(field, value)
            for key in field.kind.answers_for:
                words[f"{field.key}_{key}"] = GAP.join(field.kind.answer(value, key).splitlines())
        rows.append((number, *(_searched(words.get(column)) for column in names)))
    if rows:
        connection.exec_driver_sql(f"INSERT INTO {name}(rowid, {columns}) VALUES ({marks})", rows)


def _searched(text: str | None) -> str | None:
    """A text as the index holds it: folded, and behind that the further forms of its words."""
    if not text:
        return None
    folded = searched(text)
    others = further(folded)
    return f"{folded}{FURTHER}\n{others}" if others else folded or None


def plain(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """A column of a text index without the further forms of its words."""
    return sa.func.substr(column, 1, sa.func.instr(column.concat(FURTHER), FURTHER) - 1)


def _custom_words(fields: Iterable[Field], record: dict[str, Any]) -> str:
    """Each word twice: as it is, for a search anywhere, and marked, for a search in its field."""
    found: list[str] = []
    for field in fields:
        for text in _pieces(field, record.get(field.key)):
            found += [text, marked(text, mark_of(field))]
    return GAP.join(found)


def _words(field: Field, value: Any) -> dict[str, str]:
    """The words of a field by column of the index."""
    if field.kind.rows == "credits":
        return _names(value)
    return {field.key: GAP.join(_pieces(field, value))}


def _pieces(field: Field, value: Any) -> list[str]:
    if value in _NOTHING:
        return []
    return [field.kind.words([part]) for part in value] if field.kind.multiple else [field.kind.words(value)]


def _names(credits: Iterable[dict[str, Any]]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for part in credits:
        found.setdefault(people.trade(part["role"]), []).append(part["person"])
        if part.get("character"):
            found.setdefault(people.CHARACTER, []).append(part["character"])
    return {column: GAP.join(names) for column, names in found.items()}


def _list_copies(connection: Connection, copy_ids: set[int], fresh: bool) -> set[int]:
    copy, contents = tables.copy, tables.contents
    query = sa.select(copy.c.id, copy.c.edition_id, copy.c.deleted_at).where(in_ids(copy.c.id, copy_ids))
    found = connection.execute(query).all()
    edition_ids = {row.edition_id for row in found}
    films_of: dict[int, list[int]] = {}
    on_discs = sa.select(contents.c.edition_id, contents.c.film_id).where(in_ids(contents.c.edition_id, edition_ids))
    for edition_id, film_id in connection.execute(on_discs.order_by(contents.c.position, contents.c.id)):
        films_of.setdefault(edition_id, []).append(film_id)
    families = Families(connection, {film_id for film_ids in films_of.values() for film_id in film_ids})
    own_films = {edition_id: families.tops(film_ids) for edition_id, film_ids in films_of.items()}
    main = {edition_id: film_ids[0] for edition_id, film_ids in own_films.items()}
    keys = {*SORTED, *_OF_TITLE}
    film_values = _load_some(connection, "film", set(main.values()), keys)
    fields = vocabulary.of(connection)
    words = {field.key for field in fields.all if index_of(field) == "copy_words"}
    edition_values = _load_some(connection, "edition", edition_ids, keys | words)
    copy_values = _load_some(connection, "copy", {row.id for row in found}, keys | words)
    rows, links, indexed = [], [], {}
    for row in found:
        edition = edition_values[row.edition_id]
        film = film_values.get(main.get(row.edition_id, 0), {})
        said = edition | copy_values[row.id]
        indexed[row.id] = said
        rows.append(
            {
                "id": row.id,
                "copy_id": row.id,
                "edition_id": row.edition_id,
                "film_id": main.get(row.edition_id),
                "trashed": int(row.deleted_at is not None),
                "on_disc": 0,
                **_sort_keys(film | said, box=len(own_films.get(row.edition_id, ())) > 1),
            }
        )
        own = own_films.get(row.edition_id, [])
        others = dict.fromkeys(films_of.get(row.edition_id, ()))
        for film_id in own:
            others |= {
                one: None for one in families.related(film_id) if families.deleted[one] in (None, row.deleted_at)
            }
        links += [{"entry_id": row.id, "film_id": film_id, "own": int(film_id in own)} for film_id in others]
    _index(connection, "copy_words", copy_ids, indexed, fields.custom, fresh)
    return _list(connection, rows, links)


def _list_films(connection: Connection, film_ids: set[int]) -> set[int]:
    values = _load_some(connection, "film", film_ids, {*SORTED, *_OF_TITLE})
    gone = sa.select(tables.film.c.id).where(tables.film.c.deleted_at.is_not(None), in_ids(tables.film.c.id, film_ids))
    trashed = set(connection.scalars(gone))
    on_discs = _on_discs(connection, film_ids)
    rows = []
    for film_id, record in values.items():
        keys = _sort_keys(record)
        on = on_discs.get(film_id)
        if on is not None:
            keys |= {name: on[name] for name in _SORTED_BY_DISC}
        rows.append(
            {
                "id": -film_id,
                "copy_id": None,
                "edition_id": None,
                "film_id": film_id,
                # With all its discs a film is in the trash too, and with one of them it is here.
                "trashed": int(film_id in trashed) if on is None else on["trashed"],
                "on_disc": int(on is not None),
                **keys,
            }
        )
    return _list(connection, rows, [{"entry_id": -film_id, "film_id": film_id, "own": 1} for film_id in values])


def _on_discs(connection: Connection, film_ids: set[int]) -> dict[int, sa.RowMapping]:
    """For films that are on a disc: the least sort keys of their discs, and whether all of these are in the trash."""
    here = entry.c.trashed == 0
    least = [sa.func.min(sa.case((here, entry.c[name]))).label(name) for name in _SORTED_BY_DISC]
    query = sa.select(entry_film.c.film_id, sa.func.min(entry.c.trashed).label("trashed"), *least)
    query = query.join(entry, entry.c.id == entry_film.c.entry_id)
    query = query.where(in_ids(entry_film.c.film_id, film_ids), entry.c.id > 0).group_by(entry_film.c.film_id)
    return {row["film_id"]: row for row in connection.execute(query).mappings()}


def _list(connection: Connection, rows: list[dict[str, Any]], links: list[dict[str, Any]]) -> set[int]:
    if rows:
        connection.execute(sa.insert(entry), rows)
    if links:
        connection.execute(sa.insert(entry_film), links)
    return {row["id"] for row in rows}


def _load_some(
    connection: Connection, entity: Entity, ids: Collection[int], keys: Iterable[str]
) -> dict[int, dict[str, Any]]:
    return records.load(connection, entity, ids, keys) if ids else {}


_OF_TITLE = ("sort_title", "original_title", "languages")
"""What else says where a title stands in the order."""


def _sort_keys(values: dict[str, Any], box: bool = False) -> dict[str, Any]:
    """The sort keys of a row; that of a disc with several films goes by the title on the box."""
    language = next(iter(values.get("languages") or ()), None)
    keys = {f"sort_{key}": _sort_key(registry.BY_KEY[key], values.get(key), language) for key in SORTED}
    title, typed, original = (values.get(key) for key in ("title", "sort_title", "original_title"))
    on_box = keys["sort_edition_title"]
    keys["sort_title"] = (on_box if box else None) or collation.title_key(title, typed, original, language) or on_box
    return keys


def _sort_key(field: Field, value: Any, language: str | None) -> Any:
    if value in _NOTHING:
        return None
    if isinstance(value, int):
        return value
    if field.kind.rows == "place":
        return collation.path_key(value)
    if field.kind.multiple:
        return collation.list_key(field.kind.words([part]) for part in value)
    if field.key == "sort_title":
        return collation.name_key(value)
    return collation.title_key(field.kind.format(value), language=language if field.entity == "film" else None)
