"""What members subscribed to themselves, and what they were told of it."""

from sqlalchemy import Boolean, Column, Index, String, Table, Text

from storage.tables.schema import metadata
from storage.types import Instant, Key

own_subscription_table = Table(
    "own_subscription",
    metadata,
    Column("team_id", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("member_id", Key, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("body", Text, nullable=False),
    Index("own_subscription_member", "team_id", "member_id", "created_at"),
)

member_news_table = Table(
    "member_news",
    metadata,
    Column("team_id", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("member_id", Key, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", Text),
    Index("member_news_member", "team_id", "member_id", "told", "at"),
    Index("member_news_at", "told", "at"),
)
"""`told`: a message that went out, counted for a while. Else `body` is a case that waits for others."""
