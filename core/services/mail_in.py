"""A mail came in: to which case it belongs, whose word it is, and what follows."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from core.command import Command, Query
from core.domain.case import Case
from core.domain.case_parts import HoldKind, LetterProblem, Source
from core.domain.evidence import Evidence, EvidenceType
from core.domain.inbound_mail import InboundMail, masked
from core.domain.job_ticket import JobTicket
from core.domain.job_ticket_table import State
from core.domain.mail_events import MailKept, RetailerWrote
from core.domain.member import Role
from core.domain.support_ticket import Requester, SupportTicket
from core.errors import NotFound
from core.notices.mail_unmatched import MailUnmatched
from core.policies.mail_matching import is_customer, is_retailer, number_in_subject, words_with_files
from core.ports.mails import MailRow
from core.ports.unit_of_work import ReadUnit, UnitOfWork
from core.services.acting import visible
from core.services.deliveries import did_not_arrive
from core.services.reminders import end_hold
from core.services.support_events import ReportMessage, heard
from core.services.texts import TEXT_LIMIT

MOST_UNMATCHED = 200
MAIL = "mail"
"""The source of a ticket that a mail opened."""


class Outcome(StrEnum):
    """What became of a mail."""

    HEARD = "heard"
    """The customer's or the retailer's word, on their case."""
    OPENED = "opened"
    """A new support ticket."""
    STRANGER = "stranger"
    """On the case, and nobody's word: the sender is not whom the case knows."""
    AUTOMATIC = "automatic"
    """On the case, and nobody's word: a machine wrote it."""
    BOUNCED = "bounced"
    """A letter came back; its case says so."""
    DELAYED = "delayed"
    REPORTED = "reported"
    """A server says that a letter arrived: nothing to do."""
    UNMATCHED = "unmatched"
    """It belongs to no case; an admin can read it."""
    REPEATED = "repeated"
    """It came before."""


@dataclass(frozen=True, kw_only=True)
class MailTaken:
    outcome: Outcome
    number: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReceiveMail(Command[MailTaken]):
    """`addressed` is the number of the case in a signed address of ours that it was sent to."""

    NEEDS: ClassVar[Role] = Role.SYSTEM
    mail: InboundMail
    addressed: int | None = None


@dataclass(frozen=True, kw_only=True)
class UnmatchedMails(Query[tuple[MailRow, ...]]):
    """Mails that belong to no case, newest first."""

    NEEDS: ClassVar[Role] = Role.ADMIN
    limit: int = MOST_UNMATCHED


@dataclass(frozen=True, kw_only=True)
class NewestAnswer(Query[Evidence | None]):
    """What the retailer answered last by mail since they were told; to begin a confirmation from."""

    case_id: str


def receive_mail(cmd: ReceiveMail, uow: UnitOfWork) -> MailTaken:
    mail = cmd.mail
    if uow.mails.has(mail.message_id):
        return MailTaken(outcome=Outcome.REPEATED)
    outcome, case = _reported(mail, uow) if mail.returned is not None else _received(cmd, uow)
    alone = case is None
    uow.mails.keep(
        MailRow(
            message_id=mail.message_id,
            arrived_at=uow.now,
            outcome=outcome,
            case_id=case.id if case else None,
            sender=mail.sender if alone else "",
            subject=mail.subject if alone else "",
            text=words_with_files(mail, TEXT_LIMIT) if alone else "",
        )
    )
    if outcome is Outcome.UNMATCHED and not mail.automatic:
        _tell_admins(mail, uow)
    return MailTaken(outcome=outcome, number=case.number if case else None)


def _tell_admins(mail: InboundMail, uow: UnitOfWork) -> None:
    """Of the first in a day: whoever writes a thousand mails must not send a thousand messages."""
    key = f"mail-unmatched:{uow.now.date()}"
    if uow.inbox.seen(key) is not None:
        return
    uow.inbox.keep(key)
    notice = MailUnmatched(sender=masked(mail.sender), subject=mail.subject)
    for admin in uow.members.having(Role.ADMIN):
        uow.outbox.direct(admin.id, notice)


def unmatched_mails(query: UnmatchedMails, unit: ReadUnit) -> tuple[MailRow, ...]:
    return unit.mails.unmatched(min(query.limit, MOST_UNMATCHED))


def newest_answer(query: NewestAnswer, unit: ReadUnit) -> Evidence | None:
    case = visible(unit.cases.get(query.case_id), unit)
    told = case.notification.at if isinstance(case, JobTicket) and case.notification else None
    answers = (e for e in unit.evidence.of(case.id) if e.type is EvidenceType.ANSWER)
    return next((e for e in reversed(tuple(answers)) if told is None or e.added_at >= told), None)


def _received(cmd: ReceiveMail, uow: UnitOfWork) -> tuple[Outcome, Case | None]:
    mail = cmd.mail
    case, proven = _case_of(cmd, uow)
    if case is None:
        return _opened(mail, uow)
    if mail.automatic:
        return _kept(case, mail, Outcome.AUTOMATIC, uow)
    if isinstance(case, SupportTicket) and is_customer(case, mail):
        return Outcome.HEARD, _customer_wrote(case, mail, uow)
    if isinstance(case, JobTicket) and proven:
        contacts = uow.workspace.contacts_of(case.retailer or case.account)
        if is_retailer(case, mail, contacts):
            return Outcome.HEARD, _retailer_wrote(case, mail, uow)
    return _kept(case, mail, Outcome.STRANGER, uow)


