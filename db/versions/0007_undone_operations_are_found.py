"""undone operations are found"""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_index("ix_operation_undone_by", "operation", ["undone_by"])
