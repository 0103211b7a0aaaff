"""What follows from what happens to a job ticket: chat.update notifies nobody, so the thread is told."""

from core.domain.job_ticket import JobTicket
from core.domain.job_ticket_events import (
    AccountDecided,
    ContainmentConfirmed,
    ContainmentFailed,
    FoundNotStoppable,
    NotificationSkipped,
    ReactivationConfirmed,
    RemovalConfirmed,
    StepFailed,
    TicketClosed,
    VerificationFailed,
)
from core.notices.step_done import StepDone
from core.notices.step_failed import StepDidNotWork
from core.notices.ticket_closed import ClosedOnProof
from core.notices.verification_failed import ProofRunFailed
from core.reactions.tell import Reactions, Tell, unless

_STEP_OF_STATE = {
    "containing": "stop",
    "reactivating": "reactivate",
    "removing": "remove",
    "verifying": "verify",
}
"""A step in trouble is named by the state it is in; people know it by its verb."""


def stopped(ticket: JobTicket, event: ContainmentConfirmed, actor_id: str) -> tuple[Tell, ...]:
    done = ticket.containment
    since = ticket.reopened_at or ticket.created_at
    minutes = max(0, int((event.read_at - since).total_seconds() // 60))
    by, kind = (done.by, done.kind) if done else ("andon", None)
    return (Tell(notice=StepDone(number=ticket.number, step="stop", by=by, detail=kind, minutes=minutes)),)


def not_stopped(ticket: JobTicket, event: ContainmentFailed, actor_id: str) -> tuple[Tell, ...]:
    return (_did_not_work(ticket, "stop", event.reason, actor_id),)


def not_stoppable(ticket: JobTicket, event: FoundNotStoppable, actor_id: str) -> tuple[Tell, ...]:
    return (Tell(notice=StepDone(number=ticket.number, step="stop", by=event.by, detail="not_possible")),)


def skipped(ticket: JobTicket, event: NotificationSkipped, actor_id: str) -> tuple[Tell, ...]:
    return (Tell(notice=StepDone(number=ticket.number, step="notify", by=event.by, detail="skipped")),)


def decided(ticket: JobTicket, event: AccountDecided, actor_id: str) -> tuple[Tell, ...]:
    return (Tell(notice=StepDone(number=ticket.number, step="decide", by=event.by, detail=event.choice)),)


def reactivated(ticket: JobTicket, event: ReactivationConfirmed, actor_id: str) -> tuple[Tell, ...]:
    by = ticket.verified_by or "andon"
    return (Tell(notice=StepDone(number=ticket.number, step="reactivate", by=by)),)


def removed(ticket: JobTicket, event: RemovalConfirmed, actor_id: str) -> tuple[Tell, ...]:
    by = ticket.owner or "andon"
    return (Tell(notice=StepDone(number=ticket.number, step="remove", by=by)),)


def step_failed(ticket: JobTicket, event: StepFailed, actor_id: str) -> tuple[Tell, ...]:
    return (_did_not_work(ticket, _STEP_OF_STATE.get(event.step, event.step), event.reason, actor_id),)


def proof_failed(ticket: JobTicket, event: VerificationFailed, actor_id: str) -> tuple[Tell, ...]:
    run = ticket.failed_run
    notice = ProofRunFailed(
        number=ticket.number,
        run_id=event.run_id,
        run_url=run.url if run else None,
        repaused=event.repaused,
        owner=unless(ticket.owner, actor_id),
    )
    return (Tell(notice=notice),)


def closed(ticket: JobTicket, event: TicketClosed, actor_id: str) -> tuple[Tell, ...]:
    proof = ticket.proof
    run = proof.run if proof else None
    duplicate = next((link.number for link in ticket.links if link.relation == "duplicate_of"), None)
    notice = ClosedOnProof(
        number=ticket.number,
        by=event.by,
        rule=event.rule,
        outcome=event.outcome,
        run_id=run.run_id if run else None,
        run_url=run.url if run else None,
        run_ended_at=run.ended_at if run else None,
        note=proof.note if proof else "",
        duplicate_of=duplicate if event.rule == "R4" else None,
    )
    return (Tell(notice=notice),)


def _did_not_work(ticket: JobTicket, step: str, reason: str, actor_id: str) -> Tell:
    notice = StepDidNotWork(
        number=ticket.number, step=step, reason=reason, owner=unless(ticket.owner, actor_id)
    )
    return Tell(notice=notice)


REACTIONS: Reactions = {
    ContainmentConfirmed: stopped,
    ContainmentFailed: not_stopped,
    FoundNotStoppable: not_stoppable,
    NotificationSkipped: skipped,
    AccountDecided: decided,
    ReactivationConfirmed: reactivated,
    RemovalConfirmed: removed,
    StepFailed: step_failed,
    VerificationFailed: proof_failed,
    TicketClosed: closed,
}
