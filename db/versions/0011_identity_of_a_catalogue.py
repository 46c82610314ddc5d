"""identity of a catalogue"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "catalogue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue")),
        sqlite_autoincrement=True,
    )
    # Its pictures lie beside it: by this they are found again under whatever name.
    op.execute("INSERT INTO catalogue (uid) VALUES (lower(hex(randomblob(16))))")
