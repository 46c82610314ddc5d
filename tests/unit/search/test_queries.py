import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.collection.commands import AddRecord
from catalogue.errors import UserError
from catalogue.fields import patterns, registry
from catalogue.fields.text import storable
from catalogue.search import marks, parser, printer
from catalogue.search.tree import Term

AMELIE, STALIN, SOLARIS, STALKER, ASCENT, CATS = (
    "Amélie",
    "The Death of Stalin",
    "Solaris",
    "Stalker",
    "The Ascent",
    "Cats",
)
ALL = [AMELIE, ASCENT, STALIN, SOLARIS, STALKER]


def finds(*cases):
    return pytest.mark.parametrize(("query", "expected"), cases, ids=[query or "nothing" for query, _ in cases])


@finds(
    ("", ALL),
    ("   ", ALL),
    ("stalin", [STALIN]),
    ("STALIN", [STALIN]),
    ("stal", [STALIN, STALKER]),
    ("stalin death", [STALIN]),
    ("death stalker", []),
    ("amelie", [AMELIE]),
    ("AMÉLIE", [AMELIE]),
    ("солярис", [SOLARIS]),
    ("Солярис", [SOLARIS]),
    ("beria", [STALIN]),
    ("kelvin banionis", [SOLARIS]),
    ("radio", [STALIN]),
    ("stalin piano movies-01", [STALIN]),
    ("movies-01", [STALIN]),
    ("191329079843", [STALIN]),
    ("0191329079843", [STALIN]),
    ("barcode:0191329079843", [STALIN]),
    ("barcode:19132", [STALIN]),
    ("kerry", [STALIN, SOLARIS]),
    ("nothingofthekind", []),
    ("&", [STALIN]),
    ("kerry & dawn", [STALIN]),
    ("kerry ♥ dawn", [STALIN]),
    ("♥", []),
)
def test_words_are_found_anywhere_without_case_and_accents(titles, query, expected):
    assert titles(query) == expected


@finds(
    ('"radio moscow"', [STALIN]),
    ('"moscow radio"', []),
    ('"radio mosc"', []),
    ('"death of stalin"', [STALIN]),
    ('"radio moscow', [STALIN]),
    ('""', ALL),
)
def test_a_phrase_stands_together(titles, query, expected):
    assert titles(query) == expected


@finds(
    ("tag:piano", [STALIN]),
    ("tags:piano", [STALIN]),
    ("TAG:Piano", [STALIN]),
    ("tag:lent", [SOLARIS]),
    ("tag:piano location:Movies-01", [STALIN]),
    ("location:shelf", [AMELIE, SOLARIS]),
    ("at:movies", [STALIN]),
    ("owner:kerry", [STALIN, SOLARIS]),
    ("title:stalin", [STALIN]),
    ("t:stal", [STALIN, STALKER]),
    ("genre:drama", [STALIN, SOLARIS, STALKER]),
    ('genre:"science fiction"', [SOLARIS]),
    ("genre:fiction", [SOLARIS]),
    ("actor:kelvin", []),
    ("cast:kelvin", [SOLARIS]),
    ("character:kelvin", [SOLARIS]),
    ("character:banionis", []),
    ("actor:banionis", [SOLARIS]),
    ("character:beria", [STALIN]),
    ("text:moscow", [STALIN]),
    ("title:moscow", []),
    ("upc:191329079843", [STALIN]),
    ("region:1", [STALIN]),
    ("country:soviet", []),
    ("countries:soviet", [SOLARIS]),
    ("status:wish", [AMELIE]),
    ("note:twice", [STALIN]),
    ("device:td", [STALIN]),
    ('device:"TD 05"', [STALIN]),
)
def test_a_field_is_searched_by_its_names(titles, query, expected):
    assert titles(query) == expected


