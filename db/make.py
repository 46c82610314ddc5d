"""Writes the next revision from the difference between the tables and the head, and schema.sql from the head.

python db/make.py "add a runtime to editions"      a new revision (read it before you keep it) and schema.sql
python db/make.py                                  schema.sql alone
"""

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

DB = Path(__file__).resolve().parent
sys.path.insert(0, str(DB.parent))

from alembic import command  # noqa: E402
from alembic.config import Config  # noqa: E402

from catalogue.store import tables, upgrade  # noqa: E402
from catalogue.store.engine import open_engine  # noqa: E402


def main(message: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "head.db"
        versions = sorted((DB / "versions").glob("*.py"))
        if versions:
            upgrade.run_migrations(path, "head")
        if message:
            write_revision(path, message, f"{len(versions) + 1:04}")
            upgrade.run_migrations(path, "head")
        (DB / "schema.sql").write_text(schema(path))


def write_revision(path: Path, message: str, number: str) -> None:
    engine = open_engine(path, writes=True)
    config = Config()
    config.set_main_option("script_location", str(DB).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes.update(connection=None, metadata=tables.metadata, include_name=included, render_item=literal)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True, rev_id=number)
    engine.dispose()


def included(name: str | None, kind: str, _: object) -> bool:
    return kind != "table" or name in tables.metadata.tables


def literal(kind: str, item: object, _: object) -> str | bool:
    # A revision borrows nothing from the program: it must still run when the program has moved on.
    own_types = (tables.Amount, tables.Comparable)
    return f"sa.{item.get_col_spec()}()" if kind == "type" and isinstance(item, own_types) else False


def schema(path: Path) -> str:
    """The statements that make the head's tables, as SQLite keeps them."""
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name"
        return "\n\n".join(row[0] + ";" for row in connection.execute(query)) + "\n"


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
