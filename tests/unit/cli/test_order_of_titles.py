"""Titles stand in one order in the list and among the values of the field, whatever marks an article stands in."""

import json

TITLES = (
    ("[The] Bull", None),
    ("'The' Burbs", None),
    ("“Der” Kanal", "German"),
    ("(Le) Notaire", "French"),
    ("Die Oper", "German"),
    ("Die Oper, Too", None),
    ("(A) to Z", None),
    ("Der Untergang", "German"),
    ("Zulu", None),
)
ORDER = [
    "(A) to Z",
    "[The] Bull",
    "'The' Burbs",
    "Die Oper, Too",
    "“Der” Kanal",
    "(Le) Notaire",
    "Die Oper",
    "Der Untergang",
    "Zulu",
]


def test_values_and_rows_have_one_order(cli):
    for title, language in reversed(TITLES):
        cli("add", "--set", f"title={title}", *(("--set", f"languages={language}") if language else ()))
    assert [row["title"] for row in json.loads(cli("search", "sort:title", "--json")[1])] == ORDER
    assert [one["value"] for one in json.loads(cli("facets", "title", "--json")[1])] == ORDER


def test_a_sort_title_counts_for_the_values_too(cli):
    for title, sort_title in (("Alpha", "Zeta"), ("Beta", ""), ("Gamma", "Aardvark")):
        cli("add", "--set", f"title={title}", "--set", f"sort_title={sort_title}")
    assert [one["value"] for one in json.loads(cli("facets", "title", "--json")[1])] == ["Gamma", "Beta", "Alpha"]
