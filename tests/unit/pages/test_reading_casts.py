"""How well persons and roles are told apart, measured on casts of real films."""

from pathlib import Path

import pytest

from catalogue.pages import cast, told
from catalogue.pages.cast import CastEntry
from catalogue.pages.page import prepare

Cast = list[tuple[str, str | None]]


def casts() -> dict[str, Cast]:
    found: dict[str, Cast] = {}
    for line in (Path(__file__).parent / "casts.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            current = found.setdefault(line[2:], [])
        elif line and not line.startswith("#"):
            person, _, role = line.partition(" | ")
            current.append((person, role))
    return found


def read_cast(text: str, texts: tuple[str, ...] = (), known: tuple[str, ...] = ()) -> list[CastEntry]:
    page = prepare(text, known)
    return cast.read(page, page.lines, told.text_names(texts))


def pairs(text: str, *texts: str, known: tuple[str, ...] = ()) -> Cast:
    return [(entry.person, entry.character) for entry in read_cast(text, texts, known)]


def plot_of(people: Cast) -> str:
    return " ".join(f"Here {role} meets the others." for _, role in people[:6] if role)


def share_read(separator: str, keeps_role: int, with_plot: bool) -> float:
    right = total = 0
    for people in casts().values():
        wanted = [
            (person, None if keeps_role and at % keeps_role == 2 else role) for at, (person, role) in enumerate(people)
        ]
        text = "\n".join(person + (separator + role if role else "") for person, role in wanted)
        found = set(pairs(text, plot_of(wanted) if with_plot else ""))
        right += len(found & set(wanted))
        total += len(wanted)
    return right / total


@pytest.mark.parametrize(
    ("separator", "keeps_role", "with_plot", "at_least"),
    [
        (" ", 0, False, 0.96),
        (" ", 0, True, 0.97),
        (" ", 3, True, 0.95),
        ("\n", 0, True, 0.98),
        ("\n", 3, True, 0.85),
        (" as ", 3, False, 0.99),
        ("\t", 3, False, 0.99),
        (" ... ", 3, False, 0.99),
    ],
)
def test_share_of_credits_that_are_right(separator: str, keeps_role: int, with_plot: bool, at_least: float) -> None:
    assert share_read(separator, keeps_role, with_plot) >= at_least


def test_particles_initials_and_generations_belong_to_the_person() -> None:
    text = "Sylvestra Le Touzel Nina\nMax von Sydow Priest\nSamuel L. Jackson Jules\nRobert Downey Jr. Tony Stark"
    assert pairs(text) == [
        ("Sylvestra Le Touzel", "Nina"),
        ("Max von Sydow", "Priest"),
        ("Samuel L. Jackson", "Jules"),
        ("Robert Downey Jr.", "Tony Stark"),
    ]


def test_name_in_brackets_decides_a_line_that_could_be_cut_twice() -> None:
    line = "Helena Bonham Carter Bellatrix Lestrange"
    assert pairs(line, "Bellatrix Lestrange (Helena Bonham Carter) laughs.") == [
        ("Helena Bonham Carter", "Bellatrix Lestrange")
    ]


def test_people_of_the_catalogue_decide_a_line_that_could_be_cut_twice() -> None:
    assert pairs("Jimmie Dale Gilmore Smokey", known=("Jimmie Dale Gilmore",)) == [("Jimmie Dale Gilmore", "Smokey")]


def test_what_is_doubtful_says_so_in_words() -> None:
    doubtful = total = 0
    for separator in (" ", "\n"):
        for people in casts().values():
            kept = [person + (separator + str(role) if at % 2 else "") for at, (person, role) in enumerate(people)]
            for entry in read_cast("\n".join(kept)):
                assert (entry.reason is not None) == (entry.sure < 0.6)
                assert entry.alternatives or entry.reason is None
                doubtful += entry.reason is not None
                total += 1
    assert 0.05 < doubtful / total < 0.3
    (clear,) = read_cast("Lena Olsson Police Officer 2")
    assert clear.sure > 0.8


def test_one_line_each_with_roles_missing() -> None:
    text = "Jason Isaacs\nMichael Palin\nVyacheslav Molotov\nRichard Brake\nRoger Ashton-Griffiths\nMusician 1"
    assert pairs(text, "Vyacheslav Molotov, played by Michael Palin, leaves.") == [
        ("Jason Isaacs", None),
        ("Michael Palin", "Vyacheslav Molotov"),
        ("Richard Brake", None),
        ("Roger Ashton-Griffiths", "Musician 1"),
    ]


def test_names_without_any_sign_of_a_role_are_persons() -> None:
    people = [person for person, _ in casts()["Star Wars (1977)"] if len(person.split()) == 2]
    assert pairs("\n".join(people)) == [(person, None) for person in people]


def test_line_that_could_be_an_actor_is_sent_to_review_with_the_other_reading() -> None:
    people = ["Jason Isaacs", "Rupert Friend", "Richard Brake", "Jonathan Aris", "Musician 1", "Tom Brooke", "Sergei"]
    entries = read_cast("\n".join(people))
    swallowed = [entry for entry in entries if entry.character in people[:4]]
    for entry in [*swallowed, entries[0]]:
        if entry.sure < 0.6:
            assert entry.reason is not None
            assert any(f"“{name}”" in entry.reason for name in people)
            assert entry.alternatives
    assert all(entry.sure < 0.9 for entry in swallowed)


def test_reason_of_a_glued_line_names_the_other_cut() -> None:
    (entry,) = read_cast("Helena Bonham Carter Bellatrix Lestrange")
    assert entry.sure < 0.75
    (entry,) = read_cast("Mirko Tavit Harun Belo")
    if entry.sure < 0.6:
        assert entry.reason is not None
        assert entry.alternatives


@pytest.mark.parametrize(
    ("line", "person", "character"),
    [
        ("Al Pacino Himself", "Al Pacino", "Himself"),
        ("Judi Dench Narrator (voice)", "Judi Dench", "Narrator (voice)"),
        ("John Hillerman Deputy Hardin / Jess Hardin", "John Hillerman", "Deputy Hardin / Jess Hardin"),
        ("Mary Johnson Officer #2", "Mary Johnson", "Officer #2"),
        ("Anna Lind Greta (uncredited)", "Anna Lind", "Greta (uncredited)"),
        ("Peter Holm Father of Maja, Aged 40", "Peter Holm", "Father of Maja, Aged 40"),
        ("M. Emmet Walsh Captain Bryant", "M. Emmet Walsh", "Captain Bryant"),
        ("Cuba Gooding Jr. Rod Tidwell", "Cuba Gooding Jr.", "Rod Tidwell"),
        ("Jean-Louis Trintignant Marcello", "Jean-Louis Trintignant", "Marcello"),
        ("Benicio Del Toro Fred Fenster", "Benicio Del Toro", "Fred Fenster"),
        ("Karl Olsen Janina's Husband", "Karl Olsen", "Janina's Husband"),
    ],
)
def test_shapes_of_persons_and_roles(line: str, person: str, character: str) -> None:
    assert pairs(line) == [(person, character)]


def test_one_word_artist_among_full_names() -> None:
    text = "Audrey Tautou\nAmélie\nRufus\nRaphaël Poulain\nIsabelle Nanty\nGeorgette\nDominique Pinon\nJoseph"
    assert ("Rufus", "Raphaël Poulain") in pairs(text)


@pytest.mark.parametrize("separator", [" ... ", "\t", " as ", " - ", ": "])
def test_separated_lists_keep_abbreviations_and_lines_without_a_role(separator: str) -> None:
    lines = [("Robert Downey Jr.", "Tony Stark"), ("Anna Lind", "Greta"), ("Cher", None), ("Bo Ek", "Guard No. 1")]
    text = "\n".join(person + (separator + role if role else "") for person, role in lines)
    assert pairs(text) == lines
