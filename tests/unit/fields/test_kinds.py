import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import FieldError
from catalogue.fields import kinds, lists, parts
from catalogue.fields.kinds import Kind

ALL_KINDS = [
    *(kind for kind in vars(kinds).values() if isinstance(kind, Kind)),
    *(kind for kind in vars(lists).values() if isinstance(kind, Kind)),
    *(kind for kind in vars(parts).values() if isinstance(kind, Kind)),
]

# What people type, seasoned with the marks that the kinds give a meaning to.
TYPED = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="aB9 0:/.,;-()[]|\n\t«é'\"€$=%", max_size=40),
    st.lists(
        st.sampled_from(
            [
                "US",
                " as ",
                ": ",
                "R",
                "\n",
                "; ",
                ", ",
                "88/100",
                "critics",
                "(director)",
                "https://a.b/c",
                "[summary]",
                "| by ",
                "yes",
                "no",
                "1h",
                "52",
                "min",
                "$",
                "EUR",
                "1,000.50",
                "1992",
                "-11",
                "-20",
                "Nov",
                "T18:20",
                "Region ",
                "All",
                "0",
                "(1,000 votes)",
                "tt0105462",
                "/",
                " ",
                " | ",
                "seen",
                "lent: ",
                "at:",
                "disc: 2",
                "film:",
            ]
        ),
        max_size=8,
    ).map("".join),
)

VALUES = {
    "text": ["Alien", "The Director's Cut: 2003", "Łódź", "a; b"],
    "long text": ["Lent to Ann.\n\nCame back scratched.", "  indented"],
    "number": [0, 7, -3, 123456789012345],
    "number with decimals": [0, 7, -3, 7.5, 0.000001],
    "year": [1874, 1992, 2999],
    "rating": [0, 10],
    "running time": [0, 1, 59, 60, 172, 900],
    "date": ["1992", "1948-10", "1992-11-20"],
    "date and time": ["2026-01-04T18:20:50", "2026-01-04", "1999"],
    "money": [{"amount": 9.99, "currency": "EUR"}, {"amount": 10000000, "currency": "USD"}],
    "barcode": ["191329079843", "4006381333931"],
    "yes or no": [True, False],
    "scene after the credits": [
        {"has_scene": True, "note": "a cat: it sleeps"},
        {"has_scene": False, "note": None},
    ],
    "choice": ["in collection"],
    "place": ["Living room/Shelf 2", "Movies-01"],
    "list": [["Drama"], ["Drama", "War"], ["Moscow, Russia"], ["Moscow, Russia", "The Kremlin"]],
    "tags": [["Piano", "USSR"], ["one, two"]],
    "regions": [["1"], ["A", "B"], ["All"]],
    "barcodes": [["191329079843", "4006381333931"], ["5050070005806"]],
    "audio tracks": [
        [{"language": "English", "codec": "Dolby Digital", "channels": "5.1", "role": "commentary"}],
        [{"language": None, "codec": "codec: DTS", "channels": None, "role": None}],
        [{"language": "Role: a part", "codec": None, "channels": None, "role": None}],
    ],
    "discs": [
        [
            {"disc": 2, "label": "Bonus", "location": "Hall/Shelf 1", "storage_device": "TD 05", "slot": "12"},
            {"disc": None, "label": "at: home", "location": None, "storage_device": None, "slot": None},
        ]
    ],
    "loans": [
        [
            {"contact": "Ann", "lent": "2026-01", "due": "2026-02-04", "returned": "2026-02-01", "note": "at: ease"},
            {"contact": "due: Bob", "lent": None, "due": None, "returned": None, "note": None},
        ]
    ],
    "viewings": [
        [
            {"when": "2024", "who": "Kerry & Dawn", "where": "Rex, Berlin", "rating": 0},
            {"when": None, "who": None, "where": None, "rating": None},
        ]
    ],
    "contents": [
        [
            {"film": "Alien (1979)", "disc": 1, "cut": "Director's cut: 2003"},
            {"film": "Aliens", "disc": None, "cut": None},
        ]
    ],
    "part of": ["Twin Peaks (1990)"],
    "box set": ["Alien Anthology"],
    "certifications": [[{"country": "United States", "rating": "R"}, {"country": "Germany", "rating": "FSK 12"}]],
    "ratings": [
        [
            {"source": "Metacritic", "audience": "critics", "value": 88, "scale": 100, "votes": None},
            {"source": "Rotten Tomatoes", "audience": "users", "value": 7.3, "scale": 10, "votes": 12345},
        ]
    ],
    "external ids": [[{"source": "IMDb", "id": "tt0105462"}]],
    "links": [[{"label": "MGM", "url": None}, {"label": "Official site", "url": "https://example.org/a"}]],
    "credits": [
        [
            {"order": 1, "person": "Robert Duvall", "role": "actor", "character": "Stalin as a young man"},
            {"order": 2, "person": "Ivan Passer", "role": "director", "character": None},
            {"order": 3, "person": "Nobody", "role": "actor", "character": None},
            {"order": 4, "person": "Scatman Crothers", "role": "voice", "character": "Meadowlark as a child"},
        ]
    ],
    "texts": [
        [
            {"kind": "summary", "author": "Huggo", "heading": "What happens?", "text": "One.\nTwo."},
            {"kind": "article", "author": None, "heading": None, "text": "Three."},
            {"kind": "outline", "author": "grantss", "heading": None, "text": "Four."},
        ]
    ],
}


