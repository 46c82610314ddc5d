import pytest

from catalogue.fields.draft import DocumentDraft
from catalogue.pages.reader import read

HEADER = """400
700
900
Quiet Harbour

Quiet Harbour

Northlight Films (Mar 05, 1961)
Blu-ray
UK - PG
5012345678900
Drama | Mystery
France | Italy | French | Italian | Black and White | 01:52
"""
PLOTS = """
A pilot comes home to a harbour that no longer needs him.



The old pilot Marcel Aubin (Jean Perrault) refuses to hand over his lamp. His daughter waits on the quay.
—Some Reader



"""
CAST = """Cast View all

Jean Perrault Marcel Aubin
Anna Maria Rossi Lucia
Guy Le Brun Harbour Master
Paul Henri Duval Officer 2
Lise Morel Woman with Dog
"""
PERSONAL = """
Trailer

Edition details

Nr Discs 2
Regions Region B

Personal

Owner Ada
Location Hall / Shelf 3
Storage Device Drawer
Slot 7b
Purchased On Jan 02, 2020
Index 41
Added Date Jan 03, 2020 10:11:12
Modified Date Feb 04, 2021 20:21:22

Tags

sea lamp
"""
PAGE = HEADER + PLOTS + CAST + PERSONAL


def facts(text: str) -> set[tuple[str, str, str]]:
    draft = read(text)
    assert draft is not None
    assert draft.kind == "collection_page"
    return {(fact.about, fact.field, str(fact.value)) for fact in draft.facts}


def draft_of(text: str) -> DocumentDraft:
    draft = read(text)
    assert draft is not None
    return draft


def test_all_groups_of_a_page_are_read() -> None:
    draft = draft_of(PAGE)
    assert draft.value("film", "title") == "Quiet Harbour"
    assert draft.value("film", "year") == 1961
    assert draft.value("film", "countries") == ["France", "Italy"]
    assert draft.value("film", "languages") == ["French", "Italian"]
    assert draft.value("film", "color") == "Black and White"
    assert draft.value("film", "runtime_minutes") == 112
    assert draft.value("film", "certifications") == {"country": "United Kingdom", "rating": "PG"}
    assert draft.value("edition", "distributor") == "Northlight Films"
    assert draft.value("edition", "country") == "United Kingdom"
    assert draft.value("edition", "regions") == ["B"]
    assert draft.value("copy", "location") == "Hall/Shelf 3"
    assert draft.value("copy", "slot") == "7b"
    assert draft.value("copy", "added_at") == "2020-01-03T10:11:12"
    assert draft.value("copy", "tags") == ["sea", "lamp"]
    assert [text["author"] for text in draft.values("film", "texts")] == [None, "Some Reader"]
    assert [(part["person"], part["character"]) for part in draft.values("film", "credits")] == [
        ("Jean Perrault", "Marcel Aubin"),
        ("Anna Maria Rossi", "Lucia"),
        ("Guy Le Brun", "Harbour Master"),
        ("Paul Henri Duval", "Officer 2"),
        ("Lise Morel", "Woman with Dog"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: "\n".join(f"  {line}\t" for line in text.split("\n")),
        lambda text: text.replace("Region B", "B"),
        lambda text: text.replace("400\n700\n900\n", ""),
        lambda text: text.replace("View all", ""),
        lambda text: text.replace("Trailer\n", "Trailer\nWatch it here\n"),
    ],
    ids=["crlf", "bom", "nbsp", "wide", "indented", "bare region", "no cover sizes", "no button", "unknown line"],
)
def test_same_facts_in_another_dress(change: object) -> None:
    assert callable(change)
    assert facts(change(PAGE)) == facts(PAGE)


@pytest.mark.parametrize("separator", [": ", ":", "\n", ":\n"])
def test_labels_with_colons_and_on_lines_of_their_own(separator: str) -> None:
    text = PAGE
    for label in ("Nr Discs", "Regions", "Owner", "Location", "Storage Device", "Slot", "Purchased On", "Index"):
        text = text.replace(f"\n{label} ", f"\n{label}{separator}")
    assert facts(text) == facts(PAGE)


