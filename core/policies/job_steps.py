"""The four steps of a job ticket as they stand: stop, notify, decide, prove."""

from core.domain.job_ticket import JobTicket
from core.domain.job_ticket_table import Choice, State
from core.views import Step, StepState


def steps_of(ticket: JobTicket) -> tuple[Step, ...]:
    """In order. Until one is done the next say "then": stop the failure first."""
    steps = (_stop(ticket), _notify(ticket), _decide(ticket), _prove(ticket))
    if ticket.ended:
        return steps
    waiting = False
    shown = []
    for step in steps:
        if step.state is StepState.THEN and not waiting:
            step = Step(name=step.name, state=StepState.NOW, by=step.by, at=step.at, detail=step.detail)
        waiting = waiting or step.state in (StepState.NOW, StepState.WORKING)
        shown.append(step)
    return tuple(shown)


def _stop(ticket: JobTicket) -> Step:
    stopped = ticket.containment
    if stopped is None:
        return Step(name="stop", state=StepState.THEN)
    if stopped.not_possible is not None:
        return Step(
            name="stop",
            state=StepState.SKIPPED,
            by=stopped.by,
            at=stopped.requested_at,
            detail="not_possible",
        )
    if stopped.confirmed_at is None:
        return Step(
            name="stop", state=StepState.WORKING, by=stopped.by, at=stopped.requested_at, detail=stopped.kind
        )
    return Step(
        name="stop", state=StepState.DONE, by=stopped.by, at=stopped.confirmed_at, detail=stopped.kind
    )


def _notify(ticket: JobTicket) -> Step:
    told = ticket.notification
    if told is None or ticket.letter_problem is not None:
        return Step(name="notify", state=StepState.THEN)
    state = StepState.SKIPPED if told.skipped else StepState.DONE
    return Step(name="notify", state=state, by=told.by, at=told.at)


def _decide(ticket: JobTicket) -> Step:
    decision = ticket.decision
    if decision is None:
        return Step(name="decide", state=StepState.THEN)
    return Step(name="decide", state=StepState.DONE, by=decision.by, at=decision.at, detail=decision.choice)


def _prove(ticket: JobTicket) -> Step:
    if ticket.proof is not None:
        return Step(
            name="prove",
            state=StepState.DONE,
            by=ticket.closed_by,
            at=ticket.closed_at,
            detail=ticket.proof.rule,
        )
    if ticket.state in (State.REACTIVATING, State.REMOVING):
        return Step(name="prove", state=StepState.WORKING, detail=ticket.state)
    if ticket.state == State.VERIFYING:
        done_at = ticket.removed_at or ticket.reactivated_at
        return Step(name="prove", state=StepState.NOW, by=ticket.verified_by, at=done_at, detail="verifying")
    paused = ticket.decision is not None and ticket.decision.choice is Choice.REMAIN_PAUSED
    return Step(name="prove", state=StepState.THEN, detail="waits" if paused else None)
