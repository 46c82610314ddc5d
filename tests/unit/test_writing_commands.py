"""For any query a command that writes changes rows that `search` lists for it in the same scope, and no other."""

import contextlib
import io
import json
import random
import shutil

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalogue.cli import options, run
from catalogue.cli.records import ID
from catalogue.collection import Collection
from catalogue.collection.commands import AddRecord
from catalogue.exchange import json_export

TITLES = ["Basalt", "Granite", "Not Without Slate", "Up", "Up!", "???", "Basalt or Chalk", "Émile", "東京", "-Marl"]
OWNERS, TAGS = ["Kerry", "Bo & Co", "none"], ["x", "to sell", "!!!"]

ATOMS = [
    *(
        'owner:=""',
        'tag:""',
        "!!!",
        "",
        " ",
        '""',
        "owner:",
        "owner:=",
        "tag:",
        "()",
        "*",
        "-",
        "OR",
        "NOT",
        '"',
        "owner:*",
    ),
    *(
        "no:owner",
        "has:tags",
        "no:tags",
        "is:box",
        "is:disc",
        "is:film",
        "is:lent",
        "is:trash",
        "is:seen",
        "in:nothing",
    ),
    *("owner:Kerry", "owner:=kerry", "owner:none", "tag:x", 'tag:"!!!"', "tag:*", "-tag:x", "title:up", "title:=Up!"),
    *("basalt", '"basalt or chalk"', "not without slate", "東京", "emile", "???", "year:1990..", "year:<1995", "year:"),
    *("copy:1", "copy:3", "film:2", "film:4", "edition:2", "copy:99", "film:0", "COPY:1", "id:2", "format:DVD"),
    *("person:nobody", "box:Crate", "box_set:Crate", "edition_title:crate", "sort:title", "limit:1", "saved:none"),
]
"""Conditions of all shapes, and many that say nothing."""

QUERIES = st.one_of(
    st.sampled_from(ATOMS),
    st.lists(st.sampled_from([*ATOMS, "OR", "AND", "NOT", "(", ")", "-"]), min_size=2, max_size=4).map(" ".join),
    st.text(st.sampled_from('ab:"-!?*()= .xu\u200b\u00a0東…'), max_size=6),
)

COMMANDS = {
    "owner": (["edit", "Q", "--set", "owner=Somebody Else", "--yes"], {"copy"}),
    "no owner": (["edit", "Q", "--set", "owner=", "--yes"], {"copy"}),
    "tags": (["edit", "Q", "--set", "tags+=fresh", "--yes"], {"copy"}),
    "year": (["edit", "Q", "--set", "year=2011", "--yes"], {"film"}),
    "genres": (["edit", "Q", "--set", "genres+=Western", "--yes"], {"film"}),
    "format": (["edit", "Q", "--set", "format=LaserDisc", "--yes"], {"edition"}),
    "one": (["edit", "Q", "--set", "owner=Somebody Else"], {"copy"}),
    "delete": (["delete", "Q", "--yes"], {"copy", "edition", "film"}),
    "delete one": (["delete", "Q"], {"copy", "edition", "film"}),
    "lend": (["lend", "Q", "--to", "Zed", "--yes"], {"copy"}),
    "return": (["return", "Q", "--yes"], {"copy"}),
    "seen": (["seen", "Q", "--yes"], {"film"}),
    "put": (["put", "Q", "Attic/New", "--yes"], {"copy"}),
    "renumber": (["renumber", "Q", "--first", "500", "--yes"], {"copy"}),
    "replace": (["replace", "any", "a", "aa", "--query", "Q", "--yes"], {"copy", "edition", "film"}),
}
"""Commands that write, with the records that their fields belong to."""
WITH_FILMS = {"owner", "no owner", "tags", "year", "genres", "format", "one", "delete", "delete one", "seen"}


def filled(collection, chance):
    """A small collection: single discs, a film twice, films without a disc, and boxes that share films."""
    fields = collection.fields()
    for title in chance.sample(TITLES, 6):
        values = {"title": title, "year": chance.choice([None, 1985, 1999])}
        if chance.random() < 0.7:
            values |= {"owner": chance.choice([None, *OWNERS]), "format": chance.choice([None, "DVD"])}
            values |= {"tags": chance.sample(TAGS, chance.randint(0, 2)), "index": chance.choice([None, 7])}
            collection.run(AddRecord(values))
        else:
            collection.run(AddRecord(values, disc=False))
    for number in range(2):
        inside = "\n".join(chance.sample(TITLES, 2))
        contents = fields.find("contents").parse(inside)
        collection.run(AddRecord({"edition_title": f"Crate {number}", "contents": contents, "owner": "Kerry"}))
    ids = [row_id for row_id in collection.find("").ids if row_id > 0]
    run_on(collection, ["lend", f"copy:{min(ids)}", "--to", "Ann"])
    run_on(collection, ["delete", f"copy:{max(ids)}", "--yes"])


