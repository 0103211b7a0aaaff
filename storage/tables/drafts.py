"""What people typed and did not send."""

from sqlalchemy import Column, Index, String, Table, Text

from storage.tables.schema import metadata
from storage.types import Instant, Key

draft_table = Table(
    "draft",
    metadata,
    Column("team_id", String, primary_key=True),
    Column("member_id", Key, primary_key=True),
    Column("case_id", Key, primary_key=True),
    Column("form", Key, primary_key=True),
    Column("kept_at", Instant, nullable=False),
    Column("body", Text, nullable=False),
    Index("draft_kept_at", "kept_at"),
)
"""Kept seven days."""
