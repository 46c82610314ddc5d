"""Two palettes of our own on the Fusion style, light and dark, following the system or forced."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QProxyStyle

Role = QPalette.ColorRole
Group = QPalette.ColorGroup


class Scheme(StrEnum):
    """What the person chose in the View menu."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Shades:
    """Colours that a palette has no role for. Text ones reach 4.5:1 on the window and on the base."""

    muted: QColor
    line: QColor
    chip: QColor
    warning: QColor
    error: QColor
    good: QColor


_LIGHT = {
    Role.Window: "#f3f4f6",
    Role.WindowText: "#1c2126",
    Role.Base: "#ffffff",
    Role.AlternateBase: "#f8f9fa",
    Role.Text: "#1c2126",
    Role.Button: "#f9fafb",
    Role.ButtonText: "#1c2126",
    Role.BrightText: "#ffffff",
    Role.ToolTipBase: "#1c2126",
    Role.ToolTipText: "#f3f4f6",
    Role.PlaceholderText: "#656d76",
    Role.Highlight: "#cfe2f6",
    Role.HighlightedText: "#0d2136",
    Role.Accent: "#2f6fb3",
    Role.Link: "#1f5f9f",
    Role.LinkVisited: "#1f5f9f",
    Role.Light: "#ffffff",
    Role.Midlight: "#eceef0",
    Role.Mid: "#c3c8ce",
    Role.Dark: "#9aa1a9",
    Role.Shadow: "#6b7279",
}
_DARK = {
    Role.Window: "#202327",
    Role.WindowText: "#dde1e6",
    Role.Base: "#181b1e",
    Role.AlternateBase: "#1c1f23",
    Role.Text: "#dde1e6",
    Role.Button: "#2b2f34",
    Role.ButtonText: "#dde1e6",
    Role.BrightText: "#ffffff",
    Role.ToolTipBase: "#dde1e6",
    Role.ToolTipText: "#181b1e",
    Role.PlaceholderText: "#969fa9",
    Role.Highlight: "#274868",
    Role.HighlightedText: "#eef5fc",
    Role.Accent: "#5e9fdd",
    Role.Link: "#84b9ef",
    Role.LinkVisited: "#84b9ef",
    Role.Light: "#3a3f45",
    Role.Midlight: "#31353a",
    Role.Mid: "#3d4249",
    Role.Dark: "#565d66",
    Role.Shadow: "#0c0e10",
}
_DISABLED = {False: "#8d949c", True: "#6d757e"}
_SHADES = {
    False: Shades(*map(QColor, ("#5d656e", "#dcdfe3", "#e4e9ef", "#8a5200", "#b3261e", "#1e6b3a"))),
    True: Shades(*map(QColor, ("#9aa3ad", "#33383e", "#2f363e", "#e0ab55", "#f2938c", "#7cc795"))),
}


def palette(dark: bool) -> QPalette:
    """The whole palette of one scheme, for active, inactive and disabled widgets."""
    made = QPalette()
    for role, color in (_DARK if dark else _LIGHT).items():
        made.setColor(role, QColor(color))
    for role in (Role.WindowText, Role.Text, Role.ButtonText, Role.HighlightedText, Role.PlaceholderText):
        made.setColor(Group.Disabled, role, QColor(_DISABLED[dark]))
    return made


def is_dark(of: QPalette) -> bool:
    """Whether a palette is the dark one."""
    return of.color(Role.Window).lightness() < 128


def shades(of: QPalette) -> Shades:
    """The colours beside a palette."""
    return _SHADES[is_dark(of)]