@pytest.mark.parametrize("kind", ALL_KINDS, ids=lambda kind: kind.name)
@given(typed=TYPED)
def test_whatever_was_typed_is_read_back_from_the_editor_unchanged_or_refused_in_a_sentence(kind, typed):
    try:
        value = kind.parse(typed)
    except FieldError as refusal:
        complaint = str(refusal)
    else:
        assert kind.parse(kind.format(value)) == value
        assert value in (None, []) or kind.fits(value)
        return
    assert complaint.endswith(".")


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind in ALL_KINDS for value in VALUES[kind.name]], ids=repr
)
def test_value_survives_its_editor(kind, value):
    assert kind.parse(kind.format(value)) == value


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind in ALL_KINDS for value in VALUES[kind.name]], ids=repr
)
def test_value_survives_its_columns(kind, value):
    if kind.rows is None:
        assert kind.unpack(kind.pack(value)) == value


@pytest.mark.parametrize("kind", ALL_KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("blank", ["", "   ", "\n"])
def test_nothing_typed_is_nothing(kind, blank):
    empty = [] if kind.multiple else None
    assert kind.parse(blank) == empty
    assert kind.format(empty) == ""
    assert kind.show(empty) == ""
    assert kind.words(empty) == ""


@given(st.integers(min_value=-(10**14), max_value=10**15 - 1))
def test_every_whole_number_is_read_back(number):
    assert kinds.NUMBER.parse(kinds.NUMBER.format(number)) == number


@given(st.dates())
def test_every_day_is_read_back_from_iso_and_from_what_is_shown(day):
    iso = day.isoformat()
    assert kinds.DATE.parse(kinds.DATE.format(iso)) == iso
    assert kinds.DATE.parse(kinds.DATE.show(iso)) == iso


@given(st.datetimes())
def test_every_moment_is_read_back(moment):
    iso = moment.isoformat(timespec="seconds")
    assert kinds.MOMENT.parse(kinds.MOMENT.format(iso)) == iso


@given(st.integers(min_value=0, max_value=5999))
def test_every_running_time_is_read_back_from_the_editor_and_from_what_is_shown(minutes):
    assert kinds.RUNTIME.parse(kinds.RUNTIME.format(minutes)) == minutes
    assert kinds.RUNTIME.parse(kinds.RUNTIME.show(minutes)) == minutes


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(["USD", "EUR", "GBP", "JPY", "CHF", "SEK"]))
def test_every_amount_of_money_is_read_back_from_the_editor_and_from_what_is_shown(cents, currency):
    whole, rest = divmod(cents, 100)
    value = {"amount": cents / 100 if rest else whole, "currency": currency}
    assert kinds.MONEY.parse(kinds.MONEY.format(value)) == value
    assert kinds.MONEY.parse(kinds.MONEY.show(value)) == value


@given(st.lists(st.text(alphabet="abc ,É")))
def test_every_list_without_semicolons_is_read_back(words):
    words = list(dict.fromkeys(" ".join(word.split()) for word in words if word.strip()))
    assert lists.WORDS.parse(lists.WORDS.format(words)) == words


