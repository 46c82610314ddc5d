import pytest

from catalogue.pages import told


@pytest.mark.parametrize(
    ("text", "person", "character"),
    [
        ("Vladimir Lenin (Maximilian Schell) returns.", "Maximilian Schell", "Vladimir Lenin"),
        ("Before Joseph Stalin (Robert Duvall) became known.", "Robert Duvall", "Joseph Stalin"),
        ("His daughter, Svetlana (Joanna Roth), speaks.", "Joanna Roth", "Svetlana"),
        ("Stalin's unstable son Vasily (Rupert Friend) shouts.", "Rupert Friend", "Vasily"),
        ("It is Lenin's wife, Nadezhda Krupskaya (Miriam Margolyes).", "Miriam Margolyes", "Nadezhda Krupskaya"),
        ("N.K.V.D. Chief Lavrentiy Beria (Simon Russell Beale) waits.", "Simon Russell Beale", "Lavrentiy Beria"),
        ("Now General Voroshilov (John Bowe) objects.", "John Bowe", "General Voroshilov"),
        ("The Bride (Uma Thurman) wakes.", "Uma Thurman", "The Bride"),
        ("Maria Yudina, portrayed by Olga Kurylenko, plays.", "Olga Kurylenko", "Maria Yudina"),
        ("As Vyacheslav Molotov, played by Michael Palin, leaves.", "Michael Palin", "Vyacheslav Molotov"),
        ("Rick (played by Humphrey Bogart) drinks.", "Humphrey Bogart", "Rick"),
        ("Dr. Winkel (Erich Ponto) denies it.", "Erich Ponto", "Dr. Winkel"),
        ("Mia (Uma Thurman, in her best role) dances.", "Uma Thurman", "Mia"),
        ("Antonius Block (Max von Sydow) plays chess.", "Max von Sydow", "Antonius Block"),
        ("Eine Frau namens Greta (Anna Lind) wartet.", "Anna Lind", "Greta"),
        ("the narrator (Edward Norton) cannot sleep.", "Edward Norton", "narrator"),
        ("The play is told by an old ferryman's boy (Milo Berg).", "Milo Berg", "old ferryman's boy"),
        ("The drama stars Anna Lind as Greta.", "Anna Lind", "Greta"),
    ],
)
def test_who_plays_whom(text: str, person: str, character: str | None) -> None:
    (mention,) = told.mentions(text)
    assert (mention.person, mention.character) == (person, character)
    assert text[mention.start : mention.end].startswith(person) or "played by" in text


@pytest.mark.parametrize(
    "text",
    [
        "He leaves (which takes four pages) at dawn.",
        "Stalin is frail and suspicious (even of his doctor).",
        "They meet in the Presidium (formerly Politburo).",
        "Crises in Hungary (1956) and Berlin (1961) follow.",
        "The MVD (Ministry of Internal Affairs) listens.",
        "The army of the USSR (Soviet Union) marches.",
        "A film by Sam Mendes (American Beauty) about beauty.",
        "Produced by the company (MTV) (I).",
        "A new policy (New Economic Policy) is announced.",
        "The director Billy (Billy Wilder) appears.",
    ],
)
def test_other_brackets_name_nobody(text: str) -> None:
    assert told.plays([text]) == []


def test_two_spellings_of_a_character_are_one_row() -> None:
    texts = ["Lenin (Maximilian Schell) speaks.", "Vladimir Lenin (Maximilian Schell) falls ill."]
    assert [mention.character for mention in told.plays(texts)] == ["Vladimir Lenin"]
    texts = ["Joseph Vissarionovich Stalin (Robert Duvall) waits.", "Josef Dzhugashvili (Robert Duvall) is exiled."]
    assert [mention.character for mention in told.plays(texts)] == ["Joseph Vissarionovich Stalin"]


def test_two_spellings_of_a_person_are_one_row() -> None:
    texts = ["Stalin (Adrian McLoughlin) calls.", "Stalin (Adrian Mcloughlin) calls again."]
    assert len(told.plays(texts)) == 1


def test_name_mentioned_most_counts_possessives_and_surnames() -> None:
    texts = ["Harry Lime is dead. Lime's friend Martins asks for Lime.", "Then Martins sees Lime."]
    assert told.most_named(texts) == ("Lime", 4)
    assert told.most_named(["Nobody is named here, and nothing happens."]) is None
