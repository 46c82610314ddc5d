"""Scores the page readers, fact by fact: python tests/perf/score_readers.py [-v]

Against the four real pages (../shared/expected, or CATALOGUE_SEEDS and CATALOGUE_EXPECTED) and against the documents
of tests/unit/pages/documents. Prints what is right of what is expected, by kind of page; -v names what is wrong.
"""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from catalogue.fields.draft import DOUBTFUL_BELOW, DocumentDraft  # noqa: E402
from catalogue.pages.reader import read  # noqa: E402

DOCUMENTS = ROOT / "tests" / "unit" / "pages" / "documents"
Judgement = tuple[str, bool, Any]

# Of these every part is a fact of its own.
_PARTS = ("certifications", "ratings", "links", "external_ids", "after_credits")
_NOTES = {"title_is_a_guess", "credits_note", "ratings_absent", "no_review"}


def judge(draft: DocumentDraft | None, expected: dict[str, Any]) -> Iterator[Judgement]:
    """Every expected fact with whether it was read, and what was read instead."""
    if draft is None:
        yield "kind", expected["kind"] is None, None
        return
    yield "kind", draft.kind == expected["kind"], draft.kind
    yield "site", draft.site == expected.get("site"), draft.site
    film = expected.get("film", {})
    if "article" in expected:
        yield from _judge_article(draft, expected["article"])
    for key in film.keys() - _NOTES:
        yield from _judge_field(draft, key, film)
    for about in ("edition", "copy"):
        for key, value in expected.get(about, {}).items():
            field = f"edition_{key}" if about == "edition" and key in {"title", "release_date"} else key
            found = draft.value(about, field)
            yield f"{about}.{key}", found == value, found
    for name in expected.get("absent", ()):
        about, _, key = name.partition(".")
        found = draft.value(about, key)
        yield f"no {name}", found is None, found
    for text in expected.get("never_in_any_field", ()):
        held = [fact.field for fact in draft.facts if text in json.dumps(fact.value, ensure_ascii=False)]
        held += [section.heading for section in draft.sections if text in section.heading + section.text]
        # A short number may stand in a value by chance; only a value that is nothing else is furniture.
        if text.isdigit():
            held = [fact.field for fact in draft.facts if str(fact.value) == text]
        yield f"never {text[:40]!r}", not held, held


def _judge_field(draft: DocumentDraft, key: str, film: dict[str, Any]) -> Iterator[Judgement]:
    values = draft.values("film", key)
    wanted = film[key]
    if key == "title":
        fact = next((fact for fact in draft.facts if fact.field == "title"), None)
        yield "title", [value.casefold() for value in values] == [wanted.casefold()], values
        guess = film.get("title_is_a_guess", False)
        doubtful = bool(fact and fact.confidence < DOUBTFUL_BELOW and fact.reason)
        yield "title is a guess", doubtful is guess, doubtful
    elif key == "credits":
        yield from _judge_credits(values, film)
    elif key == "texts":
        yield from _judge_texts(values, wanted)
    elif key == "mentions":
        for one in wanted:
            yield f"mention {one['person']}", one in values, values
    elif key in _PARTS:
        listed = wanted if isinstance(wanted, list) else [wanted]
        for part in listed:
            yield f"{key} {part}", any(all(value.get(k) == part[k] for k in part) for value in values), values
        yield f"number of {key}", len(values) == len(listed), values
    else:
        yield key, values[:1] == [wanted], values


def _judge_credits(values: list[dict[str, Any]], film: dict[str, Any]) -> Iterator[Judgement]:
    wanted = film["credits"]
    # Where no role is given, the cast alone is meant.
    in_order = "credits_note" not in film
    found = [(one["person"], one["role"], one["character"]) for one in sorted(values, key=lambda one: one["order"])]
    for place, one in enumerate(wanted):
        credit = (one["person"], one.get("role", "actor"), one["character"])
        right = credit in found if not in_order else found[place : place + 1] == [credit]
        yield f"credit {credit}", right, found[place : place + 1]
    yield "number of credits", len(found) == len(wanted), found


def _judge_texts(values: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> Iterator[Judgement]:
    for place, part in enumerate(wanted):
        text = values[place] if place < len(values) else {"kind": None, "text": "", "author": None, "heading": None}
        right = text["kind"] == part["kind"] and text["text"].startswith(part["starts"])
        right = right and text["text"].endswith(part["ends"])
        right = right and len(text["text"].split("\n")) == part["paragraphs"]
        right = right and text["author"] == part.get("author") and text["heading"] == part.get("heading")
        yield f"text {place + 1}", right, text
    yield "number of texts", len(values) == len(wanted), [(one["kind"], one["text"][:60]) for one in values]


def _judge_article(draft: DocumentDraft, article: dict[str, Any]) -> Iterator[Judgement]:
    yield "article title", draft.title == article["title"], draft.title
    titles = [value.casefold() for value in draft.values("film", "title")]
    about = article["about_film"]
    yield "about film", titles == ([about.casefold()] if about else []), titles
    headings = [section.heading for section in draft.sections]
    for place, heading in enumerate(article["sections"]):
        yield f"section {heading!r}", headings[place : place + 1] == [heading], headings[place : place + 1]
    yield "number of sections", len(headings) == len(article["sections"]), headings


def documents() -> list[tuple[Path, Path]]:
    """The documents of the tests, each with the file of its facts."""
    found = (path for path in sorted(DOCUMENTS.iterdir()) if path.suffix in {".txt", ".html"})
    return [(path, path.with_suffix(".json")) for path in found]


def real_pages() -> list[tuple[Path, Path]]:
    """The real pages with what must be read from them; none where they are not there."""
    shared = ROOT.parent / "shared"
    seeds = Path(os.environ.get("CATALOGUE_SEEDS") or shared / "seeds")
    expected = Path(os.environ.get("CATALOGUE_EXPECTED") or shared / "expected")
    paths = sorted(expected.glob("0*.json")) if expected.is_dir() else []
    return [(seeds / json.loads(path.read_text(encoding="utf-8"))["file"], path) for path in paths]


def load(path: Path) -> str:
    """The text of a document as it is, with its own line ends."""
    return path.read_bytes().decode("utf-8")


def main() -> int:
    """Print the scores; the exit status is 1 when a fact of the real pages is wrong."""
    failed = False
    for name, pages in (("real pages", real_pages()), ("documents of the tests", documents())):
        scores: dict[str, list[bool]] = defaultdict(list)
        counts: dict[str, int] = defaultdict(int)
        for page, facts in pages:
            expected = json.loads(facts.read_text(encoding="utf-8"))
            counts[expected["kind"]] += 1
            for fact, right, found in judge(read(load(page)), expected):
                scores[expected["kind"]].append(right)
                if not right and "-v" in sys.argv:
                    print(f"  {page.name}: {fact}: {str(found)[:300]}")
        print(f"{name}: {len(pages)}")
        for kind, rights in sorted(scores.items(), key=lambda one: str(one[0])):
            print(f"  {kind or 'no page':16} {sum(rights):5} of {len(rights):5} facts right, {counts[kind]} pages")
        total = [right for rights in scores.values() for right in rights]
        print(f"  {'all':16} {sum(total):5} of {len(total):5}")
        failed |= name == "real pages" and not all(total)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
