"""A few of each of the trials of `run.py trust`, always the same ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("kind", ["kills", "faults", "windows", "writers", "pages", "exports", "soak"])
def test_nothing_is_lost(kind: str, root: Path) -> None:
    suite = root / "tests" / "trust" / "suite.py"
    done = subprocess.run(
        [sys.executable, str(suite), "--short", "--only", kind], capture_output=True, encoding="utf-8", check=False
    )
    if "skipped:" in done.stdout:
        pytest.skip(done.stdout.partition("skipped:")[2].splitlines()[0].strip())
    assert done.returncode == 0, done.stdout + done.stderr
