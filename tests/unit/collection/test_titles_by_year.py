"""What is called alike comes by its year, in every list; the list of 100,000 goes on using its index."""

import io
import json
import sqlite3
from contextlib import closing

import pytest

from catalogue.collection.commands import AddRecord
from catalogue.exchange.json_export import write_text
from catalogue.fields.draft import DocumentDraft, FactDraft
from catalogue.fields.parts import film_name
from catalogue.store import upgrade

SCOPES = ("everything", "discs", "films")
ADDED = [("Thor", 2011), ("Mother", 2016), ("The Mother", 1926), ("Mother", 2009), ("Thor", 1995), ("Mother", None)]
IN_ORDER = ["Mother", "Mother (2009)", "Mother (2016)", "The Mother (1926)", "Thor (1995)", "Thor (2011)"]


def names(collection, ids):
    rows = collection.rows(ids, ["title", "year"])
    return [film_name(rows[row_id].values["title"], rows[row_id].values["year"]) for row_id in ids]


@pytest.fixture(params=[True, False], ids=["discs", "films"])
def mixed(collection, request):
    for title, year in ADDED:
        collection.run(AddRecord({"title": title, "year": year, "owner": "Ann"}, disc=request.param))
    return collection


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("query", ["", "owner:ann", "is:film", "sort:title"])
def test_rows_of_one_title_come_by_year_in_every_scope(mixed, scope, query):
    found = names(mixed, mixed.find(query, scope=scope).ids)
    assert found == [name for name in IN_ORDER if name in found]


@pytest.mark.parametrize("scope", SCOPES)
def test_downwards_years_run_downwards_too(mixed, scope):
    found = names(mixed, mixed.find("", [("title", True)], scope=scope).ids)
    assert found == [name for name in reversed(IN_ORDER) if name in found]
    assert found == names(mixed, mixed.find("sort:title-", scope=scope).ids)


def test_what_has_one_title_and_one_year_comes_as_it_was_added(collection):
    years = (2011, 2011, 1995, 2011)
    added = [collection.run(AddRecord({"title": "Thor", "year": year})).result for year in years]
    assert list(collection.find("").ids) == [added[2], added[0], added[1], added[3]]
    assert list(collection.find("", [("title", True)]).ids) == [added[3], added[1], added[0], added[2]]


@pytest.mark.parametrize("key", ["original_title", "sort_title", "edition_title"])
def test_other_titles_that_are_equal_come_by_year_as_well(collection, key):
    for place, year in enumerate((2016, 2009, 1999)):
        collection.run(AddRecord({"title": f"Film {place}", "year": year, key: "Mother"}))
    found = names(collection, collection.find("", [(key, False)], scope="discs").ids)
    assert found == ["Film 2 (1999)", "Film 1 (2009)", "Film 0 (2016)"]


def test_within_a_place_too_where_the_title_is_asked_for(mixed):
    found = names(mixed, mixed.find("", [("owner", False), ("title", False)], scope="films").ids)
    assert found == IN_ORDER


def test_an_export_and_the_names_that_are_offered_are_in_that_order(mixed):
    file = io.StringIO()
    write_text(mixed, file)
    exported = [film_name(one["title"], one["year"]) for one in json.loads(file.getvalue())["films"]]
    assert exported == IN_ORDER
    offered = mixed.completions("contents", "mot", 20)
    assert offered == [name for name in IN_ORDER if "Mother" in name and "The" not in name] + ["The Mother (1926)"]


def test_discs_of_one_title_stand_by_year_on_the_shelf(collection):
    for year in (2016, 2009, 2011):
        collection.run(AddRecord({"title": "Mother", "year": year, "location": "Attic"}))
    [shelf] = collection.shelves(collection.find("sort:title-").ids)
    assert names(collection, [one.row_id for one in shelf.standing]) == [
        "Mother (2009)",
        "Mother (2011)",
        "Mother (2016)",
    ]


def test_films_that_may_be_meant_are_named_by_year(collection):
    for year in (2016, 2009, 2011):
        collection.run(AddRecord({"title": "Mother", "year": year}))
    draft = DocumentDraft("page", "text", facts=(FactDraft("film", "title", "Mother"),))
    found = collection.match(draft, None, None)
    assert [year for _, _, year in found.films] == [2009, 2011, 2016]
    assert "Mother (2009), Mother (2011), Mother (2016)" in found.doubt


def test_an_index_of_the_same_name_and_other_columns_is_made_anew(mixed):
    mixed.close()
    sql = "SELECT sql FROM sqlite_master WHERE name = 'ix_entry_sort_title'"
    with closing(sqlite3.connect(mixed.path)) as connection:
        wanted = connection.execute(sql).fetchall()
        connection.execute("DROP INDEX ix_entry_sort_title")
        connection.execute("CREATE INDEX ix_entry_sort_title ON entry (sort_title, id, trashed, on_disc)")
        connection.commit()
    upgrade.prepare(mixed.path)
    with closing(sqlite3.connect(mixed.path)) as connection:
        assert connection.execute(sql).fetchall() == wanted
