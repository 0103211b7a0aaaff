"""A case in one line of an overview."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class DigestLine:
    number: int
    title: str
    standing: str
    """overdue (since `at`), due (then), open, waits (until then), held or closed (since then)."""
    at: datetime
    url: str | None = None
