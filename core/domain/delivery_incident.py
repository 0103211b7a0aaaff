"""A parcel that could not be delivered: reach the customer, agree on a solution, send it to the carrier."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from core.domain.case import Case
from core.domain.case_parts import Kind
from core.domain.delivery_incident_events import (
    AnswerReviewed,
    CarrierAnswered,
    ContactLogged,
    DeliveryFailedAgain,
    IncidentEnded,
    ReasonCorrected,
    Scanned,
    SolutionAccepted,
    SolutionGiven,
    SolutionOutcomeUnknown,
    SolutionRefused,
)
from core.domain.delivery_incident_table import (
    TRANSITIONS,
    Action,
    ContactOutcome,
    Outcome,
    Resolution,
    State,
)

FIRST_ABSENCE = "first_absence"
"""The tab of what is pending and not compulsory yet (D14)."""

UNREAD = "unknown"
"""The error of a solution of which nobody could read whether it was taken."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where to deliver instead. `country` is ISO 3166 alpha-2."""

    street: str
    postal_code: str
    city: str
    country: str
    line_2: str = ""

    @property
    def line(self) -> str:
        return ", ".join(
            p for p in (self.street, self.line_2, f"{self.postal_code} {self.city}", self.country) if p
        )


@dataclass(frozen=True, kw_only=True)
class ContactAttempt:
    """One try to reach the customer."""

    outcome: ContactOutcome
    by: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Solution:
    """What was agreed with the customer, as the carrier gets it. `text` has 1 to 500 characters (D11)."""

    resolution: Resolution
    text: str
    by: str
    at: datetime
    operation_id: str
    delivery_date: date | None = None
    time_window: str | None = None
    """morning, afternoon or evening."""
    address: Address | None = None


@dataclass(frozen=True, kw_only=True)
class Scan:
    """One word of the carrier about the parcel. `event_at` is by the carrier's clock; `attempt` counts from 1."""

    carrier_code: str
    reason: str
    event_at: datetime
    corrects: bool = False
    """It takes an earlier reason back (MCC)."""
    notes: str = ""
    attempt: int | None = None
    status: str = "pending"
    """As the platform has it: pending, solution_sent, carrier_replied, delivered, returned, lost, destroyed."""
    allowed_resolutions: frozenset[str] | None = None
    """What the platform takes now; None where it did not say."""
    return_deadline_at: datetime | None = None


