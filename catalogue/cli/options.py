"""What can be asked for on the command line."""

from __future__ import annotations

import argparse
import re
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from catalogue import __version__, paths
from catalogue.fields import custom
from catalogue.fields.registry import ENTITIES, PICTURE_ROLES
from catalogue.printable import one_line

_LEFT_OUT = re.compile(r"-[^\W\d]\w|-\"")


def parse(arguments: Sequence[str]) -> Namespace:
    """The options of a command line; ends the program with a usage message when they make no sense."""
    parser = _Parser(
        prog="disc-catalogue", description="What films you own on disc, where they stand, and what each film is."
    )
    parser.add_argument("--version", action="version", version=f"Disc Catalogue {__version__}")
    _common(parser, default=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands (none opens the window)")

    def command(name: str, run: str, summary: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=summary, description=summary)
        # The same option may stand after the command; there it must not undo what stood before.
        _common(made, default=argparse.SUPPRESS)
        made.set_defaults(run=_later(run))
        return made

    made = command("import", "files.take_in", "take in files, folders, zips or - for standard input")
    made.add_argument("paths", nargs="+", metavar="PATH")
    made.add_argument("--format", metavar="KEY", help="read the files as this format (see: formats)")
    made.add_argument("--film", metavar='"TITLE (YEAR)"', help="the film that the pages are about")
    made.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    _json(made)
    made = command("export", "files.export", "write the collection to a file, or to standard output with -")
    made.add_argument("file", metavar="FILE")
    made.add_argument("--format", choices=["json"], default="json")
    made.add_argument("--query", metavar="Q", help="only what a query finds")
    _replaces(made)
    _films(made)
    made = command("search", "searching.search", "list the discs that a query finds")
    made.add_argument("query", nargs="*", metavar="QUERY")
    made.add_argument("--limit", type=_positive, metavar="N")
    made.add_argument("--saved", metavar="NAME", help="within a saved search")
    made.add_argument("--why", action="store_true", help="say where the words were found")
    _films(made)
    _json(made)
    made = command("facets", "searching.facets", "the values of a field, with how many discs have each")
    made.add_argument("field", metavar="FIELD", help="such as genres, year, location or director")
    made.add_argument("query", nargs="*", metavar="QUERY")
    _films(made)
    _json(made)
    made = command("saved", "searching.saved", "list saved searches, or change one")
    made.add_argument("name", nargs="?", metavar="NAME")
    made.add_argument("--query", metavar="Q", help="save this query under the name")
    _films(made)
    made.add_argument("--rename", metavar="NEW")
    made.add_argument("--place", type=_positive, metavar="N", help="its place in the list; 1 is the first")
    made.add_argument("--remove", action="store_true")
    _loses(made)
    _json(made)
    made = command("show", "records.show", "everything about one record")
    made.add_argument("id", metavar="ID", help="film:12, edition:3 or copy:7")
    _json(made)
    made = command("add", "records.add", "add a disc")
    made.add_argument("--set", action="append", required=True, metavar="FIELD=VALUE", dest="values")
    made.add_argument("--no-disc", action="store_true", help="add a film of which you have no disc")
    _json(made)
    made = command("edit", "records.edit", "write fields of the records that a query finds")
    made.add_argument("query", metavar="QUERY")
    made.add_argument(
        "--set", action="append", required=True, metavar="FIELD=VALUE", dest="values", help="also tags+=X and tags-=X"
    )
    _films(made)
    made.add_argument("--yes", action="store_true", help="also more than one record, without asking")
    _dry_run(made)
    made = command("delete", "records.delete", "put the records that a query finds into the trash")
    made.add_argument("query", metavar="QUERY")
    _films(made)
    made.add_argument("--yes", action="store_true", help="also more than one record, without asking")
    made = command("picture", "pictures.pictures", "the pictures of a disc, and changing them")
    made.add_argument("id", metavar="ID", help="such as copy:7")
    made.add_argument("file", nargs="?", metavar="FILE", help="a picture, such as a JPEG or PNG, to be its own")
    made.add_argument("--role", choices=PICTURE_ROLES, default="front", help="what it shows (default: front)")
    made.add_argument("--turn", type=int, choices=(90, 180, 270), help="clockwise, in degrees")
    made.add_argument("--crop", metavar="L,T,R,B", help="what stays of it, in per cent: 0,10,100,90")
    made.add_argument("--original", action="store_true", help="go back to the picture as it was added")
    made.add_argument("--remove", action="store_true")
    made.add_argument("--save", metavar="FILE", help="write it to a new file")
    _replaces(made)
    _json(made)
    made = command("lend", "loans.lend", "note to whom the discs that a query finds are lent")
    made.add_argument("query", metavar="QUERY")
    made.add_argument("--to", required=True, metavar="NAME")
    made.add_argument("--due", metavar="DATE", help="when they are to come back")
    made.add_argument("--on", metavar="DATE", help="when they were lent (default: today)")
    made.add_argument("--note", metavar="TEXT")
    made.add_argument("--yes", action="store_true", help="also more than one disc, without asking")
    made = command("return", "loans.give_back", "note that the discs that a query finds came back")
    made.add_argument("query", metavar="QUERY", help="such as lent:ann, or copy:7")
    made.add_argument("--on", metavar="DATE", help="when they came back (default: today)")
    made.add_argument("--yes", action="store_true", help="also more than one disc, without asking")
    made = command("seen", "loans.seen", "note that the films that a query finds were seen")
    made.add_argument("query", metavar="QUERY", help="such as film:12, or title:solaris")
    _films(made)
    made.add_argument("--on", metavar="DATE", help="when (default: today)")
    made.add_argument("--who", metavar="NAME")
    made.add_argument("--where", metavar="PLACE")
    made.add_argument("--rating", metavar="N", help="from 0 to 10")
    made.add_argument("--yes", action="store_true", help="also more than one film, without asking")
    made = command("replace", "bulk.replace", "put other words in the place of those that are found")
    made.add_argument("field", metavar="FIELD", help="a field that holds text, or: any")
    made.add_argument("old", metavar="OLD")
    made.add_argument("new", metavar="NEW")
    made.add_argument("--query", metavar="Q", help="only in what a query finds")
    made.add_argument("--regex", action="store_true", help=r"OLD is a regular expression; \1 in NEW is its first group")
    made.add_argument("--case", action="store_true", help="capital and small letters differ")
    made.add_argument("--whole", action="store_true", help="only whole values")
    _dry_run(made)
    made.add_argument("--yes", action="store_true", help="also more than one text, without asking")
    _json(made)
    made = command("put", "bulk.put", "move the discs that a query finds to a place")
    made.add_argument("query", metavar="QUERY")
    made.add_argument("place", metavar="PLACE", help="such as Cellar/Box 3")
    made.add_argument("--yes", action="store_true", help="also more than one disc, without asking")
    made = command("renumber", "bulk.renumber", "give the discs that a query finds new index numbers")
    made.add_argument("query", metavar="QUERY")
    made.add_argument("--first", type=int, required=True, metavar="N", help="the first number")
    made.add_argument("--sort", default="index", metavar="FIELD", help="the order; -FIELD goes down (default: index)")
    made.add_argument("--keep-gaps", action="store_true", help="stay as far apart as they are")
    _dry_run(made)
    made.add_argument("--yes", action="store_true", help="without asking")
    _json(made)
    made = command("values", "values.values", "the values of a field, and renaming them everywhere")
    made.add_argument("field", metavar="FIELD")
    made.add_argument("--rename", nargs=2, metavar=("OLD", "NEW"))
    made.add_argument("--merge", nargs=2, metavar=("A,B", "INTO"), help="where a value has a comma: A;B")
    made.add_argument("--remove", metavar="VALUE", help="take it away from every record")
    made.add_argument("--sort-name", nargs=2, metavar=("PERSON", "NAME"), help="the name under which a person sorts")
    made.add_argument(
        "--split",
        nargs=3,
        metavar=("PERSON", "QUALIFIER", "QUERY"),
        help="in the films that a query finds (or film:12) it is somebody else of that name: PERSON [QUALIFIER]",
    )
    made.add_argument(
        "--id", nargs=2, metavar=("PERSON", "ID"), help='the id of a person elsewhere: "IMDb: nm0000537", or: none'
    )
    made.add_argument("--near", action="store_true", help="only values that are likely the same")
    made.add_argument("--rules", action="store_true", help="what was renamed, and holds for what is read later")
    made.add_argument("--forget", metavar="OLD", help="take such a rule back")
    _dry_run(made)
    _loses(made)
    _json(made)
    made = command("places", "values.places", "the tree of places, and changing it")
    made.add_argument("--add", metavar="PLACE")
    made.add_argument("--rename", nargs=2, metavar=("PLACE", "NAME"))
    made.add_argument("--move", nargs=2, metavar=("PLACE", "BELOW"), help="BELOW may be: top")
    made.add_argument("--merge", nargs=2, metavar=("PLACE", "INTO"))
    made.add_argument("--capacity", nargs=2, metavar=("PLACE", "N"), help="room for how many discs, or: none")
    made.add_argument("--notes", nargs=2, metavar=("PLACE", "TEXT"))
    made.add_argument("--before", nargs=2, metavar=("PLACE", "OTHER"), help="list it before another one beside it")
    made.add_argument("--delete", metavar="PLACE", help="an empty one")
    _dry_run(made)
    _loses(made)
    _json(made)
    made = command("history", "history.history", "what was done, newest first")
    made.add_argument(
        "about",
        nargs="?",
        metavar="ID|OPERATION",
        help="of one record (copy:7), or what one operation did (its number)",
    )
    made.add_argument("--find", default="", metavar="WORDS", help="only operations whose names hold these words")
    made.add_argument("--size", action="store_true", help="how large the history is, and how much of it is kept")
    made.add_argument("--forget-before", metavar="DATE", help="forget what is older, for good (now: everything)")
    made.add_argument("--yes", action="store_true", help="forget without asking")
    made.add_argument("--limit", type=_positive, default=50, metavar="N")
    _json(made)
    command("undo", "history.undo", "take back the last operation")
    command("redo", "history.redo", "bring back what was undone last")
    made = command("revert", "history.revert", "take an old operation back; what was changed since stays")
    made.add_argument("operation", type=_positive, metavar="OPERATION", help="its number (see: history)")
    made.add_argument("--all", action="store_true", help="also what was changed since, where it can be")
    made.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    _json(made)
    made = command("trash", "history.trash", "list what is in the trash, restore or remove it")
    made.add_argument("--restore", metavar="QUERY", help="take what a query or an id means out of the trash")
    made.add_argument("--empty", action="store_true", help="remove what is in the trash")
    made.add_argument("--older-than", type=_positive, metavar="DAYS", help="with --empty: only what came there before")
    made.add_argument("--yes", action="store_true", help="restore more than one record without asking")
    _json(made)
    made = command("settings", "history.change_settings", "list what can be set for the program, or set it")
    made.add_argument("key", nargs="?", metavar="SETTING", help="such as history.days")
    made.add_argument("value", nargs="?", metavar="VALUE")
    _json(made)
    made = command("merge", "films.merge", "make two films one")
    made.add_argument("into", metavar="FILM", help="the film that stays, such as film:3")
    made.add_argument("film", metavar="OTHER", help="the film that goes into it")
    made = command("split", "films.split", "make of some pages of a film a film of its own")
    made.add_argument("film", metavar="FILM")
    made.add_argument("documents", nargs="+", metavar="DOCUMENT", help="such as document:3 (see: show)")
    made = command("move", "films.move", "say which film a page is about")
    made.add_argument("document", metavar="DOCUMENT")
    made.add_argument("film", metavar="FILM", help='film:3, or "Title (Year)"')
    made = command("choose", "films.choose", "take a field from the page you believe")
    made.add_argument("id", metavar="ID")
    made.add_argument("field", metavar="FIELD")
    made.add_argument("document", metavar="DOCUMENT", help="or: rule, to go back to the best source")
    made.add_argument("--subject", metavar="NAME", help="one person of the cast, one source of the ratings")
    made = command("confirm", "films.confirm", "say that what is in doubt about a record is right")
    made.add_argument("id", metavar="ID")
    made.add_argument("field", nargs="?", metavar="FIELD")
    made.add_argument("--subject", metavar="NAME")
    made = command("reread", "films.reread", "read stored pages again with today's readers")
    made.add_argument("--yes", action="store_true", help="make the changes that are shown")
    _json(made)
    made = command("check", "about.check", "check the catalogue's file")
    made.add_argument("--repair", action="store_true", help="mend what can be mended; the file as it is is kept")
    made.add_argument("--yes", action="store_true", help="without asking")
    _json(made)
    made = command("backup", "files.back_up", "write a safe copy of the catalogue and its pictures")
    made.add_argument("file", nargs="?", metavar="FILE", help="default: beside the catalogue, named by the moment")
    made.add_argument("--list", action="store_true", help="the backups that were made by themselves, newest first")
    _replaces(made)
    _json(made)
    made = command("rebuild", "files.rebuild", "make a new catalogue from the copy in plain files")
    made.add_argument("folder", metavar="FROM", help="the folder whose name ends in .copy")
    made = command("restore", "files.restore", "put a backup in the catalogue's place; its present state is kept")
    made.add_argument(
        "file", nargs="?", metavar="FILE", help="a file, or a name from “backup --list”; default: the newest of those"
    )
    made.add_argument("--yes", action="store_true", help="without asking")
    _json(command("formats", "about.formats", "what can be read and written"))
    made = command("fields", "fields.fields", "the fields, with their names in queries; add fields of your own")
    _fields(made)
    _json(made)
    made = command("stats", "about.stats", "figures and charts of the collection, or of what a query finds")
    made.add_argument("query", nargs="*", metavar="QUERY")
    _films(made)
    _json(made)
    # A query may begin with what it leaves out: -tag:sold is no option, and no option of ours is -sold.
    return parser.parse_args([f" {given}" if _LEFT_OUT.match(given) else given for given in arguments])


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        # It repeats what was typed.
        super().error(one_line(message))


def path_of(options: Namespace) -> Path:
    """The database that options name."""
    return Path(options.catalogue) if options.catalogue else paths.default_catalogue()


def _later(name: str) -> Callable[[Namespace], int]:
    """The function of a command by its name. Its module is loaded when it runs: a start loads what it runs only."""

    def run(options: Namespace) -> int:
        module, _, function = name.partition(".")
        status: int = getattr(import_module(f"catalogue.cli.{module}"), function)(options)
        return status

    return run


def _fields(parser: argparse.ArgumentParser) -> None:
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--add", metavar="NAME", help="add a field of your own")
    change.add_argument("--change", metavar="NAME", help="give a choice other values, with --choices")
    change.add_argument("--rename", nargs=2, metavar=("NAME", "NEW"), help="call it otherwise; its values stay")
    change.add_argument("--move", nargs=2, metavar=("NAME", "PLACE"), help="put it in another place, counted from 1")
    change.add_argument("--remove", metavar="NAME", help="remove it with its values; “undo” brings both back")
    parser.add_argument("--kind", metavar="KIND", help=f"with --add: {', '.join(custom.KINDS)} (default: text)")
    parser.add_argument("--of", choices=ENTITIES, help="with --add: what it is about (default: copy)")
    parser.add_argument("--choices", metavar="A,B", help="with --add or --change: the values of a choice")
    _loses(parser)


def _common(parser: argparse.ArgumentParser, default: Any) -> None:
    parser.add_argument("--catalogue", metavar="FILE", default=default, help="the catalogue's file")
    begin = "begin a new catalogue where the one that was is lost; what is left of it stays beside it"
    parser.add_argument("--new", action="store_true", default=default or False, help=begin)


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON, for programs")


def _replaces(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="also replace a file that is there, without asking")


def _loses(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="also what saved searches ask for, without asking")


def _films(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--films", action="store_true", help="films are meant, each for itself, not discs")


def _dry_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number above 0")
    return int(text)
