"""One row of an import, of each kind: what it may say, and the case of the past that it tells.

The names are the columns of docs/import.md. A cell that is empty says nothing. Numbers and times may come as
text, since a spreadsheet has nothing else.
"""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, StringConstraints, TypeAdapter, model_validator

from api.bodies import At, Body
from core.domain.case_parts import HoldKind, Kind, Money, Severity, Subject
from core.domain.delivery_incident_table import Resolution
from core.domain.past import PastIncident, PastIssue, PastJobTicket, PastNote, PastSupportTicket

Id = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=2000)]
SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,39}$")]
MemberId = Annotated[str, StringConstraints(pattern=r"^[UW][A-Z0-9]{1,20}$")]
Locale = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z]{2}([-_][a-zA-Z]{2})?$")]
Email = Annotated[str, StringConstraints(pattern=r"^[^\s@]+@[^\s@]+$", max_length=254)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]


class NoteRow(Body):
    """Without `at` it was written when the case was last seen."""

    text: Prose
    at: At | None = None
    author: Line = ""


class RowBase(Body):
    """What every kind has. `source` is the name of the list it comes from, `external_id` its id there."""

    source: SourceId
    external_id: Id
    opened_at: At
    title: Line = ""
    description: Prose = ""
    state: Line | None = None
    severity: Severity | None = None
    account: Id | None = None
    channel: Id | None = None
    owner: MemberId | None = None
    platform: SourceId | None = None
    url: Url | None = None
    last_seen_at: At | None = None
    acked_at: At | None = None
    due_at: At | None = None
    closed_at: At | None = None
    outcome: Line | None = None
    archived_at: At | None = None
    archived_reason: Line | None = None
    locale: Locale | None = None
    notes: Annotated[tuple[NoteRow, ...], Field(max_length=200)] = ()

    @model_validator(mode="before")
    @classmethod
    def _empty_says_nothing(cls, told: Any) -> Any:
        if not isinstance(told, dict):
            return told
        return {name: value for name, value in told.items() if value is not None and value != ""}

    def common(self) -> dict[str, Any]:
        same = {name: getattr(self, name) for name in RowBase.model_fields if name != "notes"}
        seen = self.last_seen_at or self.opened_at
        notes = tuple(PastNote(text=n.text, at=n.at or seen, author=n.author) for n in self.notes)
        return same | {"notes": notes}


class IssueRow(RowBase):
    kind: Literal[Kind.ISSUE]
    code: Id
    subject_id: Id
    subject_type: Literal[
        "order", "invoice", "product", "inventory", "connection", "job", "shipment", "file", "other"
    ] = "order"
    subject_label: Line = ""
    amount: Annotated[str, StringConstraints(pattern=r"^-?\d{1,18}(\.\d{1,6})?$")] | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    occurrences: Count = 1

    def past(self) -> PastIssue:
        label = self.subject_label or self.subject_id
        money = Money(value=self.amount, currency=self.currency) if self.amount and self.currency else None
        return PastIssue(
            **self.common() | {"title": self.title or label},
            code=self.code,
            subject=Subject(type=self.subject_type, id=self.subject_id, label=label, url=self.url),
            amount=money,
            occurrences=self.occurrences,
        )


class IncidentRow(RowBase):
    kind: Literal[Kind.DELIVERY_INCIDENT]
    carrier: Id
    carrier_code: Id
    order_number: Id
    attempt: Annotated[int, Field(ge=1, le=10_000)] = 1
    reason_told: Line = ""
    courier_notes: Prose = ""
    distance_km: Annotated[float, Field(ge=0, le=50_000, allow_inf_nan=False)] | None = None
    return_deadline_at: At | None = None
    resolution: Resolution | None = None
    solution: Line = ""
    solution_at: At | None = None
    carrier_answer: Prose = ""

    def past(self) -> PastIncident:
        own = {name: getattr(self, name) for name in _INCIDENT}
        order = Subject(type="order", id=self.order_number, label=self.order_number, url=self.url)
        return PastIncident(**self.common() | own, carrier=self.carrier.casefold(), order=order)


class JobTicketRow(RowBase):
    kind: Literal[Kind.JOB_TICKET]
    job_id: Id
    job_name: Id
    cause: Line | None = None
    connection_id: Id | None = None
    connection_name: Id | None = None
    retailer: Id | None = None
    last_failure_at: At | None = None
    failures: Count = 1

    def past(self) -> PastJobTicket:
        return PastJobTicket(**self.common() | {name: getattr(self, name) for name in _JOB_TICKET})


class SupportTicketRow(RowBase):
    kind: Literal[Kind.SUPPORT_TICKET]
    category: Id
    customer: Id
    email: Email | None = None
    phone: Line = ""
    order_number: Line = ""
    replied_at: At | None = None
    hold_kind: HoldKind | None = None
    hold_reason: Line = ""
    hold_until: At | None = None
    close_note: Line = ""
    close_reference: Line = ""

    def past(self) -> PastSupportTicket:
        own = {name: getattr(self, name) for name in _SUPPORT_TICKET}
        return PastSupportTicket(**self.common() | own, email=self.email or "")


Row: TypeAlias = IssueRow | IncidentRow | JobTicketRow | SupportTicketRow
AnyRow: TypeAlias = Annotated[Row, Field(discriminator="kind")]

ROWS: dict[Kind, type[Row]] = {
    Kind.ISSUE: IssueRow,
    Kind.DELIVERY_INCIDENT: IncidentRow,
    Kind.JOB_TICKET: JobTicketRow,
    Kind.SUPPORT_TICKET: SupportTicketRow,
}

_READ: TypeAdapter[Row] = TypeAdapter(AnyRow)


def read_row(told: object) -> Row:
    """Raises pydantic's ValidationError."""
    return _READ.validate_python(told)


_INCIDENT = (
    *("carrier_code", "attempt", "reason_told", "courier_notes", "distance_km", "return_deadline_at"),
    *("resolution", "solution", "solution_at", "carrier_answer"),
)
_JOB_TICKET = (
    *("job_id", "job_name", "cause", "connection_id", "connection_name", "retailer"),
    *("last_failure_at", "failures"),
)
_SUPPORT_TICKET = (
    *("category", "customer", "phone", "order_number", "replied_at", "hold_kind", "hold_reason"),
    *("hold_until", "close_note", "close_reference"),
)