def test_header_lines_come_in_any_order() -> None:
    lines = HEADER.strip().split("\n")
    title, others = lines[:6], lines[7:]
    assert facts("\n".join(title + others[::-1]) + PLOTS + CAST + PERSONAL) == facts(PAGE)


@pytest.mark.parametrize("line", [line for line in PAGE.split("\n") if line.strip()])
def test_a_missing_line_costs_only_its_own_facts(line: str) -> None:
    lost = {fact for fact in facts(PAGE) - facts(PAGE.replace(line + "\n", "", 1)) if fact[1] != "credits"}
    assert len(lost) <= 4


def test_personal_data_before_the_cast() -> None:
    assert facts(HEADER + PLOTS + PERSONAL + "\n" + CAST) == facts(PAGE)


def test_second_title_is_the_title_on_the_box_or_the_original_title() -> None:
    boxed = draft_of(PAGE.replace("Quiet Harbour\n\nNorth", "Quiet Harbour: The Restored Version\n\nNorth"))
    assert boxed.value("film", "title") == "Quiet Harbour"
    assert boxed.value("edition", "edition_title") == "Quiet Harbour: The Restored Version"
    original = draft_of(PAGE.replace("Quiet Harbour\n\nNorth", "Le Port tranquille\n\nNorth"))
    assert original.value("film", "original_title") == "Le Port tranquille"


@pytest.mark.parametrize("title", ["1917", "300", "Solaris (2002)", "M", "Se7en - The Cut"])
def test_title_may_look_like_something_else(title: str) -> None:
    draft = draft_of(PAGE.replace("Quiet Harbour", title))
    assert draft.value("film", "title") == title.removesuffix(" (2002)")


def test_year_of_the_release_is_the_year_of_the_film() -> None:
    assert draft_of(PAGE.replace("(Mar 05, 1961)", "(1958)")).value("film", "year") == 1958
    assert draft_of(PAGE.replace("(Mar 05, 1961)", "(1958)")).value("film", "release_date") == "1958"


def test_barcode_with_a_wrong_check_digit_is_kept_in_doubt() -> None:
    draft = draft_of(PAGE.replace("5012345678900", "5012345678901"))
    (fact,) = [fact for fact in draft.facts if fact.field == "barcode"]
    assert fact.value == "5012345678901"
    assert fact.confidence < 0.6
    assert fact.reason


@pytest.mark.parametrize(
    ("printed", "tags"),
    [
        ("sea lamp", ["sea", "lamp"]),
        ("deep sea, lamp", ["deep sea", "lamp"]),
        ("deep sea | lamp", ["deep sea", "lamp"]),
        ("deep sea\nlamp", ["deep sea", "lamp"]),
        ("• deep sea\n• lamp", ["deep sea", "lamp"]),
        ("sea sea", ["sea"]),
    ],
)
def test_tags_stand_apart_by_blanks_unless_separated_otherwise(printed: str, tags: list[str]) -> None:
    assert draft_of(PAGE.replace("sea lamp", printed)).value("copy", "tags") == tags


def test_further_personal_labels() -> None:
    extra = "Condition Very Good\nPurchased At Corner Shop\nPurchase Price €9,99\nCollection Status On Order\n"
    draft = draft_of(PAGE.replace("Index 41\n", extra + "Notes A gift.\nIndex 41\n"))
    assert draft.value("copy", "condition") == "very good"
    assert draft.value("copy", "store") == "Corner Shop"
    assert draft.value("copy", "price") == {"amount": 9.99, "currency": "EUR"}
    assert draft.value("copy", "status") == "on order"
    assert draft.value("copy", "notes") == "A gift."
    assert draft.value("copy", "index") == 41


def test_person_of_the_cast_may_bear_the_name_of_a_label() -> None:
    draft = draft_of(PAGE.replace("Lise Morel", "Slot Morel Maid\nLise Morel"))
    assert "Slot Morel" in [part["person"] for part in draft.values("film", "credits")]
    assert draft.value("copy", "slot") == "7b"


def test_brackets_in_the_plot_are_hints_beside_the_cast() -> None:
    draft = draft_of(PAGE)
    assert draft.values("film", "mentions") == [{"person": "Jean Perrault", "character": "Marcel Aubin"}]


