"""The command line, run in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue.cli import options, run

CommandLine = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Runs a command line in a folder of its own, on the catalogue there; returns status, output and errors."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object, catalogue: str = "films") -> tuple[int, str, str]:
        status = run.main(options.parse([*map(str, arguments), "--catalogue", f"{catalogue}.db"]))
        out, err = capsys.readouterr()
        return status, out, err

    return call