@finds(
    ("owner:=Kerry", [SOLARIS]),
    ('owner:="Kerry & Dawn"', [STALIN]),
    ("owner:=kerry", [SOLARIS]),
    ("tag:=USSR", [STALIN, SOLARIS]),
    ("tag:=lent", []),
    ('tag:="lent out"', [SOLARIS]),
    ("title:=amelie", [AMELIE]),
    ("title:=stal", []),
    ("genre:=drama", [STALIN, SOLARIS, STALKER]),
    ("genre:=science", []),
    ("region:=1", [STALIN]),
    ('location:="Living room"', [AMELIE, SOLARIS]),
    ('location:="Living room/Shelf 2"', [SOLARIS]),
    ('location:="living room/shelf 1"', []),
    ('actor:="Audrey Tautou"', [AMELIE]),
    ("actor:=Audrey", []),
    ('character:="Amélie Poulain"', [AMELIE]),
    ('character:="amelie poulain"', [AMELIE]),
    ("format:=dvd", [AMELIE, STALIN]),
    ("barcode:=191329079843", [STALIN]),
    ("barcode:=0191329079843", [STALIN]),
    ("year:=1972", [SOLARIS]),
)
def test_an_equals_sign_asks_for_the_whole_value(titles, query, expected):
    assert titles(query) == expected


@finds(
    ("year:1972", [SOLARIS]),
    ("year:>2000", [AMELIE, STALIN]),
    ("year:>=2001", [AMELIE, STALIN]),
    ("year:<1979", [ASCENT, SOLARIS]),
    ("year:<=1979", [ASCENT, SOLARIS, STALKER]),
    ("year:1970..1980", [ASCENT, SOLARIS, STALKER]),
    ("year:..1980", [ASCENT, SOLARIS, STALKER]),
    ("year:2001..", [AMELIE, STALIN]),
    ("year:2001..2001", [AMELIE]),
    ("year:1980..1970", []),
    ("year:1970-1980", [ASCENT, SOLARIS, STALKER]),
    ("year:1970–1980", [ASCENT, SOLARIS, STALKER]),
    ('year:"1970 - 1980"', [ASCENT, SOLARIS, STALKER]),
    ("year=1970-79", [ASCENT, SOLARIS, STALKER]),
    ("year:1970s-1980s", [ASCENT, SOLARIS, STALKER]),
    ("year:2001-", [AMELIE, STALIN]),
    ("-year:1970-1980", [AMELIE, STALIN]),
    ("year:1980-1970", []),
    ("runtime:100-130", [AMELIE, STALIN]),
    ("runtime:1.5h-2h", [STALIN]),
    ("runtime:90'-PT107M", [STALIN]),
    ("released:2001-2017", [AMELIE, STALIN]),
    ("released:2017-09", [STALIN]),
    ("released:2017-09-01-2017-10-01", [STALIN]),
    ('released:"September 2017-5. März 2018"', [STALIN]),
    ("bought:2025-2026", [STALIN]),
    ("price:5-20", [AMELIE, SOLARIS]),
    ('price:"5-20 EUR"', [AMELIE, SOLARIS]),
    ("price:€5-€10", [AMELIE]),
    ("price:$5-$10", []),
    ("mine:8-9.5", [AMELIE]),
    ("added:today-today", [AMELIE, STALIN, SOLARIS]),
    ("year=1972", [SOLARIS]),
    ("year>2000", [AMELIE, STALIN]),
    ("year<=1979", [ASCENT, SOLARIS, STALKER]),
    ("year=1970..1980", [ASCENT, SOLARIS, STALKER]),
    ("-year<2000 year<2002", [AMELIE]),
    ("(year=1972 or year=1979) tag:lent", [SOLARIS]),
    ('owner="Kerry & Dawn"', [STALIN]),
    ("title~^the", [ASCENT, STALIN]),
    ("year=", ALL),
    ("e=mc2", []),
    ("runtime:107", [STALIN]),
    ("runtime:1h47m", [STALIN]),
    ("runtime:>2h", [AMELIE, SOLARIS]),
    ("runtime:2h..2h30m", [AMELIE]),
    ("released:2017", [STALIN]),
    ("released:2017-09", [STALIN]),
    ("released:2017-09-08", [STALIN]),
    ("released:2017-10", []),
    ("released:>2016", [STALIN]),
    ("released:>2017", []),
    ("released:<2017", [AMELIE]),
    ("released:<=2017", [AMELIE, STALIN]),
    ("released:2001..2017", [AMELIE, STALIN]),
    ('released:"8 Sep 2017"', [STALIN]),
    ("bought:>=2026-01", [STALIN]),
    ("price:>10", [SOLARIS]),
    ("price:5", [AMELIE]),
    ("price:5..20", [AMELIE, SOLARIS]),
    ("price:19.99", [SOLARIS]),
    ("price:19,99", [SOLARIS]),
    ("mine:>=9", [AMELIE]),
    ("slipcover:yes", [SOLARIS]),
    ("slipcover:no", [AMELIE]),
    ("after_credits:no", [STALKER]),
    ("added:>2020", [AMELIE, STALIN, SOLARIS]),
)
def test_numbers_dates_money_and_flags_are_compared(titles, query, expected):
    assert titles(query) == expected


