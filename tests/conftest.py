"""What every test stands on: its own home, no window on the screen, no unexpected line in the log."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def seeds_dir() -> Path:
    """The real pages that the catalogue started from; they are not part of this repository."""
    return _outside_data("CATALOGUE_SEEDS", "seeds")


@pytest.fixture(scope="session")
def expected_dir() -> Path:
    """What must be read from the real pages, fact by fact."""
    return _outside_data("CATALOGUE_EXPECTED", "expected")


def _outside_data(variable: str, name: str) -> Path:
    folder = Path(os.environ.get(variable) or ROOT.parent / "shared" / name)
    if not folder.is_dir():
        reason = f"{folder} is missing; the environment variable {variable} names another folder"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture(autouse=True, scope="session")
def _session_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep fixtures that outlive one test out of the user's own folders."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISC_CATALOGUE_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of this test's user; nobody has made it yet."""
    folder = tmp_path / "home"
    monkeypatch.setenv("DISC_CATALOGUE_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _quiet_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on a warning in the log; a test that expects one looks at it and then calls `caplog.clear()`."""
    yield
    records = caplog.get_records("setup") + caplog.get_records("call")
    unexpected = [record for record in records if record.levelno >= logging.WARNING]
    if unexpected:
        lines = "\n".join(f"{record.levelname} {record.name}: {record.getMessage()}" for record in unexpected)
        pytest.fail(f"unexpected in the log:\n{lines}")
