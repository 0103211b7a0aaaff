"""What stands in an overview for those who hear of nothing at once: what they subscribed to since the last one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from core.domain.case import Case
from core.domain.case_parts import Severity
from core.domain.delivery_incident_table import Outcome
from core.domain.member import Means, Member
from core.domain.own_subscription import Occasion, OwnSubscription
from core.notices.digest_line import DigestLine
from core.policies.digests import MOST_LINES, lines_of
from core.policies.member_news import may_hear
from core.policies.routing import takes
from core.ports.rows import HistoryRow
from core.ports.unit_of_work import ReadUnit

Own = Mapping[str, Sequence[OwnSubscription]]
"""Member id -> what they subscribed to."""


def own_of(members: Iterable[Member], unit: ReadUnit) -> Own:
    """Of those members who chose to hear by overview; empty where nobody did, and then nothing is looked for."""
    wanted = {m.id for m in members if m.means is Means.DIGEST}
    found: dict[str, list[OwnSubscription]] = {}
    for each in unit.subscriptions.of_members() if wanted else ():
        if each.member_id in wanted:
            found.setdefault(each.member_id, []).append(each)
    return found


def news_of(
    member: Member, own: Own, cases: Iterable[Case], since: datetime, unit: ReadUnit
) -> tuple[DigestLine, ...]:
    """A line for each case that opened, opened again or was escalated since then, as they asked; their own cases
    stand in the overview anyway."""
    mine = own.get(member.id, ())
    heard = (
        case
        for case in cases
        if case.owner != member.id
        and case.close_outcome != Outcome.INFO  # kept for the parcel's history; nobody is called
        and may_hear(member, case.account)
        and any(takes(each, case) and _happened(each, case, since, unit) for each in mine)
    )
    return lines_of(heard, unit.now)


def shown(lines: Sequence[DigestLine]) -> dict[str, Any]:
    """The fields of an overview."""
    return {"news": tuple(lines[:MOST_LINES]), "more_news": max(0, len(lines) - MOST_LINES)}


def _happened(own: OwnSubscription, case: Case, since: datetime, unit: ReadUnit) -> bool:
    if Occasion.OPENED in own.occasions and case.created_at > since:
        return True
    if Occasion.REOPENED in own.occasions and case.reopened_at is not None and case.reopened_at > since:
        return True
    if Occasion.ESCALATED not in own.occasions or case.updated_at <= since:
        return False
    return any(row.at > since and _escalates(row) for row in unit.history.of(case.id))


def _escalates(row: HistoryRow) -> bool:
    """As core/policies/member_news.py says it of the event."""
    raised = row.event == "PrioritySet" and row.facts.get("severity") == Severity.CRITICAL
    return raised or row.event == "SupportAsked"
