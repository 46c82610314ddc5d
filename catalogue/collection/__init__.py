"""The collection: the only door for changes, and everything that can be asked of it."""

from catalogue.collection import commands
from catalogue.collection.changes import Changes
from catalogue.collection.collection import Collection
from catalogue.collection.history import Operation
from catalogue.collection.reading import DocumentInfo, FacetValue, FilmMatch, Found, Record, Row

__all__ = [
    "Changes",
    "Collection",
    "DocumentInfo",
    "FacetValue",
    "FilmMatch",
    "Found",
    "Operation",
    "Record",
    "Row",
    "commands",
]
