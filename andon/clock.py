"""The real clock and the real names; tests bring their own."""

from datetime import UTC, datetime

from uuid_utils import uuid7


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Uuid7Ids:
    """RFC 9562 version 7: unique, and sorted by the millisecond they were made in."""

    def new(self) -> str:
        return str(uuid7())
