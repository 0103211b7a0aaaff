"""Adding working time to a moment: targets count while people are there."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.workspace import Hours

LOOK_AHEAD_DAYS = 10_000
"""What a hold of years adds to a due moment is still found; a calendar with no working day never ends."""


def works_on(day: date, hours: Hours) -> bool:
    return day.isoweekday() in hours.days and day not in hours.holidays


def is_working(at: datetime, hours: Hours, timezone: str) -> bool:
    local = at.astimezone(ZoneInfo(timezone))
    return works_on(local.date(), hours) and hours.start <= local.time() < hours.end


def add_working_time(start: datetime, span: timedelta, hours: Hours, timezone: str) -> datetime:
    """*start* plus *span* of working time, aware UTC. Raises ValueError when no day is a working day."""
    zone = ZoneInfo(timezone)
    local, left = start.astimezone(zone), span
    for _ in range(LOOK_AHEAD_DAYS):
        opens = local.replace(hour=hours.start.hour, minute=hours.start.minute, second=0, microsecond=0)
        shuts = local.replace(hour=hours.end.hour, minute=hours.end.minute, second=0, microsecond=0)
        begin = max(local, opens)
        if works_on(local.date(), hours) and begin < shuts:
            # Compared in UTC: on the day the clocks change a local day has 23 or 25 hours.
            room = shuts.astimezone(UTC) - begin.astimezone(UTC)
            if left <= room:
                return begin.astimezone(UTC) + left
            left -= room
        local = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    raise ValueError("no working day in the calendar")


def working_time_between(start: datetime, end: datetime, hours: Hours, timezone: str) -> timedelta:
    """How much of the time from *start* to *end* is working time; nothing where *end* is the earlier one."""
    zone = ZoneInfo(timezone)
    local, found = start.astimezone(zone), timedelta()
    while local.astimezone(UTC) < end.astimezone(UTC):
        opens = local.replace(hour=hours.start.hour, minute=hours.start.minute, second=0, microsecond=0)
        shuts = local.replace(hour=hours.end.hour, minute=hours.end.minute, second=0, microsecond=0)
        begin, stop = max(local, opens).astimezone(UTC), min(shuts.astimezone(UTC), end.astimezone(UTC))
        if works_on(local.date(), hours) and begin < stop:
            found += stop - begin
        local = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return found


def working_day(hours: Hours) -> timedelta:
    """How much working time one working day has."""
    return timedelta(hours=hours.end.hour - hours.start.hour, minutes=hours.end.minute - hours.start.minute)