def test_a_page_without_cast_takes_it_from_its_texts() -> None:
    draft = draft_of(HEADER + PLOTS + PERSONAL)
    (part,) = draft.values("film", "credits")
    assert (part["person"], part["character"]) == ("Jean Perrault", "Marcel Aubin")


def test_synopsis_under_a_mistyped_heading_keeps_its_paragraphs() -> None:
    synopsis = "SYNPOSIS\n\nHe rows out.\n\nThe fog closes in, and he counts the strokes.\n\n\n"
    draft = draft_of(HEADER + PLOTS + synopsis + CAST + PERSONAL)
    text = draft.values("film", "texts")[-1]
    assert text["kind"] == "synopsis"
    assert text["text"] == "He rows out.\nThe fog closes in, and he counts the strokes."


TOP = "Quiet Harbour\n\nNorthlight Films (Mar 05, 1961)\nBlu-ray\nFrance | Italy | French | Black and White | 01:52\n"
END = "\nPersonal\nOwner Ada\nLocation Hall / Shelf 3\n"
OUTLINE = "\nA pilot comes home to a harbour that no longer needs him.\n"
LINE_BY_LINE = "\nJean Perrault\nMarcel Aubin\nAnna Maria Rossi\nLucia\nGuy Le Brun\nHarbour Master\n"
ONE_LINE_EACH = "\nJean Perrault Marcel Aubin\nAnna Maria Rossi Lucia\nGuy Le Brun Harbour Master\n"
WITH_AS = "\nJean Perrault as Marcel Aubin\nAnna Maria Rossi as Lucia\n"


@pytest.mark.parametrize("cast", [LINE_BY_LINE, ONE_LINE_EACH, WITH_AS])
@pytest.mark.parametrize("between", ["", OUTLINE, "5012345678900\n", "Trailer\n"])
def test_a_cast_without_a_heading_is_a_cast_and_no_title(cast: str, between: str) -> None:
    if between == "Trailer\n":
        between, cast = "", cast + "\nTrailer\n"
    draft = draft_of(TOP + between + cast + END)
    assert draft.value("film", "title") == draft.value("edition", "edition_title") == "Quiet Harbour"
    assert draft.value("film", "original_title") is None
    credits = [fact.value for fact in draft.facts if fact.field == "credits"]
    assert [(one["person"], one["character"]) for one in credits][:2] == [
        ("Jean Perrault", "Marcel Aubin"),
        ("Anna Maria Rossi", "Lucia"),
    ]
    texts = [fact.value["text"] for fact in draft.facts if fact.field == "texts"]
    assert texts == ([OUTLINE.strip()] if between == OUTLINE else [])


def test_an_original_title_below_the_title_stays_one_beside_a_cast_without_a_heading() -> None:
    draft = draft_of(TOP.replace("\n\n", "\n\nPort Tranquille\n", 1) + LINE_BY_LINE + END)
    assert draft.value("film", "original_title") == "Port Tranquille"
    assert len([fact for fact in draft.facts if fact.field == "credits"]) == 3


def test_one_name_far_below_the_title_is_asked_about() -> None:
    draft = draft_of(TOP + "Jean Perrault\n" + END)
    [fact] = [fact for fact in draft.facts if fact.field == "original_title"]
    assert fact.reason == "“Jean Perrault” can be another title or a person of the cast."


@pytest.mark.parametrize(
    "line",
    [
        "\u202a5０００００００００１３５\u202c",
        "UPC 5000000000135",
        "EAN: 5 000000 000135",
        "(01)05000000000135",
        "Barcode ５000000000135",
    ],
)
@pytest.mark.parametrize("label", ["", "Edition details\nBarcode\n"])
def test_a_code_of_a_page_is_read_however_it_is_printed(line: str, label: str) -> None:
    draft = draft_of(TOP + (f"{line}\n" if not label else f"\n{label}{line}\n") + END)
    assert draft.value("edition", "barcode") == "5000000000135"


@pytest.mark.parametrize("line", ["UPC 5000000000134", "(01)05000000000134"])
def test_a_labelled_code_that_is_wrong_is_kept_and_in_doubt(line: str) -> None:
    [fact] = [fact for fact in draft_of(TOP + line + "\n" + END).facts if fact.field == "barcode"]
    assert (fact.value, fact.reason) == (line, "A barcode has digits only.")
