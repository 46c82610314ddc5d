"""What is printed is found: in every script, with marks and without, symbols and invisible characters."""

import pytest
import sqlalchemy as sa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalogue.collection.commands import AddField, AddRecord
from catalogue.fields import custom
from catalogue.fields.registry import BUILT_IN
from catalogue.fields.words import GAP, further, phrases, searched, symbols, words_of
from catalogue.search.hits import matching
from catalogue.search.marks import needles, places
from catalogue.search.parser import parse
from catalogue.search.tree import Query, Words
from catalogue.store.listing import FURTHER, columns_of

TITLES = [
    "七人の侍",
    "臥虎藏龍",
    "ฉลาดเกมส์โกง",
    "ភូមិសត្វ",
    "ສະບາຍດີຫຼວງພະບາງ",
    "မြန်မာ့ရုပ်ရှင်",
    "スパイダー・マン",
    "ﾄﾄﾛ",
    "기생충",
    "हिन्दी फ़िल्म",
    "كتـاب",
    "שָׁלוֹם",
    "M*A*S*H",
    "S.W.A.T.",
    "T.I.M.E.",
    "E.T. the Extra-Terrestrial",
    "R.I.P.D.",
    "L.A. Confidential",
    "L. A. Story",
    "Ocean’s Eleven",
    "WALL·E",
    "Spider-Man",
    "AC/DC Live",
    "10,000 BC",
    "8½",
    "Amélie",
    "Straße",
    "ﬁnal cut",
    "Œuvre",
    "İstanbul",
    "ＡＢＣ wide",
    "Hawaiʻi",
    "I ♥ Huckabees",
    "$",
    "???",
    "Emoji 🎬👍🏽",
    "Wild+Free",
    "What? Me? No?",
    "Soft\u00adhyphen Zero\u200bwidth",
    "Mission:Impossible",
    "Se7en",
]


@pytest.fixture(scope="module")
def odd(blank_catalogue, tmp_path_factory):
    import shutil

    from catalogue.collection import Collection

    path = tmp_path_factory.mktemp("odd") / "films.db"
    shutil.copy(blank_catalogue, path)
    collection = Collection.open(path)
    for title in TITLES:
        collection.run(AddRecord({"title": title}))
    text = [
        {
            "kind": "summary",
            "author": None,
            "heading": None,
            "text": "昔々、侍が村を守った。It cost A$AP 5 $ at Ocean's.",
        }
    ]
    person = [{"order": 1, "person": "黒澤明", "role": "director", "character": None}]
    collection.run(
        AddRecord({"title": "Elsewhere", "texts": text, "credits": person, "tags": ["三船敏郎"], "location": "棚の上"})
    )
    yield collection
    collection.close()