@pytest.mark.parametrize(
    ("kind", "typed", "complaint"),
    [
        (kinds.NUMBER, "two", "“two” is not a whole number."),
        (kinds.NUMBER, "9" * 30, f"“{'9' * 30}” is not a whole number."),
        (kinds.DECIMAL, "seven", "“seven” is not a number; write 1500 or 2.5."),
        (kinds.YEAR, "92", "“92” is not a year; write four digits."),
        (kinds.RATING, "11", "A rating of your own goes from 0 to 10 in halves: 7 or 7.5."),
        (kinds.FLAG, "perhaps", "“perhaps” is neither yes nor no."),
        (kinds.AFTER_CREDITS, "perhaps: a cat", "“perhaps” is neither yes nor no."),
        (kinds.MONEY, "9.99", "“9.99” has no currency; write 9.99 EUR."),
        (kinds.MONEY, "cheap", "“cheap” is not an amount of money; write 9.99 EUR."),
        (kinds.RUNTIME, "long", "“long” is not a running time; write 107, 1:47 or 1h 47m."),
        (lists.REGIONS, "1, Mars", "“Mars” is not a region; write 1 to 8, A to C or All."),
        (lists.CERTIFICATIONS, "R", "“R” is not a certification; write United States: R."),
        (lists.CERTIFICATIONS, ": R", "“: R” is not a certification; write United States: R."),
        (lists.RATINGS, "very good", "“very good” is not a rating; write Metacritic critics 88/100."),
        (lists.EXTERNAL_IDS, "tt0105462", "“tt0105462” is not an id; write IMDb: tt0105462."),
        (lists.EXTERNAL_IDS, ": tt0105462", "“: tt0105462” is not an id; write IMDb: tt0105462."),
    ],
)
def test_what_cannot_be_read_is_refused_with_an_example(kind, typed, complaint):
    with pytest.raises(FieldError) as refusal:
        kind.parse(typed)
    assert str(refusal.value) == complaint


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (kinds.DATE, "1992-11-20", "20 Nov 1992"),
        (kinds.DATE, "1948-10", "Oct 1948"),
        (kinds.MOMENT, "2026-01-04T18:20:50", "4 Jan 2026, 18:20"),
        (kinds.MONEY, {"amount": 10000000, "currency": "USD"}, "$10,000,000"),
        (kinds.MONEY, {"amount": 9.5, "currency": "CHF"}, "CHF 9.50"),
        (kinds.RUNTIME, 107, "1 h 47"),
        (kinds.RUNTIME, 52, "52 min"),
        (kinds.RUNTIME, 120, "2 h"),
        (kinds.PLACE, "Living room/Shelf 2", "Living room › Shelf 2"),
        (kinds.FLAG, False, "no"),
        (kinds.AFTER_CREDITS, {"has_scene": True, "note": "a cat"}, "yes: a cat"),
        (kinds.LONG_TEXT, "One.\n\nTwo.", "One. Two."),
        (lists.WORDS, ["Drama", "War"], "Drama, War"),
        (lists.PHRASES, ["The Kremlin, Moscow", "Kiev"], "The Kremlin, Moscow; Kiev"),
        (lists.RATINGS, VALUES["ratings"][0], "Metacritic critics 88/100; Rotten Tomatoes users 7.3/10 (12,345 votes)"),
        (lists.CREDITS, VALUES["credits"][0], "Robert Duvall, Ivan Passer, Nobody, Scatman Crothers"),
    ],
)
def test_value_is_shown_as_people_write_it(kind, value, shown):
    assert kind.show(value) == shown


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (kinds.TEXT, "  The   Thing\n", "The Thing"),
        (kinds.FLAG, "Y", True),
        (kinds.DECIMAL, "7,5", 7.5),
        (kinds.PLACE, " Living  room / Shelf 2 /", "Living room/Shelf 2"),
        (kinds.BARCODE, "1 91329-07984 3", "191329079843"),
        (lists.TAGS, "Piano, USSR, Piano", ["Piano", "USSR"]),
        (lists.TAGS, "Piano\nUSSR", ["Piano", "USSR"]),
        (lists.PHRASES, "Moscow, Russia; Kiev", ["Moscow, Russia", "Kiev"]),
        (lists.REGIONS, "Region 1; zone b; 0", ["1", "B", "All"]),
        (lists.REGIONS, "1, Region 1", ["1"]),
        (lists.REGIONS, "R2; worldwide", ["2", "All"]),
        (
            lists.LINKS,
            "MGM\nhttps://a.b/c",
            [{"label": "MGM", "url": None}, {"label": "https://a.b/c", "url": "https://a.b/c"}],
        ),
        (
            lists.TEXTS,
            "Just a paragraph.\n\nAnd another.",
            [{"kind": "summary", "author": None, "heading": None, "text": "Just a paragraph.\nAnd another."}],
        ),
    ],
)
def test_what_people_type_becomes_its_normal_form(kind, typed, value):
    assert kind.parse(typed) == value


def test_odd_values_are_named_but_not_refused():
    assert kinds.YEAR.odd(1066) == "There were no films before 1874."
    assert kinds.YEAR.odd(1992) is None
    assert kinds.BARCODE.odd("191329079844") == "The last digit of this barcode should be 3."
    assert kinds.BARCODE.odd("191329079843") is None
    assert kinds.TEXT.odd("anything") is None


def test_one_person_who_acts_and_directs_is_two_parts_of_a_cast():
    acts, directs = ({"person": "Orson Welles", "role": role, "character": None} for role in ("actor", "director"))
    assert lists.CREDITS.subject(acts) != lists.CREDITS.subject(directs)


def test_parts_are_the_same_when_all_their_cells_are():
    part = {"person": "Ana", "role": "voice", "character": "Wolf"}
    assert lists.CREDITS.same([part], [{**part, "order": 1, "person_id": 7}])
    assert not lists.CREDITS.same([part], [{**part, "character": None}])
    assert not lists.CREDITS.same([part], [])


def test_what_was_meant_by_an_odd_value_is_offered():
    assert kinds.BARCODE.instead("191329079844") == ("191329079843",)
    assert kinds.YEAR.instead(1066) == ()
