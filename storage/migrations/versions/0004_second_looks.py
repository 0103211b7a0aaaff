"""What was sent again without an answer to the first try, and is looked at once more."""

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0004"
down_revision: str | None = "0003"


def upgrade() -> None:
    op.add_column("card", sa.Column("repeated_since", Instant(), nullable=True))
    op.add_column("delivery", sa.Column("repeated_since", Instant(), nullable=True))
    op.create_table(
        "second_look",
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("thread_ts", sa.String(), nullable=True),
        sa.Column("kept_ts", sa.String(), nullable=True),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("delivery_id"),
    )
