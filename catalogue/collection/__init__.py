"""The collection: the only door for changes, and everything that can be asked of it."""

from catalogue.collection import commands
from catalogue.collection.changes import Changes
from catalogue.collection.collection import Collection
from catalogue.collection.history import Account, Entry, Operation, RecordChanges, Tally
from catalogue.collection.places import PlaceInfo
from catalogue.collection.reading import DocumentInfo, FacetValue, FilmMatch, Found, Record, Row
from catalogue.collection.rehearsal import Difference, Preview
from catalogue.collection.retention import Forgotten, HistorySize
from catalogue.collection.reverting import Kept, Plan
from catalogue.collection.shelves import Shelf, Standing
from catalogue.collection.spellings import Spelling
from catalogue.collection.timeline import FieldChange
from catalogue.collection.trash import Trashed
from catalogue.collection.usage import ValueInUse

__all__ = [
    "Account",
    "Changes",
    "Collection",
    "Difference",
    "DocumentInfo",
    "Entry",
    "FacetValue",
    "FieldChange",
    "FilmMatch",
    "Forgotten",
    "Found",
    "HistorySize",
    "Kept",
    "Operation",
    "PlaceInfo",
    "Plan",
    "Preview",
    "Record",
    "RecordChanges",
    "Row",
    "Shelf",
    "Spelling",
    "Standing",
    "Tally",
    "Trashed",
    "ValueInUse",
    "commands",
]
