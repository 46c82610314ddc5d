"""Codes are one however they are pasted; names are two wherever a mark tells them apart."""

import json

import pytest

CODE = "191329079843"
AS_PASTED = {
    "marks of direction": f"\u202a{CODE}\u202c",
    "wide digits": "１９１３２９０７９８４３",
    "a byte order mark and a joint": "\ufeff1913290\u200d79843\u200b",
    "Arabic digits": "١٩١٣٢٩٠٧٩٨٤٣",
    "soft and other hyphens, narrow blanks": "1\u00ad91329\u2011079\u202f843",
    "a zero in front": f"0{CODE}",
}
NAMES = (("Jeroen Krabbé", "Jeroen Krabbe"), ("नीला", "नील"), ("Łódź", "Lodz"), ("P!nk", "Pink"), ("Ñandú", "Nandu"))


@pytest.mark.parametrize("typed", AS_PASTED.values(), ids=AS_PASTED)
def test_a_code_is_another_disc_of_the_film_however_it_was_pasted(cli, typed):
    cli("add", "--set", "title=Alpha", "--set", f"barcode={CODE}")
    status, out, err = cli("add", "--set", f"barcode={typed}")
    assert (status, out, err) == (0, "Added copy:2: Alpha\n", "")
    assert cli("search", "needs:review")[1] == "Nothing matches needs:review.\n"
    assert len(json.loads(cli("search", f'barcode:"{typed}"', "--json")[1])) == 2
    assert len(json.loads(cli("search", CODE, "--json")[1])) == 2
    assert json.loads(cli("search", "alpha", "--films", "--json")[1])[0]["copies"] == ["copy:1", "copy:2"]


@pytest.mark.parametrize("names", NAMES)
def test_both_names_are_there_and_each_is_lent_moved_and_renamed_for_itself(cli, names):
    for number, name in enumerate(names, 1):
        cli("add", "--set", f"title=K{number}", "--set", f"credits={name} as A", "--set", f"tags={name}")
        cli("put", f"copy:{number}", f"{name} shelf")
        cli("lend", f"copy:{number}", "--to", name)
    for number, name in enumerate(names, 1):
        shown = cli("show", f"copy:{number}")[1]
        for line in (f"  {name} as A\n", f"Tags: {name}\n", f"Location: {name} shelf\n", f"Loans: {name} ("):
            assert line in shown
    one, other = names
    for field in ("credits", "tags"):
        assert {line["value"] for line in json.loads(cli("values", field, "--json")[1])} == {one, other}
        assert cli("values", field, "--rename", one, "Somebody")[0] == 0
        assert {line["value"] for line in json.loads(cli("values", field, "--json")[1])} == {"Somebody", other}
    assert cli("places", "--rename", f"{one} shelf", "Cellar")[0] == 0
    assert {line["path"] for line in json.loads(cli("places", "--json")[1])} == {"Cellar", f"{other} shelf"}
    assert cli("check")[0] == 0


@pytest.mark.parametrize(
    "query",
    [
        "1 91329 07984 3",
        "1913 2907 9843",
        '"1 91329 07984 3"',
        "barcode:1 91329 07984 3",
        'barcode:"UPC 191329079843"',
        'barcode:="(01)00191329079843"',
        "UPC 191329079843",
        "ean: １９１３２９０７９８４３",
        "beta or 191329 079843",
        "(1 91329 07984 3) -beta",
    ],
)
def test_a_code_is_found_as_it_is_printed_or_pasted(cli, query):
    cli("add", "--set", "title=Alpha", "--set", f"barcode={CODE}")
    cli("add", "--set", "title=Gamma", "--set", "barcode=4006381333931")
    found = [line["copy"] for line in json.loads(cli("search", query, "--json")[1])]
    assert found == ["copy:1"]


def test_numbers_that_could_be_a_code_are_a_title_as_well(cli):
    cli("add", "--set", "title=1984 2013")
    assert [row["title"] for row in json.loads(cli("search", "1984 2013", "--json")[1])] == ["1984 2013"]
    assert [row["title"] for row in json.loads(cli("search", "2013 1984", "--json")[1])] == ["1984 2013"]


@pytest.mark.parametrize(
    "typed",
    [
        "Ann Lee [1930]",
        "Ann Lee [ 1930 ]",
        "Ann Lee[1930]",
        "Ann Lee (1930)",
        "Ann Lee ( born 1930 )",
        "Ann Lee （1930）",
    ],
)
@pytest.mark.parametrize(
    ("behind", "role", "character"), [("", "actor", None), (" as X", "actor", "X"), (" (director)", "director", None)]
)
def test_a_year_behind_a_name_tells_the_person_from_others_of_the_name(cli, typed, behind, role, character):
    cli("add", "--set", "title=Alpha", "--set", "credits=Ann Lee [1969]")
    cli("add", "--set", "title=Beta", "--set", f"credits={typed}{behind}")
    written = json.loads(cli("export", "-")[1])
    assert {(one["name"], one["qualifier"]) for one in written["people"]} == {("Ann Lee", "1969"), ("Ann Lee", "1930")}
    [credit] = next(film for film in written["films"] if film["title"] == "Beta")["credits"]
    assert (credit["role"], credit["character"]) == (role, character)
    assert [row["title"] for row in json.loads(cli("search", f'people:="{typed}"', "--json")[1])] == ["Beta"]


@pytest.mark.parametrize("typed", ["John (Johnny) Smith", "Sting (2012 band)", "Ann Lee (II)", "(1930)"])
def test_other_brackets_stay_in_a_name(cli, typed):
    cli("add", "--set", "title=Alpha", "--set", f"credits={typed}")
    [person] = json.loads(cli("export", "-")[1])["people"]
    assert (person["name"], person["qualifier"]) == (typed, None)


SHOWN = [
    "Bob (lent 5 May 2020)",
    "Bob (lent 5 May 2020, returned 1 Jun 2020)",
    "Bob (work) (due 1 Jun 2999): wrapped",
    "Ann (lent 2019, returned Mar 2020): back; Bob (lent 5 May 2020)",
]


@pytest.mark.parametrize("shown", SHOWN)
def test_loans_are_read_as_they_are_shown(cli, shown):
    assert cli("add", "--set", "title=Alpha", "--set", f"loans={shown}")[0] == 0
    assert f"Loans: {shown}\n" in cli("show", "copy:1")[1]
    contacts = {one["name"] for one in json.loads(cli("export", "-")[1])["contacts"]}
    assert contacts <= {"Ann", "Bob", "Bob (work)"}


@pytest.mark.parametrize(
    "typed",
    ["Bob (lent 5 May 2020, returned 1 Jan 2020)", "Bob (lent 5 May 2020, due 4 May 2020)", "Bob (lent 31 Foo 2020)"],
)
def test_a_loan_that_cannot_be_is_refused_as_it_is_shown_too(cli, typed):
    status, _, err = cli("add", "--set", "title=Alpha", "--set", f"loans={typed}")
    assert (status, err.count("\n")) == (2, 1)
    assert json.loads(cli("export", "-")[1])["copies"] == []


def test_a_contact_whose_name_goes_on_in_brackets_stays_one(cli):
    cli("add", "--set", "title=Alpha", "--set", "loans=Bob (lent out)")
    assert [one["name"] for one in json.loads(cli("export", "-")[1])["contacts"]] == ["Bob (lent out)"]
