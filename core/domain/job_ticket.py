"""A job that keeps failing: stop it, tell the retailer, decide on the account, prove that it works again."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core.domain.case import Case
from core.domain.case_events import Held, ResumedFromHold, TicketReopened
from core.domain.case_parts import Hold, Kind, Link
from core.domain.job_ticket_events import (
    AccountDecided,
    CauseSet,
    Containing,
    ContainmentConfirmed,
    ContainmentFailed,
    FailedAgain,
    FoundNotStoppable,
    NotificationSkipped,
    ReactivationConfirmed,
    ReactivationRequested,
    RemovalConfirmed,
    RemovalRequested,
    RetailerNotified,
    StepFailed,
    TicketClosed,
    VerificationFailed,
    VerificationRequested,
)
from core.domain.job_ticket_table import TOLD_AGAIN, TRANSITIONS, Action, Choice, ContainmentKind, State
from core.domain.platform_facts import Run

FLAPPING_REOPENINGS, FLAPPING_SUCCESSES = 3, 2
"""A job whose ticket came back more often than that has to succeed that many times in a row (E24)."""


@dataclass(frozen=True, kw_only=True)
class Containment:
    """How the failure was stopped. Confirmed once the read-back said so; `not_possible` carries the reason."""

    kind: ContainmentKind | None
    by: str
    requested_at: datetime
    operation_id: str | None = None
    confirmed_at: datetime | None = None
    not_possible: str | None = None

    @property
    def done(self) -> bool:
        return self.confirmed_at is not None or self.not_possible is not None


@dataclass(frozen=True, kw_only=True)
class Notification:
    """The retailer was told, or a lead said why there is nobody to tell."""

    by: str
    at: datetime
    to: str | None = None
    letter_id: str | None = None
    skipped: str | None = None


@dataclass(frozen=True, kw_only=True)
class Decision:
    choice: Choice
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What the closing rests on. `rule` is R1 to R5 or E16; the run is the one read at closing time."""

    rule: str
    outcome: str
    checked_at: datetime
    run: Run | None = None
    evidence_ids: tuple[str, ...] = ()
    confirmation_id: str | None = None
    note: str = ""
    not_reported: tuple[str, ...] = ()
    """Conditions that the platform cannot report: forced, items_failed."""


