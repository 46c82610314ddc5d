"""The locks hold what pyproject.toml asks for, on every Python, and no address of where it came from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PYTHONS = ["3.11.0", "3.12.0", "3.14.0"]


def locked(path: Path, python: str) -> dict[str, str]:
    lines = re.findall(r"^[A-Za-z0-9][^\\\n]*", path.read_text(encoding="utf-8"), re.MULTILINE)
    pins = [Requirement(line.strip()) for line in lines]
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in pins if applies(pin, python)}


def applies(requirement: Requirement, python: str) -> bool:
    major_minor = python.rpartition(".")[0]
    environment = {"python_version": major_minor, "python_full_version": python}
    return requirement.marker is None or requirement.marker.evaluate(environment)


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, list[str]]:
    content = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = content["project"]["dependencies"]
    return {"requirements.lock": runtime, "requirements-dev.lock": runtime + content["dependency-groups"]["dev"]}


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_pins_lie_within_the_bounds(root: Path, project: dict[str, list[str]], lock: str, python: str) -> None:
    pins = locked(root / lock, python)

    for requirement in map(Requirement, project[lock]):
        if applies(requirement, python):
            assert pins[canonicalize_name(requirement.name)] in requirement.specifier, requirement


@pytest.mark.parametrize("python", PYTHONS)
def test_the_tests_run_on_what_the_program_runs_on(root: Path, python: str) -> None:
    runtime = locked(root / "requirements.lock", python)
    dev = locked(root / "requirements-dev.lock", python)

    assert runtime.items() <= dev.items()


def test_no_pyside_that_aborts_on_python_3_11(root: Path) -> None:
    pins = locked(root / "requirements.lock", "3.11.7")

    assert tuple(map(int, pins["pyside6-essentials"].split("."))) < (6, 12)
    assert pins["pyside6-essentials"] == pins["shiboken6"]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_name_no_place_and_have_a_hash_for_every_pin(root: Path, lock: str) -> None:
    pin = r"[a-z0-9-]+==[^ \n]+(?: ; [^\n]+)?"
    hashes = r"(?: \\\n    --hash=sha256:[0-9a-f]{64})+"

    assert re.fullmatch(rf"(?:{pin}{hashes}\n)+", (root / lock).read_text(encoding="utf-8"))
