"""What the API answers beside cases: how a closing went, what a check found, everything about a case, refusals."""

from datetime import datetime

from pydantic import Field

from api.kind_shapes import Shape
from api.shapes import CaseOut, EvidenceOut, HistoryOut


class TickOut(Shape):
    """One line of the closing checklist. `ok` null: not looked at yet. `words` say what is missing, and
    `action` names the act that supplies it."""

    condition: str
    ok: bool | None
    reason: str | None
    words: str | None
    action: str | None
    facts: dict[str, str | int | None]


class AttemptOut(Shape):
    """A closing that was asked for. `state`: waiting, closed, refused; `missing` are the reasons' codes."""

    id: str
    number: int
    state: str
    asked_at: datetime
    settled_at: datetime | None
    outcome: str | None
    missing: tuple[str, ...]
    checklist: tuple[TickOut, ...]


class UnreachableOut(Shape):
    """A platform of which nothing can be said today."""

    platform_id: str
    reason: str


class FoundTicketOut(Shape):
    """The ticket of a failing job. `found`: opened, reopened or known."""

    number: int
    found: str


class JobCheckOut(Shape):
    """Counts of failing jobs, and the tickets behind them that the caller may see. `complete` is false where a
    platform could not be read or a job has no ticket in spite of it all; then `unreachable` and `not_recorded`
    (platform/job) name them."""

    checked_at: datetime
    platforms: int
    opened: int
    known: int
    reopened: int
    recovered: int
    tickets: tuple[FoundTicketOut, ...]
    not_recorded: tuple[str, ...]
    unreachable: tuple[UnreachableOut, ...]
    complete: bool


class ExportOut(Shape):
    """Everything on record about one case. `chain_whole` says whether its history is as it was written;
    `chain_faults` name what is not."""

    exported_at: datetime
    case: CaseOut
    history: tuple[HistoryOut, ...]
    evidence: tuple[EvidenceOut, ...]
    chain_whole: bool
    chain_faults: tuple[str, ...]


class EventTaken(Shape):
    """`status`: stored, or duplicate when this id was taken before. `case` is the number it ended up in."""

    status: str
    id: str
    case: int | None = None


class Pointer(Shape):
    pointer: str
    problem: str


class Problem(Shape):
    """RFC 9457. `code` is stable and for programs, `detail` says what to do. `missing` and `checklist` come
    with close_refused, `errors` with invalid values, `facts` with what the case knows."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: tuple[Pointer, ...] = ()
    missing: tuple[str, ...] = ()
    checklist: tuple[TickOut, ...] = ()
    facts: dict[str, object] = Field(default_factory=dict)
    reference: str | None = None
