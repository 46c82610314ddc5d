"""No field of the language makes SQLite read a whole table of children."""

import re

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from catalogue.collection.finding import compiled
from catalogue.fields import people, registry
from catalogue.search.parser import parse
from catalogue.store.listing import entry

# Of a child table no row may be read that an index does not lead to.
CHILDREN = {"film_item", "edition_item", "copy_tag", "credit", "film_text", "contents", "entry_film", "custom_value"}


def plan(collection, query):
    with collection.reading() as connection:
        meant = compiled(connection, parse(query))
        assert meant.problems == ()
        statement = sa.select(entry.c.id).where(meant.condition).order_by(entry.c.sort_title, entry.c.id)
        asked = []
        event.listen(connection.engine, "before_cursor_execute", lambda *call: asked.append(call[2:4]))
        connection.execute(statement)
        [(text, parameters)] = asked
        return [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", parameters)]


def asked(field):
    value = {"number": "1972", "date": "1972", "flag": "yes"}.get(field.kind.compare, "some")
    value = {"running time": "100", "rating": "7"}.get(field.kind.name, value)
    return [f"{field.key}:{value}", f"{field.key}:={value}", f"has:{field.key}"]


QUERIES = [query for field in registry.FIELDS for query in asked(field)]
QUERIES += [query for one in people.PEOPLE for query in (f"{one.key}:lee", f'{one.key}:="Ann Lee"')]
QUERIES += ["piano", '"radio moscow"', "-piano", "tag:a or tag:b", "is:disc", "is:wish", "needs:review", "has:cover"]


@pytest.mark.parametrize("query", QUERIES)
def test_no_query_reads_a_whole_table_of_children(shelf, query):
    for line in plan(shelf, query):
        scanned = re.match(r"SCAN (\w+)(.*)", line)
        whole = scanned is not None and scanned[1] in CHILDREN and "INDEX" not in scanned[2]
        assert not whole, line


@pytest.mark.parametrize("query", ["piano", "piano or format:dvd or actor:lee", "tag:piano year:2017", "needs:review"])
def test_rows_are_looked_up_from_what_an_index_finds_and_not_the_other_way_round(shelf, query):
    assert plan(shelf, query)[0] == "SEARCH entry USING INTEGER PRIMARY KEY (rowid=?)"


def test_the_index_of_copies_is_asked_once_for_all_that_must_hold(shelf, titles):
    query = "tag:piano format:dvd owner:kerry"
    assert sum("copy_words" in line for line in plan(shelf, query)) == 1
    assert titles(query) == ["The Death of Stalin"]
    assert titles(f"{query} tag:lent") == []
