"""When a thing was due last. Always asked of a moment, so a clock that stood still misses nothing twice."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

Due: TypeAlias = Callable[[datetime], datetime | None]
"""Now (aware UTC) -> the moment it was last due (aware UTC), or None when that is nothing to catch up on."""


def every_minute(now: datetime) -> datetime | None:
    """The running minute. What was missed before it is not caught up: each round looks at everything."""
    return now.astimezone(UTC).replace(second=0, microsecond=0)


def every_quarter(now: datetime) -> datetime | None:
    """The running quarter of an hour: every local time on a quarter, in whatever zone, begins with one."""
    minute = now.astimezone(UTC).replace(second=0, microsecond=0)
    return minute - timedelta(minutes=minute.minute % 15)


def daily(at: time, timezone: str) -> Due:
    """Once per local day at *at*, or as soon after it as somebody is there, within the same local day.

    A local time that the clock change leaves out is taken an hour later, one that comes twice the first time.
    """
    zone = ZoneInfo(timezone)

    def due(now: datetime) -> datetime | None:
        local = now.astimezone(zone)
        moment = datetime.combine(local.date(), at, tzinfo=zone).astimezone(UTC)
        return moment if moment <= now else None

    return due


def on_days(at: time, timezone: str, wanted: Callable[[date], bool], late: timedelta) -> Due:
    """At *at* on the local days that are *wanted*. Only the latest is caught up, and none that is *late* by more:
    a morning's overview is no use in the evening. Clock changes are met as by `daily`.
    """
    zone = ZoneInfo(timezone)

    def due(now: datetime) -> datetime | None:
        today = now.astimezone(zone).date()
        for day in (today, today - timedelta(days=1)):
            moment = datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
            if moment <= now and wanted(day):
                return moment if now - moment <= late else None
        return None

    return due
