"""The collection: the only door for changes, and everything that can be asked of it."""

from catalogue.collection import commands
from catalogue.collection.changes import Changes
from catalogue.collection.charts import Bar, Chart, Charts
from catalogue.collection.collection import Collection
from catalogue.collection.facets import FacetValue
from catalogue.collection.finding import Found
from catalogue.collection.history import Account, Entry, Operation, RecordChanges, Tally
from catalogue.collection.people import Appearance, Company
from catalogue.collection.places import PlaceInfo
from catalogue.collection.reading import DocumentInfo, FilmMatch, Record, Row
from catalogue.collection.rehearsal import Difference, Preview
from catalogue.collection.retention import Forgotten, HistorySize
from catalogue.collection.reverting import Kept, Plan
from catalogue.collection.saved import SavedSearch
from catalogue.collection.shelves import Shelf, Standing
from catalogue.collection.spellings import Spelling
from catalogue.collection.timeline import FieldChange
from catalogue.collection.trash import Trashed
from catalogue.collection.usage import ValueInUse
from catalogue.collection.why import Reason

__all__ = [
    "Account",
    "Appearance",
    "Bar",
    "Changes",
    "Chart",
    "Charts",
    "Collection",
    "Company",
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
    "Reason",
    "Record",
    "RecordChanges",
    "Row",
    "SavedSearch",
    "Shelf",
    "Spelling",
    "Standing",
    "Tally",
    "Trashed",
    "ValueInUse",
    "commands",
]