def _case_of(cmd: ReceiveMail, uow: UnitOfWork) -> tuple[Case | None, bool]:
    """The case, and whether more than its subject says so: a Message-ID of ours, or an address that we signed. The
    number in a subject anybody can write; it counts only where the sender is the customer of that very ticket."""
    mail = cmd.mail
    try:
        case_id = uow.mails.case_of(mail.references)
        if case_id is not None:
            return uow.cases.get(case_id), True
        if cmd.addressed is not None:
            return uow.cases.by_number(cmd.addressed), True
        number = number_in_subject(mail.subject)
        case = uow.cases.by_number(number) if number is not None else None
    except NotFound:
        return None, False
    return (case, False) if case is not None and is_customer(case, mail) else (None, False)


def _customer_wrote(ticket: SupportTicket, mail: InboundMail, uow: UnitOfWork) -> SupportTicket:
    """Ordered by when it came: the clocks of mail programs are wrong by hours, and a hold must not sleep on."""
    there = heard(
        ReportMessage(
            source=ticket.source,
            ticket_id=ticket.ticket_id,
            dedup_key=ticket.dedup_key,
            requester=ticket.requester,
            event_at=uow.now,
            channel=ticket.channel,
            category=ticket.code,
            order_number=ticket.order_number,
            title=ticket.title,
            message=words_with_files(mail, TEXT_LIMIT),
            account=ticket.account,
            severity=ticket.severity,
            locale=ticket.locale,
        ),
        uow,
    )
    there.follow_mail(mail.message_id)
    return there


def _retailer_wrote(ticket: JobTicket, mail: InboundMail, uow: UnitOfWork) -> JobTicket:
    """Their written word, kept as evidence (J16). It wakes a hold, and validates nothing."""
    text = words_with_files(mail, TEXT_LIMIT)
    contacts = uow.workspace.contacts_of(ticket.retailer or ticket.account)
    known = next((c.name for c in contacts if c.email.strip().casefold() == mail.sender), "")
    piece = Evidence(
        id=uow.ids.new(),
        case_id=ticket.id,
        type=EvidenceType.ANSWER,
        added_by=uow.actor.id,
        added_at=uow.now,
        text=text,
        author=known or mail.sender_name or mail.sender,
        author_address=mail.sender,
        medium=MAIL,
        written_at=uow.now,
    )
    uow.evidence.add(piece)
    ticket.letter_problem = None
    ticket.mail_kept(RetailerWrote(name=piece.author or "", text=text, evidence_id=piece.id), at=uow.now)
    waits = ticket.hold
    if (
        ticket.state == State.ON_HOLD
        and waits
        and (waits.kind is HoldKind.RETAILER or waits.wake_on == "reply")
    ):
        end_hold(ticket, "reply", uow.actor.id, uow)
    return ticket


def _kept(case: Case, mail: InboundMail, outcome: Outcome, uow: UnitOfWork) -> tuple[Outcome, Case]:
    text = words_with_files(mail, TEXT_LIMIT)
    case.mail_kept(MailKept(sender=mail.sender, text=text, why=outcome), at=uow.now)
    return outcome, case


def _opened(mail: InboundMail, uow: UnitOfWork) -> tuple[Outcome, Case | None]:
    if not uow.workspace.mail_opens_tickets or mail.automatic or mail.forged or not mail.sender:
        return Outcome.UNMATCHED, None
    ticket = heard(
        ReportMessage(
            source=Source(connector=MAIL, external_id=mail.message_id),
            ticket_id=mail.message_id,
            dedup_key=f"{MAIL}:{mail.message_id}",
            requester=Requester(name=mail.sender_name or mail.sender, email=mail.sender),
            event_at=uow.now,
            channel=uow.workspace.mail_channel,
            title=mail.subject,
            message=words_with_files(mail, TEXT_LIMIT),
        ),
        uow,
    )
    ticket.follow_mail(mail.message_id)
    return Outcome.OPENED, ticket


def _reported(mail: InboundMail, uow: UnitOfWork) -> tuple[Outcome, Case | None]:
    """What a mail server says became of a letter. Only whom it went to, and the servers between, know its id."""
    told = mail.returned
    found = uow.mails.letter((*mail.returned_ids, *mail.references))
    if told is None or found is None:
        return Outcome.UNMATCHED, None
    letter_id, case = found[0], uow.cases.get(found[1])
    if told.action == "failed":
        problem = LetterProblem(
            letter_id=letter_id, kind="bounced", status=told.status, words=told.words, at=uow.now
        )
        did_not_arrive(case, problem, _recipient(case), uow)
        return Outcome.BOUNCED, case
    if told.action == "delayed":
        case.mail_kept(
            MailKept(sender="", text=f"{told.status} {told.words}".strip(), why="delayed"), at=uow.now
        )
        return Outcome.DELAYED, case
    return Outcome.REPORTED, case


def _recipient(case: Case) -> str:
    if isinstance(case, SupportTicket):
        return case.requester.email
    told = case.notification if isinstance(case, JobTicket) else None
    return (told.to if told else None) or ""


SERVICES = (ReceiveMail.served_by(receive_mail),)
ANSWERS = (
    UnmatchedMails.answered_by(unmatched_mails),
    NewestAnswer.answered_by(newest_answer),
)
