"""Writing the list of episodes of a season, or of seasons of a series: each is a film of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from catalogue.collection import merging
from catalogue.collection.commands.base import Work
from catalogue.collection.commands.entries import choose_by_hand, new_film
from catalogue.collection.commands.trash import into_trash, out_of_trash
from catalogue.collection.hanging import listed
from catalogue.fields.episodes import SEEN, number_of
from catalogue.fields.text import identity
from catalogue.store import records, tables
from catalogue.store.engine import in_ids

Values = dict[str, Any]

_KEYS = ("title", "year", "kind", "season", "episode", "runtime_minutes", "viewings")


def write_episodes(work: Work, film_id: int, parts: Sequence[Values]) -> set[int]:
    """Makes some films the parts of one, with their numbers; returns those whose values are to be worked out.

    What a part leaves open stays as it is. An episode that is listed no more goes into the trash, and comes out of it
    when it is listed again; one that is on a disc of its own only stops being part of this.
    """
    film = tables.film
    # What was typed along with the list counts already: that it is a season, and which.
    merging.recompute(work.writer, "film", [film_id])
    query = sa.select(film.c.id).where(film.c.parent_id == film_id, film.c.deleted_at.is_(None)).order_by(film.c.id)
    there = list(work.connection.scalars(query))
    thrown = sa.select(film.c.id).where(film.c.parent_id == film_id, film.c.deleted_at.is_not(None))
    # Of several that are the same the one that was here last comes back.
    in_trash = list(work.connection.scalars(thrown.order_by(film.c.deleted_at.desc(), film.c.id.desc())))
    known = records.load(work.connection, "film", [film_id, *there, *in_trash], _KEYS)
    above = known.pop(film_id)
    thrown_away = {number: known.pop(number) for number in in_trash}
    wanted = {} if not parts or _kind_was_said(work, film_id) else _typed_above(above)
    if wanted:
        choose_by_hand(work, "film", {film_id: wanted})
    above |= wanted
    given = [_given(above, part) for part in parts]
    found = _recognised(known, parts, given)
    back = _taken_out_of_trash(work, found, given, thrown_away)
    known |= {number: thrown_away[number] for number in back}
    typed: dict[int, Values] = {}
    for number, said in zip(found, given, strict=True):
        if number is None:
            number = new_film(work)
            work.writer.update(film, {number: {"parent_id": film_id}})
            known[number] = {}
            said.setdefault("title", _name(above, said))
        before = known[number]
        viewings = _viewings(before.get("viewings") or [], said.pop("seen", None))
        said |= {"viewings": viewings} if viewings is not None else {}
        differing = {key: value for key, value in said.items() if before.get(key) != value}
        if differing:
            typed[number] = differing
    choose_by_hand(work, "film", typed)
    gone = set(there) - set(found)
    _say(work, [known[number] for number in back], "out of the trash")
    into = _take_out(work, gone)
    _say(work, [known[number] for number in there if number in into], "into the trash")
    return {film_id, *typed, *gone, *back}


def _kind_was_said(work: Work, film_id: int) -> bool:
    """Whether a person said what kind of film it is."""
    choice = tables.choice
    mine = (choice.c.about == "film", choice.c.record_id == film_id, choice.c.field == "kind")
    return work.connection.scalar(sa.select(choice.c.id).where(*mine).limit(1)) is not None


def _typed_above(above: Values) -> Values:
    """What follows for the film that is given episodes: it is a season when it has a number, else a series."""
    if above["kind"] not in (None, "film"):
        return {}
    return {"kind": "season" if above["season"] is not None else "series"}


def _given(above: Values, part: Values) -> Values:
    """What the person said of an episode, and what follows from where they did."""
    said = {"title": part.get("title"), "runtime_minutes": part.get("runtime"), "seen": part.get("seen")}
    season = part.get("season") if part.get("season") is not None else above["season"]
    whole = above["kind"] == "series" and part.get("season") is not None and part.get("episode") is None
    said |= {"season": season, "episode": part.get("episode"), "kind": "season" if whole else "episode"}
    return {key: value for key, value in said.items() if value is not None}


def _recognised(known: dict[int, Values], parts: Sequence[Values], given: Sequence[Values]) -> list[int | None]:
    """The film of each part among those that are there: by its own id, by its number, by its title."""
    left = dict(known)
    found: list[int | None] = []
    for part in parts:
        number = int(part.get("film_id") or 0)
        found.append(number if left.pop(number, None) is not None else None)
    for by in (_by_number, _by_title):
        for place, said in enumerate(given):
            if found[place] is None:
                found[place] = next((one for one, values in left.items() if by(said, values)), None)
                left.pop(found[place] or 0, None)
    return found


def _taken_out_of_trash(
    work: Work, found: list[int | None], given: Sequence[Values], thrown_away: dict[int, Values]
) -> list[int]:
    """Takes those out of the trash that are listed again, and notes them in `found`; all that is known comes back.

    Where only the number is the same, it may be another episode: that is a new one.
    """
    left = dict(thrown_away)
    for place, said in enumerate(given):
        if found[place] is None:
            found[place] = next((one for one, values in left.items() if _same_episode(said, values)), None)
            left.pop(found[place] or 0, None)
    back = [number for number in thrown_away if number not in left]
    out_of_trash(work, back)
    return back


def _same_episode(said: Values, values: Values) -> bool:
    numbers = [said.get(key) for key in ("season", "episode", "kind")]
    title = said.get("title")
    same_title = title is not None and identity(title) == identity(values.get("title") or "")
    return same_title and numbers == [values.get(key) for key in ("season", "episode", "kind")]


def _by_number(said: Values, values: Values) -> bool:
    numbers = [said.get(key) for key in ("season", "episode", "kind")]
    named = said.get("episode") is not None or said.get("kind") == "season"
    return named and numbers == [values.get(key) for key in ("season", "episode", "kind")]


def _by_title(said: Values, values: Values) -> bool:
    title = said.get("title")
    # Two episodes may be called alike: where both have numbers, these decide.
    apart = None not in (said.get("episode"), values.get("episode"))
    return title is not None and not apart and identity(title) == identity(values.get("title") or "")


def _name(above: Values, said: Values) -> str:
    """What a new episode or season without a title goes by."""
    if said["kind"] == "season":
        return f"{above['title']}: Season {said['season']}" if above["title"] else f"Season {said['season']}"
    return f"Episode {said['episode']}" if said.get("episode") is not None else "Episode"


def _viewings(before: list[Values], seen: str | None) -> list[Values] | None:
    """The viewings with one more, when the person says that they saw it and no viewing says so."""
    if seen is None or (before and (seen == SEEN or any(one["when"] == seen for one in before))):
        return None
    when = None if seen == SEEN else seen
    return [*before, {"when": when, "who": None, "where": None, "rating": None}]


def _take_out(work: Work, films: set[int]) -> set[int]:
    """Takes films out of what they are part of; returns those that went into the trash."""
    if not films:
        return set()
    contents = tables.contents
    on_disc = set(work.connection.scalars(sa.select(contents.c.film_id).where(in_ids(contents.c.film_id, films))))
    work.writer.update(tables.film, {number: {"parent_id": None} for number in on_disc})
    gone = films - on_disc
    into_trash(work, (), gone)
    return gone


def _say(work: Work, episodes: Sequence[Values], where: str) -> None:
    """Says in the label which episodes went where."""
    names = [" ".join(filter(None, (number_of(one["season"], one["episode"]), one["title"]))) for one in episodes]
    if names:
        work.besides += f"; {listed(names)} {where}"
