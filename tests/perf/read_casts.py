"""How well the cast reader tells persons from roles, and whether its confidence is honest.

Run: python tests/perf/read_casts.py [CASTS]. It makes 1,000 casts whose truth is known, from the persons and roles of
tests/unit/pages/casts.txt, paired anew. Every third film there is held out: its names were never looked at while the
weights were set, and its figures stand apart.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from catalogue.fields.draft import DOUBTFUL_BELOW
from catalogue.pages import cast, told
from catalogue.pages.page import prepare

CASTS = Path(__file__).parents[1] / "unit" / "pages" / "casts.txt"
Pair = tuple[str, str | None]

ONE_WORD = {
    "tuned": ["Cher", "Madonna", "Sting", "Bourvil", "Cantinflas", "Fernandel", "Totò", "Capucine", "Mako"],
    "held out": ["Eminem", "Rihanna", "Arletty", "Björk", "Zendaya", "Prince", "Common", "Vercors", "Topol"],
}
UNUSUAL = {
    "tuned": [
        "Lou Diamond Phillips Jr.",
        "J. T. Walsh",
        "M. Emmet Walsh",
        "Ludivine de la Tour",
        "Jean-Paul Roussillon",
    ],
    "held out": ["E. G. Marshall", "Sammy Davis Jr.", "Otto von Wernherr", "Jean-Hugues Anglade", "Oscar D'León"],
}
NOTES = (" (voice)", " (uncredited)", " (as a boy)", " (archive footage)")
FURTHER_ROLES = ("Himself", "Herself", "Narrator (voice)", "The Old Man", "Party Guest #2", "Woman in Red, Dancing")

# Layout: what stands between person and role, and which share of roles is missing.
LAYOUTS = {
    "glued": (" ", 0.0),
    "glued, 1 role in 4 missing": (" ", 0.25),
    "alternating": ("\n", 0.0),
    "alternating, 1 role in 4 missing": ("\n", 0.25),
    "alternating, 1 role in 2 missing": ("\n", 0.5),
    "one person a line, no roles": ("\n", 1.0),
    "dots": (" ... ", 0.25),
    "as": (" as ", 0.25),
}


def pools() -> dict[str, tuple[list[str], list[str]]]:
    """Persons and roles, for tuning and held out."""
    found: dict[str, tuple[list[str], list[str]]] = {"tuned": ([], []), "held out": ([], [])}
    film = 0
    for line in CASTS.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            film += 1
        elif line and not line.startswith("#"):
            person, _, role = line.partition(" | ")
            persons, roles = found["held out" if film % 3 == 0 else "tuned"]
            persons.append(person)
            roles.append(role)
    return found


def make(chance: random.Random, persons: list[str], roles: list[str], kind: str, missing: float) -> list[Pair]:
    """A cast nobody ever had."""
    size = chance.randint(4, 25)
    people = chance.sample(persons, size)
    people = [
        chance.choice(ONE_WORD[kind])
        if chance.random() < 0.02
        else chance.choice(UNUSUAL[kind])
        if chance.random() < 0.03
        else person
        for person in people
    ]
    pairs: list[Pair] = []
    for person in people:
        role: str | None = chance.choice(roles)
        if chance.random() < 0.06:
            role = chance.choice(FURTHER_ROLES)
        if chance.random() < 0.05:
            role = f"{role}{chance.choice(NOTES)}"
        elif chance.random() < 0.03:
            role = f"{role} / {chance.choice(roles)}"
        pairs.append((person, None if chance.random() < missing else role))
    return pairs


def read(pairs: list[Pair], separator: str, plot: str) -> list[cast.CastEntry]:
    """The cast as it is read back."""
    page = prepare("\n".join(person + (separator + role if role else "") for person, role in pairs))
    return cast.read(page, page.lines, told.text_names([plot] if plot else []))


def judged(count: int, seed: int) -> Iterator[tuple[str, str, bool, bool, float]]:
    """For every pair that was read: layout, names, with a plot or not, right or not, and how sure it was.

    A pair of the truth that was not read counts as a wrong one of the same confidence as the entry that took it in.
    """
    chance = random.Random(seed)
    for number in range(count):
        kind = "held out" if number % 2 else "tuned"
        persons, roles = pools_of[kind]
        for layout, (separator, missing) in LAYOUTS.items():
            pairs = make(chance, persons, roles, kind, missing)
            with_plot = bool(number // 2 % 2)
            told_roles = [role for _, role in pairs if role and "/" not in role][:4]
            plot = " ".join(f"Here {role.partition(' (')[0]} meets the others." for role in told_roles)
            wanted = set(pairs)
            for entry in read(pairs, separator, plot if with_plot else ""):
                right = (entry.person, entry.character) in wanted
                yield layout, kind, with_plot, right, entry.sure


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    shares: dict[tuple[str, str], list[bool]] = defaultdict(list)
    by_sure: dict[int, list[bool]] = defaultdict(list)
    flagged = wrong = found = total = false_alarms = 0
    brier = 0.0
    for layout, kind, _, right, sure in judged(count, 7):
        shares[layout, kind].append(right)
        by_sure[min(9, int(sure * 10))].append(right)
        doubtful = sure < DOUBTFUL_BELOW
        total += 1
        flagged += doubtful
        wrong += not right
        found += doubtful and not right
        false_alarms += doubtful and right
        brier += (sure - right) ** 2
    print(f"{count} casts for each layout, {total} pairs read; the share that is right")
    print(f"{'layout':36} {'tuned':>8} {'held out':>9}")
    for layout in LAYOUTS:
        tuned, held = (shares[layout, kind] for kind in ("tuned", "held out"))
        print(f"{layout:36} {sum(tuned) / len(tuned):8.1%} {sum(held) / len(held):9.1%}")
    print("\nconfidence   pairs    right")
    for step, rights in sorted(by_sure.items()):
        print(f"{step / 10:.1f} to {step / 10 + 0.1:.1f} {len(rights):7} {sum(rights) / len(rights):8.1%}")
    print(f"\nBrier score {brier / total:.4f}; sent to review {flagged / total:.1%} of all pairs;")
    print(f"of {wrong} wrong pairs {found / max(1, wrong):.1%} were sent to review;")
    print(f"of those sent to review {found / max(1, flagged):.1%} are wrong")


pools_of = pools()
if __name__ == "__main__":
    main()
