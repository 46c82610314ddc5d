"""series, box sets, discs, loans and viewings"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("folded", name=op.f("uq_contact_folded")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "viewing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("film_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seen_on", sa.Text(), nullable=True),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["film_id"], ["film.id"], name=op.f("fk_viewing_film_id_film")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewing")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("viewing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_viewing_film_id"), ["film_id"], unique=False)

    op.create_table(
        "disc",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("storage_device", sa.Text(), nullable=True),
        sa.Column("slot", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["copy_id"], ["copy.id"], name=op.f("fk_disc_copy_id_copy")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_disc_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disc")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("disc", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disc_copy_id"), ["copy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disc_place_id"), ["place_id"], unique=False)

    op.create_table(
        "loan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lent", sa.Text(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("returned", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_loan_contact_id_contact")),
        sa.ForeignKeyConstraint(["copy_id"], ["copy.id"], name=op.f("fk_loan_copy_id_copy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("loan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_loan_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_loan_copy_id"), ["copy_id"], unique=False)

    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("box_set_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_edition_box_set_id"), ["box_set_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_edition_box_set_id_edition"), "edition", ["box_set_id"], ["id"])

    with op.batch_alter_table("film", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("season", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("episode", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_film_parent_id"), ["parent_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_film_parent_id_film"), "film", ["parent_id"], ["id"])