@pytest.fixture(scope="module", params=[1, 2])
def shelf(request, blank_catalogue, tmp_path_factory):
    """A small random collection."""
    path = shutil.copy(blank_catalogue, tmp_path_factory.mktemp("writing") / "films.db")
    collection = Collection.open(path)
    with pytest.MonkeyPatch.context() as patch:
        # One collection for all commands: opening a file takes longer than what they do.
        patch.setattr(Collection, "open", classmethod(lambda cls, path, **how: collection))
        patch.setattr(Collection, "close", lambda self: None)
        filled(collection, random.Random(request.param))
        yield collection
    collection.close()


def run_on(collection, arguments):
    """Runs a command line; returns status and output."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        try:
            status = run.main(options.parse([*arguments, "--catalogue", str(collection.path)]))
        except SystemExit:
            status = 2
    return status, out.getvalue()


def records(collection):
    """Every record by its id, with what belongs to it, as an export has it."""
    out = io.StringIO()
    json_export.write_text(collection, out)
    lists = json.loads(out.getvalue())
    found = {}
    for kind in ("films", "editions", "copies"):
        for record in lists[kind]:
            found[record["id"]] = {key: value for key, value in record.items() if key not in ("modified_at", "choices")}
    for name, owner in (("loans", "copy"), ("viewings", "film")):
        for record in lists[name]:
            found[record[owner]].setdefault(name, []).append(
                {k: v for k, v in record.items() if k not in ("id", "uid")}
            )
    return found


def listed(collection, query, scope):
    """The rows that `search` lists: the ids that it prints, with the films, editions and copies behind them."""
    if ID.match(query):
        return named_by(records(collection), query.strip().lower())
    status, out = run_on(collection, ["search", query, *scope, "--json"])
    if status:
        return None
    found = set()
    for row in json.loads(out):
        if scope:
            found |= {row["film"], *row["copies"]}
        else:
            found |= {row["film"], row["copy"]} - {None}
    everything = records(collection)
    rows = {one for one in found if one.startswith("copy:")}
    editions = {everything[one]["edition"] for one in rows if one in everything}
    found |= editions
    if not scope:
        found |= {part["film"] for one in editions for part in everything[one]["contents"]}
    return found


def named_by(everything, name):
    """The record of an id, with the disc that it is on or the films that are on it; an id is no query of `search`."""
    films = {
        edition: {part["film"] for part in record["contents"]}
        for edition, record in everything.items()
        if edition.startswith("edition:")
    }
    copies = {copy: record["edition"] for copy, record in everything.items() if copy.startswith("copy:")}
    editions = {one for one, inside in films.items() if name == one or name in inside}
    editions |= {edition for copy, edition in copies.items() if copy == name}
    found = {name} | editions | {copy for copy, edition in copies.items() if edition in editions}
    return found if name.startswith("film:") else found.union(*(films[one] for one in editions))


def came_for(one, before, after, rows):
    """Whether a record is the new disc of a listed film that had none: a value of a disc makes one."""
    edition = after.get(one, {}).get("edition", one)
    films = {part["film"] for part in after.get(edition, {}).get("contents", ())}
    return one not in before and films and films <= rows


def check(collection, command, query, films):
    """Runs a command for a query, looks at what it changed, and takes it back."""
    arguments, belongs = COMMANDS[command]
    scope = ["--films"] if films and command in WITH_FILMS else []
    named = query.strip().lower()
    rows = listed(collection, query, scope)
    before = records(collection)
    last = collection.history(limit=1)[0].id
    status, _ = run_on(collection, [query if one == "Q" else one for one in arguments] + scope)
    after = records(collection)
    changed = {one for one in before.keys() | after.keys() if before.get(one) != after.get(one)}
    if status == 2:
        assert not changed, (command, query)
    if rows is None:
        assert not changed, (command, query)
    elif changed:
        # What says nothing never means everything; marks may be a tag or a title.
        assert query.strip(' "*()-') or len(rows) < len(before), (command, query)
        outside = {one for one in changed if one not in rows and not came_for(one, before, after, rows)}
        if command.startswith("delete") and named.startswith("film:"):
            outside = {one for one in outside if not one.startswith("edition:")}
        if command.startswith("delete") and scope:
            # A film that goes leaves the contents of its boxes.
            outside = {one for one in outside if not one.startswith("edition:")}
        assert not outside, (command, query, scope, outside)
        kinds = {one.partition(":")[0] for one in changed & before.keys()}
        assert kinds <= belongs, (command, query)
        if "--yes" not in arguments:
            assert len(collection.find(query, scope="films" if scope else "everything").ids) <= 1 or ID.match(query)
    if collection.history(limit=1)[0].id != last:
        collection.undo()
        assert records(collection) == before


@settings(max_examples=45)
@given(command=st.sampled_from(sorted(COMMANDS)), query=QUERIES, films=st.booleans())
@example(command="owner", query='owner:=""', films=False)
@example(command="delete", query='tag:""', films=False)
@example(command="delete", query="!!!", films=True)
def test_what_a_command_changes_was_listed(shelf, command, query, films):
    check(shelf, command, query, films)
