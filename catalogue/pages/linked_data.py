"""The data block of a saved page (JSON-LD): what it says of a film. The text of the page comes first."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from catalogue.fields.text import fold
from catalogue.pages import values
from catalogue.pages.page import Facts, Page

_KIND_OF = {
    "movie": "film",
    "tvseries": "series",
    "tvminiseries": "series",
    "tvseason": "season",
    "tvepisode": "episode",
    "shortfilm": "short",
}
_SOURCES = {"imdb": "IMDb", "metacritic": "Metacritic", "rottentomatoes": "Rotten Tomatoes", "themoviedb": "TMDB"}
_CREW = {
    "director": "director",
    "producer": "producer",
    "musicBy": "composer",
    "author": "writer",
    "creator": "writer",
}
_IMDB_ID = re.compile(r"\btt\d{7,8}\b")
_TAG = re.compile(r"<[^<>]{0,200}>")
_SURE = 0.9
_DEEPEST = 6


def film_of(page: Page) -> Mapping[str, Any] | None:
    """The film, series or episode that the data blocks of a page describe, or None."""
    return next((item for value in page.markup.data for item in _items(value) if _kind(item)), None)


def title_of(page: Page) -> str | None:
    """The name of that film."""
    item = film_of(page)
    return _text(item.get("name")) if item else None


def site_of(page: Page) -> str | None:
    """The site that a saved page says it is from, or None."""
    item = film_of(page) or {}
    host = _host(page.markup.address) or _host(_text(item.get("url")) or _text(item.get("@id")))
    return next((name for part, name in _SOURCES.items() if part in host.split(".")), host or None)


def actors_of(page: Page) -> list[str]:
    """The actors of that film: the data names no roles."""
    item = film_of(page) or {}
    return _people(item.get("actor") or item.get("actors"))


def add_facts(facts: Facts) -> None:
    """Keep what the data block says where the text of the page says nothing.

    `datePublished` is left out: it is often the date of a region or of a new release.
    """
    item = film_of(facts.page)
    if item is None:
        return
    _add_titles(facts, item)
    if _kind(item) != "film":
        _add(facts, "kind", _kind(item))
    _add(facts, "genres", _list(item.get("genre")))
    _add(facts, "keywords", _list(item.get("keywords")))
    _add(facts, "runtime_minutes", values.minutes(_text(item.get("duration")) or ""))
    _add(facts, "countries", _known(_names(item.get("countryOfOrigin")), values.country))
    _add(facts, "languages", _known(_list(item.get("inLanguage")), values.language))
    _add(facts, "studios", _names(item.get("productionCompany")))
    _add_certification(facts, item)
    _add_rating(facts, item)
    _add_crew(facts, item)
    _add_description(facts, item)
    code = next(filter(None, (_IMDB_ID.search(_text(item.get(key)) or "") for key in ("url", "@id", "sameAs"))), None)
    if code:
        _add(facts, "external_ids", {"source": "IMDb", "id": code[0]}, "IMDb")


def _items(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """All objects of a block from the top, with what they are about."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _items(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "itemReviewed", "about"):
            yield from _items(value.get(key), depth + 1)


def _kind(item: Mapping[str, Any]) -> str | None:
    kinds = item.get("@type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if isinstance(kind, str) and (found := _KIND_OF.get(kind.lower())):
            return found
    return None


def _text(value: Any) -> str | None:
    """A text of the block: the entities in it are escaped once more."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return None
    plain = html.unescape(html.unescape(value))
    return " ".join(_TAG.sub(" ", plain).split()) or None


def _list(value: Any) -> list[str]:
    """A list, or one text with commas."""
    if isinstance(value, str):
        value = re.split(r"[,;|]", value)
    found = (_text(one.get("name") if isinstance(one, dict) else one) for one in _listed(value))
    return list(dict.fromkeys(filter(None, found)))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _names(value: Any) -> list[str]:
    """The names of persons or companies; entries without a name are left out."""
    found = (_text(one.get("name") if isinstance(one, dict) else one) for one in _listed(value))
    return list(dict.fromkeys(filter(None, found)))


def _known(names: list[str], standard: Any) -> list[str]:
    return list(dict.fromkeys(name for one in names if (name := standard(one))))


def _host(address: str | None) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.") if address else ""
    except ValueError:
        return ""


def _add(facts: Facts, key: str, value: Any, subject: str | None = None) -> None:
    if not facts.has("film", key):
        facts.add("film", key, value, None, None, subject, _SURE)


def _add_titles(facts: Facts, item: Mapping[str, Any]) -> None:
    """The title; of two names the one in the heading of the page is the title, and the other the original one."""
    name, other = _text(item.get("name")), _text(item.get("alternateName"))
    if not name:
        return
    shown = fold(facts.value("film", "title") or facts.page.markup.heading or facts.page.markup.title or "")
    if other and shown.startswith(fold(other)) and not shown.startswith(fold(name)):
        name, other = other, name
    _add(facts, "title", name)
    title = fold(facts.value("film", "title"))
    _add(facts, "original_title", next((one for one in (other, name) if one and fold(one) != title), None))


def _add_certification(facts: Facts, item: Mapping[str, Any]) -> None:
    printed = _text(item.get("contentRating"))
    if printed and (rating := values.certification(printed)):
        _add(facts, "certifications", rating, rating["country"])


def _add_rating(facts: Facts, item: Mapping[str, Any]) -> None:
    rating = item.get("aggregateRating")
    source = site_of(facts.page)
    if not isinstance(rating, dict) or not source:
        return
    value, best = values.number(_text(rating.get("ratingValue"))), values.number(_text(rating.get("bestRating")))
    votes = values.number(_text(rating.get("ratingCount") or rating.get("reviewCount")))
    subject = f"{source} users"
    known = any(draft.field == "ratings" and draft.subject == subject for draft in facts.drafts)
    scale = int(best or (10 if (value or 0) <= 10 else 100))
    if value and not known and 0 < value <= scale and scale in {5, 10, 100}:
        if scale == 5:
            value, scale = value * 2, 10
        part = {"source": source, "audience": "users", "value": value, "scale": scale}
        facts.add("film", "ratings", {**part, "votes": int(votes) if votes else None}, None, None, subject, _SURE)


def _add_crew(facts: Facts, item: Mapping[str, Any]) -> None:
    for key, role in _CREW.items():
        for name in _people(item.get(key)):
            as_role = "creator" if key == "creator" and _kind(item) == "series" else role
            facts.add_credit(name, as_role, confidence=_SURE)


def _people(value: Any) -> list[str]:
    """The names of persons: a creator may be a company as well."""
    listed = [one for one in _listed(value) if not isinstance(one, dict) or one.get("@type") in ("Person", None)]
    return _names(listed)


def _add_description(facts: Facts, item: Mapping[str, Any]) -> None:
    told = _text(item.get("description"))
    if told and not facts.has("film", "texts"):
        value = {"kind": "outline", "author": None, "heading": None, "text": told}
        facts.add("film", "texts", value, None, None, None, _SURE)
