import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.fields.text import identity
from catalogue.fields.titles import form, near

ONE_TITLE = [
    ("Bread & Roses", "Bread and Roses"),
    ("Max & Moritz", "Max und Moritz"),
    ("Lantern, The", "The Lantern"),
    ("Lantern", "The Lantern"),
    ("Samouraï, Le", "Le Samouraï"),
    ("Atalante, L'", "L’Atalante"),
    ("Boot, Das", "Das Boot"),
    ("Hard, Die", "Die Hard"),
    ("Lord of the Rings, The: The Two Towers", "The Lord of the Rings – The Two Towers"),
    ("Rocky II", "Rocky 2"),
    ("Rocky 02", "Rocky Two"),
    ("Alien³", "Alien 3"),
    ("Ocean's Eleven", "Oceans 11"),
    ("Star Wars: Episode IV - A New Hope", "Star Wars Episode 4: A New Hope"),
    ("Kill Bill: Vol. 2", "Kill Bill Volume II"),
    ("Dr. Strangelove", "Doctor Strangelove"),
    ("M*A*S*H", "MASH"),
    ("Spider-Man", "Spiderman"),
    ("WALL·E", "Wall-E"),
    ("mother!", "Mother"),
    ("Up!", "Up"),
    ("[REC]", "Rec"),
    ("パク", "バク"),
]

TWO_TITLES = [
    ("Die Hard", "Hard"),
    ("Los Angeles", "Angeles"),
    ("Blade Runner", "Blade Runner 2049"),
    ("1917", "1918"),
    ("Rocky", "Rocky II"),
    ("???", "!!!"),
    ("$", "€"),
    ("The", "A"),
    ("Alien", "Aliens"),
    ("I", "II"),
]


@pytest.mark.parametrize(("one", "other"), ONE_TITLE)
def test_the_ways_of_writing_a_title_have_one_form_and_stay_two_titles(one, other):
    assert form(one) == form(other)
    assert identity(one) != identity(other)


@pytest.mark.parametrize(("one", "other"), TWO_TITLES)
def test_titles_that_say_different_things_have_different_forms(one, other):
    assert form(one) != form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ALIEN", "Alien"),
        ("A  Bug’s\tLife", "a bug's life"),
        ("Cafe\u0301", "Café"),
        ("Up\u200b", "Up"),
        ("“M”", '"m"'),
    ],
)
def test_case_blanks_and_the_shape_of_quotes_make_no_other_title(one, other):
    assert identity(one) == identity(other)


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [
        ("Lantern", "Lanterne", True),
        ("Star Wars", "Star Wars: A New Hope", True),
        ("Nosferatu", "Nosferatu - Eine Symphonie des Grauens", True),
        ("Che: Part One", "Che: Part Two", False),
        ("Taxi", "Taxi 2", False),
        ("Matrix Reloaded", "Matrix Revolutions", False),
        ("Up", "Us", False),
    ],
)
def test_a_letter_or_a_subtitle_more_is_near_and_another_number_is_not(one, other, close):
    assert near(one, other) is close
    assert near(other, one) is close


@given(st.text(min_size=1))
def test_titles_that_are_the_same_have_one_form_and_none_is_without(title):
    assert form(title) == form(title.strip())
    if identity(title):
        assert form(title)
    assert identity(identity(title)) == identity(title)
