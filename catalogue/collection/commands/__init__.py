"""The changes that a person can wish for."""

from catalogue.collection.commands.base import Command, Work
from catalogue.collection.commands.documents import ImportDocuments, Incoming
from catalogue.collection.commands.edit import AddRecord, EditRecords
from catalogue.collection.commands.films import FilmName, MergeFilms, MoveDocument, SettleMatch, SplitFilm
from catalogue.collection.commands.pictures import SetPicture
from catalogue.collection.commands.reread import ReplaceFacts
from catalogue.collection.commands.sources import ChooseValue, Confirm, TakeSource
from catalogue.collection.commands.trash import DeleteRecords, RestoreRecords
from catalogue.collection.commands.whole import ImportCatalogue

__all__ = [
    "AddRecord",
    "ChooseValue",
    "Command",
    "Confirm",
    "DeleteRecords",
    "EditRecords",
    "FilmName",
    "ImportCatalogue",
    "ImportDocuments",
    "Incoming",
    "MergeFilms",
    "MoveDocument",
    "ReplaceFacts",
    "RestoreRecords",
    "SetPicture",
    "SettleMatch",
    "SplitFilm",
    "TakeSource",
    "Work",
]
