"""When things are due: working time only, across nights, weekends, holidays and the change of clocks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.workspace import Hours
from core.policies.working_hours import add_working_time, is_working, working_day, working_time_between

HOURS = Hours()
HOUR = timedelta(hours=1)


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        (utc(23, 9), HOUR, utc(23, 10)),
        (utc(23, 17, 30), HOUR, utc(24, 9, 30)),
        (utc(23, 3), HOUR, utc(23, 10)),
        (utc(23, 22), HOUR, utc(24, 10)),
        (utc(27, 17), 2 * HOUR, utc(30, 10)),
        (utc(28, 12), HOUR, utc(30, 10)),
        (utc(23, 9), 9 * HOUR, utc(23, 18)),
        (utc(23, 9), 18 * HOUR, utc(24, 18)),
    ],
)
def test_targets_count_while_people_are_there(start: datetime, span: timedelta, end: datetime) -> None:
    assert add_working_time(start, span, HOURS, "UTC") == end


def test_a_holiday_is_no_working_day() -> None:
    free = Hours(holidays=frozenset({date(2026, 11, 24)}))
    assert add_working_time(utc(23, 17, 30), HOUR, free, "UTC") == utc(25, 9, 30)
    assert not is_working(utc(24, 12), free, "UTC")


def test_hours_are_those_of_the_workspace() -> None:
    assert is_working(utc(23, 8), HOURS, "Europe/Madrid")
    assert not is_working(utc(23, 17), HOURS, "Europe/Madrid")
    assert add_working_time(utc(23, 17), HOUR, HOURS, "Europe/Madrid") == utc(24, 9)


def test_the_night_the_clocks_change_costs_nobody_an_hour() -> None:
    all_day = Hours(start=time(0), end=time(23), days=frozenset(range(1, 8)))
    start = utc(24, 22, month=10)  # Saturday midnight in Madrid; at three it is two again
    assert add_working_time(start, 10 * HOUR, all_day, "Europe/Madrid") == start + 10 * HOUR


def test_a_calendar_without_a_working_day_is_refused() -> None:
    with pytest.raises(ValueError, match="no working day"):
        add_working_time(utc(23, 9), HOUR, Hours(days=frozenset()), "UTC")


def test_a_working_day_is_as_long_as_its_hours() -> None:
    assert working_day(Hours(start=time(8, 30), end=time(17))) == timedelta(hours=8, minutes=30)


@pytest.mark.parametrize(
    ("start", "end", "worked"),
    [
        (utc(23, 9), utc(23, 12), 3 * HOUR),
        (utc(23, 17), utc(24, 10), 2 * HOUR),
        (utc(27, 17), utc(30, 10), 2 * HOUR),
        (utc(28, 0), utc(29, 23), timedelta()),
        (utc(23, 12), utc(23, 9), timedelta()),
    ],
)
def test_the_time_of_a_hold_is_counted_the_same_way(
    start: datetime, end: datetime, worked: timedelta
) -> None:
    assert working_time_between(start, end, HOURS, "UTC") == worked


@given(
    st.integers(0, 40_000).map(lambda m: utc(2, 9) + timedelta(minutes=m)),
    st.integers(1, 4_000).map(lambda m: timedelta(minutes=m)),
)
def test_what_is_added_is_what_lies_between(start: datetime, span: timedelta) -> None:
    end = add_working_time(start, span, HOURS, "Europe/Madrid")
    assert working_time_between(start, end, HOURS, "Europe/Madrid") == span
