"""What hangs on records that go into the trash, or out of it for good: who has them, and what they hold together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection.rehearsal import names_of
from catalogue.fields import registry
from catalogue.fields.draft import Entity
from catalogue.store import tables
from catalogue.store.engine import in_ids
from catalogue.store.listing import entry, entry_film
from catalogue.store.series import Families

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on that which a command takes away, in a sentence; with `asks`, a person is asked before."""

    words: str
    asks: bool = True


def listed(names: Collection[str]) -> str:
    """Names in a sentence: “A”, “B” and “C”; of many the first few and how many more."""
    shown = [f"“{name}”" for name in names][:_NAMED]
    more = len(names) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more:,} more"
    return " and ".join(", ".join(shown).rsplit(", ", 1)) if len(shown) > 2 else " and ".join(shown)


def on_rows(connection: Connection, row_ids: Iterable[int]) -> list[Hanging]:
    """What hangs on rows of the list."""
    rows = connection.execute(
        sa.select(entry.c.copy_id, entry.c.edition_id, entry.c.film_id).where(in_ids(entry.c.id, row_ids))
    ).all()
    films = [row.film_id for row in rows if row.copy_id is None]
    editions = {row.copy_id: row.edition_id for row in rows if row.copy_id is not None}
    parts = parts_along(connection, films)
    going = {*films, *parts}
    along = {copy_id: edition for copy_id, edition in going_along(connection, going).items() if copy_id not in editions}
    copies, editions_going = [*editions, *along], {*editions.values(), *along.values()}
    found = [Hanging(words) for words in still_lent(connection, copies)]
    if along:
        holds = "holds nothing else and goes" if len(along) == 1 else "hold nothing else and go"
        found.insert(0, Hanging(f"{listed(_names(connection, 'copy', along))} {holds} into the trash as well."))
    if parts:
        go = "goes" if len(parts) == 1 else "go"
        found.insert(0, Hanging(f"{listed(_names(connection, 'film', parts))} {go} into the trash as well."))
    found += _boxes(connection, copies, editions_going)
    return found + _series(connection, going)


def not_named(connection: Connection, named: Mapping[int, Collection[int]]) -> list[Hanging]:
    """The films that go with discs although only others on these, the `named` ones by copy, were asked for."""
    film = entry.alias("of_film")
    query = (
        sa.select(entry_film.c.entry_id, entry_film.c.film_id)
        .join(film, film.c.id == -entry_film.c.film_id)
        .where(in_ids(entry_film.c.entry_id, named), entry_film.c.own == 1)
        .order_by(film.c.sort_title, film.c.sort_year, film.c.id)
    )
    others: dict[int, list[int]] = {}
    for copy_id, film_id in connection.execute(query):
        if film_id not in named[copy_id]:
            others.setdefault(copy_id, []).append(film_id)
    found = []
    for copy_id in list(others)[:_NAMED]:
        [disc] = _names(connection, "copy", [copy_id])
        films = _names(connection, "film", others[copy_id])
        goes = "goes" if len(films) == 1 else "go"
        found.append(Hanging(f"“{disc}” also holds {listed(films)}, which {goes} into the trash with it."))
    more = len(others) - len(found)
    if more:
        hold = "disc holds" if more == 1 else "discs hold"
        found.append(Hanging(f"{more:,} more {hold} other films as well."))
    return found


def going_along(connection: Connection, films: Collection[int]) -> dict[int, int]:
    """The copies, with their editions, that hold some films and nothing else: without them they are empty."""
    contents, copy = tables.contents, tables.copy
    on_them = sa.select(contents.c.edition_id).where(in_ids(contents.c.film_id, films))
    with_others = sa.select(contents.c.edition_id).where(~in_ids(contents.c.film_id, films))
    query = sa.select(copy.c.id, copy.c.edition_id).where(copy.c.edition_id.in_(on_them), copy.c.deleted_at.is_(None))
    query = query.where(copy.c.edition_id.not_in(with_others)).order_by(copy.c.id)
    return {row.id: row.edition_id for row in connection.execute(query)} if films else {}


def parts_along(connection: Connection, films: Collection[int]) -> list[int]:
    """The episodes that go with a series or season: those that are on no disc without it."""
    families = Families(connection, films)
    parts = sorted({one for film_id in films for one in families.below(film_id)} - set(films))
    parts = [one for one in parts if families.deleted[one] is None]
    contents = tables.contents
    with_it = sa.select(contents.c.edition_id).where(in_ids(contents.c.film_id, films))
    elsewhere = sa.select(contents.c.film_id).where(in_ids(contents.c.film_id, parts))
    staying = set(connection.scalars(elsewhere.where(contents.c.edition_id.not_in(with_it)))) if parts else set()
    return [one for one in parts if not {one, *families.above(one)} & staying]


