"""Which mail belongs to which case. Letters that are still on record are known from their deliveries."""

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0008"
down_revision: str | None = "0007"


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("written_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_table(
        "mail_in",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("arrived_at", Instant(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "message_id"),
    )
    op.create_index("mail_in_outcome", "mail_in", ["outcome", "arrived_at"])
    op.execute(
        "INSERT INTO letter (team_id, id, case_id, written_at) "
        "SELECT team_id, id, case_id, queued_at FROM delivery WHERE kind = 'letter' AND case_id IS NOT NULL"
    )
