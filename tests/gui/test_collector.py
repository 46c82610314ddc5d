"""The search for cycles: on the window's thread alone, for young values at once, for all when it is quiet."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from catalogue.gui import collector as module
from catalogue.gui.collector import Collector


class Knot:
    """Refers to itself."""

    def __init__(self) -> None:
        self.self = self


@pytest.fixture
def collector(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    monkeypatch.setattr(module, "_YOUNG", 100)
    made = Collector(qapp)  # type: ignore[arg-type]
    yield made
    made.close()
    made.deleteLater()


def knots(number: int) -> weakref.ref[Knot]:
    """The first of many values that only a search can find."""
    first = weakref.ref(Knot())
    for _ in range(number):
        Knot()
    return first


def test_python_searches_by_itself_only_when_the_window_is_gone(collector: Collector) -> None:
    assert not gc.isenabled()
    lost = knots(20_000)
    assert lost() is not None
    collector.close()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_young_values_are_searched_when_there_are_many(collector: Collector) -> None:
    collector._woken = 1000
    few = knots(3)
    gc.collect(0)
    assert few() is None
    lost = knots(300)
    collector._woken = 1000
    collector.look()
    assert lost() is None


def test_older_values_are_searched_in_a_quiet_moment(collector: Collector) -> None:
    kept = [Knot()]
    lost = weakref.ref(kept[0])
    gc.collect(1)
    kept.clear()
    for _ in range(5):
        collector._woken = 1000
        collector.look()
    assert lost() is not None
    for _ in range(3):
        knots(300)
        collector._woken = 0
        collector.look()
    assert lost() is None


def test_after_ten_minutes_they_are_searched_in_any_case(collector: Collector) -> None:
    kept = [Knot()]
    lost = weakref.ref(kept[0])
    gc.collect(1)
    kept.clear()
    for _ in range(600):
        collector._woken = 1000
        collector.look()
    knots(300)
    collector._woken = 1000
    collector.look()
    assert lost() is None
