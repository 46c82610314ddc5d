"""What films are part of, and what is part of them: series, seasons, episodes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.store import tables
from catalogue.store.engine import in_ids


class Families:
    """The films that some films are part of, and those that are part of them, at every level."""

    def __init__(self, connection: Connection, film_ids: Iterable[int]) -> None:
        film = tables.film
        self.deleted: dict[int, str | None] = {}
        """When a relative came into the trash; None for one that is here."""
        self._above: dict[int, int] = {}
        self._below: dict[int, list[int]] = {}
        asked = set(film_ids)
        for look in (film.c.id, film.c.parent_id):
            todo = asked
            while todo:
                query = sa.select(film.c.id, film.c.parent_id, film.c.deleted_at).where(in_ids(look, todo))
                rows = connection.execute(query.where(film.c.parent_id.is_not(None))).all()
                new = {row.id: row.parent_id for row in rows if row.id not in self._above}
                self._above |= new
                self.deleted |= {row.id: row.deleted_at for row in rows}
                todo = set(new.values()) if look is film.c.id else set(new)
        tops = set(self._above.values()) - set(self.deleted)
        query = sa.select(film.c.id, film.c.deleted_at).where(in_ids(film.c.id, tops))
        self.deleted |= {row.id: row.deleted_at for row in connection.execute(query)} if tops else {}
        for number, above in self._above.items():
            self._below.setdefault(above, []).append(number)

    def above(self, film_id: int) -> Iterator[int]:
        """The season and the series of an episode, nearest first."""
        seen = {film_id}
        while (above := self._above.get(film_id)) is not None and above not in seen:
            yield above
            seen.add(above)
            film_id = above

    def below(self, film_id: int) -> Iterator[int]:
        """The episodes of a series or season, at every level."""
        todo, seen = list(self._below.get(film_id, ())), {film_id}
        while todo:
            number = todo.pop()
            if number not in seen:
                seen.add(number)
                todo += self._below.get(number, ())
                yield number

    def related(self, film_id: int) -> tuple[int, ...]:
        """What is part of a film, and what it is part of."""
        return (*self.below(film_id), *self.above(film_id))

    def everyone(self) -> set[int]:
        """All relatives that there are."""
        return {*self._above, *self._above.values()}

    def tops(self, film_ids: Iterable[int]) -> list[int]:
        """Of some films, in their order, those that are no part of another of them."""
        films = dict.fromkeys(film_ids)
        return [number for number in films if not any(above in films for above in self.above(number))]


def numbered_alike(connection: Connection, film_ids: Collection[int]) -> list[tuple[int, int]]:
    """Films, each with another one that has the same number in the same season or series; in the trash is none."""
    film, other = tables.film, tables.film.alias()
    alike = [film.c[key] == other.c[key] for key in ("parent_id", "kind")]
    alike += [film.c[key].is_not_distinct_from(other.c[key]) for key in ("season", "episode")]
    # An episode without a number, like a season without one, stands for itself.
    numbered = sa.or_(film.c.episode.is_not(None), sa.and_(film.c.kind == "season", film.c.season.is_not(None)))
    query = sa.select(film.c.id, other.c.id).where(in_ids(film.c.id, film_ids), film.c.id != other.c.id, *alike)
    query = query.where(numbered, film.c.deleted_at.is_(None), other.c.deleted_at.is_(None)).order_by(
        film.c.id, other.c.id
    )
    return [(one, another) for one, another in connection.execute(query)]
