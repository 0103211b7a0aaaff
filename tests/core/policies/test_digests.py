"""On which days an overview comes, since when it tells, and what it names first."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.case import Case
from core.domain.case_parts import Hold, HoldKind
from core.domain.workspace import Hours
from core.policies.digests import is_morning, is_weekly, last_morning, lines_of, zone_or
from tests.core.domain.cases_at_hand import issue, job_ticket

HOURS = Hours(holidays=frozenset({date(2026, 12, 8), date(2026, 12, 25)}))
MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "comes"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 27), True),
        (date(2026, 11, 28), False),
        (date(2026, 11, 29), False),
        (date(2026, 12, 8), False),
        (date(2026, 12, 9), True),
    ],
)
def test_a_morning_overview_comes_on_working_days(day: date, comes: bool) -> None:
    assert is_morning(day, HOURS) is comes


@pytest.mark.parametrize(
    ("day", "weekday", "comes"),
    [
        (date(2026, 11, 24), 2, True),
        (date(2026, 11, 23), 2, False),
        (date(2026, 11, 25), 2, False),
        (date(2026, 12, 8), 2, False),
        (date(2026, 12, 9), 2, True),
        (date(2026, 12, 10), 2, False),
        (date(2026, 11, 28), 6, False),
        (date(2026, 11, 30), 6, True),
        (date(2026, 12, 1), 6, False),
    ],
    ids=[
        *("Tuesday", "the day before", "the day after"),
        *("a holiday", "the day after the holiday", "two days after it"),
        *("Saturday", "the Monday after", "the Tuesday after"),
    ],
)
def test_a_week_is_told_on_its_day_or_the_next_working_one(day: date, weekday: int, comes: bool) -> None:
    assert is_weekly(day, weekday, HOURS) is comes


@given(st.integers(1, 7), st.integers(0, 50))
def test_every_week_is_told_once(weekday: int, week: int) -> None:
    """Seven days that begin with the chosen one."""
    first = date(2026, 1, 5) + timedelta(days=7 * week + weekday - 1)
    assert sum(is_weekly(first + timedelta(days=n), weekday, HOURS) for n in range(7)) == 1


@pytest.mark.parametrize(
    ("now", "since"),
    [
        (datetime(2026, 11, 24, 7, 30, tzinfo=UTC), datetime(2026, 11, 23, 7, 30, tzinfo=UTC)),
        (datetime(2026, 11, 23, 7, 30, tzinfo=UTC), datetime(2026, 11, 20, 7, 30, tzinfo=UTC)),
        (datetime(2026, 12, 9, 7, 30, tzinfo=UTC), datetime(2026, 12, 7, 7, 30, tzinfo=UTC)),
        (datetime(2026, 3, 30, 6, 30, tzinfo=UTC), datetime(2026, 3, 27, 7, 30, tzinfo=UTC)),
        (datetime(2026, 10, 26, 7, 30, tzinfo=UTC), datetime(2026, 10, 23, 6, 30, tzinfo=UTC)),
    ],
    ids=["yesterday", "over a weekend", "over a holiday", "clocks forward", "clocks back"],
)
def test_it_tells_since_the_working_morning_before(now: datetime, since: datetime) -> None:
    assert last_morning(now, HOURS, "Europe/Madrid") == since


def test_who_never_works_is_told_of_a_day() -> None:
    assert last_morning(MONDAY, Hours(days=frozenset()), "UTC") == MONDAY - timedelta(days=1)


@pytest.mark.parametrize("name", ["Mars/North", "", "../etc/passwd", "\x00", "x" * 400])
def test_a_zone_that_is_none_is_that_of_the_workspace(name: str) -> None:
    assert zone_or(name, "Europe/Madrid") == "Europe/Madrid"
    assert zone_or("America/Bogota", "Europe/Madrid") == "America/Bogota"


def numbered(number: int, case: Case) -> Case:
    case.number = number
    return case


def test_what_presses_most_comes_first() -> None:
    def hold(until: datetime | None = None) -> Hold:
        return Hold(kind=HoldKind.RETAILER, reason="waits", since=MONDAY - timedelta(days=2), until=until)

    hours = timedelta(hours=1)
    cases = (
        numbered(8, issue("resolved", closed_at=MONDAY - hours)),
        numbered(7, job_ticket("on_hold", hold=hold(), due_at=MONDAY - hours)),
        numbered(6, job_ticket("on_hold", hold=hold(MONDAY + hours))),
        numbered(5, issue("open", snoozed_until=MONDAY + 0.5 * hours, due_at=MONDAY - hours)),
        numbered(4, issue("open")),
        numbered(3, issue("open", due_at=MONDAY + hours)),
        numbered(2, issue("open", due_at=MONDAY - hours)),
        numbered(1, issue("open", due_at=MONDAY - 2 * hours)),
        numbered(9, issue("open", archived_at=MONDAY, due_at=MONDAY - hours)),
    )
    found = [(line.number, line.standing) for line in lines_of(cases, MONDAY)]

    assert found == [
        *((1, "overdue"), (2, "overdue"), (3, "due"), (4, "open")),
        *((5, "waits"), (6, "waits"), (7, "held"), (8, "closed"), (9, "closed")),
    ]