@dataclass(kw_only=True)
class DeliveryIncident(Case):
    """`code` is our reason (absent, refused, address_wrong ...); the carrier's own code stands beside it."""

    KIND: ClassVar[Kind] = Kind.DELIVERY_INCIDENT
    TRANSITIONS: ClassVar[dict[tuple[str, str], str]] = TRANSITIONS
    ENDED: ClassVar[frozenset[str]] = frozenset({State.CLOSED})
    WHILE_ARCHIVED: ClassVar[frozenset[str]] = Case.WHILE_ARCHIVED | {Action.SCANNED}

    incident_id: str
    """The platform's id of the incident; the subject is the order or the shipment."""
    carrier: str
    carrier_code: str
    carrier_checked_at: datetime
    """When the carrier was last heard: it scans at intervals, so its silence says nothing (D27)."""
    incident_type: str = ""
    reason_since: datetime | None = None
    """When the carrier first gave the reason that `code` is; None: it never gave another one."""
    reason_told: str = ""
    """The reason in the carrier's words."""
    courier_notes: str = ""
    distance_km: float | None = None
    """From the carrier's office to the customer."""
    attempt: int = 1
    first_absence: bool = False
    """The first attempt found nobody: not compulsory, so never overdue (D14, D15)."""
    return_deadline_at: datetime | None = None
    allowed_resolutions: frozenset[str] | None = None
    contacts: tuple[ContactAttempt, ...] = ()
    solution: Solution | None = None
    """The newest; earlier ones are in the history."""
    solution_error: str | None = None
    """Why the carrier did not take the last one; UNREAD while nobody could read it."""
    carrier_answer: str | None = None
    waiting_scan: Scan | None = None
    """What the carrier said while a solution was on its way."""

    @property
    def tab(self) -> str:
        return FIRST_ABSENCE if self.state == State.PENDING and self.first_absence else self.state

    # -- what people do ---------------------------------------------------------------------------------

    def log_contact(self, outcome: ContactOutcome, note: str, *, by: str, at: datetime) -> None:
        event = ContactLogged(outcome=outcome, attempts=len(self.contacts) + 1, note=note, by=by)
        self._follow(Action.LOG_CONTACT, event, at)
        self.contacts = (*self.contacts, ContactAttempt(outcome=outcome, by=by, at=at, note=note))
        self.acked_at = self.acked_at or at

    def provide_solution(self, solution: Solution) -> None:
        given = SolutionGiven(
            resolution=solution.resolution,
            text=solution.text,
            address=solution.address.line if solution.address else "",
            delivery_date=solution.delivery_date,
            time_window=solution.time_window,
            operation_id=solution.operation_id,
            by=solution.by,
        )
        self._follow(Action.PROVIDE_SOLUTION, given, solution.at)
        self.solution, self.solution_error = solution, None
        self.snoozed_until = self.snoozed_since = None
        self.acked_at = self.acked_at or solution.at

    def mark_reviewed(self, note: str, *, by: str, at: datetime) -> None:
        self._follow(Action.MARK_REVIEWED, AnswerReviewed(note=note, by=by), at)
        self.carrier_answer = None

    # -- what became of a solution ------------------------------------------------------------------------

    def solution_accepted(self, *, at: datetime, read_at: datetime) -> None:
        self._follow(Action.SOLUTION_ACCEPTED, SolutionAccepted(read_at=read_at), at)
        self.solution_error = self.carrier_answer = None

    def solution_refused(self, reason: str, *, at: datetime) -> None:
        self._follow(Action.SOLUTION_REFUSED, SolutionRefused(reason=reason), at)
        self.solution_error = reason

    def solution_unknown(self, *, at: datetime) -> None:
        """Nobody could read it: it is not sent again, a person has to look."""
        self._follow(Action.SOLUTION_UNKNOWN, SolutionOutcomeUnknown(), at)
        self.solution_error = UNREAD

    # -- what the carrier says ----------------------------------------------------------------------------

    def carrier_answered(self, scan: Scan, *, at: datetime) -> None:
        event = CarrierAnswered(carrier_code=scan.carrier_code, notes=scan.notes)
        self._follow(Action.CARRIER_ANSWERED, event, at)
        self.carrier_answer = scan.notes
        self._heard(scan)

    def failed_again(self, scan: Scan, *, at: datetime) -> None:
        """One more attempt found no way in: ours again, and the clock begins now."""
        attempt = max(scan.attempt or 0, self.attempt + 1)
        event = DeliveryFailedAgain(
            carrier_code=scan.carrier_code, reason=scan.reason, attempt=attempt, notes=scan.notes
        )
        self._follow(Action.FAILED_AGAIN, event, at)
        self._because(scan)
        self.attempt, self.first_absence = attempt, False
        self.occurrences += 1
        self.acked_at = self.snoozed_until = self.snoozed_since = self.carrier_answer = None
        self.clocks_begin(at)
        self._heard(scan)

    def corrected(self, scan: Scan, *, at: datetime) -> None:
        """The carrier takes its earlier reason back (MCC); the old one stays in the history."""
        was = self.code
        event = ReasonCorrected(was=was, now=scan.reason, carrier_code=scan.carrier_code)
        self._follow(Action.CORRECTED, event, at)
        self._because(scan)
        self._heard(scan)

    def ended_as(self, outcome: Outcome, scan: Scan, *, at: datetime) -> None:
        self._follow(Action.ENDED, IncidentEnded(outcome=outcome, carrier_code=scan.carrier_code), at)
        self.closed_at, self.close_outcome = at, outcome
        self.snoozed_until = self.snoozed_since = None
        self._heard(scan)

    def scanned(self, scan: Scan, *, at: datetime) -> None:
        event = Scanned(carrier_code=scan.carrier_code, notes=scan.notes)
        self._follow(Action.SCANNED, event, at, acted=False)
        if scan.event_at >= self.last_seen_at:
            self._heard(scan)

    def keep_for_later(self, scan: Scan, *, at: datetime) -> None:
        """A solution is on its way: what this scan means is decided when that is read back."""
        self.scanned(scan, at=at)
        self.waiting_scan = scan

    def _because(self, scan: Scan) -> None:
        if scan.reason != self.code:
            self.code, self.reason_since = scan.reason, scan.event_at

    def _heard(self, scan: Scan) -> None:
        self.carrier_code = scan.carrier_code
        self.courier_notes = scan.notes or self.courier_notes
        self.last_seen_at = max(self.last_seen_at, scan.event_at)
        self.carrier_checked_at = max(self.carrier_checked_at, scan.event_at)
        if scan.allowed_resolutions is not None:
            self.allowed_resolutions = scan.allowed_resolutions
        if scan.return_deadline_at is not None:
            self.return_deadline_at = scan.return_deadline_at
