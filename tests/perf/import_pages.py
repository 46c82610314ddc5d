"""How long folders of pages and large pages take to import, and in how much memory.

Run: python tests/perf/import_pages.py [PAGES ...]. Each figure is of a process of its own, which imports a new folder
into a new catalogue. Time a page and memory must stay about the same as folders grow; a page of megabytes may hold
its own text a few times, no more.
"""

import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from catalogue.collection import Collection  # noqa: E402
from catalogue.errors import Cancelled  # noqa: E402
from catalogue.exchange import importing  # noqa: E402
from catalogue.jobs import Job  # noqa: E402

FOLDERS = (250, 500, 1000, 2000)
CASTS = ROOT / "tests" / "unit" / "pages" / "casts.txt"
NOUNS = ("Harbour", "Winter", "Letter", "Garden", "Engine", "Mirror", "Orchard", "Station", "Lantern", "Bridge")
HEADS = ("Last", "Silent", "Second", "Broken", "Distant", "Golden", "Hidden", "Bitter", "Northern", "Hollow")
SENTENCE = "{0} learns from {1} that the {2} is sold, and nobody in the town will say who has paid for it. "


def casts() -> list[tuple[str, str]]:
    """Persons and roles to make films of."""
    lines = CASTS.read_text(encoding="utf-8").splitlines()
    pairs = [line.partition(" | ") for line in lines if " | " in line]
    return [(person, role) for person, _, role in pairs]


def write_folder(folder: Path, pages: int) -> None:
    """Four pages for each film: a collection page, a credits page, a title page and an article."""
    chance = random.Random(7)
    known = casts()
    for number in range((pages + 3) // 4):
        title = f"The {chance.choice(HEADS)} {chance.choice(NOUNS)} {_roman(number)}"
        year = 1930 + number % 90
        cast = chance.sample(known, 12)
        prose = "\n\n".join(_prose(chance, title, cast) for _ in range(6))
        names = (f"{number:05}-{kind}.txt" for kind in ("collection", "credits", "title", "article"))
        texts = (
            _collection_page(title, year, cast, prose, number),
            _credits_page(title, cast, prose),
            _title_page(cast, prose, year, title),
            f"The Making of '{title}'\n\nHow It Began\n\n“{title}” was a difficult film to make. {prose}\n",
        )
        for name, text in zip(names, texts, strict=True):
            (folder / name).write_text(text, encoding="utf-8")


def _prose(chance: random.Random, title: str, cast: list[tuple[str, str]]) -> str:
    told = [f"{role} ({person})" for person, role in chance.sample(cast, 3) if "(" not in role]
    told += [title] * (2 - len(told))
    return "".join(SENTENCE.format(told[0], told[1], chance.choice(NOUNS).lower()) for _ in range(4)).strip()


def _collection_page(title: str, year: int, cast: list[tuple[str, str]], prose: str, number: int) -> str:
    lines = "\n".join(f"{person} {role}" for person, role in cast)
    barcode = f"{number:011}"
    check = -sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(barcode)) % 10
    return (
        f"{title}\n\n{title}\n\nHill Films (Sep 08, {year})\nDVD\nUS - R\n{barcode}{check}\nDrama | War\n"
        f"USA | English | Color | 01:4{number % 10}\n\nA town waits for its {title.split()[-2].lower()}.\n\n"
        f"SYNOPSIS\n\n{prose}\n\nCast View all\n\n{lines}\n\nTrailer\n\n"
        "Edition details\n\nNr Discs 1\nRegions Region 1\n\nPersonal\n\n"
        f"Owner Robin\nLocation Shelf {number % 40}\nIndex {number}\nAdded Date Feb 14, 2024 19:05:{number % 60:02}\n"
    )