def found(collection, query):
    answer = collection.find(query)
    assert answer.problems == ()
    rows = collection.rows(answer.ids, ["title"])
    return [rows[row_id].values["title"] for row_id in answer.ids]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("侍", "七人の侍"),
        ("人の", "七人の侍"),
        ("藏龍", "臥虎藏龍"),
        ("เกมส์", "ฉลาดเกมส์โกง"),
        ("โกง", "ฉลาดเกมส์โกง"),
        ("សត្វ", "ភូមិសត្វ"),
        ("ຫຼວງ", "ສະບາຍດີຫຼວງພະບາງ"),
        ("ရုပ်ရှင်", "မြန်မာ့ရုပ်ရှင်"),
        ("マン", "スパイダー・マン"),
        ("スパイダーマン", "スパイダー・マン"),
        ("ｽﾊﾟｲﾀﾞｰ", "スパイダー・マン"),
        ("トロ", "ﾄﾄﾛ"),
        ("기생", "기생충"),
        ("फ़िल्म", "हिन्दी फ़िल्म"),
        ("हिन्", "हिन्दी फ़िल्म"),
        ("كتاب", "كتـاب"),
        ("כתב or שלום", "שָׁלוֹם"),
        ("mash", "M*A*S*H"),
        ("M*A*S*H", "M*A*S*H"),
        ("swat", "S.W.A.T."),
        ("s.w.a.t.", "S.W.A.T."),
        ("time", "T.I.M.E."),
        ("et", "E.T. the Extra-Terrestrial"),
        ("extraterrestrial", "E.T. the Extra-Terrestrial"),
        ('"et the extraterrestrial"', "E.T. the Extra-Terrestrial"),
        ("ripd", "R.I.P.D."),
        ("la confidential", "L.A. Confidential"),
        ('"la confidential"', "L.A. Confidential"),
        ("la story", "L. A. Story"),
        ("oceans eleven", "Ocean’s Eleven"),
        ("ocean's eleven", "Ocean’s Eleven"),
        ("ocean`s", "Ocean’s Eleven"),
        ("title:oceans", "Ocean’s Eleven"),
        ('title:="ocean\'s eleven"', "Ocean’s Eleven"),
        ('"oce* elev*"', "Ocean’s Eleven"),
        ("walle", "WALL·E"),
        ("wall-e", "WALL·E"),
        ("spiderman", "Spider-Man"),
        ("spider–man", "Spider-Man"),
        ("acdc", "AC/DC Live"),
        ("10000", "10,000 BC"),
        ("8½", "8½"),
        ('"8 1/2"', "8½"),
        ("amelie", "Amélie"),
        ("strasse", "Straße"),
        ("final", "ﬁnal cut"),
        ("oeuvre", "Œuvre"),
        ("istanbul", "İstanbul"),
        ("abc", "ＡＢＣ wide"),
        ("hawaii", "Hawaiʻi"),
        ("hawai'i", "Hawaiʻi"),
        ("i huckabees", "I ♥ Huckabees"),
        ("I ♥ Huckabees", "I ♥ Huckabees"),
        ("♥", "I ♥ Huckabees"),
        ("♥\ufe0f", "I ♥ Huckabees"),
        ("title:♥", "I ♥ Huckabees"),
        ("title:$", "$"),
        ("title:=$", "$"),
        ("???", "???"),
        ("？？？", "???"),
        ("🎬", "Emoji 🎬👍🏽"),
        ("👍", "Emoji 🎬👍🏽"),
        ("+", "Wild+Free"),
        ("wild & free", "Wild+Free"),
        ("softhyphen", "Soft\u00adhyphen Zero\u200bwidth"),
        ("soft\u200dhyphen zerowidth", "Soft\u00adhyphen Zero\u200bwidth"),
        ("se\u00ad7en", "Se7en"),
        ("missionimpossible", "Mission:Impossible"),
        ("text:侍", "Elsewhere"),
        ("村を守", "Elsewhere"),
        ("text:oceans", "Elsewhere"),
        ("text:$", "Elsewhere"),
        ("澤明", "Elsewhere"),
        ("director:澤", "Elsewhere"),
        ("tag:敏郎", "Elsewhere"),
        ("location:上", "Elsewhere"),
        ("at:棚", "Elsewhere"),
    ],
)
def test_what_is_printed_is_found(odd, query, title):
    assert title in found(odd, query)
    if not query.startswith(("text:", "村", "director", "tag", "at:", "location", "澤")):
        assert places(title, needles(parse(query), BUILT_IN))


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("??", ["???"]),
        ("????", []),
        ("?", ["???", "What? Me? No?"]),
        ("♠", []),
        ("!!!", []),
        ("侍七", []),
        ('title:="oceans eleven"', []),
        ("title:~^ocean's.eleven$", ["Ocean’s Eleven"]),
        ("title:~^oceans", []),
        ('"spiderman eleven"', []),
        ("ab", ["ＡＢＣ wide"]),
    ],
)
def test_nothing_else_is_found(odd, query, titles):
    assert sorted(found(odd, query)) == sorted(titles)


