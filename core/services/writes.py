"""The outside writes that the steps of a job ticket ask for, as operation rows."""

from core.domain.job_ticket import JobTicket
from core.domain.job_ticket_table import ContainmentKind
from core.domain.operation import Operation, WriteKind
from core.domain.platform_facts import ConnectionStatus
from core.errors import GuardRefused
from core.ports.unit_of_work import UnitOfWork

_STATUS = {
    ContainmentKind.PAUSE_MARKETPLACE: ConnectionStatus.PAUSED,
    ContainmentKind.SUSPEND_CONNECTION: ConnectionStatus.SUSPENDED,
}
"""What a containment makes of the connection; the other kinds pause the job itself (DOMAIN 2.4)."""


def ask_for_write(
    ticket: JobTicket, kind: WriteKind, target: str, uow: UnitOfWork, *, reason: str, **arguments: str | bool
) -> Operation:
    """An operation not yet on record; the caller adds it with the state that asks for it."""
    return Operation(
        id=uow.ids.new(),
        team_id=ticket.team_id,
        case_id=ticket.id,
        platform_id=ticket.source.connector,
        kind=kind,
        target=target,
        requested_by=uow.actor.id,
        requested_by_name=uow.actor.name,
        requested_at=uow.now,
        ticket=str(ticket.number),
        reason=reason,
        arguments=arguments,
    )


def set_containment(
    ticket: JobTicket, kind: ContainmentKind, uow: UnitOfWork, *, cancel_inflight: bool
) -> Operation:
    """Runs in flight are ended too where the job itself is paused: a pause alone leaves them (E14)."""
    reason = f"stop the failure first: {ticket.code}"
    if kind in _STATUS:
        return ask_for_write(
            ticket,
            WriteKind.CONNECTION_SET_STATUS,
            _connection(ticket),
            uow,
            reason=reason,
            status=_STATUS[kind],
        )
    # Where a platform cannot end runs, waiting for them would hold the ticket for as long as one hangs.
    can = uow.workspace.capabilities.get(ticket.source.connector)
    ends_runs = cancel_inflight and (can is None or can.cancel_inflight)
    return ask_for_write(
        ticket, WriteKind.JOB_PAUSE, ticket.job_id, uow, reason=reason, cancel_inflight=ends_runs
    )


def lift_containment(ticket: JobTicket, uow: UnitOfWork) -> Operation:
    """Undo what stopped it, by the same connector. What could not be stopped is only read back as active."""
    stopped = ticket.containment
    if stopped is not None and stopped.kind in _STATUS:
        return ask_for_write(
            ticket,
            WriteKind.CONNECTION_SET_STATUS,
            _connection(ticket),
            uow,
            reason="reactivate",
            status=ConnectionStatus.ACTIVE,
        )
    return ask_for_write(ticket, WriteKind.JOB_RESUME, ticket.job_id, uow, reason="reactivate")


def _connection(ticket: JobTicket) -> str:
    if ticket.connection_id is None:
        raise GuardRefused("error.no_connection", number=ticket.number)
    return ticket.connection_id
