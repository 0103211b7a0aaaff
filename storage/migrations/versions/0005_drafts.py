"""What people typed into a form and did not send."""

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("kept_at", Instant(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "member_id", "case_id", "form"),
    )
    op.create_index("draft_kept_at", "draft", ["kept_at"])
