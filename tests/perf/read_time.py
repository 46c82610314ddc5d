"""How long reading a page takes as pages grow: python tests/perf/read_time.py

Doubling a text must about double the time, for pages of all kinds and for texts that nobody would write.
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from catalogue.pages.reader import read  # noqa: E402

SIZES = (50_000, 100_000, 200_000, 400_000)
# Twice the text in up to this many times the time: the clock is not exact.
MOST = 3.0

HEADS = {
    "collection page": "A Film\nA Film\nStudio (1990)\nDVD\nUS - R\nDrama | War\nUSA | English | Color | 01:40\n",
    "credits page": "Does A Film have end credit scenes?\nNo!\nA Film does not have end credit scenes.\n",
    "title page": "Details\nCountries of origin Italy\nFilming locations Rome\nTech specs\nRuntime 1h 40m\nSynopsis\n",
    "article": "The Story Behind 'A Film'\n\nThe film was made in a year in which nobody made films there.\n\n",
}
PROSE = (
    'Then Anna Lind (Greta Holm), played by Ada Berg, meets {0} Weiss and the narrator (Ole {0} Dahl) sings "It {0}". '
)
BODIES = {
    "prose": PROSE + "\n",
    "one long line": PROSE,
    "cast, glued": "Anna{0} Lind Greta Holm\n",
    "cast, alternating": "Anna{0} Lind\nGreta\nOle Dahl\n",
    "labels": "Index: {0}\nOwner: Person {0}\nTags: a{0} b\n",
    "crew": "Director: Anna Lind{0}, Ole Dahl{0}\n",
    "headings": "A Heading of {0}\n\nOne sentence below it, which is long enough to be read as running text.\n\n",
}
TORTURES = (
    "<div><p",
    "<!--",
    '<a b="',
    '{"@type": ',
    '\n{"@type": "Movie"}\n',
    "(Al ",
    "\"'",
    "a@b.",
    "—",
    "\t",
    "<li><nav>",
)
SAVED = "<html><body><h1>A Film (1990)</h1><ul><li>Runtime <b>1h 40m</b></li></ul>"


def grown(head: str, body: str, size: int) -> str:
    """A text of some size, with different numbers in it so that no two lines are the same."""
    parts = [head]
    length = len(head)
    number = 0
    while length < size:
        number += 1
        parts.append(body.replace("{0}", _name(number)))
        length += len(parts[-1])
    return "".join(parts)[:size]


def _name(number: int) -> str:
    letters = ""
    while number:
        number, digit = divmod(number, 26)
        letters += chr(97 + digit)
    return letters


def seconds(text: str) -> float:
    """The best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        read(text)
        best = min(best, time.process_time() - start)
    return best


def main() -> int:
    """Print the times; the exit status is 1 when one grows faster than its text."""
    print(f"{'page':32}" + "".join(f"{size // 1000:>8} kB" for size in SIZES) + "   growth")
    cases = {f"{kind}, {body}": (HEADS[kind], BODIES[body]) for kind in HEADS for body in BODIES}
    cases |= {f"saved page, {body}": (SAVED, f"<p>{text.strip()}</p>") for body, text in BODIES.items()}
    cases |= {f"torture {piece.strip()!r}": (HEADS["title page"], piece) for piece in TORTURES}
    cases |= {f"saved torture {piece.strip()!r}": (SAVED, piece) for piece in TORTURES}
    slow = []
    for name, (head, body) in cases.items():
        times = [seconds(grown(head, body, size)) for size in SIZES]
        growth = times[-1] / max(times[-2], 0.02)
        print(f"{name:32}" + "".join(f"{one * 1000:8.0f} ms" for one in times) + f"{growth:9.2f}")
        if growth > MOST:
            slow.append(name)
    print(f"grows too fast: {', '.join(slow) or 'nothing'}")
    return int(bool(slow))


if __name__ == "__main__":
    sys.exit(main())
