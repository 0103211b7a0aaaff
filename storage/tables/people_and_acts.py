"""People and channels, closings and evidence, acts on record, and who leads."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from storage.tables.schema import metadata
from storage.types import Instant, Key, Prose

close_attempt = Table(
    "close_attempt",
    metadata,
    Column("id", String, primary_key=True),
    Column("team_id", String, nullable=False),
    Column("case_id", String, nullable=False),
    Column("by", Key, nullable=False),
    Column("state", String, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("body", Text, nullable=False),
    Index("close_attempt_newest", "case_id", "by", "asked_at"),
)

evidence_table = Table(
    "evidence",
    metadata,
    Column("id", String, primary_key=True),
    Column("team_id", String, nullable=False),
    Column("case_id", String, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("sha256", String),
    Column("verdict", String, nullable=False),
    Column("body", Text, nullable=False),
    Index("evidence_case", "case_id", "added_at"),
    Index("evidence_sha256", "team_id", "sha256"),
)

member_table = Table(
    "member",
    metadata,
    Column("team_id", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("name", Prose, nullable=False),
    Column("role", Integer, nullable=False),
    Column("locale", String, nullable=False),
    Column("body", Text, nullable=False),
)

subscription_table = Table(
    "subscription",
    metadata,
    Column("team_id", String, primary_key=True),
    Column("channel_id", String, primary_key=True),
    Column("id", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("body", Text, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("team_id", String, primary_key=True),
    Column("key", Key, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("by", Prose, nullable=False),
    Column("by_name", Prose, nullable=False),
    Column("case_id", String),
    Index("inbox_at", "at"),
)
"""Acts on record, so that the second copy of a click or an event does nothing. Kept seven days."""

lease = Table(
    "lease",
    metadata,
    Column("name", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("until", Instant, nullable=False),
)

job_run = Table(
    "job_run",
    metadata,
    Column("job", String, primary_key=True),
    Column("scheduled_for", Instant, primary_key=True),
    Column("recorded_at", Instant, nullable=False),
)
