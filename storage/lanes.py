"""The names of lanes. A lane is everything that goes to one place, one thing at a time."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, bindparam
from sqlalchemy.dialects.postgresql import insert

from storage.hot import Hot
from storage.tables import lane

LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Free since ever."""

_OPEN = Hot(
    insert(lane)
    .values(key=bindparam("lane_key"), lease_until=LONG_AGO, next_at=LONG_AGO)
    .on_conflict_do_nothing()
)


def channel_lane(channel_id: str) -> str:
    return f"channel:{channel_id}"


def person_lane(member_id: str) -> str:
    return f"person:{member_id}"


def mail_lane(address: str) -> str:
    return f"mail:{address.rpartition('@')[2].casefold()}"


def open_lane(conn: Connection, key: str) -> None:
    """See that the lane exists; whoever asks second changes nothing."""
    _OPEN.count(conn, {"lane_key": key})
