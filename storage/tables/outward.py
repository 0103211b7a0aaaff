"""What goes outward: posted copies, notices and letters, their lanes, and operations."""

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
    literal_column,
    text,
)

from storage.tables.schema import metadata
from storage.types import Instant, Key, Prose

LIVE: ColumnElement[bool] = literal_column("(state IN ('pending', 'sent', 'unknown'))")
DUE: ColumnElement[bool] = literal_column("(state IN ('pending', 'sent'))")
WAITING: ColumnElement[bool] = literal_column("(state = 'waiting')")
BEHIND: ColumnElement[bool] = literal_column(
    "(redraw > 0 OR (wanted_revision > shown_revision AND wanted_revision > gave_up_revision))"
)
"""Spelled out, in indexes and queries alike: a condition with bound values does not find its partial index.
https://www.sqlite.org/partialindex.html#queries_using_partial_indexes"""

card = Table(
    "card",
    metadata,
    Column("id", String, primary_key=True),
    Column("team_id", String, nullable=False),
    Column("case_id", String, nullable=False),
    Column("channel_id", String, nullable=False),
    Column("lane", String, nullable=False),
    Column("locale", String, nullable=False),
    Column("home", Boolean, nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("queued_at", Instant, nullable=False),
    Column("delivery_id", String, nullable=False),
    Column("ts", String),
    Column("wanted_revision", Integer, nullable=False),
    Column("shown_revision", Integer, nullable=False, server_default=text("0")),
    Column("gave_up_revision", Integer, nullable=False, server_default=text("0")),
    Column("redraw", Integer, nullable=False, server_default=text("0")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("maybe_sent", Boolean, nullable=False, server_default=false()),
    Column("first_sent_at", Instant),
    Column("last_sent_at", Instant),
    Column("negative_probes", Integer, nullable=False, server_default=text("0")),
    Column("repeated_since", Instant),
    Column("error", Prose),
    Index("card_place", "case_id", "channel_id", unique=True),
    Index("card_message", "channel_id", "ts"),
    Index("card_behind", "lane", "urgency", "queued_at", postgresql_where=BEHIND, sqlite_where=BEHIND),
)
"""One posted copy. It holds no text: whoever delivers draws the newest state. `repeated_since`, here and below, is
the first of the tries that were repeated without an answer: none of them is certain not to land after all."""

delivery = Table(
    "delivery",
    metadata,
    Column("id", String, primary_key=True),
    Column("team_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("lane", String),
    Column("urgency", Integer, nullable=False),
    Column("queued_at", Instant, nullable=False),
    Column("case_id", String),
    Column("channel_id", String),
    Column("member_id", String),
    Column("attempt_id", String),
    Column("locale", String, nullable=False),
    Column("body", Prose, nullable=False),
    Column("state", String, nullable=False, server_default=text("'waiting'")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("maybe_sent", Boolean, nullable=False, server_default=false()),
    Column("first_sent_at", Instant),
    Column("last_sent_at", Instant),
    Column("negative_probes", Integer, nullable=False, server_default=text("0")),
    Column("repeated_since", Instant),
    Column("progress", Prose),
    Column("ts", String),
    Column("error", Prose),
    Column("settled_at", Instant),
    Index("delivery_waiting", "lane", "urgency", "queued_at", postgresql_where=WAITING, sqlite_where=WAITING),
    Index("delivery_case", "case_id"),
)
"""Thread notes, channel notes, direct messages, answers and mail: each once. `lane` is empty for a thread note
of a case that has no home yet."""

lane = Table(
    "lane",
    metadata,
    Column("key", String, primary_key=True),
    Column("fence", Integer, nullable=False, server_default=text("0")),
    Column("owner", String),
    Column("lease_until", Instant, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("slow_until", Instant),
    Column("parked", Prose),
)

second_look = Table(
    "second_look",
    metadata,
    Column("delivery_id", String, primary_key=True),
    Column("place", String, nullable=False),
    Column("thread_ts", String),
    Column("kept_ts", String),
    Column("since", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
)
"""What was repeated, and which copy of it is to stand. `place` is a channel, or a member for a direct message;
`kept_ts` is empty when none is to stand. A row lives for a few minutes."""

method_hold = Table(
    "method_hold",
    metadata,
    Column("method", String, primary_key=True),
    Column("until", Instant, nullable=False),
)

operation_table = Table(
    "operation",
    metadata,
    Column("id", String, primary_key=True),
    Column("team_id", String, nullable=False),
    Column("case_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("target", Key, nullable=False),
    Column("state", String, nullable=False),
    Column("requested_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("fence", Integer, nullable=False, server_default=text("0")),
    Column("owner", String),
    Column("lease_until", Instant, nullable=False),
    Column("body", Text, nullable=False),
    Index(
        "operation_one_live",
        "team_id",
        "kind",
        "target",
        unique=True,
        postgresql_where=LIVE,
        sqlite_where=LIVE,
    ),
    Index("operation_due", "due_at", postgresql_where=DUE, sqlite_where=DUE),
    Index("operation_case", "case_id"),
)
