"""The changes that a person can wish for."""

from catalogue.collection.commands.base import Command, Work
from catalogue.collection.commands.bulk import MoveCopies, Renumber
from catalogue.collection.commands.custom import AddField, ChangeField, MoveField, RemoveField
from catalogue.collection.commands.documents import ImportDocuments, Incoming
from catalogue.collection.commands.edit import NAMES, AddRecord, EditRecords
from catalogue.collection.commands.films import FilmName, MergeFilms, MoveDocument, SettleMatch, SplitFilm
from catalogue.collection.commands.loans import Lend, NoteViewing, Return
from catalogue.collection.commands.people import SetPersonIds, SetSortName, TellApart
from catalogue.collection.commands.pictures import Picture, SetPicture, WriteWithPictures, original_of
from catalogue.collection.commands.places import (
    AddPlace,
    DeletePlace,
    EditPlace,
    MergePlaces,
    MovePlace,
    OrderPlaces,
)
from catalogue.collection.commands.replace import Replacement, ReplaceText
from catalogue.collection.commands.reread import ReplaceFacts
from catalogue.collection.commands.revert import Reverted, RevertOperation
from catalogue.collection.commands.saved import MoveSearch, RemoveSearch, RenameSearch, SaveSearch
from catalogue.collection.commands.sources import ChooseValue, Confirm, TakeSource
from catalogue.collection.commands.trash import DeleteRecords, Emptied, EmptyTrash, RestoreRecords
from catalogue.collection.commands.values import ForgetSpelling, RenameValue
from catalogue.collection.commands.whole import ImportCatalogue
from catalogue.fields.registry import PICTURE_ROLES

__all__ = [
    "NAMES",
    "PICTURE_ROLES",
    "AddField",
    "AddPlace",
    "AddRecord",
    "ChangeField",
    "ChooseValue",
    "Command",
    "Confirm",
    "DeletePlace",
    "DeleteRecords",
    "EditPlace",
    "EditRecords",
    "Emptied",
    "EmptyTrash",
    "FilmName",
    "ForgetSpelling",
    "ImportCatalogue",
    "ImportDocuments",
    "Incoming",
    "Lend",
    "MergeFilms",
    "MergePlaces",
    "MoveCopies",
    "MoveDocument",
    "MoveField",
    "MovePlace",
    "MoveSearch",
    "NoteViewing",
    "OrderPlaces",
    "Picture",
    "RemoveField",
    "RemoveSearch",
    "RenameSearch",
    "RenameValue",
    "Renumber",
    "ReplaceFacts",
    "ReplaceText",
    "Replacement",
    "RestoreRecords",
    "Return",
    "RevertOperation",
    "Reverted",
    "SaveSearch",
    "SetPersonIds",
    "SetPicture",
    "SetSortName",
    "SettleMatch",
    "SplitFilm",
    "TakeSource",
    "TellApart",
    "Work",
    "WriteWithPictures",
    "original_of",
]
