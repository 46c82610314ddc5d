"""Several entries on one line: what is printed can be typed back, whatever stands in the entries."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalogue.fields import lists, one_line
from catalogue.fields.custom import KINDS
from catalogue.fields.registry import BY_KEY, FIELDS

ENTRY = st.text(alphabet="ab1\"“”;,:|()' &-.", min_size=1, max_size=12).map(lambda text: " ".join(text.split()))
ENTRIES = st.lists(ENTRY.filter(bool), max_size=4, unique=True)
WORD_LISTS = {field.kind for field in FIELDS if isinstance(field.kind, lists.WordList)} | {
    kind for kind in KINDS.values() if isinstance(kind, lists.WordList)
}
FREE = [kind for kind in WORD_LISTS if type(kind).clean is lists.WordList.clean]


@pytest.mark.parametrize("kind", sorted(FREE, key=lambda kind: (kind.name, kind.commas, str(kind.rows))))
@given(entries=ENTRIES)
@example(entries=['"a', 'b"'])
@example(entries=['a, "b', 'c"'])
@example(entries=['"a, b"', "c"])
@example(entries=['"a;b"'])
@example(entries=['""', '"', '"""'])
@example(entries=["a, b"])
@example(entries=["a;", ",b"])
def test_what_is_written_and_what_is_shown_is_read_back(kind, entries):
    assert kind.parse(kind.format(entries)) == entries
    if not (kind.commas and len(entries) == 1):
        assert kind.parse(kind.show(entries)) == entries
    for entry in entries:
        assert kind.edited(entry, entry) == [entry]
        assert kind.show_entry(entry) == entry


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ('"a;b"; c', ["a;b", "c"]),
        ('"a;b", c', ["a;b", "c"]),
        ('c, "Paris, Texas"', ["c", "Paris, Texas"]),
        ('"Paris, Texas"; c', ["Paris, Texas", "c"]),
        ('"a ""b""; c"', ['a "b"; c']),
        ('12" version; b', ['12" version', "b"]),
        ('"Weird Al" Yankovic, b', ['"Weird Al" Yankovic', "b"]),
        ('"Heroes"; b', ['"Heroes"', "b"]),
        ("“a; b”", ["“a", "b”"]),
        ('"open; b', ['"open', "b"]),
        ('a\n"b;c"\nd', ["a", "b;c", "d"]),
        ('"a;b";', ["a;b"]),
        ("Paris, Texas;", ["Paris, Texas"]),
    ],
)
def test_quotation_marks_keep_an_entry_together_where_it_needs_them(text, tags):
    assert BY_KEY["tags"].parse(text) == tags


@pytest.mark.parametrize(
    ("tags", "written", "shown"),
    [
        (["a;b", "c"], '"a;b"; c', '"a;b", c'),
        (['12" version', "b"], '12" version; b', '12" version, b'),
        (['"Weird Al" Yankovic'], '"Weird Al" Yankovic', '"Weird Al" Yankovic'),
        (['"Heroes"', "b"], '"Heroes"; b', '"Heroes", b'),
        (["Paris, Texas"], "Paris, Texas;", '"Paris, Texas"'),
        (["Paris, Texas", "b"], "Paris, Texas; b", '"Paris, Texas", b'),
    ],
)
def test_only_what_needs_them_is_printed_with_quotation_marks(tags, written, shown):
    kind = BY_KEY["tags"].kind
    assert (kind.format(tags), kind.show(tags)) == (written, shown)
    assert kind.words(tags) == ", ".join(tags)


def test_what_is_being_typed_is_done_behind_a_separator_that_no_open_quotation_mark_holds():
    marks = BY_KEY["tags"].kind.marks
    typed = ["a", "a;", "a; b", '"a;', '"a;b"', '"a;b";', 'x; "a;', '12"; b']
    assert [one_line.ended(text, marks) for text in typed] == [0, 2, 2, 0, 0, 6, 2, 4]


def _same(kind, parts):
    return kind.bare(kind.parse(kind.show(parts))) == kind.bare(parts)