@finds(
    ("-stalin", [AMELIE, ASCENT, SOLARIS, STALKER]),
    ("NOT stalin", [AMELIE, ASCENT, SOLARIS, STALKER]),
    ("-tag:ussr", [AMELIE, ASCENT, STALKER]),
    ("NOT NOT stalin", [STALIN]),
    ("stalin OR amelie", [AMELIE, STALIN]),
    ("stal AND 2017", []),
    ("genre:drama AND year:>1975", [STALIN, STALKER]),
    ("genre:drama -tag:ussr", [STALKER]),
    ("stalin OR amelie OR solaris", [AMELIE, STALIN, SOLARIS]),
    ("tag:ussr (stalin OR amelie)", [STALIN]),
    ("(tag:ussr stalin) OR amelie", [AMELIE, STALIN]),
    ("tag:ussr stalin OR amelie", [AMELIE, STALIN]),
    ("-(stalin OR amelie)", [ASCENT, SOLARIS, STALKER]),
    ("NOT (tag:ussr -tag:piano)", [AMELIE, ASCENT, STALIN, STALKER]),
    ("((((stalin))))", [STALIN]),
    ("stalin or amelie", [AMELIE, STALIN]),
    ("stalin Or amelie", [AMELIE, STALIN]),
    ("not stalin", [AMELIE, ASCENT, SOLARIS, STALKER]),
    ("genre:drama and not tag:ussr", [STALKER]),
    ('stalin "or" amelie', []),
    ("or", []),
)
def test_or_not_and_brackets(titles, query, expected):
    assert titles(query) == expected


@finds(
    ("has:tags", [STALIN, SOLARIS]),
    ("has:tag", [STALIN, SOLARIS]),
    ("has:location", [AMELIE, STALIN, SOLARIS]),
    ("has:credits", [AMELIE, STALIN, SOLARIS]),
    ("has:texts", [STALIN]),
    ("has:regions", [STALIN]),
    ("has:price", [AMELIE, SOLARIS]),
    ("has:slipcover", [AMELIE, SOLARIS]),
    ("has:cover", [STALIN]),
    ("has:page", [ASCENT]),
    ("no:tags", [AMELIE, ASCENT, STALKER]),
    ("no:barcode", [AMELIE, ASCENT, SOLARIS, STALKER]),
    ("no:cover is:disc", [AMELIE, SOLARIS]),
    ("-has:tags", [AMELIE, ASCENT, STALKER]),
    ("is:disc", [AMELIE, STALIN, SOLARIS]),
    ("is:film", [ASCENT, STALKER]),
    ("is:wish", [AMELIE]),
    ("is:trash", [CATS]),
    ("is:trash OR stalin", [CATS, STALIN]),
    ("tag:ussr", [STALIN, SOLARIS]),
    ("tag:ussr is:trash", [CATS]),
    ("needs:review", [ASCENT]),
    ("-needs:review", [AMELIE, STALIN, SOLARIS, STALKER]),
)
def test_what_a_record_has_lacks_and_is(titles, query, expected):
    assert titles(query) == expected


@finds(
    ("sort:year", [SOLARIS, ASCENT, STALKER, AMELIE, STALIN]),
    ("sort:year-", [STALIN, AMELIE, STALKER, ASCENT, SOLARIS]),
    ("sort:title-", [STALKER, SOLARIS, STALIN, ASCENT, AMELIE]),
    ("is:disc sort:runtime", [STALIN, AMELIE, SOLARIS]),
    ("is:disc sort:location", [SOLARIS, AMELIE, STALIN]),
    ("is:disc sort:price-", [SOLARIS, AMELIE, STALIN]),
    ("is:disc sort:format sort:year-", [SOLARIS, STALIN, AMELIE]),
    ("sort:genres is:disc sort:year", [AMELIE, STALIN, SOLARIS]),
    ("sort:credits- is:disc", [STALIN, AMELIE, SOLARIS]),
)
def test_the_order_can_be_asked_for(titles, query, expected):
    if query == "sort:credits- is:disc":
        assert titles(query)[0] == STALIN
    else:
        assert titles(query) == expected


