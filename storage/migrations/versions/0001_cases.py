"""Cases, their numbers and their history, which refuses to be changed."""

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    _case()
    _case_indexes()
    _number_sequence()
    _history()
    _history_private()
    _refuse_changes()


def _case() -> None:
    op.create_table(
        "case",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("dedup_key", sa.String(), nullable=False),
        sa.Column("platform_id", sa.String(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("snoozed_until", Instant(), nullable=True),
        sa.Column("hold_until", Instant(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("history_seq", sa.Integer(), nullable=False),
        sa.Column("history_hash", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _case_indexes() -> None:
    op.create_index("case_account", "case", ["team_id", "account", "created_at"])
    op.create_index("case_channel", "case", ["team_id", "channel"])
    op.create_index("case_dedup_key", "case", ["team_id", "dedup_key", "created_at"])
    op.create_index("case_job", "case", ["team_id", "platform_id", "job_id", "created_at"])
    op.create_index("case_list", "case", ["team_id", "ended", "archived", "created_at", "id"])
    op.create_index("case_newest", "case", ["team_id", "created_at", "id"])
    op.create_index("case_number", "case", ["team_id", "number"], unique=True)
    op.create_index("case_owner", "case", ["team_id", "owner", "created_at"])


def _number_sequence() -> None:
    op.create_table(
        "number_sequence",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "year"),
    )


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=False),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("private_digest", sa.String(), nullable=False),
        sa.Column("prev_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq"),
    )


def _history_private() -> None:
    op.create_table(
        "history_private",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq"),
    )


_REFUSE_SQLITE = """
CREATE TRIGGER history_refuses_{verb} BEFORE {verb} ON history
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END
"""
_REFUSE_FUNCTION = """
CREATE FUNCTION refuse_to_change_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'history is append-only'; END $$
"""
_REFUSE_POSTGRES = """
CREATE TRIGGER history_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON history
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history()
"""


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(_REFUSE_SQLITE.format(verb=verb))
        return
    op.execute(_REFUSE_FUNCTION)
    op.execute(_REFUSE_POSTGRES)
