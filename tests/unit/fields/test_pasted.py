"""Films of a box and episodes of a season as people paste them."""

import pytest

from catalogue.fields.registry import BY_KEY


@pytest.mark.parametrize(
    ("text", "films"),
    [
        ("1. Thor (2011)\n2. Thor: The Dark World (2013)", ["Thor (2011)", "Thor: The Dark World (2013)"]),
        ("1 Alien\n2 Aliens\n3 Alien 3", ["Alien", "Aliens", "Alien 3"]),
        ("Alien (1979); Aliens (1986)", ["Alien (1979)", "Aliens (1986)"]),
        ("1. Alien (1979); 2. Aliens (1986)", ["Alien (1979)", "Aliens (1986)"]),
        ("12 Monkeys\n13 Ghosts", ["12 Monkeys", "13 Ghosts"]),
        ("10 (1979)\n9 to 5", ["10 (1979)", "9 to 5"]),
        ("9. Company (2005)", ["9. Company (2005)"]),
        ("Eat; Pray; Love", ["Eat; Pray; Love"]),
    ],
)
def test_films_are_listed_with_and_without_numbers(text, films):
    assert [part["film"] for part in BY_KEY["contents"].parse(text)] == films


@pytest.mark.parametrize(
    ("text", "episodes"),
    [
        ("8\tThat Old Black Magic\t46", [(8, "That Old Black Magic", 46)]),
        ("3 Exodus\n8\tBlack Magic", [(3, "Exodus", None), (8, "Black Magic", None)]),
        ("1. A; 2. B", [(1, "A", None), (2, "B", None)]),
        ("12 Monkeys\n101 Dalmatians", [(None, "12 Monkeys", None), (None, "101 Dalmatians", None)]),
    ],
)  # fmt: skip
def test_episodes_are_listed_in_columns_and_lines(text, episodes):
    found = BY_KEY["episodes"].parse(text)
    assert [(part["episode"], part["title"], part["runtime"]) for part in found] == episodes


def test_a_number_that_two_episodes_have_is_odd():
    kind = BY_KEY["episodes"].kind
    assert kind.odd(kind.parse("1x08 A\n1x08 B")) == "Two episodes have the number 1x08."
    assert kind.odd(kind.parse("1x08 A\n2x08 B\nC\nD")) is None
