import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.collection import history
from catalogue.store import tables
from catalogue.store.engine import open_engine
from catalogue.store.writer import Writer


@pytest.fixture
def operation(blank_catalogue, tmp_path):
    """A connection, and a function that begins another operation on it; nothing of it is ever committed."""
    path = tmp_path / "films.db"
    path.write_bytes(blank_catalogue.read_bytes())
    engine = open_engine(path, writes=True)

    with engine.connect() as connection:
        connection.begin()
        yield lambda: Writer(connection, history.begin(connection, "do", "2026-01-01T00:00:00"))
    engine.dispose()


def rows(writer):
    left_out = {table.name for table in tables.HISTORY}
    return {
        table.name: writer.connection.execute(sa.select(table).order_by(table.c.id)).all()
        for table in tables.metadata.sorted_tables
        if table.name not in left_out
    }


def changes(writer):
    change = tables.row_change
    query = sa.select(change.c.table_name, change.c.action, change.c.first_id, change.c.last_id, change.c.data)
    found = writer.connection.execute(query.where(change.c.operation_id == writer.operation_id).order_by(change.c.id))
    return [tuple(row) for row in found]


def tag(name):
    return {"name": name}


def test_inserted_rows_get_ids_in_order_and_one_range_in_the_history(operation):
    writer = operation()
    assert writer.insert(tables.tag, [tag("A"), tag("B"), tag("C")]) == [1, 2, 3]
    assert changes(writer) == [("tag", "insert", 1, 3, None)]
    assert writer.changed_rows > 0


def test_rows_that_name_different_columns_are_all_kept_whole(operation):
    writer = operation()
    writer.insert(tables.film, [{"title": "Alien"}, {"year": 1979}, {"title": "Brazil", "year": 1985}])
    assert [(row["title"], row["year"]) for row in writer.rows(tables.film, [1, 2, 3])] == [
        ("Alien", None),
        (None, 1979),
        ("Brazil", 1985),
    ]


def test_an_update_notes_only_the_columns_that_differ(operation):
    writer = operation()
    writer.insert(tables.film, [{"title": "Alien", "year": 1978}])
    later = operation()
    later.update(tables.film, {1: {"title": "Alien", "year": 1979}})
    assert changes(later) == [("film", "update", 1, 1, {"year": [1978, 1979]})]


def test_an_update_to_what_is_there_already_is_no_change(operation):
    operation().insert(tables.film, [{"title": "Alien"}])
    writer = operation()
    writer.update(tables.film, {1: {"title": "Alien"}, 99: {"title": "nobody"}})
    writer.delete(tables.film, [99])
    writer.insert(tables.film, [])
    assert writer.changed_rows == 0
    assert changes(writer) == []


def test_a_deletion_notes_the_whole_row_and_its_id_never_comes_back(operation):
    writer = operation()
    writer.insert(tables.tag, [tag("A"), tag("B")])
    later = operation()
    later.delete(tables.tag, [2])
    assert changes(later) == [("tag", "delete", 2, 2, {"id": 2, "name": "B", "folded": "b", "identity": "b"})]
    assert later.insert(tables.tag, [tag("C")]) == [3]


def test_replacing_children_changes_as_few_rows_as_possible(operation):
    writer = operation()
    writer.insert(tables.film, [{"title": "Alien"}])
    first = [{"film_id": 1, "field": "genres", "position": n, "value": v, "folded": v} for n, v in enumerate("abc")]
    writer.insert(tables.film_item, first)
    later = operation()
    wanted = [{"film_id": 1, "field": "genres", "position": n, "value": v, "folded": v} for n, v in enumerate("ax")]
    later.replace(tables.film_item, [(later.rows(tables.film_item, [1, 2, 3]), wanted)])
    assert [change[:3] for change in changes(later)] == [("film_item", "update", 2), ("film_item", "delete", 3)]
    assert [row["value"] for row in later.rows(tables.film_item, [1, 2, 3])] == ["a", "x"]


def test_several_changes_of_one_column_go_back_to_the_first_value(operation):
    operation().insert(tables.film, [{"title": "one"}])
    writer = operation()
    for title in ("two", "three", "four"):
        writer.update(tables.film, {1: {"title": title}})
    operation().revert(writer.operation_id)
    assert writer.rows(tables.film, [1])[0]["title"] == "one"


def test_parents_and_children_deleted_in_one_operation_come_back_together(operation):
    writer = operation()
    writer.insert(tables.film, [{"title": "Alien"}])
    writer.insert(tables.person, [{"name": "Ann"}])
    writer.insert(tables.credit, [{"film_id": 1, "person_id": 1, "position": 1, "role": "actor"}])
    before = rows(writer)
    later = operation()
    later.delete(tables.credit, [1])
    later.delete(tables.film, [1])
    operation().revert(later.operation_id)
    assert rows(writer) == before


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "change", "remove", "cast", "recast", "tag"]),
        st.integers(min_value=0, max_value=9),
        st.text(alphabet="abcé", min_size=1, max_size=3),
    ),
    max_size=12,
)


def ids(writer, table):
    return list(writer.connection.scalars(sa.select(table.c.id).order_by(table.c.id)))


def carry_out(writer, steps):
    for action, number, word in steps:
        films = ids(writer, tables.film)
        film_id = films[number % len(films)] if films else None
        cast = [row for row in writer.rows(tables.credit, ids(writer, tables.credit)) if row["film_id"] == film_id]
        if action == "add":
            writer.insert(tables.film, [{"title": word, "year": number} for _ in range(number % 3 + 1)])
        elif action == "tag":
            known = {row["name"] for row in writer.rows(tables.tag, ids(writer, tables.tag))}
            writer.insert(tables.tag, [tag(name) for name in {word, word * 2} - known])
            writer.delete(tables.tag, ids(writer, tables.tag)[: number // 4])
        elif film_id is None:
            continue
        elif action == "change":
            writer.update(tables.film, {one: {"title": word, "runtime_minutes": number} for one in films[number % 2 :]})
        elif action == "remove":
            writer.delete(tables.credit, [row["id"] for row in cast])
            writer.delete(tables.film, [film_id])
        else:
            people = writer.insert(tables.person, [{"name": f"{word}{len(ids(writer, tables.person))}"}])
            credit = {"film_id": film_id, "person_id": people[0], "role": "actor", "character": word}
            wanted = [{**credit, "position": place} for place in range(number % 4)]
            if action == "cast":
                writer.insert(tables.credit, wanted)
            else:
                writer.replace(tables.credit, [(cast, wanted)])


@settings(max_examples=30)
@given(groundwork=STEPS, steps=STEPS)
def test_whatever_was_done_is_taken_back_and_brought_again_row_by_row(operation, groundwork, steps):
    writer = operation()
    savepoint = writer.connection.begin_nested()
    carry_out(writer, groundwork)
    start = rows(writer)
    done = operation()
    carry_out(done, steps)
    end = rows(writer)
    undo = operation()
    undo.revert(done.operation_id)
    assert rows(writer) == start
    redo = operation()
    redo.revert(undo.operation_id)
    assert rows(writer) == end
    savepoint.rollback()