@pytest.mark.parametrize("field", registry.FIELDS, ids=lambda field: field.key)
def test_every_field_sorts_and_can_be_asked_for_by_has_and_no(titles, field):
    for way in ("", "-"):
        assert sorted(titles(f"sort:{field.key}{way}")) == sorted(ALL)
    assert sorted(titles(f"has:{field.key}") + titles(f"no:{field.key}")) == sorted(ALL)


@finds(
    ("tag:", ALL),
    ("stalin tag:", [STALIN]),
    ("tag:=", ALL),
    ('tag:"', ALL),
    ('tag:"pia', [STALIN]),
    ("year:>", ALL),
    ("sort:", ALL),
    ("sort:-", ALL),
    ("stalin OR", [STALIN]),
    ("OR stalin", [STALIN]),
    ("OR", ALL),
    ("NOT", ALL),
    ("stalin NOT", [STALIN]),
    ("stalin -", [STALIN]),
    ("-", ALL),
    ("(stalin", [STALIN]),
    ("(", ALL),
    ("stalin (", [STALIN]),
    ("()", ALL),
    ("stalin ()", [STALIN]),
    ("year:1970..", [AMELIE, ASCENT, STALIN, SOLARIS, STALKER]),
    ("year:..", ALL),
)
def test_a_half_typed_query_finds_what_it_says_so_far(titles, query, expected):
    assert titles(query) == expected


@pytest.mark.parametrize(
    ("query", "marked", "message"),
    [
        ("has:colr", "colr", "There is no field “colr”."),
        ("no:colr", "colr", "There is no field “colr”."),
        ("sort:colr", "sort:colr", "There is no field “colr”."),
        ("stalin sort:colr-", "sort:colr-", "There is no field “colr”."),
        ("year:abc", "abc", "“abc” is not a whole number."),
        ("year:19", "19", "“19” is not a year; write four digits."),
        ("runtime:long", "long", "“long” is not a running time; write 107, 1:47 or 1h 47m."),
        ("added:>3/4/2001", "3/4/2001", "“3/4/2001” can be read in two ways; write it as 1992-11-20 or 20 Nov 1992."),
        ("price:>1,500", "1,500", "“1,500” can be read in two ways; write 1500 or 1.5."),
        ("year:1990-soon", "1990-soon", "“1990-soon” is not a whole number."),
        ("slipcover:perhaps", "perhaps", "“perhaps” is neither yes nor no."),
        ("is:gone", "gone", "Write is:trash, is:film, is:disc, is:wish, is:lent, is:late, is:seen, is:box or is:sold."),
        ("needs:love", "love", "Write needs:review."),
        ("title:>m", "title:>m", "Title has no greater and smaller."),
        ("stalin) piano", ")", "This bracket closes nothing."),
    ],
)
def test_what_is_not_understood_is_marked_at_its_place(shelf, query, marked, message):
    [problem] = shelf.find(query).problems
    assert query[problem.start : problem.end] == marked
    assert problem.message == message


def test_several_problems_come_in_the_order_of_the_query(shelf):
    found = shelf.find("has:colr year:abc )")
    assert [problem.start for problem in found.problems] == [4, 14, 18]


def test_a_problem_leaves_the_other_side_of_an_or_alone(titles):
    assert titles("has:colr OR no:tags", ["There is no field “colr”."]) == [AMELIE, ASCENT, STALKER]


def test_an_address_is_no_field(titles):
    assert titles("https://example.org/stalin") == []


def test_a_whole_page_pasted_by_mistake_is_marked_as_too_long(shelf):
    found = shelf.find("stalin " * 3000)
    assert [problem.message for problem in found.problems] == ["This query is too long; it counts only up to here."]
    assert len(found.ids) == 1


def test_brackets_without_end_are_marked_as_too_deep(shelf):
    assert {problem.message for problem in shelf.find("(" * 150 + "stalin").problems} == {"This is nested too deeply."}