def lent_though_gone(connection: Connection, copies: Collection[int]) -> tuple[str, ...]:
    """Of some copies those that are sold, lost or given away and that somebody still has, in sentences."""
    copy = tables.copy
    query = sa.select(copy.c.id).where(in_ids(copy.c.id, copies), copy.c.status.in_(registry.GONE))
    gone = connection.scalars(query.where(copy.c.deleted_at.is_(None))).all() if copies else []
    said = still_lent(connection, gone) if gone else []
    return tuple(f"What is sold, lost or given away is still lent: {words}" for words in said)


def still_lent(connection: Connection, copies: Collection[int]) -> list[str]:
    """Who still has which of some copies, a sentence for each contact."""
    loan, contact = tables.loan, tables.contact
    query = (
        sa.select(contact.c.name, loan.c.copy_id)
        .join(contact, contact.c.id == loan.c.contact_id)
        .where(in_ids(loan.c.copy_id, copies), loan.c.returned.is_(None))
        .order_by(sa.func.name_key(contact.c.name), loan.c.copy_id)
    )
    by_contact: dict[str, dict[int, None]] = {}
    for name, copy_id in connection.execute(query):
        by_contact.setdefault(name, {})[copy_id] = None
    return [f"{name} still has {listed(_names(connection, 'copy', ids))}." for name, ids in by_contact.items()]


def _boxes(connection: Connection, copies: Sequence[int], editions: Collection[int]) -> list[Hanging]:
    """Boxes that would go while discs of theirs stay, and boxes that discs are taken out of."""
    copy, edition = tables.copy, tables.edition
    stays = [copy.c.deleted_at.is_(None), ~in_ids(copy.c.id, copies)]
    other_boxes = set(
        connection.scalars(sa.select(copy.c.edition_id).where(in_ids(copy.c.edition_id, editions), *stays))
    )
    inside = (
        sa.select(edition.c.box_set_id, copy.c.id)
        .join(edition, edition.c.id == copy.c.edition_id)
        .where(in_ids(edition.c.box_set_id, set(editions) - other_boxes), *stays)
        .order_by(copy.c.id)
    )
    left: dict[int, list[int]] = {}
    for box_id, copy_id in connection.execute(inside):
        left.setdefault(box_id, []).append(copy_id)
    boxes = names_of(connection, {("edition", number) for number in left})
    found = [
        Hanging(f"“{boxes['edition', number]}” is the box of {listed(_names(connection, 'copy', ids))}, which stay.")
        for number, ids in left.items()
    ]
    out = (
        sa.select(edition.c.box_set_id, edition.c.id)
        .where(in_ids(edition.c.id, editions), edition.c.box_set_id.is_not(None))
        .where(~in_ids(edition.c.box_set_id, editions))
    )
    for box_id, edition_id in connection.execute(out.order_by(edition.c.id)):
        names = names_of(connection, {("edition", box_id), ("edition", edition_id)})
        if ("edition", box_id) in names:
            words = f"“{names['edition', edition_id]}” is in the box “{names['edition', box_id]}”."
            found.append(Hanging(words, asks=False))
    return found


def _series(connection: Connection, films: Collection[int]) -> list[Hanging]:
    """Series that would go while films of theirs stay."""
    film = tables.film
    query = sa.select(film.c.parent_id, film.c.id).where(
        in_ids(film.c.parent_id, films), ~in_ids(film.c.id, films), film.c.deleted_at.is_(None)
    )
    parts: dict[int, list[int]] = {}
    for above, number in connection.execute(query.order_by(film.c.id)):
        parts.setdefault(above, []).append(number)
    names = names_of(connection, {("film", number) for number in parts})
    found = []
    for above, ids in parts.items():
        belong = "belongs" if len(ids) == 1 else "belong"
        found.append(Hanging(f"{listed(_names(connection, 'film', ids))} {belong} to “{names['film', above]}”."))
    return found


def _names(connection: Connection, entity: Entity, ids: Iterable[int]) -> list[str]:
    wanted = list(ids)
    names = names_of(connection, {(entity, number) for number in wanted[:_NAMED]})
    return [names.get((entity, number), "A disc") for number in wanted]
