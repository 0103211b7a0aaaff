"""Cases that were worked on before Andon, as somebody brings them along: four kinds of row, and their facts."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from core.domain.case_parts import HoldKind, Kind, Money, Severity, Subject
from core.domain.delivery_incident_table import Resolution
from core.domain.event import Event

BEFORE_ANDON = "before_andon"
"""The outcome of a job ticket that was closed elsewhere. Nothing was proved here, and nothing says that it was."""

IMPORT = "import"
"""By whom, where nobody of this workspace did it."""


@dataclass(frozen=True, kw_only=True)
class PastNote:
    """What somebody wrote about it, with their name as it stood there."""

    text: str
    at: datetime
    author: str = ""


@dataclass(frozen=True, kw_only=True)
class PastCase:
    """What every kind brings. `source` and `external_id` name it: the same two are the same case.

    `state` None is the first state of the kind. `platform` is the id of the platform in andon.toml that can act on
    it; without one it is the source. Times are aware UTC.
    """

    KIND: ClassVar[Kind]
    source: str
    external_id: str
    opened_at: datetime
    title: str = ""
    description: str = ""
    state: str | None = None
    severity: Severity | None = None
    account: str | None = None
    channel: str | None = None
    owner: str | None = None
    platform: str | None = None
    url: str | None = None
    last_seen_at: datetime | None = None
    acked_at: datetime | None = None
    due_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str | None = None
    archived_at: datetime | None = None
    archived_reason: str | None = None
    locale: str | None = None
    notes: tuple[PastNote, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PastIssue(PastCase):
    KIND: ClassVar[Kind] = Kind.ISSUE
    code: str
    subject: Subject
    amount: Money | None = None
    occurrences: int = 1


@dataclass(frozen=True, kw_only=True)
class PastIncident(PastCase):
    """`solution` is what the carrier was told, `solution_at` when; `carrier_answer` what it said to that."""

    KIND: ClassVar[Kind] = Kind.DELIVERY_INCIDENT
    carrier: str
    carrier_code: str
    order: Subject
    attempt: int = 1
    reason_told: str = ""
    courier_notes: str = ""
    distance_km: float | None = None
    return_deadline_at: datetime | None = None
    resolution: Resolution | None = None
    solution: str = ""
    solution_at: datetime | None = None
    carrier_answer: str = ""


@dataclass(frozen=True, kw_only=True)
class PastJobTicket(PastCase):
    """`description` is the error in the platform's words; `cause` None is guessed from it."""

    KIND: ClassVar[Kind] = Kind.JOB_TICKET
    job_id: str
    job_name: str
    cause: str | None = None
    connection_id: str | None = None
    connection_name: str | None = None
    retailer: str | None = None
    last_failure_at: datetime | None = None
    failures: int = 1


@dataclass(frozen=True, kw_only=True)
class PastSupportTicket(PastCase):
    """`description` are the customer's first words; `replied_at` is our first letter."""

    KIND: ClassVar[Kind] = Kind.SUPPORT_TICKET
    category: str
    customer: str
    email: str = ""
    phone: str = ""
    order_number: str = ""
    replied_at: datetime | None = None
    hold_kind: HoldKind | None = None
    hold_reason: str = ""
    hold_until: datetime | None = None
    close_note: str = ""
    close_reference: str = ""


Past: TypeAlias = PastIssue | PastIncident | PastJobTicket | PastSupportTicket


@dataclass(frozen=True, kw_only=True)
class CaseImported(Event):
    """It was opened elsewhere, at `opened_at`, and begins here in the state that it had there."""

    source: str
    external_id: str
    opened_at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class NoteImported(Event):
    """Written elsewhere, at `written_at`. It is told to nobody: whom it concerned has read it."""

    PRIVATE = frozenset({"text", "author"})
    text: str
    author: str
    written_at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class ClosedBeforeAndon(Event):
    """It had ended when it came. Andon has checked nothing of that."""

    outcome: str
    ended_at: datetime
    by: str
