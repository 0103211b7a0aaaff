"""View models: what a person sees, before any platform has a say. Frozen, complete, without a clock."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.case_parts import Hold, Kind, LetterProblem, Link, Money, Severity, Subject
from core.domain.close_attempt import Tick
from core.domain.delivery_incident import ContactAttempt, Solution
from core.domain.evidence import Evidence
from core.domain.platform_facts import Run
from core.domain.support_ticket import Message, Requester


class Needs(StrEnum):
    """Whose turn it is."""

    ANYONE = "anyone"
    MEMBER = "member"
    RETAILER = "retailer"
    PLATFORM = "platform"
    CARRIER = "carrier"
    CUSTOMER = "customer"
    RUN = "run"
    LEAD = "lead"
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """The next moment that matters. `what`: acknowledge, respond, contain, notify, resolve, wake, retry."""

    what: str
    at: datetime
    paused: bool = False


@dataclass(frozen=True, kw_only=True)
class PlannedStep:
    """A reminder to come if nobody does anything. `what` is the word of the reminder (core/notices/reminder.py);
    one that ends in `_lead` goes to a lead too."""

    what: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CaseCard:
    """The part of a card that every kind has. `actions` are those of the state, capabilities applied.

    Names of people are Slack user ids ("andon" for Andon itself); texts are as received, not escaped.
    """

    case_id: str
    team_id: str
    number: int
    kind: Kind
    version: int
    revision: int
    state: str
    code: str
    title: str
    description: str
    severity: Severity
    subject: Subject
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
    hold: Hold | None
    snoozed_until: datetime | None
    links: tuple[Link, ...]
    archived_at: datetime | None
    archived_reason: str | None
    closed_at: datetime | None
    closed_by: str | None
    close_outcome: str | None
    reopen_count: int
    actions: frozenset[str]
    needs: Needs
    needs_member: str | None
    deadline: Deadline | None
    overdue: bool
    unread_write: bool = False
    """Nobody could read what became of the last write: a person looks at the platform and says."""
    account_role: str | None = None
    """buyer, seller, retailer or store, where andon.toml says so."""
    letter_problem: LetterProblem | None = None
    """The last letter did not arrive."""
    can_undo_by: str | None = None
    can_undo_what: str | None = None

    @property
    def shown_number(self) -> str:
        return f"#{self.number}"


@dataclass(frozen=True, kw_only=True)
class IssueCard(CaseCard):
    amount: Money | None = None
    retryable: bool = False
    retry_after: datetime | None = None
    needs_duplicate_check: bool = False
    retry_error: str | None = None
    duplicate_at: str | None = None


@dataclass(frozen=True, kw_only=True)
class IncidentCard(CaseCard):
    """`offers` are the resolutions the platform takes, the most useful first; `tip` keys a word of advice."""

    carrier: str
    carrier_code: str
    carrier_checked_at: datetime
    incident_type: str
    reason_told: str
    courier_notes: str
    distance_km: float | None
    attempt: int
    first_absence: bool
    return_deadline_at: datetime | None
    contacts: tuple[ContactAttempt, ...]
    solution: Solution | None
    solution_error: str | None
    carrier_answer: str | None
    offers: tuple[str, ...]
    tip: str | None


@dataclass(frozen=True, kw_only=True)
class SupportCard(CaseCard):
    """`code` is the category. `requester` has what may not stand in a channel: only its name is drawn there.

    `messages` are the newest of the conversation, oldest first; the customer's first words are the description.
    """

    ticket_id: str
    requester: Requester
    order_number: str
    carrier: str
    claim_by: datetime | None
    messages: tuple[Message, ...]
    respond_by: datetime | None
    first_reply_at: datetime | None
    answered: bool
    close_note: str
    close_reference: str


class StepState(StrEnum):
    DONE = "done"
    NOW = "now"
    WORKING = "working"
    THEN = "then"
    SKIPPED = "skipped"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One of the four. `name`: stop, notify, decide, prove. `detail` is the choice, reason or run where known."""

    name: str
    state: StepState
    by: str | None = None
    at: datetime | None = None
    detail: str | None = None


@dataclass(frozen=True, kw_only=True)
class ProofView:
    """What stands beside a closed ticket."""

    rule: str
    outcome: str
    checked_at: datetime
    run_id: str | None
    run_url: str | None
    run_started_at: datetime | None
    run_ended_at: datetime | None
    note: str
    not_reported: tuple[str, ...]
    evidence_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class JobTicketCard(CaseCard):
    job_id: str
    job_name: str
    platform_id: str
    connection_id: str | None
    connection_name: str | None
    retailer: str | None
    last_failure_at: datetime
    failed_run: Run | None
    failures_in_a_row: int
    orders_waiting: int | None
    steps: tuple[Step, ...]
    containments: tuple[str, ...]
    """ContainmentKinds on offer, the smallest first."""
    contained: bool
    decision: str | None
    problem: str | None
    minutes_to_contain: int | None
    runs_while_paused: bool
    proof: ProofView | None = None


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """Why a ticket can or cannot be closed, as of `checked_at` (None: from the record alone)."""

    card: JobTicketCard
    ticks: tuple[Tick, ...]
    checked_at: datetime | None
    pictures: tuple[str, ...] = ()
    """Evidence ids of pictures of this ticket that still count."""


@dataclass(frozen=True, kw_only=True)
class PictureRemoval:
    """Who took a picture away, and why; `reason` is None once it was erased."""

    by: str
    at: datetime
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class KeptPicture:
    """A picture, and where else the same bytes are kept: they go with the last of them."""

    piece: Evidence
    again_here: int
    """How many other pieces of this case show it."""
    elsewhere: int | None
    """The number of another case that shows it."""


class RunbookRating(StrEnum):
    """What one member said of a case's runbook; OPEN: nothing yet."""

    OPEN = "open"
    HELPFUL = "helpful"
    NOT_HELPFUL = "not_helpful"


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """One page of a list, newest first."""

    cards: tuple[CaseCard, ...]
    total: int
    offset: int
    limit: int


@dataclass(frozen=True, kw_only=True)
class Counters:
    open: int
    overdue: int
    held: int
    closed: int
    total: int
    archived: int = 0
    mine: int = 0
