"""The four steps of a job ticket, as people take them: stop, notify, decide, prove."""

from dataclasses import dataclass
from typing import ClassVar

from core.domain.case_parts import Severity
from core.domain.evidence import EvidenceType
from core.domain.job_ticket_table import Choice, ContainmentKind
from core.domain.member import Role
from core.domain.operation import WriteKind
from core.domain.platform_facts import ConnectionStatus
from core.errors import GuardRefused, Invalid
from core.notices.retailer_told import RetailerTold
from core.policies.closing_confirmation import confirmation_problem
from core.policies.codes import JOB_CAUSES
from core.ports.unit_of_work import UnitOfWork
from core.services.acting import CaseCommand, drawn, require, ticket_as_seen
from core.services.drawing import ALL, containments
from core.services.texts import checked_reason, checked_text
from core.services.writes import ask_for_write, lift_containment, set_containment
from core.views import CaseCard


@dataclass(frozen=True, kw_only=True)
class ContainJob(CaseCommand):
    """Step 1. `kind` None takes the smallest that stops the job."""

    kind: ContainmentKind | None = None
    cancel_inflight: bool = True


@dataclass(frozen=True, kw_only=True)
class MarkNotStoppable(CaseCommand):
    reason: str


@dataclass(frozen=True, kw_only=True)
class NotifyRetailer(CaseCommand):
    """Step 2, by mail, as previewed. The three parts of J13 in the words that are sent."""

    to_name: str
    to_address: str
    subject: str
    issue: str
    actions: str
    next_steps: str
    locale: str = "en"


@dataclass(frozen=True, kw_only=True)
class SkipNotify(CaseCommand):
    """Our own defect, no outside party: a lead says so."""

    NEEDS: ClassVar[Role] = Role.LEAD
    reason: str


@dataclass(frozen=True, kw_only=True)
class DecideAccount(CaseCommand):
    choice: Choice


class Reactivate(CaseCommand): ...


class RunVerification(CaseCommand): ...


class RemoveConnection(CaseCommand):
    NEEDS: ClassVar[Role] = Role.LEAD


@dataclass(frozen=True, kw_only=True)
class SetCause(CaseCommand):
    cause: str


def contain_job(cmd: ContainJob, uow: UnitOfWork) -> CaseCard:
    ticket = ticket_as_seen(cmd, uow)
    can = uow.workspace.capabilities.get(ticket.source.connector, ALL)
    offered = containments(ticket, can)
    kind = cmd.kind or (ContainmentKind(offered[0]) if offered else None)
    if kind is None or kind not in offered:
        raise GuardRefused("error.cannot_contain", number=ticket.number)
    operation = set_containment(ticket, kind, uow, cancel_inflight=cmd.cancel_inflight)
    ticket.contain(kind, operation.id, by=uow.actor.id, at=uow.now)
    uow.operations.add(operation)
    return drawn(ticket, uow)


def mark_not_stoppable(cmd: MarkNotStoppable, uow: UnitOfWork) -> CaseCard:
    ticket = ticket_as_seen(cmd, uow)
    reason = checked_reason(cmd.reason)
    if ticket.severity is Severity.CRITICAL:
        require(Role.LEAD, uow, ticket)
    ticket.not_stoppable(reason, by=uow.actor.id, at=uow.now)
    return drawn(ticket, uow)


def notify_retailer(cmd: NotifyRetailer, uow: UnitOfWork) -> CaseCard:
    ticket = ticket_as_seen(cmd, uow)
    parts = [
        checked_text(cmd.issue, "issue"),
        checked_text(cmd.actions, "actions"),
        checked_text(cmd.next_steps, "next_steps"),
    ]
    subject = checked_text(cmd.subject, "subject", limit=200)
    address = cmd.to_address.strip()
    contacts = uow.workspace.contacts_of(ticket.retailer or ticket.account)
    if not any(c.email.casefold() == address.casefold() for c in contacts):
        raise Invalid("error.unknown_contact", field="to", address=address)
    letter_id, body = uow.ids.new(), "\n\n".join(parts)
    ticket.notify_retailer(address, letter_id, by=uow.actor.id, at=uow.now)
    uow.outbox.letter(ticket.id, letter_id, cmd.to_name, address, cmd.locale, subject, body)
    uow.outbox.thread(
        ticket.id,
        RetailerTold(
            number=ticket.number,
            by=uow.actor.id,
            to_name=cmd.to_name,
            to_address=address,
            subject=subject,
            body=body,
        ),
    )
    return drawn(ticket, uow)


