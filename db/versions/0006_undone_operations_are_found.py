"""undone operations are found"""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_index("ix_operation_undone_by", "operation", ["undone_by"])
