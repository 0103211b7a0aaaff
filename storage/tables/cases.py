"""Cases, their numbers, and what happened to them."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, String, Table, Text

from storage.tables.schema import metadata
from storage.types import Body, Instant, Key, Prose

case_table = Table(
    "case",
    metadata,
    Column("id", String, primary_key=True),
    Column("team_id", String, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("kind", String, nullable=False),
    Column("code", Key, nullable=False),
    Column("state", String, nullable=False),
    Column("tab", String, nullable=False),
    Column("ended", Boolean, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("held", Boolean, nullable=False),
    Column("severity", String, nullable=False),
    Column("account", Key),
    Column("channel", Key),
    Column("subject_id", Key, nullable=False),
    Column("search", Prose, nullable=False),
    Column("dedup_key", Key, nullable=False),
    Column("platform_id", Key, nullable=False),
    Column("job_id", Key),
    Column("owner", Key),
    Column("due_at", Instant),
    Column("snoozed_until", Instant),
    Column("hold_until", Instant),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("history_seq", Integer, nullable=False),
    Column("history_hash", String, nullable=False),
    Column("body", Text, nullable=False),
    Index("case_number", "team_id", "number", unique=True),
    Index("case_newest", "team_id", "created_at", "id"),
    Index("case_list", "team_id", "ended", "archived", "created_at", "id"),
    Index("case_dedup_key", "team_id", "dedup_key", "created_at"),
    Index("case_job", "team_id", "platform_id", "job_id", "created_at"),
    Index("case_account", "team_id", "account", "created_at"),
    Index("case_channel", "team_id", "channel"),
    Index("case_owner", "team_id", "owner", "created_at"),
)
"""`body` is the whole aggregate; the columns beside it are what lists filter by, and the head of its history:
`history_seq` and `history_hash` say how long the chain must be, so a cut tail is seen."""

number_sequence = Table(
    "number_sequence",
    metadata,
    Column("team_id", String, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

history = Table(
    "history",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor_id", Prose, nullable=False),
    Column("path", String, nullable=False),
    Column("event", String, nullable=False),
    Column("action", String, nullable=False),
    Column("from_state", String, nullable=False),
    Column("to_state", String, nullable=False),
    Column("facts", Body, nullable=False),
    Column("private_digest", String, nullable=False),
    Column("prev_hash", String, nullable=False),
    Column("hash", String, nullable=False),
)
"""Append-only: triggers refuse UPDATE, DELETE and TRUNCATE."""

history_private = Table(
    "history_private",
    metadata,
    Column("case_id", String, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("salt", LargeBinary, nullable=False),
    Column("data", Body, nullable=False),
)
"""Names and free text. The chain holds their salted digest only, so a row here can be erased."""
