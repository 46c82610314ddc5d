"""Lists are in the order in which a person would put them."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.fields.articles import ENGLISH, of_title, split
from catalogue.fields.collation import beginnings, key, list_key, name_key, path_key, title_key


def shuffled(texts):
    mixed = list(texts)
    random.Random(len(mixed)).shuffle(mixed)
    return mixed


@pytest.mark.parametrize(
    "order",
    [
        ["Disc 1", "Disc 2", "Disc 9", "Disc 10", "Disc 100"],
        ["Shelf2", "Shelf 9", "Shelf10", "Shelf 11"],
        ["A-2", "A-10", "B-1"],
        ["7 Up", "8", "8 Mile", "8mm", "8½", "9", "9 1/2 Weeks", "9½ Weeks 2", "10"],
        ["Naked Gun 33", "Naked Gun 33⅓", "Naked Gun 34"],
        ["½ Mensch", "1 Mensch"],
        ["1.33:1", "1.37:1", "1.78:1", "1.85:1", "2.35:1", "2.4:1"],
        ["Level 16", "Level 16,5", "Level 17"],
        ["Alien", "Alien 2", "Alien³", "Alien 4", "Alien: Covenant", "Alien Resurrection", "Aliens"],
        ["H₂O 1", "Ha"],
        ["Fast Five", "Rocky II", "Rocky III", "Rocky IV", "Rocky V", "Rocky X"],
        ["24/7", "1917", "2001: A Space Odyssey", "20,000 Leagues", "20 000 lieues", "20.000 Meilen"],
        ["1.2.1999", "1.10.1999", "2.1.1999"],
        ["3:10 to Yuma", "4 Weddings", "007: Licence"],
        ["0012345678905", "191329079843", "5050582000000"],
        ["٣ أيام", "４ Days", "5 Days"],
        ["(500) Days", "501 Nights"],
        ['"Crocodile" Dundee', "Cube"],
        ["Threads", "¡Three Amigos!", "Thursday"],
        ["¿Quién?", "Quiet"],
        ["*batteries not included", "Beetle", "«Bella»", "…Berlin"],
        ["???", "$9.99", "Alien", "#Alive"],
        ["♥", "1", "😀 Angel", "Bear"],
        ["Oceania", "Ocean's Eleven", "Oceans Twelve"],
        ["SWAG", "S.W.A.T.", "Swat 2", "Sweat"],
        ["LA", "L.A. Confidential", "La La Land"],
        ["Mash", "M*A*S*H 2", "Mask"],
        ["Spider", "Spider-Man", "Spider Man 2", "Spiders"],
        ["Bullitt", "The 'Burbs", "Burma"],
        ["An American Werewolf", "The Box", "A Cure"],
        ["Zebra", "Ёлки", "Жара", "Май", "Нога"],
        ["ёж", "Жук", "иволга", "йод", "кот"],
        ["Маис", "Май", "Мак"],
        ["Zulu", "Ωmega"],
        ["はは", "ぱぱ", "ハハ 2", "ひ"],
        ["ก", "เก", "ข", "เข"],
        ["resume", "Resume", "resumé", "résume", "résumé", "Résumé"],
        ["Straße", "Strasse 2", "Straßen"],
        ["Łódź", "Lodz 2"],
        ["cote", "Cote", "coté", "côte", "côté"],
        ["", " ", "!", "0", "a"],
    ],
    ids=lambda order: "<".join(order)[:40],
)
def test_a_person_would_put_them_so(order):
    assert sorted(shuffled(order), key=key) == order


@pytest.mark.parametrize(
    ("title", "language", "original", "stands"),
    [
        ("The Godfather", "English", None, "godfather"),
        ("The Godfather", None, None, "godfather"),
        ("Die Hard", "English", None, "die hard"),
        ("Die Hard", None, None, "die hard"),
        ("Die Hard 4.0", "English", "Live Free or Die Hard", "die hard 14"),
        ("Die Brücke", "German", None, "brucke"),
        ("Der Untergang", "German", "Der Untergang", "untergang"),
        ("Das Boot: Director's Cut", "German", "Das Boot", "boot directors cut"),
        ("Downfall", "German", "Der Untergang", "downfall"),
        ("A Taxing Woman", "Japanese", None, "taxing woman"),
        ("A Prophet", "French", "Un prophète", "prophet"),
        ("Un prophète", "French", None, "prophete"),
        ("Un prophète", None, None, "un prophete"),
        ("À bout de souffle", "French", None, "a bout de souffle"),
        ("À nos amours", "English", None, "a nos amours"),
        ("The Artist", "French", None, "artist"),
        ("Los Angeles Plays Itself", "English", None, "los angeles plays itself"),
        ("Los olvidados", "Spanish", None, "olvidados"),
        ("Le Mans", "English", None, "le mans"),
        ("Le Mans", None, None, "le mans"),
        ("Le Samouraï", "French", None, "samourai"),
        ("L'Avventura", "Italian", None, "avventura"),
        ("L’Avventura", "Italian", None, "avventura"),
        ("L'Avventura", None, None, "lavventura"),
        ("Gli uomini", "Italian", None, "uomini"),
        ("Il Divo", "Italian", None, "divo"),
        ("O Pagador de Promessas", "Portuguese", None, "pagador de promessas"),
        ("O Brother, Where Art Thou?", "English", None, "o brother where art thou"),
        ("Os Fuzis", "Portuguese (Brazil)", None, "fuzis"),
        ("Het Diner", "Dutch", None, "diner"),
        ("'t Vrije Schaep", "Dutch", None, "vrije schaep"),
        ("En man som heter Ove", "Swedish", None, "man som heter ove"),
        ("Ett anständigt liv", "sv", None, "anstandigt liv"),
        ("Det sjunde inseglet", "Svenska", None, "sjunde inseglet"),
        ("Az ötödik pecsét", "Hungarian", None, "otodik pecset"),
        ("Το βλέμμα", "Greek", None, "βλεμμα"),
        ("Thing, The", None, None, "thing"),
        ("Boot, Das", "German", None, "boot"),
        ("Boot, Das", "English", None, "boot das"),
        ("“The Crazies”", None, None, "crazies"),
        ("¡El Mariachi!", "Spanish", None, "mariachi"),
        ("A to Z", None, None, "a to z"),
        ("A Is for Acid", None, None, "a is for acid"),
        ("A and B", None, None, "a and b"),
        ("A & B", None, None, "a b"),
        ("A", None, None, "a"),
        ("A!", None, None, "a"),
        ("The", None, None, "the"),
        ("The ...", None, None, "the"),
        ("The The", None, None, "the"),
        ("A.I. Artificial Intelligence", None, None, "ai artificial intelligence"),
        ("The A-Team", None, None, "a team"),
        ("A-Team", None, None, "a team"),
        ("The To Do List", None, None, "to do list"),
        ("Un et un", "French", None, "un et un"),
        ("Theatre", None, None, "theatre"),
        ("Angel", None, None, "angel"),
        ("An Education", None, None, "education"),
        ("Anna", None, None, "anna"),
        ("Dier", "German", None, "dier"),
    ],
)
def test_an_article_counts_only_in_its_own_language(title, language, original, stands):
    assert title_key(title, None, original, language).split("\x01")[0] == stands


@pytest.mark.parametrize("typed", ["Die Hard", "A to Z", "The Best", "L'Amour", "Los Angeles", "Matrix, The"])
def test_a_typed_sort_title_is_taken_to_the_letter(typed):
    assert title_key("Something", typed, None, "German") == name_key(typed)
    first = typed.lower().split("'")[0].split()[0]
    assert name_key(typed).startswith(first.strip(","))


def test_what_is_in_a_place_stands_right_after_it():
    paths = ["Cellar", "Cellar/Box 2", "Cellar/Box 10", "Cellar 2", "Cellar 2/Box", "Cellars", "Living room/Shelf 2"]
    assert sorted(shuffled(paths), key=path_key) == paths


def test_lists_of_words_compare_word_by_word():
    lists = [["a"], ["a", "b"], ["a", "disc 9"], ["a", "disc 10"], ["a b"]]
    assert sorted(shuffled(lists), key=list_key) == lists


def test_a_text_without_end_has_a_short_key():
    assert len(key("a long note. " * 5000)) < 2000
    assert key("9" * 30) < key("1" + "0" * 30) < key("1" * 45) < key("a")


TEXTS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=20)


@given(TEXTS, TEXTS)
def test_texts_that_differ_have_keys_that_differ_unless_nobody_sees_it(one, other):
    if key(one) == key(other):
        seen = [unicodedata.normalize("NFKD", text.casefold()) for text in (one, other)]
        assert seen[0] == seen[1] or {split(one, ENGLISH)[0], split(other, ENGLISH)[0]} != {""}


@given(st.integers(0, 10**30), st.integers(0, 10**30), st.sampled_from(["", "Disc ", "é", "A-", "第"]))
def test_numbers_go_by_their_value(one, other, before):
    assert (key(f"{before}{one}") < key(f"{before}{other}")) == (one < other)
    assert (key(f"{before}{one} x") < key(f"{before}{other} a")) == (one < other)


@given(st.decimals(0, 10**6, places=2), st.decimals(0, 10**6, places=2))
def test_decimals_go_by_their_value(one, other):
    assert (key(f"{one}") < key(f"{other}")) == (one < other)


@given(
    st.from_regex(r"[a-zé]{2,8}( [a-zé]{2,8}){0,2}", fullmatch=True), st.sampled_from(["The ", "A ", "...", '"', "¡"])
)
def test_articles_and_marks_in_front_change_no_letter(title, before):
    if split(title, ENGLISH)[0] or (before == "A " and split(before + title, ENGLISH)[0] != "a"):
        return
    assert key(before + title).split("\x01")[0] == key(title).split("\x01")[0]


@given(st.from_regex(r"[A-Za-zé0-9]{1,6}( [A-Za-zé0-9]{1,6}){0,2}", fullmatch=True), st.data())
def test_what_was_typed_of_a_text_leads_to_it(text, data):
    typed = text[: data.draw(st.integers(1, len(text)))]
    article, rest = split(text, ENGLISH)
    if article and len(typed) <= len(text) - len(rest):
        return
    assert any(key(text).startswith(wanted) for wanted in beginnings(typed))


def test_of_several_languages_the_first_counts():
    assert of_title("Die Hard", None, "English") is ENGLISH
    assert "die" in of_title("Die Brücke", None, "German")
    assert of_title("Die Brücke", "The Bridge", "German") is ENGLISH


@pytest.mark.parametrize(
    ("title", "language"),
    [("Los Angeles", "Spanish"), ("Las Vegas 500 millones", "Spanish"), ("Le Mans", "French"), ("Die Hard", "German")],
)
def test_a_name_keeps_its_first_word_in_any_language(title, language):
    assert title_key(title, language=language) == key(title, ())