FILM = st.builds(
    lambda title, year: f"{title} ({year})" if year else title,
    ENTRY.filter(lambda text: text and "|" not in text and ":" not in text),
    st.sampled_from([None, 1979, 1986]),
)
CUT = ENTRY.filter(lambda text: text and "|" not in text and ":" not in text)
CONTENTS = st.lists(
    st.fixed_dictionaries(
        {"film": FILM, "disc": st.none() | st.integers(1, 12), "cut": st.none() | CUT},
    ),
    min_size=1,
    max_size=3,
)


@given(parts=CONTENTS)
@example(parts=[{"film": "Kill; Bill (1999)", "disc": None, "cut": None}])
@example(parts=[{"film": "Alien (1979); Aliens", "disc": None, "cut": None}])
@example(parts=[{"film": "Alien", "disc": None, "cut": None}, {"film": "Aliens", "disc": 2, "cut": "Cut"}])
@example(parts=[{"film": "1. Alien", "disc": None, "cut": None}, {"film": "2. Aliens", "disc": None, "cut": None}])
def test_films_of_a_box_are_read_back_as_they_are_shown(parts):
    assert _same(BY_KEY["contents"].kind, parts)


EPISODES = st.lists(
    st.fixed_dictionaries(
        {
            "title": ENTRY.filter(lambda text: text not in ("", "-") and "|" not in text),
            "season": st.none() | st.integers(1, 3),
            "episode": st.none() | st.integers(1, 30),
            "runtime": st.none() | st.integers(1, 200),
            "seen": st.sampled_from([None, "yes", "2026-01-04", "2026-01"]),
        }
    ).filter(lambda part: part["season"] is None or part["episode"] is not None),
    min_size=1,
    max_size=3,
)


@given(parts=EPISODES)
@example(parts=[{"title": t, "season": None, "episode": None, "runtime": None, "seen": None} for t in ("A", "B")])
@example(parts=[{"title": "A; 2. B", "season": None, "episode": 1, "runtime": None, "seen": None}])
@example(parts=[{"title": "A, seen", "season": 1, "episode": 1, "runtime": 42, "seen": "2026-01-04"}])
def test_episodes_are_read_back_as_they_are_shown(parts):
    assert _same(BY_KEY["episodes"].kind, parts)


@pytest.mark.parametrize(
    ("key", "text", "found"),
    [
        ("certifications", "United States: R; Germany: FSK 12", 2),
        ("certifications", "United States: R; for violence", 1),
        ("ratings", "Metacritic critics 88/100; IMDb users 7/10", 2),
        ("external_ids", "IMDb: tt1; TMDb: 5", 2),
        ("links", "IMDb https://a.b/c; Wiki https://d.e/f;g", 2),
        ("credits", "Tom Hanks as Woody; Tim Allen as Buzz", 2),
        ("credits", "Ann as Mother; Widow", 1),
        ("contents", "Alien (1979); Aliens (1986)", 2),
        ("contents", "Alien (1979), disc 1, Director's cut; Aliens (1986), disc 2", 2),
        ("contents", "Alien (1979); Aliens; Alien 3 (1992)", 3),
        ("contents", "Alien; Aliens;", 2),
        ("contents", '"Alien (1979); Aliens"', 1),
        ("contents", "Kill; Bill (1999)", 1),
        ("contents", "Eat; Pray; Love", 1),
        ("contents", "Steins;Gate (2011); Alien (1979)", 2),
        ("episodes", "1. A; 2. Kill; Bill; 3. C", 3),
        ("episodes", "1x01 A, 42 min, seen; 1x02 B, seen Jan 4, 2026", 2),
        ("episodes", "Kill; Bill", 1),
        ("episodes", "A; B;", 2),
    ],
)
def test_a_semicolon_separates_what_looks_like_records(key, text, found):
    kind = BY_KEY[key].kind
    value = kind.parse(text)
    assert len(value) == found
    if key != "credits":
        assert _same(kind, value)
