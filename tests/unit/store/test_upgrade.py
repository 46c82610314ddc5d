import ast
import importlib.util
import itertools
import re
import shutil
import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from catalogue import paths, writing
from catalogue.collection import Collection
from catalogue.collection.commands import AddRecord, EditPlace, EditRecords
from catalogue.errors import UserError
from catalogue.store import backup, tables, upgrade
from catalogue.store.engine import APPLICATION_ID, open_engine
from tests.unit.dying import killed

REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "{number:04}"
down_revision = "{before:04}"


def upgrade():
{steps}
"""


@pytest.fixture
def road(tmp_path, monkeypatch):
    """Lets the program go further than today's head: adds revisions with the given steps to a copy of the road."""
    folder = tmp_path / "db"
    shutil.copytree(paths.data("db"), folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(paths, "data", lambda name: folder)
    first = int(upgrade.HEAD)

    def extend(*steps):
        for number, lines in enumerate(steps, first + 1):
            indented = "\n".join(f"    {line}" for line in lines.strip().splitlines())
            text = REVISION.format(number=number, before=number - 1, steps=indented)
            (folder / "versions" / f"{number:04}_more.py").write_text(text)
        monkeypatch.setattr(upgrade, "HEAD", f"{first + len(steps):04}")

    return extend


@pytest.fixture
def filled(new_collection):
    collection = new_collection()
    collection.run(AddRecord({"title": "Solaris", "year": 1972, "tags": ["Space"], "location": "Shelf 1"}))
    collection.close()
    return collection.path


def query(path, statement):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


def schema_of(path):
    return query(path, "SELECT name, sql FROM sqlite_master ORDER BY name")


def newest_revision():
    return max(file.name.split("_")[0] for file in (paths.data("db") / "versions").glob("*.py"))


def test_a_revision_that_fails_half_way_leaves_nothing_behind(road, filled, rows_of):
    before, schema = rows_of(filled), schema_of(filled)
    road(
        """
op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
op.execute("UPDATE film SET title = 'changed'")
op.execute("INSERT INTO nowhere VALUES (1)")
"""
    )
    with pytest.raises(sa.exc.OperationalError, match="nowhere"):
        upgrade.prepare(filled)
    assert (rows_of(filled), schema_of(filled)) == (before, schema)


def test_the_second_of_two_revisions_failing_takes_the_first_one_back_too(road, filled, rows_of):
    before, schema = rows_of(filled), schema_of(filled)
    road('op.create_table("first", sa.Column("id", sa.Integer()))', 'op.execute("nonsense")')
    with pytest.raises(sa.exc.OperationalError, match="nonsense"):
        upgrade.prepare(filled)
    assert (rows_of(filled), schema_of(filled)) == (before, schema)


def test_rebuilding_a_parent_table_on_our_road_loses_no_children(road, filled, rows_of):
    before = rows_of(filled)
    road(
        """
op.execute("CREATE TABLE child (id INTEGER PRIMARY KEY, film_id INTEGER REFERENCES film (id) ON DELETE CASCADE)")
op.execute("INSERT INTO child (film_id) SELECT id FROM film")
""",
        """
with op.batch_alter_table("film", recreate="always") as batch:
    batch.add_column(sa.Column("more", sa.Text()))
""",
    )
    upgrade.prepare(filled)
    after = rows_of(filled)
    assert after["child"] == [(1, 1)]
    assert after["film"] == [(*row, None) for row in before["film"]]
    unchanged = before.keys() - {"film", "alembic_version"}
    assert {name: after[name] for name in unchanged} == {name: before[name] for name in unchanged}


def test_a_rebuilt_table_gives_no_id_a_second_time(road, new_collection):
    collection = new_collection()
    for title in ("Solaris", "Stalker"):
        collection.run(AddRecord({"title": title}))
    collection.undo()
    collection.close()
    road('with op.batch_alter_table("film", recreate="always") as batch:\n    batch.drop_column("tagline")')
    upgrade.prepare(collection.path)
    [(definition,)] = query(collection.path, "SELECT sql FROM sqlite_master WHERE name = 'film'")
    assert "AUTOINCREMENT" in definition
    assert query(collection.path, "SELECT seq FROM sqlite_sequence WHERE name = 'film'") == [(2,)]


def test_every_table_gives_each_id_once(blank_catalogue):
    definitions = dict(schema_of(blank_catalogue))
    assert [name for name in tables.metadata.tables if "AUTOINCREMENT" not in definitions[name]] == []


def test_a_revision_that_breaks_references_or_loses_rows_is_taken_back(road, filled, rows_of):
    before = rows_of(filled)
    road('op.execute("DELETE FROM film")')
    with pytest.raises(RuntimeError, match="broke 1 references and lost rows of \\['film'\\]"):
        upgrade.prepare(filled)
    assert rows_of(filled) == before


def test_an_upgrade_keeps_a_copy_of_the_catalogue_as_it_was(road, filled, rows_of):
    before = rows_of(filled)
    road('op.create_table("more", sa.Column("id", sa.Integer(), primary_key=True))')
    kept = upgrade.prepare(filled)
    assert kept.parent == filled.parent
    assert rows_of(kept) == before
    assert query(filled, "SELECT version_num FROM alembic_version") == [(upgrade.HEAD,)]
    assert upgrade.prepare(filled) is None


def test_an_upgrade_keeps_only_the_newest_copies(road, filled, rows_of):
    for day in range(1, backup.KEPT + 4):
        backup.copy_database(filled, filled.with_name(f"{filled.name}.schema-0001.2020010{day}-000000-000000.backup"))
    before = rows_of(filled)
    road('op.create_table("more", sa.Column("id", sa.Integer(), primary_key=True))')
    kept = upgrade.prepare(filled)
    copies = backup.kept_copies(filled)
    assert len(copies) == backup.KEPT
    assert copies[-1] == kept
    assert all(rows_of(copy) == before for copy in copies)


def test_a_copy_holds_what_an_open_catalogue_has_not_yet_moved_into_its_file(collection, rows_of, tmp_path):
    collection.run(AddRecord({"title": "Mirror"}))
    backup.copy_database(collection.path, tmp_path / "copy.db")
    assert rows_of(tmp_path / "copy.db") == rows_of(collection.path)
    assert not list(tmp_path.glob("*.partial"))


def test_series_and_box_sets_come_to_a_file_of_the_first_schema(tmp_path):
    path = tmp_path / "old.db"
    upgrade.run_migrations(path, "0001")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO film (id, title, kind) VALUES (7, 'Solaris', 'film')")
        connection.execute("INSERT INTO edition (id, barcode) VALUES (8, '4006381333931')")
        connection.execute("INSERT INTO contents (edition_id, film_id, position) VALUES (8, 7, 0)")
        connection.execute("INSERT INTO copy (id, edition_id, status, owner) VALUES (9, 8, 'in collection', 'Bo')")
    assert upgrade.prepare(path) is not None
    collection = Collection.open(path)
    assert list(collection.find("solaris owner:bo barcode:4006381333931").ids) == [9]
    values = {"parent": "Tarkovsky (1970)", "box_set": "Soviet films", "loans": [{"contact": "Ann"}]}
    collection.run(EditRecords((9,), values))
    assert list(collection.find('part_of:tarkovsky boxset:"soviet films" loan:ann').ids) == [9]
    assert collection.check() == []
    collection.undo()
    assert list(collection.find("loan:ann").ids) == []
    collection.close()


NAMED_WITH_A_QUALIFIER = {
    "Ann Lee [1930]": ("Ann Lee", "1930"),
    "Zoë Lee [II]": ("Zoë Lee", "II"),
    "Ann [Lee] Cox": ("Ann [Lee] Cox", None),
    "Ann Lee []": ("Ann Lee []", None),
    "Ann Lee[2]": ("Ann Lee[2]", None),
    "[Unknown]": ("[Unknown]", None),
    "Ann [a] [b]": ("Ann [a] [b]", None),
}


def test_a_name_that_was_typed_with_a_qualifier_is_name_and_qualifier_after_an_upgrade(tmp_path):
    path = tmp_path / "old.db"
    upgrade.run_migrations(path, "0010")
    with closing(sqlite3.connect(path)) as connection, connection:
        run = connection.execute
        run("INSERT INTO film (id, title, kind) VALUES (1, 'Manor', 'film')")
        names = [*NAMED_WITH_A_QUALIFIER, "Bo Cox [II]"]
        for number, name in enumerate(names, 1):
            known_by = (name.casefold().replace("ë", "e"), name.casefold())
            run("INSERT INTO person (id, name, folded, identity) VALUES (?, ?, ?, ?)", (number, name, *known_by))
            run("INSERT INTO credit (film_id, person_id, position, role) VALUES (1, ?, ?, 'actor')", (number, number))
        run("INSERT INTO operation (id, at, label, kind, dropped) VALUES (1, '2026-01-01', 'Rename', 'do', 0)")
        run(
            "INSERT INTO row_change (operation_id, table_name, action, first_id, last_id, data) VALUES (1, 'person',"
            """ 'update', 8, 8, '{"name": ["Bo C. [I]", "Bo Cox [II]"], "folded": ["bo c. [i]", "bo cox [ii]"],"""
            """ "identity": ["bo c. [i]", "bo cox [ii]"]}')"""
        )
    upgrade.prepare(path)
    assert query(path, "SELECT folded FROM person WHERE name = 'Zoë Lee'") == [("zoe lee",)]
    found = query(path, "SELECT name, qualifier FROM person WHERE id < 8 ORDER BY id")
    assert found == list(NAMED_WITH_A_QUALIFIER.values())
    collection = Collection.open(path)
    cast = [part["person"] for part in collection.record(-1).values["credits"]]
    assert cast == names
    assert len(collection.find('cast:="Ann Lee [1930]"').ids) == 1
    # A history from before has the name whole.
    of_bo = "SELECT name, qualifier, folded FROM person WHERE id = 8"
    collection.undo()
    assert query(path, of_bo) == [("Bo C.", "I", "bo c.")]
    collection.redo()
    assert query(path, of_bo) == [("Bo Cox", "II", "bo cox")]
    assert collection.check() == []
    collection.close()


def test_tables_are_the_head_of_the_revisions(blank_catalogue):
    engine = open_engine(blank_catalogue, writes=False)
    with engine.connect() as connection:
        options = {
            "include_name": lambda name, kind, _: kind != "table" or name in tables.metadata.tables,
            "compare_type": True,
            "compare_server_default": True,
        }
        difference = compare_metadata(MigrationContext.configure(connection, opts=options), tables.metadata)
    engine.dispose()
    assert difference == []


def test_schema_sql_is_the_head_of_the_revisions(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.path", [])
    spec = importlib.util.spec_from_file_location("make", paths.data("db") / "make.py")
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    upgrade.run_migrations(tmp_path / "head.db", "head")
    assert (paths.data("db") / "schema.sql").read_text() == make.schema(tmp_path / "head.db")


def test_head_is_the_newest_revision():
    assert newest_revision() == upgrade.HEAD


def test_revisions_form_one_line():
    files = sorted((paths.data("db") / "versions").glob("*.py"))
    before = None
    for file in files:
        names = dict(re.findall(r'^(revision|down_revision) = "?(\w+)"?$', file.read_text(), re.MULTILINE))
        assert names == {"revision": file.name.split("_")[0], "down_revision": str(before)}
        before = names["revision"]


def test_revisions_import_nothing_of_the_program():
    for file in (paths.data("db") / "versions").glob("*.py"):
        imported = set()
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module)
        assert "catalogue" not in {name.split(".")[0] for name in imported}, file.name


@pytest.mark.parametrize("name", ["my films.db", "100% films.db", "Ölfilme.db", "what?#.db", "a'b\"c.db", "%41%20.db"])
def test_a_catalogue_may_have_any_name(tmp_path, name):
    path = tmp_path / "Größe 50%" / name
    for title in ("Stalker", "Solaris"):
        collection = Collection.open(path)
        collection.run(AddRecord({"title": title}))
        collection.close()
    collection = Collection.open(path)
    assert len(collection.find("").ids) == 2
    collection.close()
    assert path.is_file()
    assert [file.name for file in path.parent.iterdir()] == [name]
    backup.copy_database(path, tmp_path / "copy of 100%.db")


def test_a_new_catalogue_is_marked_as_ours_and_needs_no_upgrade(blank_catalogue):
    assert query(blank_catalogue, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert upgrade.stored_revision(blank_catalogue) == upgrade.HEAD
    assert upgrade.prepare(blank_catalogue) is None


def test_an_empty_file_becomes_a_catalogue(tmp_path):
    (tmp_path / "new.db").touch()
    upgrade.prepare(tmp_path / "new.db")
    assert upgrade.stored_revision(tmp_path / "new.db") == upgrade.HEAD


def test_a_file_of_a_newer_version_is_refused_untouched(filled):
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
        connection.execute("PRAGMA journal_mode = DELETE")
    before = filled.read_bytes()
    with pytest.raises(UserError) as refusal:
        Collection.open(filled)
    assert str(refusal.value) == (
        f"{filled} was made by a newer version of Disc Catalogue; it was not touched. Install that version."
    )
    assert filled.read_bytes() == before
    assert not list(filled.parent.glob("*.backup"))


def foreign_database(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.execute("INSERT INTO recipes VALUES ('soup')")
        connection.commit()


def picture_named_as_a_database(path):
    path.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 20)


def text_named_as_a_database(path):
    path.write_text("Dear diary,\n" * 100)


def two_words(path):
    path.write_text("not this")


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (foreign_database, "{} belongs to another program; it was not touched."),
        (picture_named_as_a_database, "{} is not a catalogue; it was not touched."),
        (text_named_as_a_database, "{} is not a catalogue; it was not touched."),
        (two_words, "{} is not a catalogue; it was not touched."),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_untouched_in_one_sentence(tmp_path, make, complaint):
    path = tmp_path / "films.db"
    make(path)
    before = path.read_bytes()
    with pytest.raises(UserError) as refusal:
        Collection.open(path)
    assert str(refusal.value) == complaint.format(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["films.db"]


def test_a_catalogue_with_its_middle_torn_out_is_refused_in_one_sentence(filled):
    data = filled.read_bytes()
    filled.write_bytes(data[:4096] + b"\xaa" * (len(data) - 4096))
    with pytest.raises(
        UserError, match=r"(is damaged.*; nothing was changed\. “check” says what is hurt|is not a catalogue)"
    ):
        Collection.open(filled)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(UserError) as refusal:
        Collection.open(tmp_path)
    assert str(refusal.value) == f"{tmp_path} is a folder, not a catalogue; nothing was changed."


def test_a_path_below_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match=r"^.* cannot be opened .*nothing was changed\.$"):
        Collection.open(tmp_path / "file" / "films.db")


def test_a_new_catalogue_that_cannot_be_made_leaves_no_file(tmp_path, road):
    road('op.execute("nonsense")')
    with pytest.raises(sa.exc.OperationalError, match="nonsense"):
        upgrade.prepare(tmp_path / "new" / "films.db")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_first_start_that_is_killed_at_any_step_is_done_by_the_next(tmp_path):
    for step in itertools.count(1):
        path = tmp_path / str(step) / "films.db"
        over = not killed(lambda path=path: upgrade.prepare(path), step)
        collection = Collection.open(path)
        collection.run(AddRecord({"title": "Solaris"}))
        assert collection.check() == []
        collection.close()
        assert [file.name for file in path.parent.iterdir()] == ["films.db"]
        if over:
            break
    assert step > 5


def test_a_first_start_of_an_older_version_that_was_killed_is_done(tmp_path):
    path = tmp_path / "films.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA user_version = 0")
    assert path.stat().st_size > 0
    upgrade.prepare(path)
    assert upgrade.stored_revision(path) == upgrade.HEAD


def test_of_two_first_starts_at_once_both_have_the_same_catalogue(tmp_path, monkeypatch):
    path = tmp_path / "films.db"
    put = writing.put

    def late(made, place, **how):
        monkeypatch.setattr(writing, "put", put)
        other = Collection.open(path)
        other.run(AddRecord({"title": "Solaris"}))
        other.close()
        put(made, place, **how)

    monkeypatch.setattr(writing, "put", late)
    collection = Collection.open(path)
    assert len(collection.find("solaris").ids) == 1
    collection.close()
    assert [file.name for file in tmp_path.iterdir()] == ["films.db"]


def test_list_and_text_index_of_an_older_shape_are_made_anew_when_the_file_is_opened(filled, rows_of):
    before = rows_of(filled)
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("PRAGMA user_version = 1")
        connection.execute("DELETE FROM entry")
        connection.execute("DELETE FROM film_words")
        connection.commit()
    upgrade.prepare(filled)
    assert rows_of(filled) == before


def test_indexes_of_an_older_list_are_made_anew_without_reading_the_records_again(filled):
    indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'entry' ORDER BY name"
    with closing(sqlite3.connect(filled)) as connection:
        wanted = connection.execute(indexes).fetchall()
        connection.execute("DROP INDEX ix_entry_sort_title")
        connection.execute("CREATE INDEX ix_entry_title ON entry (sort_title, id)")
        connection.execute("UPDATE entry SET sort_year = 1")
        connection.commit()
    upgrade.prepare(filled)
    with closing(sqlite3.connect(filled)) as connection:
        assert connection.execute(indexes).fetchall() == wanted
        assert connection.execute("SELECT DISTINCT sort_year FROM entry").fetchall() == [(1,)]


def test_places_of_a_catalogue_from_before_they_had_room_stay(tmp_path, rows_of):
    path = tmp_path / "old.db"
    upgrade.run_migrations(path, "0001")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO place (name, path, folded) VALUES ('Room', 'Room', 'room')")
        connection.execute("INSERT INTO edition DEFAULT VALUES")
        connection.execute("INSERT INTO copy (edition_id, place_id) VALUES (1, 1)")
        connection.commit()
    upgrade.prepare(path)
    collection = Collection.open(path)
    [room] = collection.places()
    assert (room.path, room.count, room.capacity, room.notes, room.position) == ("Room", 1, None, None, None)
    assert collection.spellings() == []
    assert collection.check() == []
    collection.run(EditPlace("Room", {"name": "Cellar", "capacity": 3}))
    collection.undo()
    assert [place.path for place in collection.places()] == ["Room"]
    collection.close()


def rated_before(path, editions, copies):
    """A catalogue of the time when copies had the rating: films by edition, (edition, rating, when) by copy.

    Each copy was added by an operation of its own, unrated, and rated by the next.
    """
    upgrade.run_migrations(path, "0011")
    with closing(sqlite3.connect(path)) as connection:
        done = connection.execute
        word = 'INSERT INTO choice (id, about, record_id, field, "by", value, at)'
        for film in sorted({film for films in editions for film in films}):
            done("INSERT INTO film (id, title, kind) VALUES (?, ?, 'film')", (film, f"Film {film}"))
            title = f'"Film {film}"'
            done(f"{word} VALUES (?, 'film', ?, 'title', 'hand', ?, '2019')", (1000 + film, film, title))
        for edition, films in enumerate(editions, 1):
            done("INSERT INTO edition (id, edition_title) VALUES (?, 'X')", (edition,))
            for position, film in enumerate(films):
                done("INSERT INTO contents (edition_id, film_id, position) VALUES (?, ?, ?)", (edition, film, position))
        note = "INSERT INTO row_change (operation_id, table_name, action, first_id, last_id, data)"
        for copy, (edition, rating, at) in enumerate(copies, 1):
            done(
                "INSERT INTO copy (id, edition_id, status, my_rating) VALUES (?, ?, 'sold', ?)", (copy, edition, rating)
            )
            operation = "INSERT INTO operation (id, at, label, kind, dropped) VALUES (?, ?, ?, 'do', 0)"
            done(operation, (2 * copy - 1, at, "Add"))
            done(f"{note} VALUES (?, 'copy', 'insert', ?, ?, NULL)", (2 * copy - 1, copy, copy))
            done(f"{word} VALUES (?, 'copy', ?, 'my_rating', 'hand', ?, ?)", (copy, copy, str(rating), at))
            done(operation, (2 * copy, at, "Rate"))
            done(f"{note} VALUES (?, 'choice', 'insert', ?, ?, NULL)", (2 * copy, copy, copy))
            change = f'{{"my_rating": [null, {rating}], "modified_at": [null, "{at}"]}}'
            done(f"{note} VALUES (?, 'copy', 'update', ?, ?, ?)", (2 * copy, copy, copy, change))
        connection.commit()
    upgrade.prepare(path)
    return Collection.open(path)


def ratings(collection):
    found = {}
    for row in collection.find("sort:title", scope="films").ids:
        record = collection.record(row)
        waiting = [review.alternatives for review in record.reviews if review.field == "my_rating"]
        found[record.values["title"]] = (record.values["my_rating"], *waiting)
    return found


@pytest.mark.parametrize(
    ("editions", "copies", "wanted"),
    [
        ([[1]], [(1, 7, "2020")], {"Film 1": (7,)}),
        ([[1]], [(1, 7, "2020"), (1, 7, "2021")], {"Film 1": (7,)}),
        ([[1]], [(1, 7, "2022"), (1, 9, "2021"), (1, 8, "2020")], {"Film 1": (7, (9, 8))}),
        ([[1], [1]], [(1, 0, "2020"), (2, 10, "2021")], {"Film 1": (10, (0,))}),
        ([[1, 2]], [(1, 7, "2020")], {"Film 1": (None, (7,)), "Film 2": (None, (7,))}),
        ([[1, 2], [1]], [(1, 7, "2022"), (2, 3, "2020")], {"Film 1": (3, (7,)), "Film 2": (None, (7,))}),
        ([[1, 2], [1]], [(1, 7, "2022"), (2, 7, "2020")], {"Film 1": (7,), "Film 2": (None, (7,))}),
        ([[]], [(1, 7, "2020")], {None: (7,)}),
    ],
)
def test_the_rating_of_copies_becomes_that_of_their_film(tmp_path, editions, copies, wanted):
    collection = rated_before(tmp_path / "old.db", editions, copies)
    assert ratings(collection) == wanted
    assert collection.check() == []
    # Nothing of it is a leftover that a new calculation would change.
    for row in collection.find("", scope="films").ids:
        collection.run(EditRecords((row,), {"tagline": "Seen again"}))
    assert ratings(collection) == wanted
    collection.close()


def test_a_rating_from_before_can_be_taken_back_on_the_film(tmp_path):
    collection = rated_before(tmp_path / "old.db", [[1], [2]], [(1, 7, "2020"), (2, 4, "2021")])
    assert collection.undo_label() == "Rate"
    collection.undo()
    assert ratings(collection) == {"Film 1": (7,), "Film 2": (None,)}
    collection.redo()
    assert ratings(collection) == {"Film 1": (7,), "Film 2": (4,)}
    collection.undo()
    collection.undo()
    assert collection.check() == []
    collection.close()
