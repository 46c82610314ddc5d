"""places have room, notes and an order; values renamed everywhere"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "spelling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spelling")),
        sa.UniqueConstraint("field", "folded", name=op.f("uq_spelling_field_folded")),
        sqlite_autoincrement=True,
    )
    op.add_column("place", sa.Column("capacity", sa.Integer(), nullable=True))
    op.add_column("place", sa.Column("notes", sa.Text(), nullable=True))
    op.add_column("place", sa.Column("position", sa.Integer(), nullable=True))
