"""What is happening right now: events for open pages, and the log of traffic for the inspector and tests."""

import asyncio
from collections import deque
from collections.abc import Iterable

from sandbox.slack.clock import Clock
from sandbox.slack.documents import Json

TRAFFIC_KEPT = 2000  # entries; an inspector needs the recent ones, a long demo must not eat the memory
BODIES = frozenset({"payload", "ack", "arguments", "reply"})  # of an entry; looked at one by one
QUEUE_LIMIT = 2000  # events a page may lag behind before it is cut off and has to load afresh


class Hub:
    """Fans events out to the pages that listen; each page is some user's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._listeners: dict[asyncio.Queue[Json | None], str] = {}
        self._traffic: deque[Json] = deque(maxlen=TRAFFIC_KEPT)
        self._entry_number = 0

    def listen(self, user_id: str) -> asyncio.Queue[Json | None]:
        """A queue of this user's events; None says that the page fell too far behind, or that we stop."""
        queue: asyncio.Queue[Json | None] = asyncio.Queue(maxsize=QUEUE_LIMIT)
        self._listeners[queue] = user_id
        return queue

    def leave(self, queue: asyncio.Queue[Json | None]) -> None:
        self._listeners.pop(queue, None)

    def listening(self) -> set[str]:
        """Who has a page open."""
        return set(self._listeners.values())

    def tell(self, event: Json, users: Iterable[str] | None = None) -> None:
        """Send to the pages of `users`, or to all."""
        wanted = None if users is None else set(users)
        for queue, user_id in list(self._listeners.items()):
            if wanted is not None and user_id not in wanted:
                continue
            if queue.qsize() >= QUEUE_LIMIT - 1:
                self.leave(queue)
                queue.put_nowait(None)
                continue
            queue.put_nowait(event)

    def toast(self, user_id: str, text: str, level: str = "warning", *, key: str | None = None) -> None:
        """A note in passing; `key` says which act of the person it is about."""
        self.tell({"type": "toast", "level": level, "text": text, "key": key}, [user_id])

    def record(self, entry: Json) -> None:
        """Add one line of traffic: {direction, transport, kind, ms, status, summary, pointers, ...}.

        What is long stands under the names of `BODIES`.
        """
        self._entry_number += 1
        pointers = entry.get("pointers") or []
        whole = {"id": self._entry_number, "at": self._clock.now_s(), **entry, "pointers": pointers}
        if pointers:
            whole["pointer"] = pointers[0]
        self._traffic.append(whole)
        self.tell({"type": "traffic", "entry": without_bodies(whole)})

    def traffic(self, limit: int = 200) -> list[Json]:
        return list(self._traffic)[-limit:]

    def entry(self, number: int) -> Json | None:
        """One line with its bodies; None when it is forgotten or never was."""
        return next((entry for entry in self._traffic if entry["id"] == number), None)

    def close(self) -> None:
        for queue in list(self._listeners):
            self.leave(queue)
            if not queue.full():
                queue.put_nowait(None)


def without_bodies(entry: Json) -> Json:
    """A line of traffic as lists of many show it."""
    return {key: value for key, value in entry.items() if key not in BODIES}
