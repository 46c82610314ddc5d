"""Lists of episodes as people type and paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import FieldError
from catalogue.fields.episodes import EPISODES


def said(text):
    return [{key: value for key, value in part.items() if value is not None} for part in EPISODES.parse(text)]


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("S01E02 The Train Job 42 min", {"season": 1, "episode": 2, "title": "The Train Job", "runtime": 42}),
        ("1x03\tBushwhacked\t43 min", {"season": 1, "episode": 3, "title": "Bushwhacked", "runtime": 43}),
        ("4. Shindig (44 min)", {"episode": 4, "title": "Shindig", "runtime": 44}),
        ("Episode 5: Safe", {"episode": 5, "title": "Safe"}),
        ("Folge 6 - Unser Frl. Reynolds 44'", {"episode": 6, "title": "Unser Frl. Reynolds", "runtime": 44}),
        ("s2.e3 Name: the return", {"season": 2, "episode": 3, "title": "Name: the return"}),
        ("#7 “Jaynestown”", {"episode": 7, "title": "Jaynestown"}),
        ("8) Out of Gas – 1:23", {"episode": 8, "title": "Out of Gas", "runtime": 83}),
        ("12 Monkeys", {"title": "12 Monkeys"}),
        ("24 Hours | seen: yes", {"title": "24 Hours", "seen": "yes"}),
        ("Blink | season: 3 | episode: 1", {"title": "Blink", "season": 3, "episode": 1}),
        ("1. Blink | seen: 4 Jan 2026", {"title": "Blink", "episode": 1, "seen": "2026-01-04"}),
        ("2x04", {"season": 2, "episode": 4}),
        ("- | season: 2", {"season": 2}),
        ("45 min", {"title": "45 min"}),
    ],
)  # fmt: skip
def test_a_line_is_read_as_it_is_meant(line, part):
    assert said(line) == [part]
    assert EPISODES.parse(EPISODES.format(EPISODES.parse(line))) == EPISODES.parse(line)


def test_lines_that_count_upwards_are_numbered_and_others_are_titles():
    assert said("1 Pilot\n2 12 Angry Ducks\n3 Third") == [
        {"episode": 1, "title": "Pilot"},
        {"episode": 2, "title": "12 Angry Ducks"},
        {"episode": 3, "title": "Third"},
    ]
    assert said("12 Monkeys\n7 Psychos") == [{"title": "12 Monkeys"}, {"title": "7 Psychos"}]


def test_a_line_that_says_nothing_is_refused():
    with pytest.raises(FieldError, match="says too little"):
        EPISODES.parse_part("- |")


numbers = st.none() | st.integers(0, 999)
letters = st.characters(exclude_characters="|:\"“„«»'‘’”-", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"])
titles = st.text(letters, min_size=1)


@given(title=titles, season=numbers, episode=numbers, runtime=st.none() | st.integers(1, 600))
def test_what_is_written_is_read_again(title, season, episode, runtime):
    part = {"title": title, "season": season, "episode": episode, "runtime": runtime, "seen": None}
    assert EPISODES.parse(EPISODES.format([part])) == [part]