def test_words_of_a_custom_field_are_found_in_it(collection):
    field = collection.run(AddField("Mark", "list", "copy")).result
    assert field
    [key] = [one.key for one in collection.fields().custom]
    collection.run(AddRecord({"title": "A", key: ["七人の侍", "L.A. ♥"]}))
    collection.run(AddRecord({"title": "B", "notes": "七人の侍 L.A. ♥"}))
    for query in ("mark:侍", "mark:人の侍", "mark:la", "mark:l.a.", "mark:♥", 'mark:"l* a*"', "mark:=七人の侍"):
        assert found(collection, query) == ["A"], query
    assert custom.query_name("Mark") == "mark"


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("mash", "The M*A*S*H unit", "M*A*S*H"),
        ("oceans", "At Ocean’s end", "Ocean’s"),
        ("侍", "七人の侍たち", "侍"),
        ("เกมส์", "ฉลาดเกมส์โกง", "เกมส์"),
        ("♥", "I ♥ you", "♥"),
        ("8½", "in 8½ weeks", "8½"),
        ("zerowidth", "a zero\u200bwidth b", "zero\u200bwidth"),
        ("spider", "a Spider-Man", "Spider"),
        ("jrr", "by J. R. R. Tolkien", "J. R. R"),
    ],
)
def test_they_are_marked_where_they_stand(query, text, marked):
    [(start, end)] = places(text, needles(parse(query), BUILT_IN))
    assert text[start:end] == marked


LETTERS = "abé1½ß'’.-*·/ \n侍の人ーカเกมส์हि♥$?!,👍🏽\u200b\u00ad\u0301\ufe0fｶﾞ\"ﬁ"
TEXTS = st.text(alphabet=LETTERS, max_size=24)


@given(text=st.one_of(TEXTS, st.text(max_size=24)))
def test_letters_are_folded_one_by_one(text):
    assert searched(text) == "".join(map(searched, text))
    assert searched(searched(text)) == searched(text)


@pytest.fixture(scope="module")
def index():
    """A text index of nothing but titles, in memory."""
    engine = sa.create_engine("sqlite://")
    names = ", ".join(f'"{name}"' for name in columns_of("film_words"))
    with engine.connect() as connection:
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE film_words USING fts5({names}, tokenize = 'unicode61 remove_diacritics 0')"
        )

        def finds(title, query, prefix):
            folded = searched(title)
            connection.exec_driver_sql("DELETE FROM film_words")
            row = (1, f"{folded}{FURTHER}\n{further(folded)}")
            connection.exec_driver_sql("INSERT INTO film_words(rowid, title) VALUES (?, ?)", row)
            asked = matching("film_words", ("title",), query, prefix)
            return None if asked is None else bool(connection.scalars(asked).all())

        yield finds
    engine.dispose()


@settings(max_examples=400)
@given(before=TEXTS, text=TEXTS, after=TEXTS)
@example("", "侍*", "")
def test_any_part_between_blanks_is_found_and_marked(index, before, text, after):
    whole = f"{before} {text} {after}"
    if "*" in text or GAP in whole:
        return
    asked = index(whole, text, False)
    if not phrases(text, False):
        # Everyday marks say nothing beside words; symbols do wherever they stand, but only as a whole.
        assert (asked is None) == (not symbols(text))
        assert asked or not set(text) & set("♥$?!👍")
        return
    assert asked
    pattern = needles(Query("", Words(text, False)), BUILT_IN)
    assert places(whole, pattern)


@settings(max_examples=300)
@given(title=TEXTS, query=st.text(alphabet="abé1'.- 侍のเส์♥?", min_size=1, max_size=4))
def test_what_is_found_is_there(index, title, query):
    """Nothing is found whose letters do not stand in a row in the title."""

    def bare(text):
        return "".join(words_of(text)) or "".join("".join(one.words) for one in symbols(text))

    if index(title, query, True) and bare(query) not in bare(title):
        assert not words_of(query)  # symbols beside words
        assert all("".join(one.words) in searched(title) for one in symbols(query))
