"""What became of an outside write: the operations loop says it here, and the case follows."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from core.command import Command
from core.domain.delivery_incident import DeliveryIncident
from core.domain.delivery_incident_table import State as IncidentState
from core.domain.evidence import Evidence, EvidenceType
from core.domain.issue import Action as IssueAction
from core.domain.issue import Issue
from core.domain.job_ticket import JobTicket
from core.domain.job_ticket_table import OUTCOME_UNKNOWN, Action, State
from core.domain.member import Role
from core.domain.operation import LIVE, Operation, OperationState, WriteKind
from core.domain.platform_facts import Order
from core.errors import GuardRefused, Stale
from core.ports.unit_of_work import UnitOfWork
from core.services.acting import CaseCommand, as_seen, drawn
from core.services.drawing import unread_write
from core.services.incident_reports import move
from core.views import CaseCard


class WriteResult(StrEnum):
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class SettleWrite(Command[None]):
    """The end of a platform write, read back. `fence` proves that the claim is still held.

    `read_at` is when the read-back was made (platform facts' checked_at); `snapshot` is JSON of what was
    read, kept as evidence for a containment or a removal; `order` is the order after a retry.
    `reason` is a code for FAILED and UNKNOWN.
    """

    NEEDS: ClassVar[Role] = Role.SYSTEM
    operation_id: str
    fence: int | None
    result: WriteResult
    reason: str | None = None
    read_at: datetime | None = None
    snapshot: str | None = None
    order: Order | None = None


@dataclass(frozen=True, kw_only=True)
class SayOutcome(CaseCommand):
    """A person looked at the platform, and says what became of a write that nobody could read. Until then it
    counts as under way, and the same is not asked for again."""

    was_done: bool


def settle_write(cmd: SettleWrite, uow: UnitOfWork) -> None:
    operation = uow.operations.get(cmd.operation_id)
    if operation.state not in LIVE:
        raise Stale(f"operation {operation.id} is settled")
    state = {
        WriteResult.DONE: OperationState.DONE,
        WriteResult.FAILED: OperationState.FAILED,
        WriteResult.UNKNOWN: OperationState.UNKNOWN,
    }[cmd.result]
    uow.operations.settle(
        replace(operation, state=state, error=cmd.reason, settled_at=uow.now), fence=cmd.fence
    )
    case = uow.cases.get(operation.case_id)
    if isinstance(case, Issue):
        _issue_follows(case, operation, cmd, uow)
    elif isinstance(case, JobTicket):
        _ticket_follows(case, operation, cmd, uow)
    elif isinstance(case, DeliveryIncident):
        _incident_follows(case, operation, cmd, uow)


def say_outcome(cmd: SayOutcome, uow: UnitOfWork) -> CaseCard:
    case = as_seen(cmd, uow)
    operation_id = unread_write(case)
    if operation_id is None:
        raise GuardRefused("error.nothing_unread", number=case.number)
    operation = uow.operations.get(operation_id)
    if operation.state is not OperationState.UNKNOWN:
        raise Stale(f"operation {operation.id} is {operation.state}")
    result = WriteResult.DONE if cmd.was_done else WriteResult.FAILED
    settle_write(
        SettleWrite(
            operation_id=operation.id,
            fence=None,
            result=result,
            reason=None if cmd.was_done else "not_done",
            read_at=uow.now,
        ),
        uow,
    )
    return drawn(uow.cases.get(case.id), uow)


def _issue_follows(issue: Issue, operation: Operation, cmd: SettleWrite, uow: UnitOfWork) -> None:
    if operation.kind != WriteKind.ORDER_RETRY or issue.retry_operation != operation.id:
        return
    read_at = cmd.read_at or uow.now
    if cmd.result is WriteResult.DONE and IssueAction.RETRY_SUCCEEDED in issue.allowed():
        attempts = cmd.order.attempts if cmd.order else 0
        issue.retry_succeeded(at=uow.now, read_at=read_at, attempt=attempts)
    elif IssueAction.RETRY_FAILED not in issue.allowed():
        return  # cleared meanwhile: the operation's own row has the truth
    elif cmd.result is WriteResult.UNKNOWN:
        issue.retry_unknown(at=uow.now)
    else:
        copies = cmd.order.downstream if cmd.order else ()
        duplicate = cmd.reason == "duplicate_suspected"
        found = (copies[0].id if copies else "?") if duplicate else None
        issue.retry_failed(cmd.reason or "unknown", at=uow.now, read_at=read_at, duplicate_at=found)


def _incident_follows(
    incident: DeliveryIncident, operation: Operation, cmd: SettleWrite, uow: UnitOfWork
) -> None:
    """What the carrier said while the solution was on its way is looked at now."""
    sent = incident.solution
    if sent is None or sent.operation_id != operation.id or incident.state != IncidentState.SOLUTION_SENDING:
        return
    if cmd.result is WriteResult.UNKNOWN:
        incident.solution_unknown(at=uow.now)
        return
    if cmd.result is WriteResult.DONE:
        incident.solution_accepted(at=uow.now, read_at=cmd.read_at or uow.now)
    else:
        incident.solution_refused(cmd.reason or "unknown", at=uow.now)
    waiting, incident.waiting_scan = incident.waiting_scan, None
    if waiting is not None:
        move(incident, waiting, uow)


def _ticket_follows(ticket: JobTicket, operation: Operation, cmd: SettleWrite, uow: UnitOfWork) -> None:
    """Only the step that waits for this very operation moves; a late word about another one is kept, no more."""
    if ticket.step_operation != operation.id or Action.TROUBLE not in ticket.allowed():
        return
    if cmd.result is WriteResult.UNKNOWN:
        ticket.trouble(OUTCOME_UNKNOWN, at=uow.now)
        return
    done, reason, read_at = cmd.result is WriteResult.DONE, cmd.reason or "unknown", cmd.read_at or uow.now
    match ticket.state, done:
        case State.CONTAINING, True:
            _keep_snapshot(EvidenceType.CONTAINMENT, ticket, cmd, uow)
            ticket.containment_confirmed(at=uow.now, read_at=read_at)
        case State.CONTAINING, False:
            ticket.containment_failed(reason, at=uow.now)
        case State.REACTIVATING, True:
            ticket.reactivation_confirmed(at=uow.now, read_at=read_at)
        case State.REACTIVATING, False:
            ticket.reactivation_failed(reason, at=uow.now)
        case State.REMOVING, True:
            _keep_snapshot(EvidenceType.REMOVAL, ticket, cmd, uow)
            ticket.removal_confirmed(at=uow.now, read_at=read_at)
        case State.REMOVING, False:
            ticket.removal_failed(reason, at=uow.now)
        case State.VERIFYING, False:
            ticket.verification_not_started(reason, at=uow.now)


def _keep_snapshot(type_: EvidenceType, ticket: JobTicket, cmd: SettleWrite, uow: UnitOfWork) -> None:
    if cmd.snapshot is None:
        return
    uow.evidence.add(
        Evidence(
            id=uow.ids.new(),
            case_id=ticket.id,
            type=type_,
            added_by="andon",
            added_at=cmd.read_at or uow.now,
            snapshot=cmd.snapshot,
        )
    )


SERVICES = (SettleWrite.served_by(settle_write), SayOutcome.served_by(say_outcome))
