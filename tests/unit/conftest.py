"""Unit tests are of what works without a window: nothing that runs in one can import PySide6."""

import builtins
from typing import Any

import pytest

WINDOW = ("PySide6", "catalogue.gui")


@pytest.fixture(autouse=True)
def _no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    # pytest-qt loaded PySide6 long before, and it cannot be taken out of sys.modules: Shiboken aborts without it.
    original = builtins.__import__

    def guarded(name: str, *arguments: Any, **keywords: Any) -> Any:
        if f"{name}.".startswith(tuple(f"{module}." for module in WINDOW)):
            raise ModuleNotFoundError(f"No module named {name!r} in a unit test", name=name)
        return original(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", guarded)
