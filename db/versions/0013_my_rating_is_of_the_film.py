"""my rating is of the film, no longer of the copy"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_WAITING = "waiting"
_DIFFERENT = "This film was given other ratings too."
_OF_A_BOX = "A disc with several films was rated; it may be meant for this one."


@dataclass
class _Rated:
    """A copy with what is known of its rating, and the films that it may be of."""

    id: int
    value: Any
    newest: tuple[Any, ...]
    films: list[int]
    word: Any = None
    facts: list[Any] = field(default_factory=list)


def upgrade() -> None:
    op.add_column("film", sa.Column("my_rating", sa.Integer(), nullable=True))
    connection = op.get_bind()
    rated = list(_rated(connection))
    by_film: dict[int, list[_Rated]] = {}
    for copy in rated:
        if not copy.films:
            copy.films = [_unnamed_film(connection, copy.id)]
        for film_id in copy.films:
            by_film.setdefault(film_id, []).append(copy)
    standing: dict[int, int] = {}
    moved: set[int] = set()
    for film_id, copies in by_film.items():
        best = _move(connection, film_id, copies, moved)
        if best is not None:
            standing[best.id] = film_id
    for copy in rated:
        if copy.word is not None and copy.word.id not in moved:
            # It says what the film has anyway.
            _word(connection, copy.films[0], copy, moved, _WAITING, copy.word.value)
        connection.execute(
            sa.text(
                "UPDATE review SET about = 'film', record_id = :film_id"
                " WHERE about = 'copy' AND field = 'my_rating' AND record_id = :id"
            ),
            {"film_id": copy.films[0], "id": copy.id},
        )
    # Of what waits for its copy.
    connection.execute(
        sa.text("UPDATE fact SET about = 'film', record_id = NULL WHERE about = 'copy' AND field = 'my_rating'")
    )
    _History(connection, standing, {copy.id: copy for copy in rated}).write()
    op.drop_column("copy", "my_rating")
    # The list of films and discs is made anew.
    op.execute("PRAGMA user_version = 0")


def _rated(connection: sa.Connection) -> Iterator[_Rated]:
    """Every copy of which a rating is told, the newest rating first."""
    words = {
        row.record_id: row
        for row in connection.execute(
            sa.text("SELECT * FROM choice WHERE about = 'copy' AND field = 'my_rating' AND subject IS NULL")
        )
    }
    facts: dict[int, list[Any]] = {}
    for row in connection.execute(
        sa.text(
            "SELECT fact.id, fact.record_id, fact.value, fact.document_id, document.read_at,"
            " (SELECT min(film_id) FROM attachment WHERE attachment.document_id = fact.document_id"
            "  HAVING count(DISTINCT film_id) = 1) AS film_id"
            " FROM fact JOIN document ON document.id = fact.document_id"
            " WHERE about = 'copy' AND field = 'my_rating' AND record_id IS NOT NULL ORDER BY fact.id"
        )
    ):
        facts.setdefault(row.record_id, []).append(row)
    films = _films_on(connection)
    copies = connection.execute(sa.text("SELECT id, edition_id, my_rating, modified_at, deleted_at FROM copy"))
    found = []
    for row in copies:
        word, told = words.get(row.id), facts.get(row.id, [])
        if row.my_rating is None and word is None and not told:
            continue
        stated = [one.read_at for one in told if json.loads(one.value) == row.my_rating]
        at = word.at if word is not None else max(stated, default=row.modified_at or "")
        on_it = films.get(row.edition_id, [])
        pages = [one.film_id for one in told if one.film_id in on_it]
        if len(on_it) > 1 and word is None and pages:
            on_it = pages[:1]
        newest = (row.my_rating is not None, row.deleted_at is None, at, row.id)
        found.append(_Rated(row.id, row.my_rating, newest, on_it, word, told))
    yield from sorted(found, key=lambda copy: copy.newest, reverse=True)


def _films_on(connection: sa.Connection) -> dict[int, list[int]]:
    """The films on each edition; those of the editions inside a box set where it has none of its own."""
    query = "SELECT edition_id, film_id FROM contents ORDER BY edition_id, position, id"
    own: dict[int, list[int]] = {}
    for edition_id, film_id in connection.execute(sa.text(query)):
        own.setdefault(edition_id, []).append(film_id)
    found = {edition_id: list(dict.fromkeys(films)) for edition_id, films in own.items()}
    for box, edition_id in connection.execute(
        sa.text("SELECT box_set_id, id FROM edition WHERE box_set_id IS NOT NULL ORDER BY id")
    ):
        if box not in own:
            listed = found.setdefault(box, [])
            listed += [film_id for film_id in found.get(edition_id, []) if film_id not in listed]
    return found


def _unnamed_film(connection: sa.Connection, copy_id: int) -> int:
    """A film for a disc of which nobody knows what is on it: what was typed needs a place."""
    film_id = connection.execute(sa.text("INSERT INTO film (kind) VALUES ('film')")).lastrowid
    query = "SELECT edition_id FROM copy WHERE id = :id"
    edition_id = connection.execute(sa.text(query), {"id": copy_id}).scalar_one()
    contents_id = connection.execute(
        sa.text("INSERT INTO contents (edition_id, film_id, position) VALUES (:edition_id, :film_id, 0)"),
        {"edition_id": edition_id, "film_id": film_id},
    ).lastrowid
    # It goes with the disc when that is taken back.
    for table, number in (("film", film_id), ("contents", contents_id)):
        connection.execute(
            sa.text(
                "INSERT INTO row_change (operation_id, table_name, action, first_id, last_id)"
                " SELECT operation_id, :table, 'insert', :number, :number FROM row_change"
                " WHERE table_name = 'edition' AND action = 'insert' AND :edition_id BETWEEN first_id AND last_id"
                " ORDER BY id DESC LIMIT 1"
            ),
            {"table": table, "number": number, "edition_id": edition_id},
        )
    return int(film_id)


def _move(connection: sa.Connection, film_id: int, copies: list[_Rated], moved: set[int]) -> _Rated | None:
    """Gives a film the newest rating of its copies. Others wait beside it, as does one that may be of another film.

    Returns the copy whose rating stands.
    """
    sole = [copy for copy in copies if len(copy.films) == 1]
    value = sole[0].value if sole else None
    # Of copies that were rated alike the first stands, so that the others can be taken back without it.
    best = next((copy for copy in reversed(sole) if copy.value == value), None)
    for copy in sole:
        for fact in copy.facts:
            connection.execute(
                sa.text("UPDATE fact SET about = 'film', record_id = :film_id WHERE id = :id"),
                {"film_id": film_id, "id": fact.id},
            )
    waiting: dict[Any, None] = {}
    for copy in copies:
        if copy.value not in (None, value) and copy.value not in waiting:
            waiting[copy.value] = None
            _word(connection, film_id, copy, moved, _WAITING, json.dumps(copy.value))
    if best is not None:
        connection.execute(
            sa.text("UPDATE film SET my_rating = :value WHERE id = :id"), {"value": value, "id": film_id}
        )
        stated = {fact.value for copy in sole for fact in copy.facts}
        if best.word is not None:
            _word(connection, film_id, best, moved, None, best.word.value)
        elif len(stated) > 1:
            # By rule another page could be believed.
            _word(connection, film_id, best, moved, None, json.dumps(value))
    if waiting:
        connection.execute(
            sa.text(
                "INSERT INTO review (about, record_id, field, reason, alternatives)"
                " VALUES ('film', :film_id, 'my_rating', :reason, :alternatives)"
            ),
            {
                "film_id": film_id,
                "reason": _OF_A_BOX if value is None else _DIFFERENT,
                "alternatives": json.dumps(list(waiting)),
            },
        )
    return best


def _word(
    connection: sa.Connection, film_id: int, copy: _Rated, moved: set[int], subject: str | None, value: str | None
) -> None:
    """Makes the word on a copy one on the film; a word that is on a film already is written once more."""
    if copy.word is not None and copy.word.id not in moved:
        moved.add(copy.word.id)
        connection.execute(
            sa.text("UPDATE choice SET about = 'film', record_id = :film_id, subject = :subject WHERE id = :id"),
            {"film_id": film_id, "subject": subject, "id": copy.word.id},
        )
        return
    at = copy.word.at if copy.word is not None else copy.newest[2]
    connection.execute(
        sa.text(
            'INSERT INTO choice (about, record_id, field, subject, "by", value, at)'
            " VALUES ('film', :film_id, 'my_rating', :subject, 'hand', :value, :at)"
        ),
        {"film_id": film_id, "subject": subject, "value": value, "at": at},
    )


class _History:
    """The changes of the past, so that they can be taken back: those of a copy's rating are those of the film's."""

    def __init__(self, connection: sa.Connection, standing: dict[int, int], rated: dict[int, _Rated]) -> None:
        self._connection = connection
        self._standing = standing
        self._rated = rated
        self._first: dict[int, Any] = {}

    def write(self) -> None:
        """Goes through all changes that speak of the rating of a copy."""
        query = (
            "SELECT id, operation_id, table_name, action, first_id, last_id, data FROM row_change"
            " WHERE table_name IN ('copy', 'choice', 'fact') AND (data LIKE '%\"my_rating\"%'"
            " OR (table_name = 'copy' AND action = 'insert')) ORDER BY id"
        )
        changes = self._connection.execute(sa.text(query)).all()
        for change in changes:
            if change.table_name == "copy" and change.action == "update":
                self._of_copy(change)
        for change in changes:
            if change.table_name == "copy" and change.action == "insert":
                for copy_id in self._standing_in(change):
                    self._of_film(change, copy_id, [None, self._first.get(copy_id, self._rated[copy_id].value)])
            elif change.action == "delete":
                self._of_gone(change)

    def _standing_in(self, change: Any) -> Iterator[int]:
        if change.last_id - change.first_id < len(self._standing):
            numbers: Any = range(change.first_id, change.last_id + 1)
        else:
            numbers = [number for number in self._standing if change.first_id <= number <= change.last_id]
        return (number for number in numbers if number in self._standing)

    def _of_copy(self, change: Any) -> None:
        data = json.loads(change.data)
        pair = data.pop("my_rating")
        for copy_id in self._standing_in(change):
            self._first.setdefault(copy_id, pair[0])
            self._of_film(change, copy_id, pair)
        self._rewrite(change, data)

    def _of_film(self, change: Any, copy_id: int, pair: list[Any]) -> None:
        if pair[0] == pair[1]:
            return
        self._connection.execute(
            sa.text(
                "INSERT INTO row_change (operation_id, table_name, action, first_id, last_id, data)"
                " VALUES (:operation, 'film', 'update', :film, :film, :data)"
            ),
            {
                "operation": change.operation_id,
                "film": self._standing[copy_id],
                "data": json.dumps({"my_rating": pair}),
            },
        )

    def _of_gone(self, change: Any) -> None:
        """A row that may come back: a copy without its rating, and what was said of a copy as said of its film."""
        data = json.loads(change.data)
        if change.table_name == "copy":
            data.pop("my_rating", None)
            self._rewrite(change, data)
        elif data.get("about") == "copy" and data.get("field") == "my_rating":
            copy = self._rated.get(data["record_id"])
            if copy is not None:
                self._rewrite(change, data | {"about": "film", "record_id": copy.films[0]}, copy.films[0])

    def _rewrite(self, change: Any, data: Any, owner_id: int | None = None) -> None:
        self._connection.execute(
            sa.text("UPDATE row_change SET data = :data, owner_id = coalesce(:owner, owner_id) WHERE id = :id"),
            {"data": json.dumps(data), "owner": owner_id, "id": change.id},
        )
