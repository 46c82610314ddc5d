"""names are told apart by their identity, no longer by what a search finds them by"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_NAME_OF = {
    "person": "name",
    "tag": "name",
    "contact": "name",
    "saved_search": "name",
    "place": "path",
    "spelling": "old",
}


def upgrade() -> None:
    for table, name in _NAME_OF.items():
        with_field = "field, " if table == "spelling" else ""
        op.add_column(table, sa.Column("identity", sa.Text(), nullable=True))
        op.execute(f"UPDATE {table} SET identity = identity({name})")
        # Names that differed in what nobody sees alone: the later ones keep their rows, each under a mark of its own.
        op.execute(
            f"UPDATE {table} SET identity = char(0x2060) || id || char(0x2060) || identity WHERE id IN ("
            f"SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY {with_field}identity ORDER BY id) AS number"
            f" FROM {table}) WHERE number > 1)"
        )
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("identity", existing_type=sa.Text(), nullable=False)
            if table == "spelling":
                batch_op.drop_constraint("uq_spelling_field_folded", type_="unique")
                batch_op.create_unique_constraint(op.f("uq_spelling_field_identity"), ["field", "identity"])
            else:
                batch_op.drop_constraint(f"uq_{table}_folded", type_="unique")
                batch_op.create_unique_constraint(op.f(f"uq_{table}_identity"), ["identity"])
                batch_op.create_index(op.f(f"ix_{table}_folded"), ["folded"], unique=False)
