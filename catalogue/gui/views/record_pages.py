"""A record as pages to read: plain HTML for a text browser, made off the window's thread. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

from catalogue.collection import Operation, Record
from catalogue.collection.reading import Source
from catalogue.fields import dates, registry
from catalogue.fields.lists import WordList
from catalogue.fields.registry import Field
from catalogue.gui import query_text

PAGES = ("About", "Cast", "Texts", "Edition", "Personal", "Sources", "History")

_GROUP_OF_PAGE = {"About": "Film", "Edition": "Edition", "Personal": "Personal"}
_IN_HEAD = frozenset({"title", "year", "runtime_minutes", "sort_title", "kind"})
_BY_HAND = "by hand"
_EMPTY = "Nothing is known yet. Edit the record (Ctrl+E), or attach a page of the film under Sources."


def pages(record: Record, history: Sequence[Operation]) -> dict[str, str]:
    """The pages of a record by name, each the inside of a body."""
    made = {name: _fields_page(record, group) for name, group in _GROUP_OF_PAGE.items()}
    made["About"] = _lead(record) + made["About"]
    made = {name: page or _nothing(_EMPTY) for name, page in made.items()}
    made["Cast"] = _cast(record)
    made["Texts"] = _texts(record)
    made["Sources"] = _sources(record)
    made["History"] = _history(history)
    return {name: made[name] for name in PAGES}


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
        return separator.join(search_link(query_text.write(field.key, word), word) for word in value)
    if kind.rows == "place":
        return place_html(value)
    if kind.name == "links":
        return "<br>".join(_outside(part) for part in value)
    if kind.rows is not None:
        return "<br>".join(escape(line) for line in kind.format(value).splitlines())
    if field.facet or kind.name == "year":
        return search_link(query_text.write(field.key, str(value)), kind.show(value))
    if kind.name == "long text":
        return escape(value).replace("\n", "<br>")
    return escape(kind.show(value))


def place_html(path: str) -> str:
    """A place as the steps that lead to it; each searches for what stands there and below."""
    steps = path.split("/")
    paths = ["/".join(steps[: depth + 1]) for depth in range(len(steps))]
    return " › ".join(
        search_link(query_text.write("location", path), step) for path, step in zip(paths, steps, strict=True)
    )


def _outside(part: dict[str, Any]) -> str:
    label, url = escape(part["label"]), part.get("url")
    return f'<a href="{escape(url, quote=True)}">{label}</a>' if url else label


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    cells = "".join(f'<tr><td class="label">{label}</td><td>{value}</td></tr>' for label, value in rows)
    return f"<table>{cells}</table>" if cells else ""


def _nothing(sentence: str) -> str:
    return f'<p class="quiet">{sentence}</p>'


def _lead(record: Record) -> str:
    values = record.values
    lines = []
    if len(record.films) > 1:
        films = (_film_link(title, year) for _, title, year in record.films)
        lines.append(f"<p><b>On this disc</b><br>{'<br>'.join(films)}</p>")
    if values.get("tagline"):
        lines.append(f"<p><i>{escape(values['tagline'])}</i></p>")
    outline = next((text for text in values.get("texts") or () if text["kind"] in ("outline", "summary")), None)
    if outline is not None:
        lines.append(f"<p>{_paragraphs(outline['text'])}</p>")
    return "".join(lines)


def _film_link(title: str, year: int | None) -> str:
    query = query_text.write("title", title) + (f" year:{year}" if year else "")
    return search_link(query, f"{title} ({year})" if year else title)


def _fields_page(record: Record, group: str) -> str:
    differing = {conflict.field for conflict in record.conflicts}
    rows = []
    for field in registry.groups()[group]:
        # The line about the tagline stands above as a sentence.
        if field.key in _IN_HEAD or field.key == "tagline":
            continue
        shown = value_html(field, record.values.get(field.key))
        if shown and field.key in differing:
            shown += ' <a class="mark" href="page:Sources">sources differ</a>'
        if shown:
            rows.append((escape(field.label), shown))
    return _rows(rows)


def _cast(record: Record) -> str:
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
        if part["role"] == "actor":
            cast.append((person, escape(part.get("character") or "") + marks))
        else:
            crew.append((person, escape(part["role"]) + marks))
    if not cast and not crew:
        return _nothing("No cast is known. Attach a page of the film, or type the names in the form.")
    return _names(cast) + ("<h4>Crew</h4>" + _names(crew) if crew else "")


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


def _sources(record: Record) -> str:
    attach = '<p><a href="action:attach">Attach a page to this film …</a></p>'
    if not record.documents and not record.sources:
        return _nothing("No page is attached, and nothing was typed by hand.") + attach
    numbers = {document.id: number for number, document in enumerate(record.documents, 1)}
    listed = "".join(
        f'<tr><td class="label">{numbers[document.id]}</td><td>{escape(document.site or document.title or "A page")}'
        f'<br><span class="quiet">{escape(document.kind.replace("_", " "))}, read '
        f"{dates.show_date(document.added_at)}</span></td></tr>"
        for document in record.documents
    )
    by_field: dict[str, dict[str | None, list[Source]]] = {}
    for source in record.sources:
        by_field.setdefault(source.field, {}).setdefault(source.subject, []).append(source)
    whole, parts = [], []
    for key, by_subject in by_field.items():
        field = registry.BY_KEY.get(key)
        if field is None:
            continue
        if set(by_subject) == {None}:
            whole.append((escape(field.label), _statements(field, by_subject[None], numbers)))
        else:
            rows = [
                (escape(subject or _BY_HAND), _statements(field, stated, numbers))
                for subject, stated in by_subject.items()
            ]
            parts.append(f"<h4>{escape(field.label)}</h4>{_rows(rows)}")
    documents = f"<table>{listed}</table>" if listed else ""
    return f"{documents}{attach}{_rows(whole)}{''.join(parts)}"


def _statements(field: Field, stated: Sequence[Source], numbers: dict[int, int]) -> str:
    """The different values that are stated, each with the numbers of its sources; the one in force is ticked."""
    values: dict[str, list[Source]] = {}
    if field.kind.merge == "all":
        # All of them are in force, and they can be read on a page of their own.
        counts = Counter(numbers.get(source.document_id or 0, _BY_HAND) for source in stated)
        return ", ".join(f'{count} <span class="quiet">[{name}]</span>' for name, count in counts.items())
    for source in stated:
        values.setdefault(_stated(field, source.value), []).append(source)
    lines = []
    for value, sources in values.items():
        names = [str(numbers.get(one.document_id, "?")) if one.document_id else _BY_HAND for one in sources]
        where = f' <span class="quiet">[{", ".join(dict.fromkeys(names))}]</span>'
        if len(values) == 1:
            lines.append(escape(value) + where)
        elif any(source.in_force for source in sources):
            lines.append(f"<b>✓ {escape(value)}</b>{where}")
        else:
            lines.append(f'<span class="quiet">{escape(value)}</span>{where}')
    return "<br>".join(lines)


def _stated(field: Field, value: Any) -> str:
    # A statement about one part of a list holds that part, not a list.
    if field.kind.rows == "credits" and isinstance(value, dict):
        shown = value.get("character") or value.get("role") or ""
    elif field.kind.multiple and not isinstance(value, list):
        shown = field.kind.show([value])
    else:
        shown = field.kind.show(value)
    return shown if len(shown) <= 160 else shown[:160].rstrip() + " …"


def _history(history: Sequence[Operation]) -> str:
    words = {"undone": " (undone)", "dropped": " (undone)"}
    rows = [
        (dates.show_date(operation.at), escape(operation.label) + words.get(operation.state, ""))
        for operation in history
    ]
    return _rows(rows) or _nothing("Nothing has happened to it yet.")
