"""What the API answers: explicit shapes, so that a change inside Andon is never a silent change on the wire.

Texts are as they were received, not escaped: whoever shows them somewhere escapes for that place.
"""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BeforeValidator, Field

from api.kind_shapes import (
    DeliveryIncidentOut,
    IssueOut,
    JobTicketOut,
    Shape,
    SupportTicketOut,
)
from core.domain.evidence import Evidence
from core.views import CaseCard, IncidentCard, IssueCard, JobTicketCard, SupportCard


def _sorted(value: object) -> object:
    return tuple(sorted(value)) if isinstance(value, frozenset | set) else value


Sorted = Annotated[tuple[str, ...], BeforeValidator(_sorted)]


class SubjectOut(Shape):
    """What the case is about."""

    type: str
    id: str
    label: str
    url: str | None


class HoldOut(Shape):
    kind: str
    reason: str
    since: datetime
    until: datetime | None
    wake_on: str | None


class LetterProblemOut(Shape):
    """The last letter did not arrive. `kind`: refused (no relay would take it) or bounced (it came back); `status`
    is the server's code or our word."""

    kind: str
    status: str
    at: datetime


class LinkOut(Shape):
    relation: str
    number: int


class DeadlineOut(Shape):
    what: str
    at: datetime
    paused: bool


class CaseOut(Shape):
    """A case as its card shows it. `actions` are the acts that its state allows; `version` goes into If-Match
    or seen_version. People are Slack member ids, `api:<token>` or `andon`."""

    id: str = Field(validation_alias="case_id")
    number: int
    shown_number: str
    kind: str
    version: int
    revision: int
    state: str
    code: str
    title: str
    description: str
    severity: str
    subject: SubjectOut
    account: str | None
    channel: str | None
    runbook_url: str | None
    occurrences: int
    first_seen_at: datetime
    last_seen_at: datetime
    created_at: datetime
    updated_at: datetime
    owner: str | None
    acked_at: datetime | None
    hold: HoldOut | None
    snoozed_until: datetime | None
    links: tuple[LinkOut, ...]
    archived_at: datetime | None
    archived_reason: str | None
    closed_at: datetime | None
    closed_by: str | None
    close_outcome: str | None
    reopen_count: int
    letter_problem: LetterProblemOut | None
    actions: Sorted
    needs: str
    needs_member: str | None
    deadline: DeadlineOut | None
    overdue: bool
    unread_write: bool
    issue: IssueOut | None = None
    job_ticket: JobTicketOut | None = None
    delivery_incident: DeliveryIncidentOut | None = None
    support_ticket: SupportTicketOut | None = None

    @classmethod
    def of(cls, card: CaseCard) -> Self:
        case = cls.model_validate(card)
        if isinstance(card, IssueCard):
            return case.model_copy(update={"issue": IssueOut.model_validate(card)})
        if isinstance(card, JobTicketCard):
            return case.model_copy(update={"job_ticket": JobTicketOut.model_validate(card)})
        if isinstance(card, IncidentCard):
            return case.model_copy(update={"delivery_incident": DeliveryIncidentOut.model_validate(card)})
        if isinstance(card, SupportCard):
            return case.model_copy(update={"support_ticket": SupportTicketOut.model_validate(card)})
        return case


class CaseList(Shape):
    cases: tuple[CaseOut, ...]
    total: int
    offset: int
    limit: int


class HistoryOut(Shape):
    """One link of the chain: what happened, who did it, by which path."""

    seq: int
    at: datetime
    actor_id: str
    actor_name: str
    path: str
    event: str
    action: str
    from_state: str
    to_state: str
    facts: dict[str, object]
    hash: str


class History(Shape):
    number: int
    rows: tuple[HistoryOut, ...]


class PlannedStepOut(Shape):
    what: str
    at: datetime


class Plan(Shape):
    """The reminders to come if nobody does anything; one that ends in `_lead` goes to a lead too."""

    number: int
    steps: tuple[PlannedStepOut, ...]


class EvidenceOut(Shape):
    """`picture` is the address of the kept picture, where there is one; `verdict` is "ok" or why not."""

    id: str
    type: str
    added_by: str
    added_at: datetime
    verdict: str
    found: str | None
    sha256: str | None
    file_name: str | None
    uploaded_at: datetime | None
    width_px: int | None
    height_px: int | None
    text: str | None
    said: str | None
    author: str | None
    medium: str | None
    written_at: datetime | None
    snapshot: str | None
    picture: str | None = None

    @classmethod
    def of(cls, piece: Evidence, number: int) -> Self:
        shown = cls.model_validate(piece)
        if piece.store_key is None:
            return shown
        return shown.model_copy(update={"picture": f"/v1/cases/{number}/evidence/{piece.id}/picture"})


class EvidenceList(Shape):
    number: int
    evidence: tuple[EvidenceOut, ...]
