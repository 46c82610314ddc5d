"""A line of a facet is one identity, and its number is the length of the list that it opens, whatever is listed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.collection.commands import AddField, AddRecord, DeleteRecords
from catalogue.fields import people, registry
from catalogue.fields.lists import Parts
from catalogue.fields.text import fold, identity
from catalogue.search import printer, selection
from catalogue.search.scopes import SCOPES

ALIKE = [
    ("résumé", "resume", "RÉSUMÉ"),
    ("xはは", "xぱぱ", "ｘはは"),
    ("мой", "мои", "МОЙ"),
    ("Ångström", "Angstrom", "ångström"),
    ("Müller", "Muller", "MÜLLER"),
    ("Straße", "Strasse", "STRAẞE"),
    ("Łódź", "Lodz", "łódź"),
    ("O’Neill", "Ó’Neill", "O'neill"),
]


def lines(collection, key, scope="everything", query=""):
    return {one.value: one.count for one in collection.facets(query, [key], scope=scope)[key]}


def opened(collection, key, value, scope):
    term = selection.term(key, value, collection.fields())
    return collection.find(printer.write_tree(term), scope=scope).ids


def value_of(field, *texts):
    if field.kind.rows == "credits":
        return [{"order": n, "person": one, "role": "actor", "character": "A"} for n, one in enumerate(texts, 1)]
    if field.key == "viewings":
        return [{"when": "2020", "who": one, "where": None, "rating": None} for one in texts]
    if field.key == "loans":
        return [{"contact": one, "lent": "2020", "due": None, "returned": "2021", "note": None} for one in texts]
    return list(texts) if field.kind.multiple else texts[0]


def fill(collection, field, first, other, again):
    """Discs with each value, one film on two discs, a box of two films, a film without a disc, one in the trash."""
    for number, texts in enumerate([(first,), (other,), (again,), (first, other), (other,)], 1):
        values = {"title": f"Film {number}", "year": 1990 + number, "format": "DVD", field.key: value_of(field, *texts)}
        collection.run(AddRecord(values))
    if field.entity == "film":
        collection.run(AddRecord({"title": "Alone", "year": 1980, field.key: value_of(field, first)}, disc=False))
    # On a second disc of its own, and in a box with another film.
    for contents in (["Film 1 (1991)"], ["Film 1 (1991)", "Film 3 (1993)"], ["Film 2 (1992)", "Film 4 (1994)"]):
        parts = [{"film": one, "disc": None, "cut": None} for one in contents]
        values = {"contents": parts, "format": "DVD", "edition_title": "Box"}
        if field.entity != "film" and field.key not in values:
            values[field.key] = value_of(field, again)
        collection.run(AddRecord(values))
    collection.run(DeleteRecords(tuple(collection.find("year:1995").ids)))


def _fits(field):
    """Whether any text is a value of the field, by which its records can be counted."""
    if field.key in ("credits", "loans", "viewings"):
        return True
    if field.kept or field.kind.linked or field.kind.compare != "words" or field.kind.rows in ("texts", "episodes"):
        return False
    return not isinstance(field.kind, Parts) and field.kind.name not in ("choice", "barcode", "barcodes", "regions")


FIELDS = [field for field in registry.FIELDS if _fits(field) and field.key not in ("title", "edition_title", "format")]


def agree(collection, key, scope, query=""):
    """Each line of a facet is an identity of its own, and opens as many rows as it says."""
    counted = lines(collection, key, scope, query)
    assert len({identity(value) for value in counted}) == len(counted)
    for value, count in counted.items():
        assert count == len(opened(collection, key, value, scope)), (key, scope, value)
    return counted


@pytest.mark.parametrize("place", range(len(FIELDS)), ids=lambda place: FIELDS[place].key)
def test_values_that_a_search_takes_for_one_are_counted_and_opened_each_for_itself(collection, place):
    field, (first, other, again) = FIELDS[place], ALIKE[place % len(ALIKE)]
    fill(collection, field, first, other, again)
    for scope in SCOPES:
        counted = agree(collection, field.key, scope)
        assert {identity(first), identity(other)} <= {identity(value) for value in counted}


@pytest.mark.parametrize("known", people.PEOPLE, ids=lambda known: known.key)
def test_people_are_counted_and_opened_each_for_themselves(collection, known):
    role = known.trades[0] if known.trades else "actor"
    for number, (first, other, again) in enumerate(ALIKE):
        for place, names in enumerate([(first,), (other, again), (first, other)]):
            made = [
                {"order": n, "person": one, "role": role, "character": other if known.characters else None}
                for n, one in enumerate(names, 1)
            ]
            collection.run(AddRecord({"title": f"{number} {place}", "year": 2000, "credits": made}))
    for scope in SCOPES:
        counted = agree(collection, known.key, scope)
        assert len(counted) == (2 * len(ALIKE) if known.trades else len(ALIKE))


@pytest.mark.parametrize("kind", ["text", "list", "long text", "link"])
@pytest.mark.parametrize("entity", ["film", "edition", "copy"])
def test_values_of_a_field_of_ones_own_are_counted_and_opened_each_for_themselves(collection, kind, entity):
    key = collection.run(AddField("Mark", kind, entity)).result
    for first, other, again in ALIKE:
        texts = [f"https://{one}" if kind == "link" else one for one in (first, other, again)]
        for number, one in enumerate(texts):
            value = [one, texts[0]] if kind == "list" else one
            collection.run(AddRecord({"title": f"{first} {number}", "year": 2000, key: value}))
    for scope in SCOPES:
        assert len(agree(collection, key, scope)) == 2 * len(ALIKE)


def test_places_and_the_discs_in_them_are_counted_and_opened_each_for_themselves(collection):
    for first, other, again in ALIKE:
        for number, path in enumerate((first, f"{first}/A", f"{other}/A", again)):
            values = {"title": f"{path} {number}", "location": path, "storage_device": path, "slot": path}
            elsewhere = {"disc": 2, "label": None, "location": f"{other}/B", "storage_device": again, "slot": other}
            collection.run(AddRecord(values | {"discs": [elsewhere]}))
    for key in ("location", "storage_device", "slot"):
        for scope in SCOPES:
            agree(collection, key, scope)


def test_two_spellings_of_one_identity_on_one_row_count_once(collection):
    for number, genre in enumerate(("Action", "action")):
        collection.run(AddRecord({"title": f"Film {number}", "year": 2000, "genres": [genre]}, disc=False))
    parts = [{"film": f"Film {number} (2000)", "disc": None, "cut": None} for number in range(2)]
    collection.run(AddRecord({"edition_title": "Both", "contents": parts}))
    assert list(agree(collection, "genres", "everything").values()) == [1]
    assert list(agree(collection, "genres", "films").values()) == [2]


def test_a_value_that_is_asked_for_stays_with_the_number_of_what_it_finds(collection):
    for owner in ("はは", "ぱぱ"):
        collection.run(AddRecord({"title": owner, "owner": owner, "tags": [f"{owner} mine"]}))
    assert lines(collection, "owner", query='owner:="はは"') == {"はは": 1, "ぱぱ": 1}
    assert lines(collection, "owner", query='owner:="ばば"') == {"はは": 1, "ばば": 2, "ぱぱ": 1}
    assert lines(collection, "owner", query='owner:="はは" tags:="ぱぱ mine"') == {"はは": 0, "ぱぱ": 1}


LETTERS = st.text(st.sampled_from("aáàâeéèoöøсйиはばぱハßsSAÉ'’ -&"), min_size=1, max_size=4)


@settings(max_examples=25)
@given(st.lists(LETTERS.map(lambda text: f"x{text}".strip()), min_size=2, max_size=6))
def test_whatever_values_are_typed_each_identity_is_a_line_and_opens_what_it_counts(new_collection, texts):
    collection = new_collection()
    for number, text in enumerate(texts):
        cast = [{"order": 1, "person": text, "role": "director", "character": None}]
        values = {"title": f"Film {number}", "owner": text, "tags": [text], "genres": [text], "credits": cast}
        collection.run(AddRecord(values))
    for key in ("owner", "tags", "genres", "director"):
        assert {identity(one) for one in agree(collection, key, "everything")} == set(map(identity, texts))


@pytest.mark.parametrize(("kept", "asked"), [("Amélie", "amelie"), ("Łódź", "lodz"), ("Ørsted", "orsted")])
def test_where_no_record_has_the_value_the_look_alike_is_found(collection, kept, asked):
    mine = collection.run(AddField("Mark")).result
    texts = {"owner": kept, "tags": [kept], "genres": [kept], "location": f"{kept}/A", mine: kept}
    loans = [{"contact": kept, "lent": "2020", "due": None, "returned": None, "note": None}]
    credits = [{"order": 1, "person": kept, "role": "actor", "character": f"{kept} A"}]
    collection.run(AddRecord({"title": kept, **texts, "loans": loans, "credits": credits}))
    queries = [f"{key}:={asked}" for key in ("title", "owner", "tag", "genre", "location", "mark", "cast", "lent")]
    queries += [f'role:="{asked} A"', f"location:={asked}/a", f"loan:={asked}"]
    assert [len(collection.find(query).ids) for query in queries] == [1] * len(queries)
    assert fold(kept) == asked
    # Then somebody types it as it was asked for: it is another value.
    texts = {"owner": asked, "tags": [asked], "genres": [asked], "location": f"{asked}/A", mine: asked}
    loans = [{"contact": asked, "lent": "2020", "due": None, "returned": None, "note": None}]
    credits = [{"order": 1, "person": asked, "role": "actor", "character": f"{asked} A"}]
    new = collection.run(AddRecord({"title": asked, **texts, "loans": loans, "credits": credits})).result
    for query in queries:
        assert list(collection.find(query).ids) == [new], query
        assert len(collection.find(f"-{query}").ids) == 1, query
