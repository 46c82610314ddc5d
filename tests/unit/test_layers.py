"""Everything below the window works where PySide6 is not installed."""

import subprocess
import sys
from pathlib import Path

import pytest

IMPORT_WITHOUT_QT = """
import importlib, sys
sys.modules["PySide6"] = None
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def test_every_module_below_the_window_imports_without_qt(root: Path) -> None:
    modules = [
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted((root / "catalogue").rglob("*.py"))
        if not path.is_relative_to(root / "catalogue" / "gui")
    ]

    subprocess.run([sys.executable, "-P", "-W", "error", "-c", IMPORT_WITHOUT_QT, *modules], check=True)


def test_unit_tests_cannot_reach_qt() -> None:
    with pytest.raises(ModuleNotFoundError):
        import PySide6.QtCore  # noqa: F401
