"""Both palettes can be read, and icons take their colours."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from catalogue.gui import icons, theme
from catalogue.gui.theme import Scheme, Theme
from catalogue.gui.widgets.sleeve import sleeve

Role = QPalette.ColorRole
TEXT_ON_GROUND = (
    (Role.WindowText, (Role.Window, Role.Base, Role.AlternateBase)),
    (Role.Text, (Role.Window, Role.Base, Role.AlternateBase)),
    (Role.ButtonText, (Role.Button, Role.Window)),
    (Role.PlaceholderText, (Role.Window, Role.Base, Role.AlternateBase)),
    (Role.Link, (Role.Window, Role.Base, Role.AlternateBase)),
    (Role.HighlightedText, (Role.Highlight,)),
    (Role.ToolTipText, (Role.ToolTipBase,)),
)


@pytest.mark.parametrize("dark", [False, True])
def test_text_is_readable(dark: bool, qapp: QApplication) -> None:
    palette = theme.palette(dark)
    assert theme.is_dark(palette) is dark
    for text, grounds in TEXT_ON_GROUND:
        for ground in grounds:
            ratio = theme.contrast(palette.color(text), palette.color(ground))
            assert ratio >= 4.5, (text.name, ground.name, ratio)


@pytest.mark.parametrize("dark", [False, True])
def test_other_shades_are_readable(dark: bool, qapp: QApplication) -> None:
    palette = theme.palette(dark)
    shades = theme.shades(palette)
    grounds = [palette.color(role) for role in (Role.Window, Role.Base, Role.AlternateBase)]
    for text, ground in itertools.product((shades.muted, shades.warning, shades.error, shades.good), grounds):
        assert theme.contrast(text, ground) >= 4.5
    assert theme.contrast(palette.color(Role.WindowText), shades.chip) >= 4.5
    assert theme.contrast(shades.muted, shades.chip) >= 4.5
    # What is no text but has to be seen: the accent and the line under the row that has the keyboard.
    assert theme.contrast(palette.color(Role.Accent), palette.color(Role.Base)) >= 3


def test_contrast_is_measured_as_defined() -> None:
    assert theme.contrast(QColor("white"), QColor("black")) == pytest.approx(21)
    assert theme.contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


def test_the_scheme_is_put_on_the_application(qapp: QApplication) -> None:
    found = qapp.findChild(Theme) or Theme(qapp)
    found.choose(Scheme.DARK)
    assert theme.is_dark(qapp.palette())
    found.choose(Scheme.LIGHT)
    assert not theme.is_dark(qapp.palette())
    found.choose(Scheme.SYSTEM)


def test_icons_follow_the_palette(qapp: QApplication) -> None:
    found = qapp.findChild(Theme) or Theme(qapp)
    icon = icons.icon("disc-3")
    found.choose(Scheme.LIGHT)
    light = _darkest(icon)
    found.choose(Scheme.DARK)
    dark = _darkest(icon)
    found.choose(Scheme.SYSTEM)
    assert light.lightness() < 80 < 180 < dark.lightness()
    large = icon.pixmap(QSize(16, 16), 2.0)
    assert (large.width(), large.devicePixelRatio()) == (32, 2.0)
    assert not icon.pixmap(QSize(16, 16), QIcon.Mode.Disabled).isNull()


def test_every_icon_that_is_named_exists(root: Path) -> None:
    named = set()
    for file in (root / "catalogue" / "gui").rglob("*.py"):
        named.update(re.findall(r'icons\.(?:icon|pixmap)\("([a-z0-9-]+)"', file.read_text("utf-8")))
    assert len(named) >= 3
    for name in named:
        assert "currentColor" in icons.svg(name)
    with pytest.raises(KeyError):
        icons.svg("no-such-icon")


@pytest.mark.parametrize("title", ["", "M", "Dr. Strangelove " * 9, "Donaudampfschifffahrtsgesellschaft" * 3])
def test_a_sleeve_is_drawn_for_any_title(title: str, qapp: QApplication) -> None:
    drawn = sleeve(title, "1964", "Blu-ray", 92, 132, 2.0)
    assert (drawn.width(), drawn.height()) == (184, 264)


def _darkest(icon: QIcon) -> QColor:
    """The colour of the icon where it covers most."""
    image = icon.pixmap(QSize(64, 64)).toImage()
    points = (image.pixelColor(x, y) for x in range(64) for y in range(64))
    return max(points, key=lambda color: color.alpha())
