"""A record as pages to read: plain HTML for a text browser, made off the window's thread. No Qt."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any
from urllib.parse import quote

from catalogue.collection import Company, DocumentInfo, Entry, Record
from catalogue.collection.reading import Source
from catalogue.fields import dates
from catalogue.fields.addresses import is_link
from catalogue.fields.episodes import EPISODES
from catalogue.fields.lists import Parts, WordList
from catalogue.fields.parts import CONTENTS, Named, film_name, split_film_name
from catalogue.fields.registry import Field, Vocabulary
from catalogue.fields.text import fold
from catalogue.gui import query_text
from catalogue.gui.views import history_pages
from catalogue.search import printer
from catalogue.search.tree import Term

PAGES = ("About", "Cast", "Texts", "Edition", "Personal", "Sources", "History")

_MOST_FILMS = 3
_LONGEST = 20_000  # letters of a text

_GROUP_OF_PAGE = {"About": "Film", "Edition": "Edition", "Personal": "Personal"}
_IN_HEAD = frozenset({"title", "year", "runtime_minutes", "sort_title", "kind"})
_BY_HAND = "by hand"
_EMPTY = "Nothing is known yet. Edit the record (Ctrl+E), or attach a page of the film under Sources."


@dataclass(frozen=True, slots=True)
class Besides:
    """What two pages tell besides the record. It costs more to ask for, so it is there only while they are open."""

    history: Sequence[Entry] = ()
    company: Company | None = None


def pages(record: Record, fields: Vocabulary, besides: Besides) -> dict[str, str]:
    """The pages of a record by name, each the inside of a body."""
    if record.box:
        # Each of its films has a page of its own.
        of_films = {field.key: field.empty() for field in fields.of_entity("film")}
        record = replace(record, values=record.values | of_films)
    record = replace(record, values={key: _cut(value) for key, value in record.values.items()})
    groups = fields.groups()
    made = {name: _fields_page(record, groups[group]) for name, group in _GROUP_OF_PAGE.items()}
    made["About"] = _lead(record) + made["About"]
    made = {name: page or _nothing(_EMPTY) for name, page in made.items()}
    made["Cast"] = _cast(record, besides.company)
    made["Texts"] = _texts(record)
    made["Sources"] = _sources(record, fields)
    made["History"] = history_pages.timeline(besides.history)
    return {name: made[name] for name in PAGES}


def _cut(value: Any) -> Any:
    """A value without what is beyond reading: laying out a megabyte takes a minute; the form has it whole."""
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else f"{value[:_LONGEST]} … ({len(value):,} letters in all)"
    if isinstance(value, list):
        return [_cut(one) for one in value]
    if isinstance(value, dict):
        return {key: _cut(one) for key, one in value.items()}
    return value


def search_link(query: str, text: str) -> str:
    """A link that puts a query into the search line."""
    return f'<a href="search:{quote(query)}">{escape(text)}</a>'


def value_html(field: Field, value: Any) -> str:
    """A value as a reader sees it; what others may share is a link that searches for it."""
    kind = field.kind
    if value in (None, [], ""):
        return ""
    if isinstance(kind, WordList):
        separator = ", " if kind.commas else "; "
        return separator.join(
            search_link(_asks(field, word), shown) for word, shown in zip(value, kind.shown(value), strict=True)
        )
    if kind.rows == "place":
        return place_html(value)
    if kind.name == "links":
        return "<br>".join(_outside(part) for part in value)
    if kind.name == "link":
        return _outside({"label": value, "url": value})
    if kind is CONTENTS:
        return "<br>".join(_film_on_disc(part) for part in value)
    if kind is EPISODES:
        return "<br>".join(row_link(-part["film_id"], kind.show_part(part)) for part in value)
    if kind.linked:
        return search_link(query_text.write(field.key, value), value)
    if isinstance(kind, Named):
        return "<br>".join(escape(kind.show_part(part)) for part in value)
    if isinstance(kind, Parts):
        return "<br>".join(escape(line) for line in kind.format(value).splitlines())
    if field.facet or kind.name == "year":
        return search_link(_asks(field, str(value)), kind.show(value))
    if kind.editor == "rating":
        return f'<img src="stars:{kind.format(value)}"> {escape(kind.show(value))}'
    if kind.name == "long text":
        return escape(value).replace("\n", "<br>")
    return escape(kind.show(value))


def _asks(field: Field, value: str) -> str:
    """The query for a whole value of a field."""
    if not field.is_custom:
        return query_text.write(field.key, value)
    return printer.write_tree(Term(field.query_name, "is", value))


def place_html(path: str) -> str:
    """A place as the steps that lead to it; each searches for what stands there and below."""
    steps = path.split("/")
    paths = ["/".join(steps[: depth + 1]) for depth in range(len(steps))]
    return " › ".join(
        search_link(query_text.write("location", path), step) for path, step in zip(paths, steps, strict=True)
    )


def _outside(part: dict[str, Any]) -> str:
    label, url = escape(part["label"]), part.get("url") or ""
    if is_link(url):
        return f'<a href="{escape(url)}">{label}</a>'
    return f"{label} {escape(url)}" if url not in ("", part["label"]) else label


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    cells = "".join(f'<tr><td class="label">{label}</td><td>{value}</td></tr>' for label, value in rows)
    return f"<table>{cells}</table>" if cells else ""


def _nothing(sentence: str) -> str:
    return f'<p class="quiet">{sentence}</p>'


def _lead(record: Record) -> str:
    values = record.values
    lines = [f"<p>{_loan(loan)}</p>" for loan in values.get("loans") or () if loan["returned"] is None]
    if len(record.films) > 1:
        names = {-number: film_name(title, year) for number, title, year in record.films}
        films = (f"{row_link(row_id, name)} · {_edit_link(row_id)}" for row_id, name in names.items())
        lines.append(f"<p><b>On this disc</b><br>{'<br>'.join(films)}</p>")
    if record.discs:
        discs = (row_link(one.copy_id, one.words()) + _stands(one.location) for one in record.discs)
        lines.append(f"<p><b>On</b><br>{'<br>'.join(discs)}</p><p>{_edit_link(record.id, 'Edit this film')}</p>")
    if values.get("tagline"):
        lines.append(f"<p><i>{escape(values['tagline'])}</i></p>")
    outline = next((text for text in values.get("texts") or () if text["kind"] in ("outline", "summary")), None)
    if outline is not None:
        lines.append(f"<p>{_paragraphs(outline['text'])}</p>")
    return "".join(lines)


def row_link(row_id: int, text: str) -> str:
    """A link that opens the page of a disc, or of a film by minus its number."""
    return f'<a href="row:{row_id}">{escape(text)}</a>'


def _edit_link(row_id: int, text: str = "Edit") -> str:
    return f'<a href="edit:{row_id}">{text}</a>'


def _stands(location: str | None) -> str:
    return f', <span class="quiet">{place_html(location)}</span>' if location else ""


def _film_on_disc(part: dict[str, Any]) -> str:
    title, year = split_film_name(part["film"])
    rest = CONTENTS.show_part(part).removeprefix(part["film"])
    return film_link(title, year) + escape(rest)


def _loan(loan: dict[str, Any]) -> str:
    """Who has the disc, since when, and whether it should be back."""
    words = f"Lent to {search_link(query_text.write('lent', loan['contact']), loan['contact'])}"
    if loan["lent"] is not None:
        words += f" since {dates.show_date(loan['lent'])}"
    if loan["due"] is None:
        return words
    due = dates.show_date(loan["due"])
    if dates.is_over(loan["due"]):
        return f'{words}, <span class="warning">overdue since {due}</span>'
    return f"{words}, due {due}"


def film_link(title: str, year: int | None) -> str:
    """A link that searches for a film."""
    query = query_text.write("title", title) + (f" year:{year}" if year else "")
    return search_link(query, f"{title} ({year})" if year else title)


def _fields_page(record: Record, fields: Sequence[Field]) -> str:
    differing = {conflict.field for conflict in record.conflicts}
    rows = []
    for field in fields:
        # The line about the tagline stands above as a sentence.
        if field.key in _IN_HEAD or field.key == "tagline":
            continue
        shown = value_html(field, record.values.get(field.key))
        if shown and field.key in differing:
            shown += ' <a class="mark" href="page:Sources">sources differ</a>'
        if shown:
            rows.append((escape(field.label), shown))
    return _rows(rows)


def _cast(record: Record, company: Company | None) -> str:
    differing = {conflict.subject for conflict in record.conflicts if conflict.field == "credits"}
    doubtful = {review.subject: review.reason for review in record.reviews if review.field == "credits"}
    cast, crew = [], []
    for part in record.values.get("credits") or ():
        person = search_link(query_text.write("credits", part["person"]), part["person"])
        marks = ""
        if part["person"] in differing:
            marks += ' <a class="mark" href="page:Sources">sources differ</a>'
        if part["person"] in doubtful:
            marks += f' <span class="warning">{escape(doubtful[part["person"]])}</span>'
        if company is not None:
            marks += _elsewhere(part, company)
        if part["role"] == "actor":
            cast.append((person, escape(part.get("character") or "") + marks))
        else:
            crew.append((person, escape(part["role"]) + marks))
    if not cast and not crew:
        return _nothing("No cast is known. Attach a page of the film, or type the names in the form.")
    return _names(cast) + ("<h4>Crew</h4>" + _names(crew) if crew else "")


def _elsewhere(part: dict[str, Any], company: Company) -> str:
    """What else is here with the person, and who else plays the character."""
    lines = []
    films = company.also_in.get(part["person"], ())
    if films:
        shown = ", ".join(film_link(one.title, one.year) for one in films[:_MOST_FILMS])
        more = len(films) - _MOST_FILMS
        query = query_text.write("credits", part["person"])
        lines.append(f"also in {shown}" + (f" and {search_link(query, f'{more} more')}" if more > 0 else ""))
    others = company.also_played.get(part.get("character") or "", ())
    if others:
        who = (
            f"{search_link(query_text.write('credits', one.person), one.person)} in {film_link(one.title, one.year)}"
            for one in others[:_MOST_FILMS]
        )
        lines.append(f"played also by {', '.join(who)}")
    return "".join(f'<br><span class="quiet">{line}</span>' for line in lines)


def _names(rows: Iterable[tuple[str, str]]) -> str:
    cells = "".join(f'<tr><td class="name">{name}</td><td>{what}</td></tr>' for name, what in rows)
    return f"<table>{cells}</table>"


def _texts(record: Record) -> str:
    parts = []
    for text in record.values.get("texts") or ():
        heading = text.get("heading") or text["kind"].capitalize()
        by = f' <span class="quiet">by {escape(text["author"])}</span>' if text.get("author") else ""
        parts.append(f"<h4>{escape(heading)}{by}</h4><p>{_paragraphs(text['text'])}</p>")
    return "".join(parts) or _nothing("No texts. Attach a page of the film to have its summaries here.")


def _paragraphs(text: str) -> str:
    return "</p><p>".join(escape(line) for line in text.splitlines() if line.strip())


def wish_link(verb: str, *about: Any, text: str) -> str:
    """A link that asks for a change: `take`, `write`, `move` or `split`, and what it is about."""
    return f'<a href="{verb}:{quote(json.dumps(about))}">{escape(text)}</a>'


def _sources(record: Record, fields: Vocabulary) -> str:
    attach = '<p><a href="action:attach">Attach a page to this film …</a></p>'
    if not record.documents and not record.sources:
        return _nothing("No page is attached, and nothing was typed by hand.") + attach
    names = _names_of(record.documents)
    listed = "".join(
        f'<tr><td class="label">{number}</td><td>{_document(document, len(record.documents) > 1)}</td></tr>'
        for number, document in enumerate(record.documents, 1)
    )
    by_field: dict[str, dict[str | None, list[Source]]] = {}
    for source in record.sources:
        by_field.setdefault(source.field, {}).setdefault(source.subject, []).append(source)
    differing, whole, parts = [], [], []
    for key, by_subject in by_field.items():
        field = fields.by_key.get(key)
        if field is None:
            continue
        rows = []
        for subject, stated in by_subject.items():
            values = _values(field, stated)
            if len(values) > 1 and field.kind.merge != "all":
                differing.append(_side_by_side(field, subject, values, names))
            elif subject is None and len(by_subject) == 1:
                whole.append((escape(field.label), _statements(field, stated, names)))
            else:
                rows.append((escape(subject or "The whole list"), _statements(field, stated, names)))
        if rows:
            parts.append(f"<h4>{escape(field.label)}</h4>{_rows(rows)}")
    documents = f"<table>{listed}</table>" if listed else ""
    heading = "<h4>Sources differ</h4>" if differing else ""
    return f"{documents}{attach}{heading}{''.join(differing)}{_rows(whole)}{''.join(parts)}"


def _document(document: DocumentInfo, several: bool) -> str:
    kind = escape(document.kind.replace("_", " "))
    links = [wish_link("move", document.id, text="Move to another film …")]
    if several:
        links.append(wish_link("split", document.id, text="Split off"))
    return (
        f"{escape(document.site or document.title or 'A page')}<br>"
        f'<span class="quiet">{kind}, read {dates.show_date(document.added_at)}</span><br>{" · ".join(links)}'
    )


def _names_of(documents: Sequence[DocumentInfo]) -> dict[int | None, str]:
    names: dict[int | None, str] = {None: _BY_HAND}
    names |= {one.id: f"{number} {one.site or one.kind.replace('_', ' ')}" for number, one in enumerate(documents, 1)}
    return names


def _values(field: Field, stated: Sequence[Source]) -> dict[str, list[Source]]:
    """What is stated, by its words: sources that say the same stand together."""
    words: dict[str, str] = {}
    values: dict[str, list[Source]] = {}
    for source in sorted(stated, key=lambda source: not source.in_force):
        shown = _stated(field, source.value) or "nothing"
        # Another case is no other value; what is in force is shown as it is written there.
        values.setdefault(words.setdefault(fold(shown), shown), []).append(source)
    return values


def _side_by_side(
    field: Field, subject: str | None, values: dict[str, list[Source]], names: dict[int | None, str]
) -> str:
    """Each value in a column of its own, with its sources; a click takes it."""
    width = 100 // len(values)
    columns = []
    for value, sources in values.items():
        where = escape(", ".join(dict.fromkeys(names.get(one.document_id, "?") for one in sources)))
        chosen = any(source.chosen for source in sources)
        if any(source.in_force for source in sources):
            shown = f"<b>✓ {escape(value)}</b>"
            rule = wish_link("take", field.key, subject, None, text="Let the rule decide")
            below = f"your choice · {rule}" if chosen else "in force by rule"
        else:
            shown = escape(value)
            below = _take(field, subject, sources[0])
        cell = f'{shown}<br><span class="quiet">{where}</span><br><span class="quiet">{below}</span>'
        columns.append(f'<td class="side" width="{width}%">{cell}</td>')
    label = escape(field.label + (f", {subject}" if subject else ""))
    return f'<p class="side">{label}</p><table width="100%"><tr>{"".join(columns)}</tr></table>'


def _take(field: Field, subject: str | None, source: Source) -> str:
    if source.document_id is None:
        return ""
    if field.key == "credits" and "role" not in source.value:
        # Named in a running text: the document has no cast to take it from.
        return wish_link("write", subject, source.value.get("character"), text="Take this")
    return wish_link("take", field.key, subject, source.document_id, text="Take this")


def _statements(field: Field, stated: Sequence[Source], names: dict[int | None, str]) -> str:
    """What is stated, with its sources; where all of them say the same, or all of it is in force."""
    if field.kind.merge == "all":
        # They can be read on a page of their own.
        counts = Counter(names.get(source.document_id, "?") for source in stated)
        return ", ".join(f'{count} <span class="quiet">{escape(name)}</span>' for name, count in counts.items())
    lines = []
    for value, sources in _values(field, stated).items():
        where = escape(", ".join(dict.fromkeys(names.get(one.document_id, "?") for one in sources)))
        chosen = next((one for one in sources if one.chosen), None)
        rule = ""
        if chosen is not None and any(one.document_id is not None for one in stated):
            rule = " · " + wish_link("take", field.key, chosen.subject, None, text="Let the rule decide")
        lines.append(f'{escape(value)} <span class="quiet">{where}{rule}</span>')
    return "<br>".join(lines)


def _stated(field: Field, value: Any) -> str:
    # A statement about one part of a list holds that part, not a list.
    if value is None:
        shown = ""
    elif field.kind.rows == "credits" and isinstance(value, dict):
        shown = value.get("character") or ("" if value.get("role", "actor") == "actor" else value["role"])
    elif field.kind.multiple and not isinstance(value, list):
        shown = field.kind.show_entry(value)
    else:
        shown = field.kind.show(value)
    return shown if len(shown) <= 160 else shown[:160].rstrip() + " …"
