"""What the examples share: a moment, texts that try everything, and the acts of a state."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.blocks.buttons import DECISIONS, ROUTE_OF
from core.domain.case import Common
from core.domain.case_parts import Kind, LetterProblem
from core.domain.delivery_incident_table import TRANSITIONS as INCIDENT_TRANSITIONS
from core.domain.issue import TRANSITIONS as ISSUE_TRANSITIONS
from core.domain.job_ticket_table import TOLD_AGAIN
from core.domain.job_ticket_table import TRANSITIONS as JOB_TRANSITIONS
from core.domain.support_ticket_table import TRANSITIONS as SUPPORT_TRANSITIONS
from core.views import Deadline, Needs

AT = datetime(2026, 11, 22, 9, 10, tzinfo=UTC)
HOSTILE = "<!channel> <@U0ANA> *bold* `code` <https://evil.example|eBay> &amp; \u202egnp.exe\x00 |x\n> quote"
"""A text that tries everything: ping, link, markup, turned direction, control characters, a new line."""

LONG = "An order sync whose name somebody wrote without any thought for those who have to read it " * 40


def actions_of(kind: Kind, state: str) -> frozenset[str]:
    """What a person can do from here, whatever the platform can: the arrows that have a button, where
    no letter came back."""
    table = TABLES[kind].keys() - TOLD_AGAIN.keys()
    known = {str(a) for a in (*ROUTE_OF, *DECISIONS)}
    return frozenset(str(a) for s, a in table if s == state and str(a) in known) - {Common.UNARCHIVE}


TABLES: dict[Kind, dict[tuple[str, str], str]] = {
    Kind.ISSUE: ISSUE_TRANSITIONS,
    Kind.JOB_TICKET: JOB_TRANSITIONS,
    Kind.DELIVERY_INCIDENT: INCIDENT_TRANSITIONS,
    Kind.SUPPORT_TICKET: SUPPORT_TRANSITIONS,
}


def soon(what: str, minutes: int) -> Deadline:
    return Deadline(what=what, at=AT + timedelta(minutes=minutes))


UNTOUCHED: dict[str, Any] = {
    **dict.fromkeys(("owner", "acked_at", "needs_member", "hold", "snoozed_until"), None),
    **dict.fromkeys(("archived_at", "archived_reason", "closed_at", "closed_by", "close_outcome"), None),
    "links": (),
    "reopen_count": 0,
    "actions": frozenset(),
    "needs": Needs.ANYONE,
}
"""A case that nobody has looked at yet."""

MINE: dict[str, object] = {"owner": "U0ANA", "acked_at": AT, "needs": Needs.MEMBER, "needs_member": "U0ANA"}

PUT_AWAY: dict[str, object] = {
    "archived_at": AT + timedelta(days=1),
    "archived_reason": "actioned",
    "needs": Needs.NOBODY,
    "needs_member": None,
    "deadline": None,
    "actions": frozenset({Common.UNARCHIVE, Common.COMMENT, Common.LINK}),
}

CAME_BACK = LetterProblem(
    letter_id="l1", kind="bounced", status="5.1.1", words="550 5.1.1 no such mailbox", at=AT
)
