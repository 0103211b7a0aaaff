"""What members subscribe to themselves, and what they were told."""

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0009"
down_revision: str | None = "0008"


def upgrade() -> None:
    op.create_table(
        "own_subscription",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_index("own_subscription_member", "own_subscription", ["team_id", "member_id", "created_at"])
    op.create_table(
        "member_news",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_index("member_news_member", "member_news", ["team_id", "member_id", "told", "at"])
    op.create_index("member_news_at", "member_news", ["told", "at"])
