"""How well the cast reader tells persons from roles, and whether its confidence is honest.

Run: python tests/perf/read_casts.py [CASTS]. It makes 1,000 casts whose truth is known, half of them of two films of
tests/unit/pages/casts.txt and half of all its films. Every third film there is held out: the weights were fitted
without it (tests/perf/fit_casts.py), and its figures stand apart.
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
Film = list[tuple[str, str]]

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
FURTHER_ROLES = ("Narrator (voice)", "Party Guest #2", "Dancer in Red, Crying", "Themselves", "Juror 4", "Neighbor")

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


def pools() -> dict[str, list[Film]]:
    """The films with their persons and roles, for tuning and held out."""
    films: list[Film] = []
    for line in CASTS.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            films.append([])
        elif line and not line.startswith("#"):
            person, _, role = line.partition(" | ")
            films[-1].append((person, role))
    held = films[2::3]
    return {"tuned": [film for film in films if film not in held], "held out": held}


def make(chance: random.Random, pool: list[Film], kind: str, missing: float) -> list[Pair]:
    """A cast nobody ever had."""
    films = chance.sample(pool, 2) if chance.random() < 0.5 else pool
    people = [pair for film in films for pair in film]
    pairs: list[Pair] = []
    for person, role in chance.sample(people, chance.randint(4, min(25, len(people)))):
        if chance.random() < 0.02:
            person = chance.choice(ONE_WORD[kind])
        elif chance.random() < 0.03:
            person = chance.choice(UNUSUAL[kind])
        if chance.random() < 0.06:
            role = chance.choice(FURTHER_ROLES)
        if chance.random() < 0.05:
            role = f"{role}{chance.choice(NOTES)}"
        elif chance.random() < 0.03:
            role = f"{role} / {chance.choice(people)[1]}"
        pairs.append((person, None if chance.random() < missing else role))
    return pairs


def plot_of(pairs: list[Pair]) -> str:
    """A text that tells of some of the roles."""
    told_roles = [role for _, role in pairs if role and "/" not in role][:4]
    return " ".join(f"Here {role.partition(' (')[0]} meets the others." for role in told_roles)


def read(pairs: list[Pair], separator: str, plot: str) -> list[cast.CastEntry]:
    """The cast as it is read back."""
    page = prepare("\n".join(person + (separator + role if role else "") for person, role in pairs))
    return cast.read(page, page.lines, told.text_names([plot] if plot else []))


def judged(count: int, seed: int) -> Iterator[tuple[str, str, bool, float]]:
    """For every pair that was read: layout, kind of names, right or not, and how sure it was.

    A pair of the truth that was not read counts as a wrong one of the same confidence as the entry that took it in.
    """
    chance = random.Random(seed)
    for number in range(count):
        kind = "held out" if number % 2 else "tuned"
        for layout, (separator, missing) in LAYOUTS.items():
            pairs = make(chance, pools_of[kind], kind, missing)
            plot = plot_of(pairs) if number // 2 % 2 else ""
            wanted = set(pairs)
            for entry in read(pairs, separator, plot):
                right = (entry.person, entry.character) in wanted
                yield layout, kind, right, entry.sure


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    by_layout: dict[tuple[str, str], list[tuple[bool, float]]] = defaultdict(list)
    by_sure: dict[tuple[int, str], list[bool]] = defaultdict(list)
    for layout, kind, right, sure in judged(count, 7):
        by_layout[layout, kind].append((right, sure))
        by_layout["all", kind].append((right, sure))
        by_sure[min(9, int(sure * 10)), kind].append(right)
    total = sum(len(pairs) for (layout, _), pairs in by_layout.items() if layout == "all")
    print(
        f"{count} casts for each layout, {total} pairs read, by what the weights were fitted on and what was held out"
    )
    print(
        "\nshare that is right; of what is wrong, the share sent to review; of what is right, the share sent to review"
    )
    print(f"{'layout':36}" + f"{'tuned':>24}{'held out':>24}")
    for layout in (*LAYOUTS, "all"):
        columns = (figures(by_layout[layout, kind]) for kind in ("tuned", "held out"))
        print(f"{layout:36}" + "".join(f"{right:12.1%}{found:6.0%}{alarms:6.1%}" for right, found, alarms in columns))
    print("\nconfidence: pairs and the share that is right")
    for step in range(10):
        tuned, held = (by_sure[step, kind] for kind in ("tuned", "held out"))
        columns = (f"{len(rights):12}{sum(rights) / max(1, len(rights)):12.1%}" for rights in (tuned, held))
        print(f"{step / 10:.1f} to {step / 10 + 0.1:.1f}{'':26}" + "".join(columns))
    for kind in ("tuned", "held out"):
        pairs = by_layout["all", kind]
        brier = sum((sure - right) ** 2 for right, sure in pairs) / len(pairs)
        flagged = [right for right, sure in pairs if sure < DOUBTFUL_BELOW]
        print(
            f"{kind}: Brier score {brier:.4f}; {len(flagged) / len(pairs):.1%} of all pairs are sent to review, ",
            end="",
        )
        print(f"{1 - sum(flagged) / max(1, len(flagged)):.1%} of those are wrong")


def figures(pairs: list[tuple[bool, float]]) -> tuple[float, float, float]:
    """The share that is right, of what is wrong the share sent to review, of what is right the share sent to review."""
    wrong = [sure < DOUBTFUL_BELOW for right, sure in pairs if not right]
    good = [sure < DOUBTFUL_BELOW for right, sure in pairs if right]
    return len(good) / len(pairs), sum(wrong) / max(1, len(wrong)), sum(good) / max(1, len(good))


pools_of = pools()
if __name__ == "__main__":
    main()
