"""How long reading a page takes as pages grow: python tests/perf/read_time.py [large]

Doubling a text must about double the time, for pages of all kinds and for texts that nobody would write. With `large`
each text is read at a quarter and at the whole of 5 MB, in a process of its own, and the memory it took is printed.
"""

import re
import subprocess
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
    "names on one line": "Anna Lind{0} Berg ",
    "short lines": "Ann\n",
    "digits": "1\n",
    "cut sentences": "This sentence is long enough to be read as running text, number {0}, and it breaks off...\n",
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
    "((((",
    "(a)",
    '"Abc" film. ',
    "Anna played by Bert Ohl ",
    "stars Anna Lind, ",
    " as ",
    "Does x have ",
    "the ",
    "home menu ",
    "Plot\n",
    "• a\n",
    "a|",
    "&amp;",
    "Abcdefghij",
)
LARGE = 5_000_000
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


def cases() -> dict[str, tuple[str, str]]:
    """All texts by their names, as a head and what is repeated below it."""
    found = {f"{kind}, {body}": (HEADS[kind], BODIES[body]) for kind in HEADS for body in BODIES}
    found |= {f"saved page, {body}": (SAVED, f"<p>{text.strip()}</p>") for body, text in BODIES.items()}
    found |= {f"torture {piece.strip()!r}": (HEADS["title page"], piece) for piece in TORTURES}
    return found | {f"saved torture {piece.strip()!r}": (SAVED, piece) for piece in TORTURES}


def read_large(name: str, size: int) -> None:
    """Read one text and print its seconds and the most memory that this process ever had, in megabytes."""
    text = grown(*cases()[name], size)
    start = time.process_time()
    read(text)
    spent = time.process_time() - start
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    print(f"{spent:8.2f} s {int(found[1]) // 1024 if found else 0:5} MB", end="", flush=True)


def main() -> int:
    """Print the times; the exit status is 1 when one grows faster than its text."""
    if sys.argv[1:2] == ["--read"]:
        read_large(sys.argv[2], int(sys.argv[3]))
        return 0
    if sys.argv[1:] == ["large"]:
        for name in cases():
            print(f"{name:36}", end="", flush=True)
            for size in (LARGE // 4, LARGE):
                subprocess.run([sys.executable, __file__, "--read", name, str(size)], check=True)
            print()
        return 0
    print(f"{'page':32}" + "".join(f"{size // 1000:>8} kB" for size in SIZES) + "   growth")
    slow = []
    for name, (head, body) in cases().items():
        times = [seconds(grown(head, body, size)) for size in SIZES]
        growth = times[-1] / max(times[-2], 0.02)
        print(f"{name:32}" + "".join(f"{one * 1000:8.0f} ms" for one in times) + f"{growth:9.2f}")
        if growth > MOST:
            slow.append(name)
    print(f"grows too fast: {', '.join(slow) or 'nothing'}")
    return int(bool(slow))


if __name__ == "__main__":
    sys.exit(main())
