"""Time and names, so that tests own both."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""


class Ids(Protocol):
    def new(self) -> str:
        """A UUIDv7, hyphenated: unique, and sorted by the time it was made."""
