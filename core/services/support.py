"""Support tickets, as people work on them: answer by mail, sort, merge, close, and open one from another case."""

from dataclasses import dataclass
from typing import ClassVar

from core.command import Query
from core.domain.case import Case
from core.domain.case_parts import Link, Source
from core.domain.event import Recorded
from core.domain.member import Role
from core.domain.support_ticket import Requester, SupportTicket
from core.domain.support_ticket_events import SupportOpened
from core.domain.support_ticket_table import Outcome, State
from core.errors import GuardRefused, Invalid, NotFound
from core.policies.supporting import (
    SENDABLE,
    filled,
    refuse_bad_category,
    refuse_bad_close,
    refuse_bad_merge,
    refuse_without_address,
    subject_of,
)
from core.policies.targets import due_at, respond_by
from core.ports.unit_of_work import ReadUnit, UnitOfWork
from core.services.acting import CaseCommand, as_seen, drawn, of_kind, visible
from core.services.claims import set_claim_deadline
from core.services.posting import post_to_subscribers
from core.services.texts import checked_address, checked_text
from core.views import CaseCard

REPLY_LIMIT = 2500
"""Characters of one letter: what fits a view's private_metadata between preview and sending (SLACK 1.1)."""

NOTE_LIMIT, NAME_LIMIT, PHONE_LIMIT, REFERENCE_LIMIT = 500, 200, 100, 100


@dataclass(frozen=True, kw_only=True)
class ReplyToCustomer(CaseCommand):
    """A letter to the customer, word for word as previewed. Writing in the thread never sends one (S14)."""

    text: str


@dataclass(frozen=True, kw_only=True)
class SetCategory(CaseCommand):
    category: str


@dataclass(frozen=True, kw_only=True)
class CloseSupportTicket(CaseCommand):
    """`reference` is that of the refund or the exchange, where there was one."""

    outcome: Outcome
    note: str = ""
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class MergeTicket(CaseCommand):
    """It is the same matter as another open ticket: this one closes, the other one goes on."""

    NEEDS: ClassVar[Role] = Role.LEAD
    into_number: int


class ShowCustomer(CaseCommand):
    """Look at the customer's address and telephone; the history keeps who did."""


@dataclass(frozen=True, kw_only=True)
class SendToSupport(CaseCommand):
    """Open a support ticket for an issue or a delivery incident, linked both ways (C10, D12)."""

    category: str
    text: str
    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class CannedReplies(Query[tuple[tuple[str, str], ...]]):
    """Name and text of each, filled in for this ticket; those in the customer's language and those for all."""

    NEEDS: ClassVar[Role] = Role.OPERATOR
    case_id: str


def reply_to_customer(cmd: ReplyToCustomer, uow: UnitOfWork) -> CaseCard:
    ticket = _ticket_as_seen(cmd, uow)
    text = checked_text(cmd.text, "text", limit=REPLY_LIMIT)
    refuse_without_address(ticket)
    letter_id, follows, to = uow.ids.new(), ticket.last_letter_id, ticket.requester
    before = ticket.mail_thread
    ticket.reply(text, letter_id, by=uow.actor.id, at=uow.now)
    uow.outbox.letter(
        ticket.id,
        letter_id,
        to.name,
        to.email,
        ticket.locale,
        subject_of(ticket),
        text,
        in_reply_to=follows,
        references=before,
    )
    return drawn(ticket, uow)


def set_category(cmd: SetCategory, uow: UnitOfWork) -> CaseCard:
    ticket = _ticket_as_seen(cmd, uow)
    refuse_bad_category(cmd.category)
    ticket.set_category(cmd.category, by=uow.actor.id, at=uow.now)
    set_claim_deadline(ticket, uow)
    return drawn(ticket, uow)


def close_support_ticket(cmd: CloseSupportTicket, uow: UnitOfWork) -> CaseCard:
    ticket = _ticket_as_seen(cmd, uow)
    note = _short(cmd.note, "note", NOTE_LIMIT)
    reference = _short(cmd.reference, "reference", REFERENCE_LIMIT)
    refuse_bad_close(ticket, cmd.outcome, reference)
    ticket.close(cmd.outcome, note, reference, by=uow.actor.id, at=uow.now)
    return drawn(ticket, uow)


