"""people of one name are told apart by a qualifier, or by their ids elsewhere"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("person", sa.Column("qualifier", sa.Text(), nullable=True))
    op.add_column("person", sa.Column("external_ids", sa.JSON(none_as_null=True), nullable=True))
    # A name that was typed with a qualifier is what the person is called now: its identity stays.
    brackets = "name GLOB '*[^ ] [[][^ ]*]' AND name NOT GLOB '*[[]*[[]*' AND name NOT GLOB '*]*]*'"
    op.execute(
        "UPDATE person SET qualifier = substr(name, instr(name, ' [') + 2, length(name) - instr(name, ' [') - 2),"
        " name = substr(name, 1, instr(name, ' [') - 1), folded = fold(substr(name, 1, instr(name, ' [') - 1))"
        f" WHERE {brackets} AND name NOT GLOB '* ]'"
    )