@pytest.mark.parametrize(
    ("query", "spans"),
    [
        (
            'tag:piano -"radio moscow" OR beria',
            [
                ("tag:", "field"),
                ("piano", "value"),
                ("-", "operator"),
                ('"radio moscow"', "phrase"),
                ("OR", "operator"),
                ("beria", "word"),
            ],
        ),
        ("(year:1990..1999)", [("(", "operator"), ("year:", "field"), ("1990..1999", "value"), (")", "operator")]),
        ("a )", [("a", "word"), (")", "operator"), (")", "problem")]),
    ],
)
def test_parts_of_a_query_are_told_apart_for_colouring(query, spans):
    assert [(query[start:end], kind) for start, end, kind in parser.parse(query).spans] == spans


QUERIES = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="ab1 :=<>.-()\"'*^~|{}[]\\/%_;\0é\ud800ß", max_size=60),
    st.lists(
        st.sampled_from(
            [
                "tag:",
                "year:",
                "price:",
                "added:",
                "location:",
                "texts:",
                "actor:",
                "runtime:",
                "slipcover:",
                "barcode:",
                "has:",
                "no:",
                "is:",
                "needs:",
                "sort:",
                "=",
                ">",
                "<=",
                "..",
                "1990",
                "-",
                "(",
                ")",
                " ",
                " OR ",
                " NOT ",
                '"',
                "trash",
                "review",
                "9" * 30,
                "nan",
                "inf",
                "1e999",
                "yes",
                "2h",
                "Nov 1992",
                "piano",
                "NEAR",
                "*",
                "\x00",
            ]
        ),
        max_size=14,
    ).map("".join),
)


@settings(max_examples=300)
@given(query=QUERIES)
def test_any_text_is_a_query_that_runs(shelf, query):
    found = shelf.find(query)
    rows = shelf.rows(found.ids, ["title"])
    assert set(found.ids) == set(rows)
    for problem in found.problems:
        assert 0 <= problem.start <= problem.end <= len(query)
        assert problem.message.endswith(".")
    for start, end, _ in found.spans:
        assert 0 <= start <= end <= len(query)


TERMS = st.sampled_from(
    [
        "stalin",
        "tag:ussr",
        "year:>2000",
        "has:cover",
        "no:price",
        "location:shelf",
        "is:film",
        "owner:=Kerry",
        "mine:9",
        "slipcover:no",
        "needs:review",
        "actor:kelvin",
        "has:regions",
        "price:>5",
        "-tag:piano",
        "added:>2020",
        '"radio"',
    ]
)


@settings(max_examples=150)
@given(terms=st.lists(st.tuples(TERMS, st.sampled_from([" ", " OR "])), min_size=1, max_size=4))
def test_a_query_and_its_contrary_share_nothing_and_leave_nothing_out(shelf, terms):
    query = "".join(term + joint for term, joint in terms).removesuffix(" OR ")
    found, rest = shelf.find(query).ids, shelf.find(f"-({query})").ids
    assert sorted([*found, *rest]) == sorted(shelf.find("").ids)


@given(value=st.text(max_size=20))
def test_a_value_written_as_a_query_is_that_value(value):
    value = storable(value)
    tree = parser.parse(printer.exact("tag", value)).tree
    assert tree == (Term("tag", "is", value) if value.strip() else None)


FIRST = [
    # The beginning of a title is enough, as everywhere.
    ("st", ["The Death of Stalin", "Stalker"]),
    ("sol", ["Solaris"]),
    ("соляр", ["Solaris"]),
    # Of names of people, one or two letters begin too many.
    ("beal", ["The Death of Stalin"]),
    ("ber", ["The Death of Stalin"]),
    ("be", []),
    ("the d", ["The Death of Stalin"]),
    # Texts and notes follow in the whole answer.
    ("radio", []),
    ("twice", []),
    # What must not be found is looked for everywhere, also in the first answer.
    ("st -radio", ["Stalker"]),
    ("st year:1979", ["Stalker"]),
    ("radio or solaris", ["Solaris"]),
]


@pytest.mark.parametrize(("query", "expected"), FIRST)
def test_titles_and_names_are_found_first(shelf, query, expected):
    found = shelf.find(query, first=True)
    rows = shelf.rows(found.ids, ["title"])
    assert [rows[row_id].values["title"] for row_id in found.ids] == expected
    assert not found.whole