def merge_ticket(cmd: MergeTicket, uow: UnitOfWork) -> CaseCard:
    ticket = _ticket_as_seen(cmd, uow)
    try:
        target = visible(uow.cases.by_number(cmd.into_number), uow)
    except NotFound:
        raise Invalid("error.no_such_case", field="into_number", number=cmd.into_number) from None
    refuse_bad_merge(ticket, target)
    ticket.merge(target.number, by=uow.actor.id, at=uow.now)
    target.link(Link(relation="related", number=ticket.number), by=uow.actor.id, at=uow.now)
    return drawn(ticket, uow)


def show_customer(cmd: ShowCustomer, uow: UnitOfWork) -> CaseCard:
    """Whatever version was on the screen: nothing is acted on."""
    ticket = of_kind(visible(uow.cases.get(cmd.case_id), uow), SupportTicket)
    ticket.show_customer(by=uow.actor.id, at=uow.now)
    return drawn(ticket, uow)


def send_to_support(cmd: SendToSupport, uow: UnitOfWork) -> CaseCard:
    case = as_seen(cmd, uow)
    refuse_bad_category(cmd.category, SENDABLE)
    text = checked_text(cmd.text, "text")
    requester = Requester(
        name=checked_text(cmd.name, "name", limit=NAME_LIMIT),
        email=_address(cmd.email),
        phone=_short(cmd.phone, "phone", PHONE_LIMIT),
    )
    _refuse_second(case, cmd.category, uow)
    ticket = _opened_for(case, cmd.category, text, requester, uow)
    case.send_to_support(ticket.number, cmd.category, by=uow.actor.id, at=uow.now)
    uow.cases.add(ticket)
    post_to_subscribers(ticket, uow)
    return drawn(case, uow)


def canned_replies(query: CannedReplies, unit: ReadUnit) -> tuple[tuple[str, str], ...]:
    ticket = of_kind(visible(unit.cases.get(query.case_id), unit), SupportTicket)
    known = unit.workspace.canned_replies
    return tuple((r.name, filled(r, ticket)) for r in known if r.locale in (None, ticket.locale))


def _ticket_as_seen(cmd: CaseCommand, uow: UnitOfWork) -> SupportTicket:
    return of_kind(as_seen(cmd, uow), SupportTicket)


def _refuse_second(case: Case, category: str, uow: UnitOfWork) -> None:
    """One open ticket of a category for one case: the second click finds the first one's."""
    for link in case.links:
        other = uow.cases.by_number(link.number) if link.relation == "support" else None
        if isinstance(other, SupportTicket) and not other.ended and other.code == category:
            raise GuardRefused("error.already_with_support", number=case.number, ticket=other.number)


def _opened_for(case: Case, category: str, text: str, requester: Requester, uow: UnitOfWork) -> SupportTicket:
    ticket_id = uow.ids.new()
    ticket = SupportTicket(
        id=ticket_id,
        team_id=case.team_id,
        number=uow.cases.next_number(uow.now.year),
        code=category,
        title=case.title,
        description=text,
        state=State.OPEN,
        severity=case.severity,
        subject=case.subject,
        source=Source(connector=case.source.connector, external_id=ticket_id),
        dedup_key=f"support:{ticket_id}",
        account=case.account,
        links=(Link(relation="related", number=case.number),),
        ticket_id=ticket_id,
        requester=requester,
        order_number=case.subject.id if case.subject.type == "order" else "",
        created_at=uow.now,
        updated_at=uow.now,
        first_seen_at=uow.now,
        last_seen_at=uow.now,
        locale=case.locale,
    )
    ticket.recorded.append(
        Recorded(
            event=SupportOpened(category=category, channel=""),
            action="open",
            from_state="",
            to_state=ticket.state,
        )
    )
    ticket.due_at = due_at(ticket, uow.workspace)
    ticket.respond_by = respond_by(ticket, uow.workspace)
    set_claim_deadline(ticket, uow)
    return ticket


def _short(text: str, field: str, limit: int) -> str:
    return checked_text(text, field, limit=limit) if text.strip() else ""


def _address(text: str) -> str:
    return checked_address(text, "email") if text.strip() else ""


SERVICES = (
    ReplyToCustomer.served_by(reply_to_customer),
    SetCategory.served_by(set_category),
    CloseSupportTicket.served_by(close_support_ticket),
    MergeTicket.served_by(merge_ticket),
    ShowCustomer.served_by(show_customer),
    SendToSupport.served_by(send_to_support),
)
ANSWERS = (CannedReplies.answered_by(canned_replies),)