def _credits_page(title: str, cast: list[tuple[str, str]], prose: str) -> str:
    lines = "\n".join(f"{person}\n{role}" for person, role in cast)
    return (
        f"{SENTENCE.format(cast[0][1], cast[1][1], 'mill')}\nDoes {title} have end credit scenes?\nNo!\n"
        f"{title} does not have end credit scenes.\n{lines}\n71\nMetascore\n6.{len(title) % 10} /10\nIMDb Rating\n"
        f"Who has paid for the mill?\n{prose}\nWhat's After the Movie?\n"
    )


def _title_page(cast: list[tuple[str, str]], prose: str, year: int, title: str) -> str:
    return (
        f"Summaries\n\n{title} is about {cast[0][1]} ({cast[0][0]}).\n\nDetails\n\nGenres\n  • Drama\n"
        f"Release date Nov 20, {year}\nCountries of origin United States\nLanguage English\n\nTech specs\n\n"
        f"Runtime 1h 4{len(title) % 10}m\nColor Color\n\nSynopsis\n\n"
        f"At the start of {title} it snows. {prose}\n\nAll Filters\n"
    )


def _roman(number: int) -> str:
    # Numbers in words of letters, so that each title is one of its own.
    letters = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(65 + digit) + chr(97 + digit) * 2 + letters
    return letters


def measure(path: Path, cancel: bool) -> None:
    """Imports what is at a path into a new catalogue and prints seconds, megabytes and what became of it."""
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection.open(Path(folder) / "catalogue.db")
        before = _megabytes()
        job = _Cancels() if cancel else Job()
        start = time.monotonic()
        try:
            receipt = importing.run(collection, [path], job=job)
            fates = {"new": 0, "updated": 0, "same": 0, "doubtful": 0, "rejected": 0}
            for file in receipt.files:
                for name in fates:
                    fates[name] += getattr(file, name)
            result = ", ".join(f"{number} {name}" for name, number in fates.items() if number)
        except Cancelled:
            assert isinstance(job, _Cancels)
            result = f"cancelled, {(time.monotonic() - job.asked) * 1000:.0f} ms after it was asked for"
        spent = time.monotonic() - start
        peak = _megabytes()
        problems = collection.check()
        collection.close()
    print(f"{spent:8.1f} s {before:6} MB -> {peak:5} MB   {result}{'   ' + '; '.join(problems) if problems else ''}")


def _megabytes() -> int:
    """The most memory that this process ever had."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) // 1024 if found else 0


class _Cancels(Job):
    """A job that is cancelled in the middle of its second half, when pages go into the catalogue."""

    asked = 0.0

    def step(self, done: int, total: int, what: str = "") -> None:
        if what == "Importing" and done * 2 > total and not self.asked:
            self.asked = time.monotonic()
            self.cancel()
        super().step(done, total, what)


def main() -> None:
    """Print a line for each folder and each large page."""
    if sys.argv[1:2] == ["--measure"]:
        measure(Path(sys.argv[2]), cancel=sys.argv[3:] == ["--cancel"])
        return
    sizes = [int(size) for size in sys.argv[1:]] or list(FOLDERS)
    with tempfile.TemporaryDirectory() as scratch:
        for size in sizes:
            folder = Path(scratch) / str(size)
            folder.mkdir()
            write_folder(folder, size)
            _child(f"{size:6} pages", folder)
        _child(f"{sizes[-1]:6} pages", folder, "--cancel")
        prose = (folder / "00000-title.txt").read_text(encoding="utf-8")
        for name, head in (("title page", prose), ("article", (folder / "00000-article.txt").read_text("utf-8"))):
            page = Path(scratch) / "large.txt"
            body = "\n\n".join(_prose(random.Random(place), "The Film", casts()[:12]) for place in range(9000))
            page.write_text(head.replace("\n\nAll Filters", "") + "\n\n" + body[:5_000_000] + "\n", encoding="utf-8")
            _child(f"5 MB {name}", page)


def _child(name: str, path: Path, *more: str) -> None:
    print(f"{name:16}", end="", flush=True)
    subprocess.run([sys.executable, __file__, "--measure", str(path), *more], check=True)


if __name__ == "__main__":
    main()
