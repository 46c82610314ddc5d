"""Safe copies of a catalogue, made with SQLite's backup API and verified before they count."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from catalogue.errors import UserError

KEPT = 5


def copy_database(source: Path, target: Path) -> None:
    """Copies a database that may be open elsewhere, then checks the copy. Raises UserError and leaves no half file."""
    partial = target.with_name(target.name + ".partial")
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(partial)) as new,
        ):
            old.backup(new)
            verdict = new.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise UserError(f"The copy of {source} did not pass SQLite's check ({verdict}); it was not kept.")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def before_upgrade(path: Path, revision: str) -> Path:
    """Keeps a copy of the catalogue as it was before an upgrade; older ones of these beyond the last few go."""
    moment = datetime.now().strftime("%Y%m%d-%H%M%S")
    target = path.with_name(f"{path.name}.{revision}.{moment}.backup")
    copy_database(path, target)
    for old in sorted(path.parent.glob(f"{path.name}.*.backup"), key=lambda file: file.stat().st_mtime)[:-KEPT]:
        old.unlink()
    return target
