"""End-to-end tests drive the program as a process: the wheel that CATALOGUE_PROGRAM names, else the checkout."""

import os
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def python() -> str:
    """The Python that has the program installed."""
    program = os.environ.get("CATALOGUE_PROGRAM")
    return str(Path(program).resolve().with_name("python")) if program else sys.executable


@pytest.fixture(scope="session")
def program(python: str) -> list[str]:
    """The command that starts the program."""
    installed = os.environ.get("CATALOGUE_PROGRAM")
    return [installed] if installed else [python, "-P", "-m", "catalogue"]
