from pathlib import Path

import pytest

from catalogue.fields import barcode
from catalogue.fields.draft import DOUBTFUL_BELOW, DocumentDraft
from catalogue.fields.registry import BY_KEY
from catalogue.pages.reader import kinds, read

SEEDS = Path(__file__).parents[3] / "seeds"
NAMES = sorted(path.name for path in SEEDS.glob("*.txt"))


def seed(name: str) -> DocumentDraft:
    draft = read((SEEDS / name).read_text(encoding="utf-8"))
    assert draft is not None
    return draft


@pytest.mark.parametrize("name", NAMES)
def test_seed_is_read_as_its_name_says(name: str) -> None:
    draft = seed(name)
    assert draft.kind in kinds()
    assert name.removesuffix(".txt").endswith(draft.kind.replace("_", "-"))
    assert draft.confidence > 0.7


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_is_of_a_field_that_is_declared(name: str) -> None:
    for fact in seed(name).facts:
        if fact.field != "mentions":
            assert BY_KEY[fact.field].entity == fact.about


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("collection-page.txt")])
def test_collection_page_is_complete_and_sure(name: str) -> None:
    draft = seed(name)
    for key in ("title", "year", "release_date", "genres", "countries", "languages", "color", "runtime_minutes"):
        assert draft.value("film", key), key
    for key in ("edition_title", "barcode", "format", "country", "nr_discs", "regions", "distributor"):
        assert draft.value("edition", key), key
    for key in ("owner", "location", "storage_device", "purchase_date", "index", "added_at", "modified_at", "tags"):
        assert draft.value("copy", key), key
    assert barcode.problem(draft.value("edition", "barcode")) is None
    assert not [fact for fact in draft.facts if fact.confidence < DOUBTFUL_BELOW and fact.field != "credits"]


def test_indexes_and_barcodes_are_all_different() -> None:
    drafts = [seed(name) for name in NAMES if name.endswith("collection-page.txt")]
    assert len({draft.value("copy", "index") for draft in drafts}) == len(drafts)
    assert len({draft.value("edition", "barcode") for draft in drafts}) == len(drafts)


def test_four_shapes_speak_of_two_films() -> None:
    titles = {name: seed(name).value("film", "title") for name in NAMES if "-page-" not in name}
    assert titles["collection-page.txt"].casefold() == "the death of stalin"
    assert titles["credits-page.txt"] == titles["article.txt"] == "The Death of Stalin"
    assert titles["title-page.txt"] == "Stalin"


def test_cast_of_the_credits_page_leaves_missing_roles_empty() -> None:
    cast = {part["person"]: part["character"] for part in seed("credits-page.txt").values("film", "credits")}
    assert len(cast) == 13
    assert [person for person, character in cast.items() if character is None] == ["Jason Isaacs", "Rupert Friend"]


def test_cast_of_the_title_page_comes_from_its_texts() -> None:
    cast = {part["person"]: part["character"] for part in seed("title-page.txt").values("film", "credits")}
    assert len(cast) == 11
    assert cast["Robert Duvall"] == "Joseph Vissarionovich Stalin"
    assert cast["John Bowe"] == "General Voroshilov"


def test_article_has_its_sections_and_no_other_film() -> None:
    draft = seed("article.txt")
    assert len(draft.sections) == 8
    assert draft.sections[1].heading == "The Night at the Dacha"
    assert "Metropolis" not in draft.value("film", "texts")["text"]


def test_sentences_are_not_those_of_the_real_pages(seeds_dir: Path) -> None:
    def sentences(folder: Path) -> set[str]:
        drafts = [read(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt"))]
        texts = [text["text"] for draft in drafts if draft for text in draft.values("film", "texts")]
        found = (part.strip() for text in texts for part in text.replace("\n", ". ").split(". "))
        return {part for part in found if len(part.split()) > 4}

    assert len(sentences(SEEDS)) > 50
    assert not sentences(SEEDS) & sentences(seeds_dir)
