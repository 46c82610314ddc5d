import pytest

from catalogue.collection.commands import ImportDocuments, Incoming
from catalogue.fields.draft import DocumentDraft, FactDraft, Section


def cast(*pairs):
    return tuple(
        FactDraft(
            "film",
            "credits",
            {"order": order, "person": person, "role": "actor", "character": character},
            subject=person,
        )
        for order, (person, character) in enumerate(pairs, 1)
    )


def film(title, year=None, *more, confidence=1.0, reason=None):
    facts = [FactDraft("film", "title", title, confidence=confidence, reason=reason)]
    if year is not None:
        facts.append(FactDraft("film", "year", year))
    return (*facts, *more)


DISC = DocumentDraft(
    "collection_page",
    "Der Himmel über Berlin, DVD",
    site="CLZ Movies",
    facts=(
        *film("Wings Of Desire", 1987),
        FactDraft("film", "runtime_minutes", 128),
        FactDraft("film", "genres", ["Drama", "Fantasy"]),
        *cast(("Bruno Ganz", "Damiel"), ("Otto Sander", "Cassiel"), ("Solveig Dommartin", "Marion the acrobat")),
        FactDraft("edition", "barcode", "4006381333931"),
        FactDraft("edition", "format", "DVD"),
        FactDraft("copy", "location", "Cellar/Box 1"),
        FactDraft("copy", "tags", ["Berlin"]),
        FactDraft("copy", "index", 12),
        FactDraft("copy", "added_at", "2020-05-05T10:00:00"),
    ),
)
CREDITS = DocumentDraft(
    "credits_page",
    "Wings of Desire: credits",
    site="What's After the Movie?",
    facts=(
        *film("Wings of Desire"),
        FactDraft("film", "after_credits", {"has_scene": False, "note": None}),
        *cast(("Otto Sander", "Cassiel"), ("Solveig Dommartin", "Marion"), ("Peter Falk", None), ("Curt Bois", None)),
    ),
)
TITLE = DocumentDraft(
    "title_page",
    "Wings of Desire (1987)",
    site="IMDb",
    facts=(
        *film("Wings of Desire", 1987),
        FactDraft("film", "external_ids", {"source": "IMDb", "id": "tt0093191"}, subject="IMDb"),
        FactDraft("film", "runtime_minutes", 127),
        FactDraft("film", "texts", {"kind": "summary", "author": None, "heading": None, "text": "An angel looks on."}),
        FactDraft(
            "film",
            "credits",
            {"order": 1, "person": "Bruno Ganz", "role": "actor", "character": "Damiel"},
            "Bruno Ganz",
        ),
    ),
)
ARTICLE = DocumentDraft(
    "article",
    "Behind “Wings of Desire”\n\nThe angels",
    title="Behind “Wings of Desire”",
    sections=(Section("The angels", "They were filmed in black and white."),),
    facts=(
        *film("Wings of Desire"),
        FactDraft("film", "mentions", {"person": "Peter Falk", "character": "Himself"}, subject="Peter Falk"),
        FactDraft(
            "film", "texts", {"kind": "article", "author": None, "heading": "The angels", "text": "They were filmed."}
        ),
    ),
)


@pytest.fixture
def pages():
    """Four pages of different kinds about one film."""
    return {"disc": DISC, "credits": CREDITS, "title": TITLE, "article": ARTICLE}


@pytest.fixture
def take(collection):
    """Imports drafts in one go and returns what became of each."""

    def take(*drafts, **options):
        return collection.run(ImportDocuments(tuple(Incoming(draft, **options) for draft in drafts))).result

    return take


@pytest.fixture
def page():
    """Makes a draft of a page about a film."""

    def make(title, year=None, *more, kind="title_page", text=None, people=(), **doubt):
        facts = (*film(title, year, **doubt), *cast(*people), *more)
        return DocumentDraft(kind, text or f"{kind} {title} {year} {people} {more}", facts=facts)

    return make


@pytest.fixture
def shown(collection):
    """The values of a row, or of the only row, by key."""

    def values(*keys, row=None):
        if row is None:
            [row] = collection.find("").ids
        found = collection.record(row).values
        return found[keys[0]] if len(keys) == 1 else {key: found[key] for key in keys}

    return values