def contrast(first: QColor, second: QColor) -> float:
    """The contrast ratio of two colours as WCAG defines it, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    channels = (color.redF(), color.greenF(), color.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


# Only what the palette cannot say: frames that Fusion would draw around everything.
_SHEET = """
QToolBar {{ border: none; padding: 4px 6px; spacing: 2px; }}
QToolBar::separator {{ background: {line}; width: 1px; margin: 5px 6px; }}
QStatusBar::item {{ border: none; }}
QSplitter::handle {{ background: {line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QHeaderView {{ background: {window}; }}
QHeaderView::section {{
    background: {window}; padding: 4px 8px;
    border: none; border-bottom: 1px solid {line}; border-right: 1px solid {line};
}}
QHeaderView::section:last {{ border-right: none; }}
QScrollBar:vertical {{ width: 12px; background: transparent; border: none; }}
QScrollBar:horizontal {{ height: 12px; background: transparent; border: none; }}
QScrollBar::handle {{ background: {handle}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:hover {{ background: {grip}; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QLineEdit[kept="true"] {{ border: none; background: transparent; }}
QTabWidget#detail_pages::pane {{ border: none; border-top: 1px solid {line}; }}
QTabWidget#detail_pages QTabBar::tab {{ border: none; border-bottom: 2px solid transparent; padding: 5px 7px 4px; }}
QTabWidget#detail_pages QTabBar::tab:selected {{ border-bottom-color: {accent}; }}
QTabWidget#detail_pages QTabBar::tab:hover:!selected {{ border-bottom-color: {line}; }}
QTabWidget#detail_pages QTabBar::tab:focus {{ text-decoration: underline; }}
"""


class _Style(QProxyStyle):
    """Fusion, with labels that take their text as it is.

    Qt guesses whether the text of a label is HTML, and then loads the pictures that it names: a title from somebody
    else's file would open files of this machine. Each label, also that of a tooltip or a message box, comes by here
    before it is measured or painted; one that is to show links says so itself, by its text format.
    """

    def polish(self, what: Any) -> Any:
        """Prepares a widget for its first appearance."""
        if isinstance(what, QLabel) and what.textFormat() == Qt.TextFormat.AutoText:
            what.setTextFormat(Qt.TextFormat.PlainText)
        return super().polish(what)


class Theme(QObject):
    """Puts palette and style on the application, again whenever the choice or the system's scheme changes."""

    changed = Signal()

    def __init__(self, app: QApplication, scheme: Scheme = Scheme.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self.scheme = scheme
        app.setStyle(_Style("Fusion"))
        # Kept in an attribute: the wrapper of a passing object is destroyed under PySide's feet.
        self._hints = app.styleHints()
        self._hints.colorSchemeChanged.connect(self._apply)
        self._apply()

    def choose(self, scheme: Scheme) -> None:
        """Uses a scheme from now on."""
        self.scheme = scheme
        self._apply()

    def _apply(self) -> None:
        # Most desktops without a portal report Unknown, which means light.
        system_dark = self._hints.colorScheme() == Qt.ColorScheme.Dark
        dark = system_dark if self.scheme is Scheme.SYSTEM else self.scheme is Scheme.DARK
        self._app.setPalette(palette(dark))
        colors = _DARK if dark else _LIGHT
        line = _SHADES[dark].line.name()
        named = {"window": Role.Window, "accent": Role.Accent, "handle": Role.Mid, "grip": Role.Dark}
        sheet = _SHEET.format(line=line, **{name: colors[role] for name, role in named.items()})
        self._app.setStyleSheet(sheet)
        self.changed.emit()


def page_sheet(palette: QPalette) -> str:
    """The style of pages of text: links, quiet words, tables without lines."""
    tints, link = shades(palette), palette.color(Role.Link).name()
    return (
        f"a {{ color: {link}; text-decoration: none; }}"
        f"a.mark {{ color: {tints.warning.name()}; }}"
        f".warning {{ color: {tints.warning.name()}; }}"
        f".quiet, .gone {{ color: {tints.muted.name()}; }}"
        f"td {{ padding: 0 10px 5px 0; vertical-align: top; }}"
        f"td.label {{ color: {tints.muted.name()}; }}"
        "td.name { padding-right: 16px; }"
        "td.side { padding: 0 12px 8px 0; }"
        "p.step { margin: 8px 0 0 0; }"
        "p.side { margin: 4px 0 0 0; }"
        "h4 { margin: 12px 0 3px 0; }"
        "p { margin: 0 0 8px 0; }"
        "table { margin-top: 4px; }"
    )
