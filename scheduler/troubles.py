"""How long each piece of work has been in trouble, in this process. A restart only makes it try longer."""

from datetime import datetime
from random import Random

from scheduler.backoff import backoff_s

LONGEST_S = 30.0


class Troubles:
    def __init__(self) -> None:
        self._known: dict[str, tuple[datetime, int]] = {}

    def next_s(self, key: str, random: Random, now: datetime) -> float:
        """One more failure: how long to wait before the next try."""
        since, times = self._known.get(key, (now, 0))
        self._known[key] = since, times + 1
        return backoff_s(times, random, longest_s=LONGEST_S)

    def lasts_s(self, key: str, now: datetime) -> float:
        known = self._known.get(key)
        return (now - known[0]).total_seconds() if known else 0.0

    def over(self, key: str) -> None:
        self._known.pop(key, None)
