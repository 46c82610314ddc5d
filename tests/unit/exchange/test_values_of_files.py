"""A value of a file goes in as it is; one that is none keeps its record out, by name, and no other."""

import json
import shutil

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from catalogue.collection import Collection
from catalogue.exchange import importing, json_export
from catalogue.fields import kinds, lists, parts, registry
from catalogue.fields.custom import KINDS
from catalogue.fields.text import fold

WORD = st.one_of(
    st.sampled_from(
        ["a; b", "a, b", "12,345", "1.500", "x | y: z", "A (director)", "B as C", "[summary] x", "no", "0", "9/10"]
    ),
    st.text(alphabet="abz09;:,|()[]/.'\"-€ßéあ", min_size=1, max_size=8).filter(lambda text: fold(text) == fold(text)),
)
WORDS = st.lists(WORD, max_size=4, unique_by=fold)
DATES = st.sampled_from(["1874", "1999-12", "2001-02-28", "2999-12-31"])
NUMBERS = st.one_of(
    st.integers(-(10**14), 10**14),
    st.sampled_from([0.5, 12.345, 0.001, 1234.567, 1e-7, 28.0, -2.25, 99999999.999]),
    st.floats(-1e14, 1e14, allow_nan=False),
)
OPTIONAL = {"votes", "url", "character", "heading", "author"}


def amounts(draw=NUMBERS):
    currencies = st.sampled_from(["EUR", "USD", "JPY", "KWD", "DEM"])
    return st.fixed_dictionaries({"amount": draw.map(abs), "currency": currencies})


def records(kind):
    cells = {cell.key: values(cell.kind) for cell in kind.cells}
    cells |= {cell.key: st.none() | values(cell.kind) for cell in kind.cells if cell.optional}
    made = st.lists(st.fixed_dictionaries(cells), max_size=3)
    if kind.rows in ("discs", "loans", "viewings") or isinstance(kind, parts.Named):
        made = made.map(lambda found: [part for part in found if any(value is not None for value in part.values())])
    if isinstance(kind, lists.Credits):
        shared = {"Ann", "Bo; C", "D as E", "F (writer)"}
        made = made.map(
            lambda found: [part | {"person": sorted(shared)[place]} for place, part in enumerate(found)],
        )
        made = made.map(lambda found: [part | {"order": place} for place, part in enumerate(found, 1)])
    if isinstance(kind, lists.Texts):
        made = made.map(lambda found: [part | {"kind": "note", "document": None} for part in found])
    if isinstance(kind, parts.Discs):
        # Places are shared: one spelling stands for all.
        made = made.map(lambda found: [part | {"location": "Hall/A; B"} for part in found])
    if isinstance(kind, parts.Loans):
        made = made.map(lambda found: [part | {"contact": "Ann; Bo | due: x"} for part in found])
    return made


def values(kind, choices=()):
    if isinstance(kind, lists.Parts):
        return records(kind)
    if isinstance(kind, lists.Regions):
        return st.lists(st.sampled_from(["1", "2", "A", "All"]), unique=True, max_size=3)
    if isinstance(kind, lists.Barcodes):
        return st.lists(st.sampled_from(["191329079843", "4006381333931", "x1"]), unique=True, max_size=3)
    if isinstance(kind, lists.WordList):
        return WORDS
    if isinstance(kind, kinds.Year):
        return st.integers(1000, 2999)
    if isinstance(kind, kinds.Rating):
        return st.integers(0, 20).map(lambda halves: halves / 2)
    if isinstance(kind, kinds.Runtime):
        return st.integers(0, 5000)
    if isinstance(kind, kinds.Decimal):
        return NUMBERS
    if isinstance(kind, kinds.Number):
        return st.integers(-(10**14), 10**14)
    if isinstance(kind, kinds.Date):
        return DATES
    if isinstance(kind, kinds.Money):
        return amounts()
    if isinstance(kind, kinds.AfterCredits):
        return st.fixed_dictionaries({"has_scene": st.booleans(), "note": st.none() | WORD})
    if isinstance(kind, kinds.Flag):
        return st.booleans()
    if isinstance(kind, kinds.Barcode):
        return st.sampled_from(["191329079843", "4006381333931", "x1"])
    if isinstance(kind, kinds.Place):
        return st.sampled_from(["Hall/A; B", "1.500", "x/y | z"])
    if isinstance(kind, kinds.Choice):
        return st.sampled_from(choices)
    return WORD