def skip_notify(cmd: SkipNotify, uow: UnitOfWork) -> CaseCard:
    ticket = ticket_as_seen(cmd, uow)
    ticket.skip_notify(checked_reason(cmd.reason), by=uow.actor.id, at=uow.now)
    return drawn(ticket, uow)


def decide_account(cmd: DecideAccount, uow: UnitOfWork) -> CaseCard:
    ticket = ticket_as_seen(cmd, uow)
    ticket.decide(cmd.choice, by=uow.actor.id, at=uow.now)
    return drawn(ticket, uow)


def reactivate(cmd: Reactivate, uow: UnitOfWork) -> CaseCard:
    ticket = ticket_as_seen(cmd, uow)
    operation = lift_containment(ticket, uow)
    ticket.reactivate(operation.id, by=uow.actor.id, at=uow.now)
    uow.operations.add(operation)
    return drawn(ticket, uow)


def run_verification(cmd: RunVerification, uow: UnitOfWork) -> CaseCard:
    ticket = ticket_as_seen(cmd, uow)
    can = uow.workspace.capabilities.get(ticket.source.connector, ALL)
    if not can.verification_run:
        raise GuardRefused("error.no_verification_run", number=ticket.number)
    if ticket.reactivated_at is None and not can.runs_while_paused:
        raise GuardRefused("error.reactivate_first", number=ticket.number)
    operation = ask_for_write(
        ticket, WriteKind.RUN_START, ticket.job_id, uow, reason="verification run", purpose="verification"
    )
    ticket.verification_run(operation.id, by=uow.actor.id, at=uow.now)
    uow.operations.add(operation)
    return drawn(ticket, uow)


def remove_connection(cmd: RemoveConnection, uow: UnitOfWork) -> CaseCard:
    ticket = ticket_as_seen(cmd, uow)
    if ticket.connection_id is None:
        raise GuardRefused("error.no_connection", number=ticket.number)
    contacts = uow.workspace.contacts_of(ticket.retailer or ticket.account)
    told = ticket.notification.at if ticket.notification else None
    confirmed = any(
        e.type is EvidenceType.CONFIRMATION
        and e.said == "stop"
        and confirmation_problem(e, contacts, told) is None
        for e in uow.evidence.of(ticket.id)
    )
    if not confirmed:
        raise GuardRefused("error.confirmation_first", number=ticket.number)
    operation = ask_for_write(
        ticket,
        WriteKind.CONNECTION_SET_STATUS,
        ticket.connection_id,
        uow,
        reason="the retailer no longer sells there",
        status=ConnectionStatus.REMOVED,
    )
    ticket.remove_connection(operation.id, by=uow.actor.id, at=uow.now)
    uow.operations.add(operation)
    return drawn(ticket, uow)


def set_cause(cmd: SetCause, uow: UnitOfWork) -> CaseCard:
    ticket = ticket_as_seen(cmd, uow)
    if cmd.cause not in JOB_CAUSES:
        raise Invalid("error.unknown_cause", field="cause", causes=", ".join(JOB_CAUSES))
    ticket.set_cause(cmd.cause, by=uow.actor.id, at=uow.now)
    return drawn(ticket, uow)


SERVICES = (
    ContainJob.served_by(contain_job),
    MarkNotStoppable.served_by(mark_not_stoppable),
    NotifyRetailer.served_by(notify_retailer),
    SkipNotify.served_by(skip_notify),
    DecideAccount.served_by(decide_account),
    Reactivate.served_by(reactivate),
    RunVerification.served_by(run_verification),
    RemoveConnection.served_by(remove_connection),
    SetCause.served_by(set_cause),
)
