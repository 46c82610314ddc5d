"""timelines find rows that are gone"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

OWNERS = {
    "film_id": ("film_item", "credit", "film_text", "attachment"),
    "edition_id": ("edition_item", "contents"),
    "copy_id": ("copy_tag", "picture"),
    "record_id": ("choice", "fact", "review"),
}


def upgrade() -> None:
    op.add_column("operation", sa.Column("reverts", sa.Integer(), nullable=True))
    op.create_index("ix_operation_reverts", "operation", ["reverts"], sqlite_where=sa.text("reverts IS NOT NULL"))
    op.add_column("row_change", sa.Column("owner_id", sa.Integer(), nullable=True))
    op.create_index(
        "ix_row_change_owner", "row_change", ["table_name", "owner_id"], sqlite_where=sa.text("owner_id IS NOT NULL")
    )
    op.create_index(
        "ix_row_change_ranges",
        "row_change",
        ["table_name", "first_id", "last_id"],
        sqlite_where=sa.text("last_id > first_id"),
    )
    for column, tables in OWNERS.items():
        names = ", ".join(f"'{table}'" for table in tables)
        op.execute(
            f"UPDATE row_change SET owner_id = json_extract(data, '$.{column}') "
            f"WHERE action = 'delete' AND table_name IN ({names})"
        )
        op.execute(
            f"UPDATE row_change SET owner_id = json_extract(data, '$.{column}[0]') "
            f"WHERE action = 'update' AND table_name IN ({names}) AND json_type(data, '$.{column}') = 'array'"
        )