@dataclass(kw_only=True)
class JobTicket(Case):
    """`code` is the cause (token_expired ...): guessed from the error, always editable."""

    KIND: ClassVar[Kind] = Kind.JOB_TICKET
    TRANSITIONS: ClassVar[dict[tuple[str, str], str]] = TRANSITIONS
    LETTER_AGAIN: ClassVar[frozenset[tuple[str, str]]] = frozenset(TOLD_AGAIN)
    ENDED: ClassVar[frozenset[str]] = frozenset({State.CLOSED})
    WHILE_ARCHIVED: ClassVar[frozenset[str]] = Case.WHILE_ARCHIVED | {Action.REOPEN}

    job_id: str
    job_name: str
    last_failure_at: datetime
    """The end of the newest failed run, by the platform's clock."""
    connection_id: str | None = None
    connection_name: str | None = None
    retailer: str | None = None
    failed_run: Run | None = None
    failures_in_a_row: int = 1
    orders_waiting: int | None = None
    containment: Containment | None = None
    notification: Notification | None = None
    decision: Decision | None = None
    reactivated_at: datetime | None = None
    verified_by: str | None = None
    """Who asked for the proving run; with four eyes on, somebody else closes."""
    removed_at: datetime | None = None
    daily_check_at: datetime | None = None
    """The newest daily check since the removal that did not find the job failing (X1)."""
    step_operation: str | None = None
    """The outside write that the present step waits for; a late word of any other moves nothing."""
    required_successes: int = 1
    """How many runs in a row have to succeed (E24)."""
    proof: Proof | None = None
    last_problem: str | None = None
    """Why the last step did not work, in words for the card; empty once a step works."""
    checked_by: str | None = None
    """Who ran the daily check that found it (J1)."""

    # -- what platforms say -----------------------------------------------------------------------------

    def fail_again(self, run: Run | None, *, ended_at: datetime, at: datetime, in_a_row: int = 0) -> None:
        """One more failure of the same job while the ticket is open: it counts, the state stays."""
        event = FailedAgain(run_id=run.run_id if run else None, occurrences=self.occurrences + 1)
        self._follow(Action.FAIL_AGAIN, event, at, acted=False)
        self._count(run, ended_at)
        self.failures_in_a_row = in_a_row or self.failures_in_a_row + 1

    def fail_verification(
        self, run: Run, *, ended_at: datetime, at: datetime, repause_operation: str | None
    ) -> None:
        """The proving run failed: stop it again, or, where the switch is off, start over at step one."""
        event = VerificationFailed(run_id=run.run_id, repaused=repause_operation is not None)
        again = repause_operation is not None
        self._follow(Action.REPAUSE if again else Action.VERIFICATION_FAILED, event, at)
        self._count(run, ended_at)
        self.failures_in_a_row += 1
        self.reactivated_at = self.removed_at = self.daily_check_at = self.decision = None
        self.step_operation, self.last_problem = repause_operation, None
        kind = (self.containment and self.containment.kind) or ContainmentKind.PAUSE_JOB
        asked = Containment(kind=kind, by="andon", requested_at=at, operation_id=repause_operation)
        self.containment = asked if again else None

    # -- step 1: stop -----------------------------------------------------------------------------------

    def contain(self, kind: ContainmentKind, operation_id: str, *, by: str, at: datetime) -> None:
        self._follow(Action.CONTAIN, Containing(kind=kind, operation_id=operation_id, by=by), at)
        self.containment = Containment(kind=kind, by=by, requested_at=at, operation_id=operation_id)
        self.acked_at, self.owner, self.last_problem = self.acked_at or at, self.owner or by, None
        self.step_operation = operation_id

    def containment_confirmed(self, *, at: datetime, read_at: datetime) -> None:
        """The read-back says it stands still. If the retailer knows already, that step stays done (K2)."""
        action = Action.RECONTAINED if self.notification else Action.CONTAINED
        self._follow(action, ContainmentConfirmed(read_at=read_at), at)
        assert self.containment is not None  # noqa: S101 - the state says so
        done = self.containment
        self.containment = Containment(
            kind=done.kind,
            by=done.by,
            requested_at=done.requested_at,
            operation_id=done.operation_id,
            confirmed_at=read_at,
        )
        self.last_problem = None

    def containment_failed(self, reason: str, *, at: datetime) -> None:
        self._follow(Action.CONTAINMENT_FAILED, ContainmentFailed(reason=reason), at)
        self.containment, self.last_problem = None, reason

    def not_stoppable(self, reason: str, *, by: str, at: datetime) -> None:
        action = Action.NOT_STOPPABLE_AGAIN if self.notification else Action.NOT_STOPPABLE
        self._follow(action, FoundNotStoppable(reason=reason, by=by), at)
        self.containment = Containment(kind=None, by=by, requested_at=at, not_possible=reason)
        self.acked_at, self.owner = self.acked_at or at, self.owner or by

    # -- step 2: notify ---------------------------------------------------------------------------------

    def notify_retailer(self, to: str, letter_id: str, *, by: str, at: datetime) -> None:
        self._follow(Action.NOTIFY_RETAILER, RetailerNotified(to=to, letter_id=letter_id, by=by), at)
        self.notification = Notification(by=by, at=at, to=to, letter_id=letter_id)
        self.letter_problem = None

    def skip_notify(self, reason: str, *, by: str, at: datetime) -> None:
        self._follow(Action.SKIP_NOTIFY, NotificationSkipped(reason=reason, by=by), at)
        self.notification = Notification(by=by, at=at, skipped=reason)
        self.letter_problem = None

    # -- step 3: decide ---------------------------------------------------------------------------------

    def decide(self, choice: Choice, *, by: str, at: datetime) -> None:
        self._follow(f"decide_{choice}", AccountDecided(choice=choice, by=by), at)
        self.decision = Decision(choice=choice, by=by, at=at)

    def put_on_hold(self, hold: Hold, *, by: str, at: datetime) -> None:
        before = self._reversible()
        self._follow(Action.HOLD, Held(kind=hold.kind, reason=hold.reason, until=hold.until, by=by), at)
        self.hold = hold
        self._can_undo(Action.HOLD, before, by, at)

    def resume_work(self, why: str, *, by: str, at: datetime) -> None:
        self._follow(Action.RESUME_WORK, ResumedFromHold(why=why, by=by), at)
        self.hold = None

    # -- step 4: prove ----------------------------------------------------------------------------------

    def reactivate(self, operation_id: str, *, by: str, at: datetime) -> None:
        self._follow(Action.REACTIVATE, ReactivationRequested(operation_id=operation_id, by=by), at)
        self._began(operation_id, by)

    def reactivation_confirmed(self, *, at: datetime, read_at: datetime) -> None:
        self._follow(Action.REACTIVATED, ReactivationConfirmed(read_at=read_at), at)
        self.reactivated_at, self.last_problem = read_at, None

    def reactivation_failed(self, reason: str, *, at: datetime) -> None:
        self._follow(Action.REACTIVATION_FAILED, StepFailed(step="reactivate", reason=reason), at)
        self.last_problem = reason

    def remove_connection(self, operation_id: str, *, by: str, at: datetime) -> None:
        self._follow(Action.REMOVE_CONNECTION, RemovalRequested(operation_id=operation_id, by=by), at)
        self._began(operation_id, by)

    def removal_confirmed(self, *, at: datetime, read_at: datetime) -> None:
        self._follow(Action.REMOVED, RemovalConfirmed(read_at=read_at), at)
        self.removed_at, self.daily_check_at, self.last_problem = read_at, None, None

    def removal_failed(self, reason: str, *, at: datetime) -> None:
        self._follow(Action.REMOVAL_FAILED, StepFailed(step="remove", reason=reason), at)
        self.last_problem = reason

    def verification_run(self, operation_id: str, *, by: str, at: datetime) -> None:
        self._follow(Action.VERIFICATION_RUN, VerificationRequested(operation_id=operation_id, by=by), at)
        self._began(operation_id, by)

    def verification_not_started(self, reason: str, *, at: datetime) -> None:
        self._follow(Action.VERIFICATION_NOT_STARTED, StepFailed(step="verify", reason=reason), at)
        self.last_problem = reason

    def trouble(self, reason: str, *, at: datetime) -> None:
        """Something about the present step has to be seen on the card; the state stays."""
        self._follow(Action.TROUBLE, StepFailed(step=self.state, reason=reason), at)
        self.last_problem = reason

    def looked_at(self, *, at: datetime) -> None:
        """A daily check found nothing wrong. It is no fact of the case, so no history (X1)."""
        self.daily_check_at = at
        self.revision += 1

    # -- the end, and after it --------------------------------------------------------------------------

    def close(self, proof: Proof, *, by: str, at: datetime) -> None:
        """Only for `close_case`, which asked the closing policy."""
        self._follow(Action.CLOSE, TicketClosed(rule=proof.rule, outcome=proof.outcome, by=by), at)
        self.closed_at, self.closed_by, self.close_outcome, self.proof = at, by, proof.outcome, proof
        self.hold = self.last_problem = self.step_operation = None

    def close_as_duplicate(self, of: int, *, by: str, at: datetime) -> None:
        self.close(Proof(rule="R4", outcome="duplicate", checked_at=at), by=by, at=at)
        self.links = (*self.links, Link(relation="duplicate_of", number=of))

    def reopen(
        self, why: str, *, by: str, at: datetime, run: Run | None = None, ended_at: datetime | None = None
    ) -> None:
        """Same number, from the start: containment cleared, old evidence kept but no longer counted (E19)."""
        self._follow(Action.REOPEN, TicketReopened(why=why, by=by), at)
        self.containment = self.notification = self.decision = self.proof = None
        self.reactivated_at = self.removed_at = self.daily_check_at = self.verified_by = None
        self.step_operation = self.last_problem = self.letter_problem = None
        self.closed_at = self.closed_by = self.close_outcome = None
        self.archived_at = self.archived_reason = None
        self.acked_at = None
        self.clocks_begin(at)
        self.reopen_count += 1
        if self.reopen_count > FLAPPING_REOPENINGS:
            self.required_successes = max(self.required_successes, FLAPPING_SUCCESSES)
        if ended_at is not None:
            self._count(run, ended_at)
            self.failures_in_a_row = 1

    def set_cause(self, cause: str, *, by: str, at: datetime) -> None:
        before = self._reversible()
        self._follow(Action.SET_CAUSE, CauseSet(cause=cause, by=by), at)
        self.code = cause
        self._can_undo(Action.SET_CAUSE, before, by, at)

    def _count(self, run: Run | None, ended_at: datetime) -> None:
        self.occurrences += 1
        self.failed_run = run or self.failed_run
        self.last_failure_at = max(self.last_failure_at, ended_at)
        self.last_seen_at = max(self.last_seen_at, ended_at)

    def _began(self, operation_id: str, by: str) -> None:
        """A step that proves something was asked for, by somebody (four eyes)."""
        self.verified_by, self.step_operation, self.last_problem = by, operation_id, None
