"""How to search, on one page: the language with examples. A click on an example searches for it."""

from __future__ import annotations

from html import escape
from urllib.parse import quote, unquote

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from catalogue.gui.widgets.browser import Browser

_PARTS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Words",
        (
            ("piano beria", "both words, anywhere; the beginning of a word is enough"),
            ('"radio moscow"', "the words in a row"),
            ('"radio mosc*"', "in a row, the last one only begun"),
            ("stalin or lenin", "either; and may be written, and is meant anyway"),
            ("piano -lent", "without; not does the same"),
            ("drama (stalin or lenin)", "brackets keep together"),
            ('"or"', "in quotation marks a word is a word; a title pasted whole comes first anyway"),
            ("mash", "M*A*S*H: marks and accents may be left out; in 七人の侍 any part is found"),
            ("♥", "symbols are looked up when they stand alone: ??? $ ♥"),
        ),
    ),
    (
        "Fields",
        (
            ("tag:piano", "a word of a field; other names of it do as well (tags)"),
            ('owner:="Kerry & Dawn"', "the whole value"),
            ("title:~^the.*man$", "a regular expression"),
            ("director:kubrick", "people by what they do: cast, actor, writer, producer, composer, person …"),
            ("character:beria", "who is played"),
            ("location:=Cellar", "a place and all places in it"),
        ),
    ),
    (
        "Numbers and dates",
        (
            ("year:1990..1999", "from … to; year:1990-1999 and year:1990s are the same"),
            ("runtime:<1h40m", "also >, <= and >=, and without the colon: runtime<100"),
            ("rating:imdb>7", "by a source; rating:>70 by any, out of ten or a hundred"),
            ("added:<30d", "younger than 30 days; also 2w, 6m, 1y"),
            ("bought:thismonth", "today, yesterday, lastweek, thisyear …"),
            ("tags:>3", "more than three of them; cast:>20"),
        ),
    ),
    (
        "States",
        (
            ("has:cover", "something is there; any field"),
            ("no:barcode", "something is missing"),
            ("needs:review", "somebody should look at it"),
            ("is:wish", "also is:disc, is:film, is:box, is:series, is:lost, is:sold, is:trash"),
            ("saved:name", "what a saved search finds"),
            ("sort:year-", "ordered by a field, - for the greatest first"),
        ),
    ),
)


class SearchHelp(QDialog):
    """Says how to search. `query_wanted` is the example that was clicked."""

    query_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search_help")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("How to search")
        page = Browser("How to search")
        page.anchorClicked.connect(self._follow)
        page.setHtml(_html())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(page, 1)
        column.addWidget(buttons)
        self.resize(QSize(760, 700).boundedTo(self.screen().availableSize() - QSize(40, 60)))

    def _follow(self, url: QUrl) -> None:
        text = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        self.query_wanted.emit(unquote(text.partition(":")[2]))


def _html() -> str:
    parts = []
    for title, rows in _PARTS:
        cells = "".join(
            f'<tr><td style="padding: 1px 24px 1px 0"><a href="search:{quote(query)}"'
            f' style="text-decoration: none">{escape(query)}</a></td><td>{escape(what)}</td></tr>'
            for query, what in rows
        )
        parts.append(f"<h4>{title}</h4><table>{cells}</table>")
    return "".join(parts)


EXAMPLES = tuple(query for _, rows in _PARTS for query, _ in rows)
"""All examples; each is a query that is understood."""
