"""Waiting for somebody, working again, and opening what was closed: job tickets and support tickets alike."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.case_parts import Hold, HoldKind
from core.domain.job_ticket import JobTicket
from core.domain.support_ticket import SupportTicket
from core.errors import Invalid
from core.policies.targets import due_at, respond_by
from core.ports.unit_of_work import UnitOfWork
from core.services.acting import CaseCommand, as_seen, drawn, of_kind
from core.services.reminders import end_hold
from core.services.texts import checked_reason
from core.views import CaseCard


@dataclass(frozen=True, kw_only=True)
class HoldTicket(CaseCommand):
    """Still active, and waiting: a reason has to be given (S18). The clocks stand still meanwhile."""

    kind: HoldKind
    reason: str
    until: datetime | None = None
    wake_on: str | None = None


class ResumeWork(CaseCommand): ...


@dataclass(frozen=True, kw_only=True)
class ReopenTicket(CaseCommand):
    reason: str


def hold_ticket(cmd: HoldTicket, uow: UnitOfWork) -> CaseCard:
    ticket = _ticket_as_seen(cmd, uow)
    if cmd.until is not None and cmd.until <= uow.now:
        raise Invalid("error.until_past", field="until")
    hold = Hold(
        kind=cmd.kind,
        reason=checked_reason(cmd.reason),
        since=uow.now,
        until=cmd.until,
        wake_on=cmd.wake_on,
    )
    ticket.put_on_hold(hold, by=uow.actor.id, at=uow.now)
    return drawn(ticket, uow)


def resume_work(cmd: ResumeWork, uow: UnitOfWork) -> CaseCard:
    ticket = _ticket_as_seen(cmd, uow)
    end_hold(ticket, "by hand", uow.actor.id, uow)
    return drawn(ticket, uow)


def reopen_ticket(cmd: ReopenTicket, uow: UnitOfWork) -> CaseCard:
    ticket = _ticket_as_seen(cmd, uow)
    ticket.reopen(checked_reason(cmd.reason), by=uow.actor.id, at=uow.now)
    ticket.due_at = due_at(ticket, uow.workspace)
    if isinstance(ticket, SupportTicket):
        ticket.respond_by = respond_by(ticket, uow.workspace)
    return drawn(ticket, uow)


def _ticket_as_seen(cmd: CaseCommand, uow: UnitOfWork) -> JobTicket | SupportTicket:
    case = as_seen(cmd, uow)
    return case if isinstance(case, SupportTicket) else of_kind(case, JobTicket)


SERVICES = (
    HoldTicket.served_by(hold_ticket),
    ResumeWork.served_by(resume_work),
    ReopenTicket.served_by(reopen_ticket),
)
