"""The collection: the only door for changes, and everything that can be asked of it."""

from catalogue.collection import commands
from catalogue.collection.changes import Changes
from catalogue.collection.collection import Collection
from catalogue.collection.history import Operation
from catalogue.collection.places import PlaceInfo
from catalogue.collection.reading import DocumentInfo, FacetValue, FilmMatch, Found, Record, Row
from catalogue.collection.rehearsal import Difference, Preview
from catalogue.collection.spellings import Spelling
from catalogue.collection.usage import ValueInUse

__all__ = [
    "Changes",
    "Collection",
    "Difference",
    "DocumentInfo",
    "FacetValue",
    "FilmMatch",
    "Found",
    "Operation",
    "PlaceInfo",
    "Preview",
    "Record",
    "Row",
    "Spelling",
    "ValueInUse",
    "commands",
]
