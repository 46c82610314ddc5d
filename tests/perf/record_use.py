"""Uses the real window as a person does and tells, after each step, how long it took and how long all stood still.

python tests/perf/record_use.py FILE.db [--pictures FOLDER]; without a screen, under Xvfb:
xvfb-run -a -s "-screen 0 1600x1000x24" python tests/perf/record_use.py FILE.db
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from driving import Driver
from PySide6.QtGui import QGuiApplication

AIM = 0.1


def main(arguments: list[str]) -> int:
    """Does all steps, prints a line for each, and says whether one of them held the window up for too long."""
    options = _options(arguments)
    if options.pictures:
        options.pictures.mkdir(parents=True, exist_ok=True)
    driver = Driver(options.database.resolve())
    seconds, longest = driver.do(lambda: None)
    print(f"{QGuiApplication.platformName()}, {driver.table.results.rowCount():,} rows", flush=True)
    print(f"{'':36}{'seconds':>9}{'stand':>9}")
    worst = 0.0
    for number, (name, action) in enumerate([("open", lambda: None), *driver.steps()]):
        if number:
            seconds, longest = driver.do(action)
        worst = max(worst, longest)
        print(f"{name:36}{seconds:9.2f}{longest * 1000:6.0f} ms{'  !' if longest > AIM else ''}", flush=True)
        if options.pictures:
            file = "".join(letter if letter.isalnum() else "-" for letter in name).strip("-")
            driver.window.grab().save(str(options.pictures / f"{number:02}-{file}.png"))
    print(f"The longest stand was {worst * 1000:.0f} ms; the aim is {AIM * 1000:.0f} ms.")
    driver.close()
    return 0 if worst <= AIM else 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("database", type=Path)
    parser.add_argument("--pictures", type=Path)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