FIELDS = [field for field in registry.FIELDS if not field.kind.linked]
CUSTOM = ("one", "two")
RECORD = {
    entity: st.fixed_dictionaries(
        {field.name: values(field.kind, field.choices) for field in FIELDS if field.entity == entity}
    )
    for entity in registry.ENTITIES
}
OWN = st.fixed_dictionaries({f"own {name}": values(kind, CUSTOM) for name, kind in KINDS.items()})


def export_of(film, edition, copy, **more):
    film = film | {"id": "film:1"}
    edition = edition | {"id": "edition:1", "contents": [{"film": "film:1"}]}
    copy = copy | {"id": "copy:1", "edition": "edition:1"}
    whole = {"format": "disc-catalogue", "version": 1, "films": [film], "editions": [edition], "copies": [copy]}
    return whole | more


@settings(max_examples=10, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(film=RECORD["film"], edition=RECORD["edition"], copy=RECORD["copy"], own=OWN)
def test_any_value_of_any_kind_comes_out_of_json_as_it_went_in(blank_catalogue, tmp_path, film, edition, copy, own):
    copy = copy | {"custom": own}
    fields = [
        {"name": f"own {name}", "kind": name, "of": "copy", "choices": list(CUSTOM) if name == "choice" else []}
        for name in KINDS
    ]
    (tmp_path / "a.json").write_text(json.dumps(export_of(film, edition, copy, custom_fields=fields)))
    collection = Collection.open(shutil.copy(blank_catalogue, tmp_path / "films.db"))
    [receipt] = importing.run(collection, [tmp_path / "a.json"]).files
    assert receipt.rejected == 0
    # What nobody could type comes in all the same, and waits for review.
    assert [problem.field for problem in receipt.problems] == ["loans"] * bool(parts.LOANS.wrong(copy["loans"]))
    json_export.write(collection, tmp_path / "b.json")
    collection.close()
    out = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    found = {"film": out["films"][0], "edition": out["editions"][0], "copy": out["copies"][0]}
    apart = {"loans": out["loans"], "viewings": out["viewings"]}
    for field in FIELDS:
        given_value = {"film": film, "edition": edition, "copy": copy}[field.entity][field.name]
        value = apart.get(field.key, found[field.entity].get(field.name))
        if field.key == "credits":
            value = [{key: part for key, part in one.items() if key != "person_id"} for one in value]
        elif field.key in apart:
            value = [{key: part for key, part in one.items() if key != field.entity} for one in value]
        elif field.kind is lists.EXTERNAL_IDS:
            value = field.take(value)
        assert value == given_value, field.key
    assert found["copy"]["custom"] == {name: value for name, value in own.items() if value != []}
    for file in (*tmp_path.glob("films.db*"), tmp_path / "b.json"):
        file.unlink()


@pytest.mark.parametrize(
    "field", [field for field in registry.FIELDS if not field.kind.linked], ids=lambda one: one.key
)
@given(data=st.data())
def test_what_stands_in_an_editor_is_read_back_as_the_same_value(field, data):
    value = data.draw(values(field.kind, field.choices))
    if isinstance(field.kind, (kinds.Decimal, kinds.Money, kinds.Number, kinds.Date, kinds.Flag)):
        assert field.kind.same(field.parse(field.kind.format(value)), value)


def take(collection, folder, whole):
    (folder / "a.json").write_text(json.dumps(whole), encoding="utf-8")
    [receipt] = importing.run(collection, [folder / "a.json"]).files
    assert receipt.read == receipt.new + receipt.updated + receipt.same + receipt.doubtful + receipt.rejected
    return receipt


def shelf(*titles):
    """An export of discs with a film each."""
    numbered = list(enumerate(titles, 1))
    return {
        "format": "disc-catalogue",
        "version": 1,
        "films": [{"id": f"film:{number}", "title": title} for number, title in numbered],
        "editions": [{"id": f"edition:{number}", "contents": [{"film": f"film:{number}"}]} for number, _ in numbered],
        "copies": [{"id": f"copy:{number}", "edition": f"edition:{number}"} for number, _ in numbered],
    }


def titles(collection):
    rows = collection.find("sort:title").ids
    return [collection.record(row).values["title"] for row in rows]


@pytest.mark.parametrize(
    ("name", "field", "value", "said"),
    [
        ("copies", "status", "Borrowed", "Status: “Borrowed” is not one of: in collection, wish list"),
        ("copies", "price", {"amount": "9", "currency": "EUR"}, "Price paid: “{"),
        ("copies", "price", 9.99, "Price paid: “9.99” is not an amount with its currency"),
        ("copies", "price", {"amount": 9, "currency": "gold"}, "Price paid: “{"),
        ("copies", "my_video_rating", 11, "My rating of the picture: “11” is not a rating from 0 to 10"),
        ("copies", "my_rating", 7.25, "My rating of the film: “7.25” is not a rating from 0 to 10 in halves."),
        ("films", "my_rating", "great", "My rating of the film: “great” is not a rating from 0 to 10 in halves."),
        ("films", "series_number", "1.5", "Number in series: “1.5” is not a number."),
        ("copies", "tags", "red; blue", "Tags: “red; blue” is not a list of texts."),
        ("copies", "added_at", "yesterday", "Added: “yesterday” is not a date with a time"),
        ("films", "year", "soon", "Year: “soon” is not a year of four digits."),
        ("films", "year", 99, "Year: “99” is not a year of four digits."),
        ("films", "release_date", "3/4/2001", "Released: “3/4/2001” is not a date such as"),
        ("films", "genres", "Drama", "Genres: “Drama” is not a list of texts."),
        ("films", "runtime_minutes", "90", "Running time: “90” is not a running time in whole minutes."),
        ("films", "credits", [{"person": 3}], "Cast and crew: Person: “3” is not a text."),
        ("films", "ratings", [{"source": "X", "value": "good"}], "Ratings: Rating: “good” is not a number."),
        ("films", "kind", "poem", "Kind: “poem” is not one of: film, series"),
        ("films", "parent", "film:77", "parent: “film:77” is not in the file."),
        ("films", "parent", "film:2", "It is inside itself."),
        ("editions", "regions", ["Z"], "Regions: “Z” is not a region"),
        ("editions", "slipcover", "yes", "Slipcover: “yes” is not true or false."),
        ("editions", "nr_discs", 1.5, "Number of discs: “1.5” is not a whole number."),
        ("editions", "barcode", 191329079843, "Barcode: “191329079843” is not a barcode in quotation marks."),
    ],
)
def test_one_bad_value_keeps_one_record_out_and_names_it(collection, tmp_path, name, field, value, said):
    whole = shelf("Good one", "Odd one", "Good two")
    whole[name][1][field] = value
    receipt = take(collection, tmp_path, whole)
    assert titles(collection) == ["Good one", "Good two"]
    assert (receipt.new, receipt.rejected) == (6, 3)
    [problem] = receipt.problems
    assert problem.field == field
    assert f"{whole[name][1]['id']} “Odd one” was left out, with " in problem.message
    assert said in problem.message
    assert collection.check() == []
    # Mended, it comes in, and the others are known.
    del whole[name][1][field]
    receipt = take(collection, tmp_path, whole)
    assert (receipt.new, receipt.same, receipt.rejected) == (3, 6, 0)
    assert titles(collection) == ["Good one", "Good two", "Odd one"]


def test_a_copy_of_what_is_not_in_the_file_is_left_out(collection, tmp_path):
    whole = shelf("One", "Two")
    whole["copies"][1]["edition"] = "edition:9"
    receipt = take(collection, tmp_path, whole)
    assert [problem.message for problem in receipt.problems] == [
        "copy:2 was left out. edition: “edition:9” is not in the file."
    ]
    assert (receipt.new, receipt.rejected) == (5, 1)


def test_what_other_discs_have_too_comes_in(collection, tmp_path):
    whole = shelf("One", "Two")
    whole["editions"][1]["contents"].append({"film": "film:1"})
    whole["copies"].append({"id": "copy:3", "edition": "edition:1", "status": "?"})
    whole["copies"][1]["index"] = "x"
    receipt = take(collection, tmp_path, whole)
    assert titles(collection) == ["One"]
    assert receipt.rejected == 4
    assert [problem.message.split(".")[0] for problem in receipt.problems] == [
        "copy:2 “Two” was left out, with edition:2 and film:2",
        "copy:3 “One” was left out",
    ]


def test_a_box_with_a_bad_film_waits_with_all_that_is_in_it_alone(collection, tmp_path):
    whole = shelf("One", "Two", "Three")
    whole["editions"][0]["contents"] += [{"film": "film:2"}]
    whole["films"][0]["year"] = True
    assert take(collection, tmp_path, whole).rejected == 3
    assert titles(collection) == ["Three", "Two"]


def test_a_document_of_a_rejected_film_is_not_taken_and_another_is(collection, tmp_path):
    whole = shelf("One", "Two")
    for number, film in enumerate(whole["films"], 1):
        document = {"id": f"document:{number}", "kind": "article", "sha256": f"{number}", "text": "Words."}
        fact = {"about": film["id"], "field": "tagline", "value": "Soon." if number == 1 else 7}
        film["documents"] = [document["id"]]
        whole.setdefault("documents", []).append(document | {"facts": [fact]})
    receipt = take(collection, tmp_path, whole)
    assert (receipt.new, receipt.rejected) == (4, 4)
    assert receipt.problems[0].field == "tagline"
    [row] = collection.find("").ids
    assert collection.record(row).values["tagline"] == "Soon."


@pytest.mark.parametrize(
    ("name", "bad", "rejected"),
    [
        ("loans", {"copy": "copy:1", "contact": "Ann", "lent": "soon"}, 3),
        ("loans", {"copy": "copy:9", "contact": "Ann"}, 1),
        ("viewings", {"film": "film:1", "rating": "good"}, 3),
        ("people", {"name": 3}, 1),
        ("contacts", {"name": ""}, 1),
        ("places", {"path": "/"}, 1),
        ("saved_searches", {"name": "x"}, 1),
        ("spellings", {"field": "tags"}, 1),
        ("films", {"title": "Nameless"}, 1),
        ("films", {"id": "film:2", "title": "Twice"}, 1),
    ],
)
def test_a_bad_row_of_any_list_is_left_out_alone(collection, tmp_path, name, bad, rejected):
    whole = shelf("One", "Two")
    whole[name] = [*whole.get(name, []), bad]
    receipt = take(collection, tmp_path, whole)
    assert receipt.rejected == rejected
    assert len(receipt.problems) == 1
    assert titles(collection) == (["Two"] if rejected == 3 else ["One", "Two"])


def test_an_export_of_nothing_but_bad_records_changes_nothing(collection, tmp_path, rows_of):
    whole = shelf("One")
    whole["films"][0]["year"] = "soon"
    before = rows_of(collection.path)
    receipt = take(collection, tmp_path, whole)
    assert receipt.rejected == receipt.read == 3
    assert rows_of(collection.path) == before
    assert collection.history() == []


def test_many_bad_records_are_counted_in_one_sentence(collection, tmp_path):
    whole = shelf("Box", *map(str, range(20)))
    whole["editions"][0]["contents"] = [{"film": f"film:{number}"} for number in range(1, 22)]
    whole["editions"] = whole["editions"][:1]
    whole["copies"] = [whole["copies"][0] | {"index": "?"}]
    receipt = take(collection, tmp_path, whole)
    [problem] = receipt.problems
    assert problem.message.startswith(
        "copy:1 “Box” was left out, with edition:1, film:1, film:2 and 19 more. Index: “?” is not a whole number."
    )
    assert receipt.rejected == 23


def test_values_of_files_are_not_read_as_if_they_were_typed(collection, tmp_path):
    whole = shelf("A; B, C")
    whole["films"][0] |= {"studios": ["One; Two"], "year": 1999.0, "budget": {"amount": 12.345, "currency": "eur"}}
    whole["films"][0]["external_ids"] = {"IMDb": ["tt1", "tt2"], "X: y": "z"}
    whole["copies"][0] |= {"tags": ["a; b"], "notes": "  indented", "status": "Wish List"}
    take(collection, tmp_path, whole)
    [row] = collection.find("").ids
    found = collection.record(row).values
    assert (found["studios"], found["tags"], found["year"]) == (["One; Two"], ["a; b"], 1999)
    assert found["budget"] == {"amount": 12.345, "currency": "EUR"}
    assert (found["notes"], found["status"]) == ("  indented", "wish list")
    assert [(part["source"], part["id"]) for part in found["external_ids"]] == [
        ("IMDb", "tt1"),
        ("IMDb", "tt2"),
        ("X: y", "z"),
    ]
    # A tag with a semicolon is another value than two tags.
    whole["copies"][0]["tags"] = ["a", "b"]
    assert take(collection, tmp_path, whole).new == 1
