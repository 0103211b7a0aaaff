"""Taking the last act back (rule G7): what it would put back, and for how long."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from core.domain.case_parts import Hold, Severity

UNDO_WINDOW = timedelta(seconds=30)
"""How long an act can be taken back (rule G7)."""


@dataclass(frozen=True, kw_only=True)
class Reversible:
    """The fields an undo puts back, as they stood."""

    state: str
    owner: str | None
    acked_at: datetime | None
    snoozed_until: datetime | None
    severity: Severity
    hold: Hold | None
    archived_at: datetime | None
    archived_reason: str | None
    code: str
    snoozed_since: datetime | None = None


REVERSIBLE = tuple(f.name for f in fields(Reversible))


@dataclass(frozen=True, kw_only=True)
class UndoPoint:
    """The last act that can be taken back, while nothing else has happened to the case."""

    what: str
    by: str
    at: datetime
    version: int
    before: Reversible
