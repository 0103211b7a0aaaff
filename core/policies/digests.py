"""On which days an overview comes, since when it tells, and which cases it names first."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.case import Case
from core.domain.workspace import Hours
from core.notices.digest_line import DigestLine
from core.policies.targets import overdue
from core.policies.working_hours import works_on

MOST_LINES = 10
"""Cases an overview names; the rest is a number."""

FREE_DAYS = 31
"""How far to look for an earlier working day."""


def is_morning(day: date, hours: Hours) -> bool:
    return works_on(day, hours)


def is_weekly(day: date, weekday: int, hours: Hours) -> bool:
    """On the chosen weekday; where nobody works then, on the next day that somebody does."""
    behind = (day.isoweekday() - weekday) % 7
    between = (day - timedelta(days=n) for n in range(1, behind + 1))
    return works_on(day, hours) and not any(works_on(earlier, hours) for earlier in between)


def last_morning(now: datetime, hours: Hours, timezone: str) -> datetime:
    """The same time on the working day before: on a Monday that is Friday. Aware UTC."""
    local = now.astimezone(ZoneInfo(timezone))
    for n in range(1, FREE_DAYS):
        earlier = local - timedelta(days=n)  # the same local time, whatever the clocks did in between
        if works_on(earlier.date(), hours):
            return earlier.astimezone(UTC)
    return now - timedelta(days=1)


def zone_or(timezone: str, otherwise: str) -> str:
    """The zone Slack names, where there is such a one."""
    try:
        return ZoneInfo(timezone).key
    except (LookupError, ValueError, OSError):
        return otherwise


def done_at(case: Case) -> datetime:
    """When it was closed or put away."""
    return case.closed_at or case.archived_at or case.updated_at


def lines_of(cases: Iterable[Case], now: datetime) -> tuple[DigestLine, ...]:
    """What is overdue, the longest first; what is due next; what waits; what is done."""
    ranked = sorted((_line(case, now) for case in cases), key=lambda line: (_RANK[line.standing], line.at))
    return tuple(ranked)


def _line(case: Case, now: datetime) -> DigestLine:
    standing, at = _standing(case, now)
    return DigestLine(
        number=case.number,
        title=case.title or case.subject.label,
        standing=standing,
        at=at,
        url=case.subject.url,
    )


def _standing(case: Case, now: datetime) -> tuple[str, datetime]:
    if case.ended or case.archived:
        return "closed", done_at(case)
    if case.hold is not None:
        return ("waits", case.hold.until) if case.hold.until is not None else ("held", case.hold.since)
    if case.snoozed_until is not None:
        return "waits", case.snoozed_until
    if case.due_at is None:
        return "open", case.created_at
    return "overdue" if overdue(case, now) else "due", case.due_at


_RANK = {"overdue": 0, "due": 1, "open": 2, "waits": 3, "held": 4, "closed": 5}