@pytest.mark.parametrize("query", ["", "tag:piano", "year:1972 -tag:lent", "-radio", "is:disc or actor:beale"])
def test_an_answer_without_words_anywhere_is_whole_at_once(shelf, query):
    found = shelf.find(query, first=True)
    assert found.whole
    assert found.ids == shelf.find(query).ids


@pytest.mark.parametrize("query", ["title:~(a+)+$", "title:~a.*a.*a.*a.*a.*a.*zz", "-title:~(a|aa)+$"])
def test_an_expression_that_takes_for_ever_is_given_up_in_words(collection, monkeypatch, query):
    collection.run(AddRecord({"title": "a" * 3000 + "b"}))
    monkeypatch.setattr(patterns, "PATIENCE", 0.05)
    with pytest.raises(UserError, match="takes too long on the texts here"):
        collection.find(query)
    wanted = marks.needles(parser.parse(query), registry.BUILT_IN)
    assert marks.places("a" * 3000 + "b", wanted) == []


@pytest.fixture
def rated(collection):
    def rating(source, value, scale, audience="users"):
        return {"source": source, "audience": audience, "value": value, "scale": scale, "votes": None}

    for title, listed in (
        ("Alpha", [rating("IMDb", 6.9, 10), rating("Metacritic", 88, 100, "critics")]),
        ("Beta", [rating("IMDb", 7, 10)]),
        ("Gamma", [rating("Rotten Tomatoes", 45, 100)]),
        ("Delta", []),
    ):
        collection.run(AddRecord({"title": title, "ratings": listed}))

    def found(query):
        rows = collection.rows(collection.find(query).ids, ["title"])
        return [row.values["title"] for row in rows.values()]

    return found


@finds(
    ("rating:>7", ["Alpha"]),
    ("rating:>=7", ["Alpha", "Beta"]),
    ("rating:>70", ["Alpha"]),
    ("ratings:imdb>6.5", ["Alpha", "Beta"]),
    ("rating:imdb<=6,9", ["Alpha"]),
    ("rating:imdb=7", ["Beta"]),
    ("rating:metacritic>80", ["Alpha"]),
    ("rating:metacritic>8.8", []),
    ('rating:"rotten tomatoes<5"', ["Gamma"]),
    ("rating:4..7", ["Alpha", "Beta", "Gamma"]),
    ("rating:50..", ["Alpha", "Beta"]),
    ("-rating:>1", ["Delta"]),
    ("rating:imdb", ["Alpha", "Beta"]),
    ("rating:>well", []),
)
def test_ratings_are_compared_whatever_their_scale(rated, query, expected):
    assert sorted(rated(query)) == expected


def test_what_is_no_rating_is_said_in_words(collection):
    [problem] = collection.find("rating:imdb>well").problems
    assert problem.message == "Write a number behind the sign: ratings:imdb>7, or ratings:>70."


@pytest.mark.parametrize("query", ["", "  ", "*", "-", '"', "(", "()", "owner:", 'owner:=""', 'tag:""'])
def test_a_query_that_asks_for_nothing_says_so(collection, query):
    assert collection.find(query).empty


@pytest.mark.parametrize(
    "query",
    [
        "piano",
        "!!! piano",
        "-tag:piano",
        "is:trash",
        "nosuchfield:x",
        "!!!",
        "???",
        "-!!!",
        "(!!!)",
        "!!! or ♥",
        "title:$",
    ],
)
def test_a_query_that_asks_for_something_is_not_empty(collection, query):
    assert not collection.find(query).empty


@pytest.mark.parametrize("plain", ["year:2010", "nr:13", "year:1990..2012", "year:>1980", "tags:>1", "region:2"])
def test_digits_of_any_script_ask_for_the_same(collection, plain):
    from catalogue.collection.commands import AddRecord

    values = {"title": "Amber", "year": 2010, "index": 13, "tags": ["a", "b"], "regions": ["2"]}
    collection.run(AddRecord(values))
    wide = plain.translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"})
    found = collection.find(wide)
    assert found.problems == ()
    assert list(found.ids) == list(collection.find(plain).ids) != []
