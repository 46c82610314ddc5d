"""Documents of our own, fact by fact, as they are and in other dress: the facts are in the .json beside each."""

import importlib.util
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from catalogue.fields.draft import DOUBTFUL_BELOW, DocumentDraft
from catalogue.pages.reader import kinds, read

FOLDER = Path(__file__).parent / "documents"
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.suffix != ".json")
TEXTS = [name for name in NAMES if name.endswith(".txt")]


def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score_readers", FOLDER.parents[2] / "perf" / "score_readers.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCORER = _scorer()


def document(name: str) -> tuple[str, dict[str, Any]]:
    expected: dict[str, Any] = json.loads((FOLDER / name).with_suffix(".json").read_text(encoding="utf-8"))
    return (FOLDER / name).read_bytes().decode("utf-8"), expected


def wrong(draft: DocumentDraft | None, expected: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(fact, found) for fact, right, found in SCORER.judge(draft, expected) if not right]


def test_every_kind_has_documents_enough() -> None:
    by_kind = [document(name)[1]["kind"] for name in NAMES]
    assert len(NAMES) >= 25
    assert all(by_kind.count(kind) >= 5 for kind in kinds())


@pytest.mark.parametrize("name", NAMES)
def test_every_expected_fact_is_read(name: str) -> None:
    text, expected = document(name)
    draft = read(text)
    assert wrong(draft, expected) == []
    assert draft is None or draft.text == text


DRESSES = {
    "crlf": lambda text: re.sub("\r?\n", "\r\n", text),
    "old mac": lambda text: re.sub("\r?\n", "\r", text),
    "bom": lambda text: "\ufeff" + text,
    "nbsp": lambda text: text.replace(" ", "\u00a0"),
    "indented": lambda text: re.sub("(?m)^(?=.)", "   ", text),
    "invisible marks": lambda text: text.replace(" ", " \u200b"),
    "double spaced": lambda text: re.sub("\r?\n", "\n\n", text),
    "accents apart": lambda text: unicodedata.normalize("NFD", text),
    "no empty lines": lambda text: re.sub("(\r?\n)+", "\n", text),
}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("name", TEXTS)
def test_same_facts_in_another_dress(name: str, dress: str) -> None:
    text, expected = document(name)
    assert wrong(read(DRESSES[dress](text)), expected) == []


FURNITURE = (
    "See more",
    "© 2024 Some Site. All rights reserved.",
    "Cookie settings",
    "Privacy policy",
    "HomeLatest MoviesLogin",
    "Sign up for our newsletter",
    "Mehr anzeigen",
)


@pytest.mark.parametrize("furniture", FURNITURE)
@pytest.mark.parametrize("name", TEXTS)
def test_furniture_anywhere_changes_no_fact(name: str, furniture: str) -> None:
    text, expected = document(name)
    lines = text.split("\n")
    for at in range(0, len(lines), 5):
        assert wrong(read("\n".join([*lines[:at], furniture, *lines[at:]])), expected) == []


@pytest.mark.parametrize("name", TEXTS)
def test_a_missing_line_costs_little(name: str) -> None:
    """Without any one line the page is still one of its kind, and most facts are still right on the whole."""
    text, expected = document(name)
    lines = text.split("\n")
    right = total = 0
    for at in range(len(lines)):
        judged = list(SCORER.judge(read("\n".join(lines[:at] + lines[at + 1 :])), expected))
        right += sum(fact_is_right for _, fact_is_right, _ in judged)
        total += len(judged)
    assert right / total > (0.75 if expected["kind"] == "article" else 0.9)


@pytest.mark.parametrize("name", NAMES)
def test_doubtful_facts_say_why(name: str) -> None:
    draft = read(document(name)[0])
    for fact in draft.facts if draft else ():
        assert fact.confidence >= DOUBTFUL_BELOW or fact.reason, fact


@pytest.mark.parametrize("name", NAMES)
def test_known_people_change_no_value(name: str) -> None:
    text, _ = document(name)
    draft = read(text)
    people = [fact.value["person"] for fact in draft.facts if fact.field == "credits"] if draft else []
    again = read(text, lambda _: people)
    assert (again is None) == (draft is None)
    if draft and again:
        assert [(fact.field, fact.value) for fact in again.facts] == [(fact.field, fact.value) for fact in draft.facts]
