"""Support tickets, as platforms tell of them: opened, written to by the customer, closed."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core.command import Command
from core.domain.case_parts import Link, Severity, Source, Subject
from core.domain.event import Recorded
from core.domain.member import Role
from core.domain.support_ticket import Requester, SupportTicket
from core.domain.support_ticket_events import SupportOpened
from core.domain.support_ticket_table import State
from core.policies.supporting import category_of
from core.policies.targets import due_at, respond_by
from core.ports.unit_of_work import UnitOfWork
from core.services.acting import drawn
from core.services.claims import set_claim_deadline
from core.services.posting import post_to_subscribers
from core.services.reminders import start_clocks
from core.services.texts import TEXT_LIMIT
from core.views import CaseCard

MERGES = 10
"""How many merges a word follows to the ticket that is still worked on."""


@dataclass(frozen=True, kw_only=True)
class CustomerWord(Command[CaseCard]):
    """What a platform knows of a customer's ticket, whichever event it comes with. `message` may be empty."""

    NEEDS: ClassVar[Role] = Role.SYSTEM
    source: Source
    ticket_id: str
    dedup_key: str
    requester: Requester
    event_at: datetime
    channel: str | None = None
    category: str | None = None
    order_number: str = ""
    title: str = ""
    message: str = ""
    account: str | None = None
    severity: Severity | None = None
    runbook_url: str | None = None
    locale: str | None = None


class ReportTicket(CustomerWord):
    """A ticket was opened there. The same key again is the same ticket: what it says that is new is kept as the
    customer's word, the rest changes nothing."""


class ReportMessage(CustomerWord):
    """The customer wrote (S14). It wakes a hold; after the closing it opens the ticket again for seven days, then
    a follow-up that names the old one. A message from before the newest one moves nothing (G6). One that comes
    before its ticket opens it."""


@dataclass(frozen=True, kw_only=True)
class ReportTicketClosed(Command[CaseCard | None]):
    """The platform closed it. None when there is no such ticket."""

    NEEDS: ClassVar[Role] = Role.SYSTEM
    dedup_key: str
    event_at: datetime


def report_ticket(cmd: ReportTicket, uow: UnitOfWork) -> CaseCard:
    known = _known(cmd, uow)
    if known is None:
        return drawn(_open(cmd, None, uow), uow)
    if not cmd.message.strip() or known.has_heard(_text(cmd)):
        return drawn(known, uow)
    return drawn(_hear(known, cmd, uow), uow)


def report_message(cmd: ReportMessage, uow: UnitOfWork) -> CaseCard:
    return drawn(heard(cmd, uow), uow)


def heard(cmd: ReportMessage, uow: UnitOfWork) -> SupportTicket:
    """The ticket in which the customer is heard, whichever way their word came."""
    known = _known(cmd, uow)
    return _open(cmd, None, uow) if known is None else _hear(known, cmd, uow)


def report_ticket_closed(cmd: ReportTicketClosed, uow: UnitOfWork) -> CaseCard | None:
    ticket = uow.cases.newest_with_key(cmd.dedup_key)
    if not isinstance(ticket, SupportTicket):
        return None
    if not ticket.ended and cmd.event_at >= ticket.last_seen_at:
        ticket.closed_there(event_at=cmd.event_at, at=uow.now)
    return drawn(ticket, uow)


def _known(cmd: CustomerWord, uow: UnitOfWork) -> SupportTicket | None:
    """The ticket where that customer is heard: what was merged is read in the ticket that goes on."""
    ticket = uow.cases.newest_with_key(cmd.dedup_key)
    if not isinstance(ticket, SupportTicket):
        return None
    for _ in range(MERGES):
        if ticket.merged_into is None:
            break
        target = uow.cases.by_number(ticket.merged_into)
        if not isinstance(target, SupportTicket):
            break
        ticket = target
    return ticket


def _hear(ticket: SupportTicket, cmd: CustomerWord, uow: UnitOfWork) -> SupportTicket:
    if cmd.event_at < ticket.last_seen_at:
        ticket.keep_late_message(_text(cmd), event_at=cmd.event_at, at=uow.now)
    elif not ticket.ended:
        start_clocks(
            ticket, uow, lambda: ticket.customer_wrote(_text(cmd), event_at=cmd.event_at, at=uow.now)
        )
    elif ticket.closed_at is None or cmd.event_at - ticket.closed_at <= uow.workspace.support_reopen:
        ticket.customer_wrote(_text(cmd), event_at=cmd.event_at, at=uow.now)
        ticket.due_at = due_at(ticket, uow.workspace)
        ticket.respond_by = respond_by(ticket, uow.workspace)
    else:
        return _open(cmd, ticket, uow)
    return ticket


def _text(cmd: CustomerWord) -> str:
    """As it came, cut to what is ever shown whole."""
    return cmd.message.strip()[:TEXT_LIMIT]


def _open(cmd: CustomerWord, before: SupportTicket | None, uow: UnitOfWork) -> SupportTicket:
    category = category_of(cmd.category or (before.code if before else None))
    order = cmd.order_number or (before.order_number if before else "")
    title = " ".join(cmd.title.split()) or (before.title if before else "")
    ticket = SupportTicket(
        id=uow.ids.new(),
        team_id=uow.workspace.team_id,
        number=uow.cases.next_number(uow.now.year),
        code=category,
        title=title or _text(cmd).partition("\n")[0][:150] or order or cmd.ticket_id,
        description=_text(cmd),
        state=State.OPEN,
        severity=cmd.severity or Severity.NORMAL,
        subject=_subject(cmd, order, title),
        source=cmd.source,
        dedup_key=cmd.dedup_key,
        account=cmd.account,
        channel=cmd.channel,
        runbook_url=cmd.runbook_url or uow.workspace.runbooks.get(category),
        links=(Link(relation="recurs_from", number=before.number),) if before is not None else (),
        ticket_id=cmd.ticket_id,
        requester=cmd.requester,
        order_number=order,
        created_at=uow.now,
        updated_at=uow.now,
        first_seen_at=cmd.event_at,
        last_seen_at=cmd.event_at,
        locale=cmd.locale or uow.workspace.locale,
    )
    opened = SupportOpened(category=category, channel=cmd.channel or "")
    ticket.recorded.append(Recorded(event=opened, action="open", from_state="", to_state=ticket.state))
    ticket.due_at = due_at(ticket, uow.workspace)
    ticket.respond_by = respond_by(ticket, uow.workspace)
    set_claim_deadline(ticket, uow)
    if before is not None:
        before.link(Link(relation="related", number=ticket.number), by=uow.actor.id, at=uow.now)
    uow.cases.add(ticket)
    post_to_subscribers(ticket, uow)
    return ticket


def _subject(cmd: CustomerWord, order: str, title: str) -> Subject:
    if order:
        return Subject(type="order", id=order, label=order, url=cmd.source.url)
    return Subject(type="other", id=cmd.ticket_id, label=title or cmd.ticket_id, url=cmd.source.url)


SERVICES = (
    ReportTicket.served_by(report_ticket),
    ReportMessage.served_by(report_message),
    ReportTicketClosed.served_by(report_ticket_closed),
)
