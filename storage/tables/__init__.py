"""The tables. Migrations make them, the files of this room read them, nothing else may."""

from storage.tables.cases import case_table, history, history_private, number_sequence
from storage.tables.drafts import draft_table
from storage.tables.mail import letter_table, mail_in
from storage.tables.members import member_news_table, own_subscription_table
from storage.tables.outward import (
    BEHIND,
    DUE,
    LIVE,
    WAITING,
    card,
    delivery,
    lane,
    method_hold,
    operation_table,
    second_look,
)
from storage.tables.people_and_acts import (
    close_attempt,
    evidence_table,
    inbox,
    job_run,
    lease,
    member_table,
    subscription_table,
)
from storage.tables.schema import metadata
from storage.tables.user_groups import user_group_table

__all__ = [
    "BEHIND",
    "DUE",
    "LIVE",
    "WAITING",
    "card",
    "case_table",
    "close_attempt",
    "delivery",
    "draft_table",
    "evidence_table",
    "history",
    "history_private",
    "inbox",
    "job_run",
    "lane",
    "lease",
    "letter_table",
    "mail_in",
    "member_news_table",
    "member_table",
    "metadata",
    "method_hold",
    "number_sequence",
    "operation_table",
    "own_subscription_table",
    "second_look",
    "subscription_table",
    "user_group_table",
]
