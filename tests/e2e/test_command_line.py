"""The command line as people and scripts use it: every command is a process of its own."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

SEEDS = ("000_7d5b5ee9ce2c46f5.txt", "001_5b2bbfa1576b2c90.txt", "002_e4e910050a903c5b.txt", "003_0b3faf311347c130.txt")


class Program:
    """The program with a catalogue of its own."""

    def __init__(self, command, folder):
        self.command = command
        self.folder = folder
        self.environment = {**os.environ, "DISC_CATALOGUE_HOME": str(folder / "home"), "QT_QPA_PLATFORM": "none at all"}
        self.environment.pop("DISPLAY", None)

    def run(self, *arguments, stdin=""):
        """Runs a command and returns what it printed, its complaints, and its exit status."""
        done = subprocess.run(
            [*self.command, *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert "Traceback" not in done.stdout + done.stderr
        return done

    def __call__(self, *arguments, stdin=""):
        """What a command prints that must be done without complaint."""
        done = self.run(*arguments, stdin=stdin)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def json(self, *arguments):
        return json.loads(self(*arguments, "--json"))

    def export(self):
        return json.loads(self("export", "-"))

    def refused(self, *arguments, status=2):
        """The complaint of a command that must be refused."""
        done = self.run(*arguments)
        assert done.returncode == status
        assert done.stdout == ""
        return done.stderr.removesuffix("\n")

    def labels(self):
        return [one["label"] for one in self.json("history")]


def make(command, folder):
    folder.mkdir(exist_ok=True)
    return Program(command, folder)


@pytest.fixture
def disc(program, tmp_path):
    return make(program, tmp_path / "person")


def copied(command, source, folder):
    """A catalogue that another test fixture has filled once."""
    shutil.copytree(source.folder, folder)
    return Program(command, folder)


@pytest.fixture(scope="module")
def imported(program, seeds_dir, tmp_path_factory):
    disc = make(program, tmp_path_factory.mktemp("seeds") / "person")
    disc("import", seeds_dir)
    return disc


@pytest.fixture
def seeded(program, imported, tmp_path):
    """A catalogue with the four real pages in it."""
    return copied(program, imported, tmp_path / "four pages")


@pytest.fixture(scope="module")
def own_imported(program, root, tmp_path_factory):
    if not list((root / "seeds").glob("*.txt")):
        pytest.skip("the sample documents are not there")
    disc = make(program, tmp_path_factory.mktemp("own") / "person")
    disc("import", root / "seeds")
    return disc


@pytest.fixture
def own(program, own_imported, tmp_path):
    """A catalogue with the sample documents in it."""
    return copied(program, own_imported, tmp_path / "samples")


@pytest.fixture(scope="module")
def three_added(program, tmp_path_factory):
    disc = make(program, tmp_path_factory.mktemp("three") / "person")
    disc("add", "--set", "title=Solaris", "--set", "year=1972", "--set", "tags=USSR; Lem", "--set", "location=Shelf 1")
    disc("add", "--set", "title=Stalker", "--set", "year=1979", "--set", "tags=USSR", "--set", "location=Shelf 2")
    disc("add", "--set", "title=Amélie", "--set", "format=DVD")
    disc("add", "--set", "title=Mirror", "--no-disc")
    return disc


@pytest.fixture
def three(program, three_added, tmp_path):
    """A catalogue with three discs and a film without one."""
    return copied(program, three_added, tmp_path / "three")


# The real pages.


def test_the_four_pages_are_two_films_one_edition_one_copy_and_four_documents(seeded):
    data = seeded.export()
    assert {name: len(data[name]) for name in ("films", "editions", "copies", "documents")} == {
        "films": 2,
        "editions": 1,
        "copies": 1,
        "documents": 4,
    }
    [edition], [copy] = data["editions"], data["copies"]
    assert edition["barcode"] == "191329079843"
    assert copy["tags"] == ["Piano", "USSR"]
    assert (copy["location"], copy["storage_device"]) == ("Movies-01", "TD 05")


def test_the_films_have_what_the_pages_say_together(seeded, expected_dir):
    films = {film["title"].casefold(): film for film in seeded.export()["films"]}
    expected = json.loads((expected_dir / "all.json").read_text(encoding="utf-8"))
    assert len(films) == len(expected["films"])
    for wanted in expected["films"]:
        film = films[wanted["title"].casefold()]
        cast = {part["person"]: part["character"] for part in film["credits"] if part["role"] == "actor"}
        assert film["year"] == wanted["year"]
        assert len(film["documents"]) == wanted["documents"]
        assert len(cast) == wanted["cast_size"]
        assert sorted(cast) == wanted["cast"]
        for person in wanted.get("characters_absent", ()):
            assert cast[person] is None
        for person, forms in wanted.get("characters_filled_from_texts", {}).items():
            assert cast[person] in forms
        stated = {
            conflict["subject"]: {
                part["value"] if isinstance(part["value"], str) else part["value"]["character"]
                for part in conflict["values"]
            }
            for conflict in film["conflicts"]
            if conflict["field"] == "credits"
        }
        for conflict in wanted.get("conflicts", ()):
            assert stated[conflict["person"]] == {conflict["000"], conflict["001"]}
        assert set(wanted.get("needs_review", ())) <= {review["field"] for review in film["needs_review"]}


@pytest.mark.parametrize(("page", "people", "without"), [(0, 17, 4), (1, 25, 0), (2, 11, 0)])
def test_each_page_alone_gives_its_own_cast(disc, seeds_dir, page, people, without):
    disc("import", seeds_dir / SEEDS[page])
    [film] = disc.export()["films"]
    cast = [part for part in film["credits"] if part["role"] == "actor"]
    assert len(cast) == people
    assert sum(part["character"] is None for part in cast) == without


def test_an_article_alone_waits_for_its_film(disc, seeds_dir):
    receipt = disc.json("import", seeds_dir / SEEDS[3])
    assert receipt["files"][0]["doubtful"] == 1
    data = disc.export()
    assert (data["films"], len(data["documents"])) == ([], 1)
    disc("import", seeds_dir / SEEDS[0])
    [film] = disc.export()["films"]
    assert len(film["documents"]) == 2


def test_the_pages_one_by_one_in_any_order_give_the_same_films(disc, seeded, seeds_dir):
    for name in (SEEDS[3], SEEDS[2], SEEDS[0], SEEDS[1]):
        disc("import", seeds_dir / name)

    def casts(data):
        return sorted(
            (
                film["title"],
                film["year"],
                [(part["order"], part["person"], part["character"]) for part in film["credits"]],
            )
            for film in data["films"]
        )

    assert casts(disc.export()) == casts(seeded.export())


def test_importing_again_adds_nothing_not_even_history(seeded, seeds_dir):
    before, history = seeded("export", "-"), seeded("history")
    receipt = seeded.json("import", seeds_dir)
    assert [file["same"] for file in receipt["files"]] == [1, 1, 1, 1]
    assert receipt["operation"] is None
    assert (seeded("export", "-"), seeded("history")) == (before, history)


def test_the_disc_is_found_by_what_stands_on_it(seeded):
    [found] = seeded.json("search", "tag:piano location:Movies-01")
    assert found["copy"] == "copy:1"
    assert found["tags"] == ["Piano", "USSR"]
    assert found["location"] == "Movies-01"
    assert {"copy", "film", "title", "year", "format", "location", "tags"} == set(found)


def test_a_character_is_found_in_both_films(seeded):
    assert [row["title"].casefold() for row in seeded.json("search", "beria")] == ["the death of stalin", "stalin"]


def test_nothing_found_is_said_and_is_no_failure(seeded):
    assert seeded("search", "tag:opera") == "Nothing matches tag:opera.\n"
    assert seeded.json("search", "tag:opera") == []


def test_a_disc_moves_and_moves_back_across_processes(seeded):
    seeded("edit", "barcode:191329079843", "--set", "location=Movies-02")
    assert len(seeded.json("search", "location:Movies-02")) == 1
    assert seeded("undo") == "Undo: Edit 1 disc: location.\n"
    assert len(seeded.json("search", "location:=Movies-01")) == 1
    assert seeded("redo") == "Redo: Edit 1 disc: location.\n"
    assert len(seeded.json("search", "location:=Movies-02")) == 1
    assert seeded.labels() == [
        "Redo: Edit 1 disc: location",
        "Undo: Edit 1 disc: location",
        "Edit 1 disc: location",
        "Import 4 documents",
    ]
    assert "Edit 1 disc: location" in seeded("history", "copy:1")


def test_the_films_go_out_and_come_back_the_same(seeded, program, tmp_path):
    seeded("export", "all.json")
    other = make(program, tmp_path / "other")
    other("import", seeded.folder / "all.json")
    assert without_ids(seeded("export", "-")) == without_ids(other("export", "-"))


def test_furniture_of_the_pages_lands_in_no_field(seeded, expected_dir):
    data = seeded.export()
    documents = data.pop("documents")
    fields = json.dumps(data, ensure_ascii=False) + json.dumps([one["facts"] for one in documents], ensure_ascii=False)
    for file in sorted(expected_dir.glob("0*.json")):
        for words in json.loads(file.read_text(encoding="utf-8"))["never_in_any_field"]:
            assert f'"{words}"' not in fields
            assert len(words) < 12 or words not in fields


# The documents that ship with the program.


def test_the_sample_collection_is_read_without_a_rejection(own, root):
    receipt = own.json("import", root / "seeds")
    assert {file["same"] for file in receipt["files"]} == {1}
    data = own.export()
    assert len(data["documents"]) == len(receipt["files"]) == len(list((root / "seeds").glob("*.txt")))
    assert len(data["films"]) >= 2
    assert all(film["title"] for film in data["films"])


def test_the_sample_collection_goes_out_and_comes_back(own, program, tmp_path):
    own("export", "all.json")
    other = make(program, tmp_path / "other")
    receipt = other.json("import", own.folder / "all.json")["files"][0]
    assert receipt["format"] == "json"
    assert receipt["read"] == receipt["new"]
    assert without_ids(own("export", "-")) == without_ids(other("export", "-"))
    assert other("check").startswith("All is well")


def without_ids(text):
    """The export with ids renumbered in the order in which they first occur."""
    numbers = {}

    def renumber(match):
        known = numbers.setdefault(match[1], {})
        return f'"{match[1]}:{known.setdefault(match[2], len(known) + 1)}"'

    return re.sub(r'"(film|edition|copy|person|document|place):(\d+)"', renumber, text)


def test_a_catalogue_that_is_lost_is_rebuilt_from_its_copy(own, tmp_path):
    home = own.folder / "home"
    before = own.json("search", "")
    (home / "catalogue.db").unlink()
    for left in home.glob("catalogue.db-*"):
        left.unlink()
    assert "Rebuilt" in own("rebuild", home / "catalogue.db.copy")
    assert len(own.json("search", "")) == len(before)
    assert own("check").startswith("All is well")
    assert "with things in it" in own.refused("rebuild", home / "catalogue.db.copy")
    file = next((home / "catalogue.db.copy" / "films").glob("*/*.json"))
    file.write_text("{")
    done = own.run("--catalogue", home / "other.db", "rebuild", home / "catalogue.db.copy")
    assert done.returncode == 1
    assert f"films/{file.parent.name}/{file.name} cannot be read." in done.stderr
    assert len(own.json("--catalogue", home / "other.db", "search", "is:disc")) == len(own.json("search", "is:disc"))


def test_the_sample_collection_is_whole(own):
    assert own.json("check") == {"problems": []}
    figures = own.json("stats")
    assert figures["documents"] == len(own.export()["documents"])


# Every command.


def test_a_disc_is_added_shown_and_found(disc):
    added = disc.json(
        "add", "--set", "title=Łódź", "--set", "year=1972", "--set", "tags=Piano, USSR", "--set", "price=9,99 EUR"
    )
    assert added["id"] == added["copy"] == "copy:1"
    shown = disc.json("show", "copy:1")
    assert (shown["title"], shown["tags"], shown["price"]) == (
        "Łódź",
        ["Piano", "USSR"],
        {"amount": 9.99, "currency": "EUR"},
    )
    assert disc.json("show", "edition:1") == shown
    assert [one["copy"] for one in disc.json("show", "film:1")["discs"]] == ["copy:1"]
    assert "Title: Łódź" in disc("show", "copy:1")
    assert "Price paid: €9.99" in disc("show", "copy:1")
    assert disc("search", "lodz").startswith("copy:1")
    assert disc("search", "LODZ", "tag:piano").startswith("copy:1")


def test_an_odd_barcode_is_kept_with_a_word_of_doubt(disc):
    done = disc.run("add", "--set", "barcode=191329079844")
    assert done.returncode == 0
    assert done.stderr == "The last digit of this barcode should be 3. It was kept as it is.\n"
    assert disc.json("show", "copy:1")["barcode"] == "191329079844"


def test_the_list_can_be_limited(three):
    assert three("search", "--limit", "2").splitlines()[-1] == "… and 2 more"
    assert len(three.json("search", "--limit", "2")) == 2
    assert len(three.json("search")) == 4


def test_a_query_may_begin_with_what_it_leaves_out(three):
    assert [row["title"] for row in three.json("search", "-tag:ussr")] == ["Amélie", "Mirror"]
    assert [row["title"] for row in three.json("search", "-tag:ussr -is:film")] == ["Amélie"]
    done = three.run("search", "--", "-stalker", "-solaris")
    assert (done.returncode, done.stdout.count("\n")) == (0, 2)
    assert done.stderr.startswith("“-stalker” leaves out what has “stalker”;")
    three("edit", "-tag:ussr", "--set", "owner=Ann", "--yes")


def test_each_value_goes_where_it_belongs(three):
    three("edit", "copy:1", "--set", "tagline=x", "--set", "distributor=Mosfilm", "--set", "owner=Ann")
    data = three.export()
    assert [film["tagline"] for film in data["films"] if film["title"] == "Solaris"] == ["x"]
    assert "Mosfilm" in [edition["distributor"] for edition in data["editions"]]
    assert "Ann" in [copy["owner"] for copy in data["copies"]]


def test_tags_are_added_and_removed(three):
    three("edit", "tag:ussr", "--yes", "--set", "tags+=Mosfilm", "--set", "tags-=ussr")
    assert {tuple(row["tags"]) for row in three.json("search", "tag:mosfilm")} == {("Lem", "Mosfilm"), ("Mosfilm",)}


def test_editing_several_without_yes_is_refused_where_nobody_can_be_asked(three):
    before = three("export", "-")
    assert (
        three.refused("edit", "tag:ussr", "--set", "owner=Ann")
        == "2 records match tag:ussr; add --yes to edit them all."
    )
    assert three.refused("delete", "tag:ussr") == "2 records match tag:ussr; add --yes to delete them all."
    assert three("export", "-") == before
    assert three("edit", "tag:ussr", "--set", "owner=Ann", "--yes") == "Edit 2 discs: owner.\n"


def test_what_is_as_wished_already_is_no_operation(three):
    before = three.labels()
    assert (
        three("edit", "copy:1", "--set", "title=Solaris") == "Everything is as wished already; nothing was changed.\n"
    )
    assert three("edit", "tag:opera", "--set", "title=x") == "Nothing matches tag:opera; nothing was changed.\n"
    assert three.labels() == before


def test_what_is_deleted_is_in_the_trash_and_comes_back(three):
    assert three("delete", "copy:1") == "Delete 1 disc: in the trash now; “undo” takes this back.\n"
    assert [row["title"] for row in three.json("search", "is:trash")] == ["Solaris"]
    assert three.json("search", "solaris") == []
    three("undo")
    assert [row["title"] for row in three.json("search", "solaris")] == ["Solaris"]


def test_the_history_says_what_was_done_undone_and_dropped(three):
    three("undo")
    lines = three("history").splitlines()
    assert lines[0].endswith("Undo: Add Mirror")
    assert lines[1].endswith("Add Mirror  (undone)")
    states = [(one["label"], one["state"]) for one in three.json("history", "--limit", "2")]
    assert states == [("Undo: Add Mirror", "done"), ("Add Mirror", "undone")]


def test_an_empty_catalogue_says_so(disc):
    assert disc("search") == "The collection is empty.\n"
    assert disc("history") == "Nothing was done yet.\n"
    assert disc.refused("undo") == "There is nothing to undo."
    assert disc.refused("redo") == "There is nothing to redo."


def test_the_catalogue_is_named_before_or_after_the_command(disc):
    disc("--catalogue", "a b.db", "add", "--set", "title=Solaris")
    disc("add", "--set", "title=Stalker", "--catalogue", "a b.db")
    assert len(json.loads(disc("search", "--catalogue", "a b.db", "--json"))) == 2
    assert len(json.loads(disc("--catalogue", "a b.db", "search", "--json"))) == 2
    assert disc.json("search") == []


def test_the_default_catalogue_is_in_the_users_own_folder(three):
    assert (three.folder / "home" / "catalogue.db").is_file()
    assert [path.name for path in three.folder.iterdir()] == ["home"]


def test_an_export_of_a_query_and_of_all_with_pictures(three):
    assert three("export", "ussr.json", "--query", "tag:ussr") == "Wrote 2 records to ussr.json.\n"
    exported = json.loads((three.folder / "ussr.json").read_text(encoding="utf-8"))
    assert sorted(film["title"] for film in exported["films"]) == ["Solaris", "Stalker"]
    assert three("export", "all.zip") == "Wrote 4 records to all.zip.\n"


def test_standard_input_is_read(disc, own, root):
    page = next(iter(sorted((root / "seeds").glob("*.txt"))))
    text = page.read_text(encoding="utf-8")
    done = disc.run("import", "-", "--json", stdin=text)
    assert json.loads(done.stdout)["files"][0]["path"] == "standard input"
    assert len(disc.export()["documents"]) == 1
    own("import", "-", stdin=own("export", "-"))


def test_a_rehearsal_changes_nothing(disc, own, root):
    receipt = disc.json("import", root / "seeds", "--dry-run")
    assert sum(file["new"] for file in receipt["files"]) == len(receipt["files"])
    assert disc("history") == "Nothing was done yet.\n"


def test_a_folder_with_one_unreadable_file_is_done_in_part(disc, own, root, tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    shutil.copy(next(iter(sorted((root / "seeds").glob("*.txt")))), pages)
    (pages / "zzz.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    done = disc.run("import", pages)
    assert done.returncode == 1
    assert done.stderr == f"{pages / 'zzz.txt'}: This is no text; nothing in it was read.\n"
    assert "zzz.txt: 1 rejected" in done.stdout
    assert len(disc.export()["documents"]) == 1
    done = disc.run("import", pages, "--json")
    assert done.returncode == 1
    assert [file["rejected"] for file in json.loads(done.stdout)["files"]] == [0, 1]


def test_every_listing_has_a_form_for_programs(three):
    for command in (["search"], ["history"], ["formats"], ["fields"], ["stats"], ["check"], ["show", "copy:1"]):
        assert three.json(*command)
        assert three(*command)


def test_formats_and_fields_name_what_the_import_and_the_query_take(disc):
    keys = {one["key"] for one in disc.json("formats")}
    assert {"collection_page", "credits_page", "title_page", "article", "json"} <= keys
    fields = {one["key"]: one for one in disc.json("fields")}
    assert fields["tags"]["search"] == ["tags", "tag"]
    assert fields["edition_title"]["of"] == "edition"


def test_figures_of_the_collection(three):
    figures = three.json("stats")
    assert (figures["films"], figures["editions"], figures["copies"]) == (4, 3, 3)
    assert figures["places"] == {"Shelf 1": 1, "Shelf 2": 1}
    assert three.json("stats", "tag:ussr", "year:1972")["decades"] == {"1970s": 1}
    drawn = [line.split() for line in three("stats", "amelie").splitlines()]
    assert ["DVD", "1", "█" * 40] in drawn


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["search", "has:colr"], "There is no field “colr”."),
        (["search", "year:abc"], "“abc” is not a whole number."),
        (["show", "copy:99"], "There is no copy 99 in this catalogue."),
        (["show", "nonsense"], "“nonsense” is not an id; ids look like film:12, edition:3 or copy:7."),
        (["history", "film:99"], "There is no film 99 in this catalogue."),
        (["edit", "copy:1", "--set", "year=soon"], "“soon” is not a whole number."),
        (["edit", "copy:1", "--set", "colr=red"], "There is no field “colr”. Did you mean color?"),
        (["edit", "copy:1", "--set", "qqq=red"], "There is no field “qqq”. The command “fields” lists them all."),
        (["edit", "copy:1", "--set", "title"], "“title” is not FIELD=VALUE."),
        (["edit", "copy:1", "--set", "title+=x"], "Title holds one value; write title=VALUE."),
        (["edit", "copy:1", "--set", "added=2020"], "Added is written by the program and cannot be set by hand."),
        (
            ["edit", "copy:1", "--set", "bought=3/4/2001"],
            "“3/4/2001” can be read in two ways; write it as 1992-11-20 or 20 Nov 1992.",
        ),
        (["edit", " ", "--set", "title=x"], "Say what to edit: a query such as tag:piano, or an id such as copy:7."),
        (["delete", "copy:99"], "There is no copy 99 in this catalogue."),
        (["add", "--set", "owner="], "A new record needs at least a title or a barcode; nothing was added."),
        (["add", "--set", "tags+=x"], "A new record takes FIELD=VALUE; += and -= are for records that are there."),
        (
            ["export", "nowhere/a.json"],
            "nowhere/a.json could not be written (No such file or directory); the collection was not changed.",
        ),
        (["export", "-", "--query", "colr:x"], "There is no field “colr”. Nothing was exported."),
        (["import", "nowhere.txt"], "There is no file nowhere.txt."),
        (["--catalogue", ".", "search"], ". is a folder, not a catalogue; nothing was changed."),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(three, arguments, complaint):
    before = three("export", "-")
    assert three.refused(*arguments) == complaint
    assert three("export", "-") == before


@pytest.mark.parametrize("arguments", [["nonsense"], ["search", "--limit", "none"], ["edit", "x"], ["import"], ["add"]])
def test_a_mistyped_command_shows_how_it_is_used(disc, arguments):
    done = disc.run(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: disc-catalogue")
    assert not (disc.folder / "home").exists()


def test_a_file_that_is_no_catalogue_is_left_alone(disc):
    (disc.folder / "photo.db").write_bytes(b"\xff\xd8\xff\xe0 a photograph " * 50)
    before = (disc.folder / "photo.db").read_bytes()
    complaint = disc.refused("--catalogue", "photo.db", "search")
    assert complaint == "photo.db is not a catalogue; it was not touched."
    assert (disc.folder / "photo.db").read_bytes() == before


@pytest.mark.parametrize("typed", [b"title=\xff\xfe", b"title=\xed\xa0\x80"])
def test_bytes_that_are_no_text_do_not_stop_the_program(disc, typed):
    done = subprocess.run(
        [*disc.command, "add", "--set", typed], cwd=disc.folder, env=disc.environment, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert disc("search").startswith("copy:1")
    done = subprocess.run(
        [*disc.command, "search", b"tag:=\xff"], cwd=disc.folder, env=disc.environment, capture_output=True, check=False
    )
    assert done.returncode == 0


def test_a_reader_that_has_seen_enough_is_no_fault(three):
    command = f"{subprocess.list2cmdline(three.command)} export - | head -c 10"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=three.folder,
        env=three.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_version_is_told(disc):
    assert disc("--version").startswith("Disc Catalogue ")


def test_python_and_the_starter_run_the_same_program(python, root, three):
    for command in ([python, "-P", "-m", "catalogue"], [python, str(root / "run.py")]):
        if not Path(command[-1]).exists() and command[-1] != "catalogue":
            continue
        done = Program(command, three.folder).run("search", "solaris", "--json")
        assert json.loads(done.stdout)[0]["title"] == "Solaris"


def test_a_field_of_ones_own_is_added_used_renamed_moved_and_removed(disc):
    disc("add", "--set", "title=Stalker")
    assert disc("fields", "--add", "Signed by") == "Add the field “Signed by”.\n"
    disc("fields", "--add", "Room", "--choices", "Red, Green")
    disc("fields", "--add", "Weight", "--kind", "number", "--of", "edition")
    disc("edit", "copy:1", "--set", "Signed by=Tarkovsky", "--set", "room=red", "--set", "weight=2,5")
    assert len(disc.json("search", "signed_by:tark room:=Red weight:>2")) == 1
    shown = disc.json("show", "copy:1")
    assert shown["custom"] == {"Signed by": "Tarkovsky", "Room": "Red", "Weight": 2.5}
    assert "Signed by: Tarkovsky" in disc("show", "copy:1")

    disc("fields", "--rename", "Signed by", "Autograph")
    disc("fields", "--move", "Room", "1")
    disc("fields", "--change", "Room", "--choices", "Blue; Red")
    own = [one for one in disc.json("fields") if one["custom"]]
    assert [(one["label"], one["search"][0], one["choices"]) for one in own] == [
        ("Room", "room", ["Blue", "Red"]),
        ("Autograph", "autograph", []),
        ("Weight", "weight", []),
    ]
    assert disc("fields", "--remove", "room") == "Remove the field “Room” with 1 value.\n"
    disc("undo")
    assert disc.json("show", "copy:1")["custom"]["Room"] == "Red"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--add", "Owner"], "There is a field “Owner” already that goes by this name; choose another."),
        (["--add", "Smell", "--kind", "smell"], "There is no kind “smell”; the kinds are "),
        (["--remove", "owner"], "Owner is a field that every catalogue has; nothing was changed."),
        (["--move", "owner", "first"], "“first” is no place; the first is 1. Nothing was changed."),
        (["--kind", "text"], "--kind and --of belong to --add; nothing was changed."),
        (["--choices", "a"], "--choices belongs to --add or --change; nothing was changed."),
        (["--change", "owner"], "Say what there is to choose from: --choices A,B. Nothing was changed."),
    ],
)
def test_a_field_that_cannot_be_is_refused_in_a_sentence(disc, arguments, complaint):
    assert disc.refused("fields", *arguments).startswith(complaint)
