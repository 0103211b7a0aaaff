"""Which mail belongs to which case."""

from sqlalchemy import Column, Index, String, Table

from storage.tables.schema import metadata
from storage.types import Instant, Key, Prose

letter_table = Table(
    "letter",
    metadata,
    Column("team_id", String, primary_key=True),
    Column("id", Key, primary_key=True),
    Column("case_id", String, nullable=False),
    Column("written_at", Instant, nullable=False),
)
"""Letters of ours. Kept for good: an answer may come when the delivery is long forgotten."""

mail_in = Table(
    "mail_in",
    metadata,
    Column("team_id", String, primary_key=True),
    Column("message_id", Key, primary_key=True),
    Column("arrived_at", Instant, nullable=False),
    Column("outcome", String, nullable=False),
    Column("case_id", String),
    Column("body", Prose, nullable=False),
    Index("mail_in_outcome", "outcome", "arrived_at"),
)
"""Mails that came in, so that none counts twice and an answer to one of them finds its case. `body` is JSON of
sender, subject and text, and empty where a case has them."""
