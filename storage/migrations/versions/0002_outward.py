"""What goes outward: posted copies, notices and letters, their lanes, and operations."""

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    _card()
    _delivery()
    _lane()
    _method_hold()
    _operation()


def _card() -> None:
    op.create_table(
        "card",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("home", sa.Boolean(), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("queued_at", Instant(), nullable=False),
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("wanted_revision", sa.Integer(), nullable=False),
        sa.Column("shown_revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("gave_up_revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("redraw", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("maybe_sent", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("first_sent_at", Instant(), nullable=True),
        sa.Column("last_sent_at", Instant(), nullable=True),
        sa.Column("negative_probes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "card_behind",
        "card",
        ["lane", "urgency", "queued_at"],
        postgresql_where=sa.text(
            "(redraw > 0 OR (wanted_revision > shown_revision AND wanted_revision > gave_up_revision))"
        ),
        sqlite_where=sa.text(
            "(redraw > 0 OR (wanted_revision > shown_revision AND wanted_revision > gave_up_revision))"
        ),
    )
    op.create_index("card_message", "card", ["channel_id", "ts"])
    op.create_index("card_place", "card", ["case_id", "channel_id"], unique=True)


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=True),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("queued_at", Instant(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("channel_id", sa.String(), nullable=True),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("attempt_id", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("maybe_sent", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("first_sent_at", Instant(), nullable=True),
        sa.Column("last_sent_at", Instant(), nullable=True),
        sa.Column("negative_probes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("progress", sa.Text(), nullable=True),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("delivery_case", "delivery", ["case_id"])
    op.create_index(
        "delivery_waiting",
        "delivery",
        ["lane", "urgency", "queued_at"],
        postgresql_where=sa.text("(state = 'waiting')"),
        sqlite_where=sa.text("(state = 'waiting')"),
    )


def _lane() -> None:
    op.create_table(
        "lane",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("lease_until", Instant(), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("slow_until", Instant(), nullable=True),
        sa.Column("parked", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )


def _method_hold() -> None:
    op.create_table(
        "method_hold",
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("method"),
    )


def _operation() -> None:
    op.create_table(
        "operation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("requested_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("fence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("lease_until", Instant(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("operation_case", "operation", ["case_id"])
    op.create_index(
        "operation_due",
        "operation",
        ["due_at"],
        postgresql_where=sa.text("(state IN ('pending', 'sent'))"),
        sqlite_where=sa.text("(state IN ('pending', 'sent'))"),
    )
    op.create_index(
        "operation_one_live",
        "operation",
        ["team_id", "kind", "target"],
        unique=True,
        postgresql_where=sa.text("(state IN ('pending', 'sent', 'unknown'))"),
        sqlite_where=sa.text("(state IN ('pending', 'sent', 'unknown'))"),
    )
