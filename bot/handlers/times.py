"""Moments as people type them: tomorrow, 2h, 3d, 2026-12-01, 14:30, or an event to wait for."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.handlers.click import Click
from core.errors import Invalid

WAKE_ON = ("reply", "green")
"""What a hold can wait for instead of a time: an answer, or the job's next success."""

MORNING = time(9)
"""When "tomorrow" begins for somebody who put a case aside."""

_SPAN = re.compile(r"^(\d{1,3})\s*(m|min|h|d|w)$")
_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_CLOCK = re.compile(r"^(\d{1,2}):(\d{2})$")


def until_of(text: str | None, click: Click) -> tuple[datetime | None, str | None]:
    """(moment in aware UTC, event), at most one of them set. Raises Invalid for what is neither."""
    if text is None:
        return None, None
    word = text.strip().casefold()
    if word in WAKE_ON:
        return None, word
    moment = moment_of(word, click.house.now(), click.timezone)
    if moment is None:
        raise Invalid("error.until_unclear", field="until", text=text)
    return moment, None


def moment_of(word: str, now: datetime, timezone: str) -> datetime | None:
    local = now.astimezone(ZoneInfo(timezone))
    if word == "tomorrow":
        return datetime.combine(local.date() + timedelta(days=1), MORNING, local.tzinfo).astimezone(UTC)
    if span := _SPAN.match(word):
        return now + timedelta(**{_UNITS[span[2]]: int(span[1])})
    if clock := _CLOCK.match(word):
        return _today_at(local, int(clock[1]), int(clock[2]))
    try:
        day = datetime.fromisoformat(word)
    except ValueError:
        return None
    if day.tzinfo is None:
        day = day.replace(tzinfo=local.tzinfo)
    return (day.replace(hour=MORNING.hour) if len(word) == 10 else day).astimezone(UTC)


def _today_at(local: datetime, hour: int, minute: int) -> datetime | None:
    if hour > 23 or minute > 59:
        return None
    at = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return (at if at > local else at + timedelta(days=1)).astimezone(UTC)
