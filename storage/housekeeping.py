"""Forgetting what has done its work, so that tables which only pass things on do not grow for ever.

Cases, their history, their evidence and their operations are kept.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, or_

from storage.mails import UNMATCHED
from storage.tables import delivery, draft_table, inbox, job_run, mail_in, member_news_table
from storage.transactions import SqlTransactions

ACTS_KEPT = timedelta(days=7)
"""How long a repeated act is recognised. Slack repeats an event for about 6 minutes, a person's old click may
come at any time, but a card that old has changed its version."""

DRAFTS_KEPT = timedelta(days=7)
"""How long a half-written form is offered again. Longer, and it speaks of a case that has moved on."""

SENT_KEPT = timedelta(days=30)
"""How long what was sent, or could not be, stays to be looked at."""

NEWS_COUNTED = timedelta(days=1)
"""How long a message to a member is counted; core/policies/member_news.py looks back ten minutes."""


UNMATCHED_KEPT = timedelta(days=30)
"""How long a mail that belongs to no case stays to be looked at: it is somebody's, and it is in their mailbox."""


async def prune(transactions: SqlTransactions) -> int:
    """Delete what is old; returns how many rows went. One short transaction to each table."""
    gone = 0
    for work in (_acts, _drafts, _news, _sent, _ticks, _unmatched):
        gone += await transactions.write(work)
    return gone


def _acts(conn: Connection, now: datetime) -> int:
    return conn.execute(delete(inbox).where(inbox.c.at < now - ACTS_KEPT)).rowcount


def _drafts(conn: Connection, now: datetime) -> int:
    return conn.execute(delete(draft_table).where(draft_table.c.kept_at < now - DRAFTS_KEPT)).rowcount


def _news(conn: Connection, now: datetime) -> int:
    counted = (member_news_table.c.told, member_news_table.c.at < now - NEWS_COUNTED)
    return conn.execute(delete(member_news_table).where(*counted)).rowcount


def _sent(conn: Connection, now: datetime) -> int:
    over = or_(delivery.c.state == "sent", delivery.c.state == "dead")
    return conn.execute(delete(delivery).where(over, delivery.c.settled_at < now - SENT_KEPT)).rowcount


def _unmatched(conn: Connection, now: datetime) -> int:
    old = (mail_in.c.outcome == UNMATCHED, mail_in.c.arrived_at < now - UNMATCHED_KEPT)
    return conn.execute(delete(mail_in).where(*old)).rowcount


def _ticks(conn: Connection, now: datetime) -> int:
    return conn.execute(delete(job_run).where(job_run.c.recorded_at < now - SENT_KEPT)).rowcount
