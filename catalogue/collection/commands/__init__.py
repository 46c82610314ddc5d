"""The changes that a person can wish for."""

from catalogue.collection.commands.base import Command, Work
from catalogue.collection.commands.documents import FilmName, ImportDocuments, Incoming
from catalogue.collection.commands.edit import AddRecord, EditRecords
from catalogue.collection.commands.pictures import SetPicture
from catalogue.collection.commands.trash import DeleteRecords, RestoreRecords
from catalogue.collection.commands.whole import ImportCatalogue

__all__ = [
    "AddRecord",
    "Command",
    "DeleteRecords",
    "EditRecords",
    "FilmName",
    "ImportCatalogue",
    "ImportDocuments",
    "Incoming",
    "RestoreRecords",
    "SetPicture",
    "Work",
]
