"""Alembic's environment: it takes the connection it is handed and knows no path and no settings."""

import sqlalchemy as sa
from alembic import context

connection = context.config.attributes["connection"]
target_metadata = context.config.attributes.get("metadata")

context.configure(
    connection=connection,
    target_metadata=target_metadata,
    # SQLite can do schema changes in a transaction; Alembic only has to be told.
    transactional_ddl=True,
    transaction_per_migration=False,
    render_as_batch=True,
    include_name=context.config.attributes.get("include_name"),
    render_item=context.config.attributes.get("render_item") or (lambda *_: False),
)


def give_no_id_twice(table, *_, **__):
    # Alembic reads a table that it rebuilds back from the file, and AUTOINCREMENT gets lost on the way.
    if table.name.startswith("_alembic_tmp_"):
        table.dialect_options["sqlite"]["autoincrement"] = True


sa.event.listen(sa.Table, "before_create", give_no_id_twice)
try:
    context.run_migrations()
finally:
    sa.event.remove(sa.Table, "before_create", give_no_id_twice)
