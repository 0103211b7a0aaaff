"""What was sent again because nobody answered the first time: looked at once more, since the first may have come
late. A row comes with the settling of such a message and is due a minute after the repeat."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class SecondLook:
    """`place` is a channel, or a member for a direct message. `kept_ts` is the copy on record, None when that was
    posted afresh under another delivery id meanwhile. No copy is older than `since`."""

    delivery_id: str
    place: str
    thread_ts: str | None
    kept_ts: str | None
    since: datetime
    due_at: datetime


class SecondLooks(Protocol):
    """Each method is one transaction."""

    async def due(self, *, limit: int) -> tuple[SecondLook, ...]:
        """Those that are due, the longest due first. They stay until they are forgotten."""

    async def forget(self, delivery_id: str) -> None:
        """Exactly one stands, or nothing more can be done. Forgetting twice is harmless."""
