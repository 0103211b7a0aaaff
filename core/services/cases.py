"""Acts that every kind of case knows: take, assign, comment, snooze, archive, and taking one back."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.case import Case
from core.domain.case_parts import Link, Severity
from core.domain.member import Role
from core.domain.support_ticket import SupportTicket
from core.errors import Invalid, NotFound
from core.notices.support_question import SupportQuestion
from core.policies.plan import still_said
from core.ports.unit_of_work import UnitOfWork
from core.services.acting import CaseCommand, as_seen, drawn, visible
from core.services.claims import set_claim_deadline
from core.services.reminders import set_targets
from core.services.texts import checked_text
from core.views import CaseCard

ARCHIVE_REASONS = ("actioned", "no_action_needed")
"""Why an issue is put away (C11)."""


class TakeCase(CaseCommand): ...


class AcknowledgeCase(CaseCommand): ...


@dataclass(frozen=True, kw_only=True)
class AssignCase(CaseCommand):
    to: str | None


@dataclass(frozen=True, kw_only=True)
class CommentOnCase(CaseCommand):
    text: str


@dataclass(frozen=True, kw_only=True)
class SnoozeCase(CaseCommand):
    until: datetime


@dataclass(frozen=True, kw_only=True)
class SetPriority(CaseCommand):
    severity: Severity


@dataclass(frozen=True, kw_only=True)
class ArchiveCase(CaseCommand):
    reason: str


class UnarchiveCase(CaseCommand): ...


class UndoLast(CaseCommand): ...


@dataclass(frozen=True, kw_only=True)
class AskSupport(CaseCommand):
    """Posts the question to the support channel (C10)."""

    question: str


@dataclass(frozen=True, kw_only=True)
class LinkCases(CaseCommand):
    to_number: int


def take_case(cmd: TakeCase, uow: UnitOfWork) -> CaseCard:
    case = as_seen(cmd, uow)
    case.take(by=uow.actor.id, at=uow.now)
    return drawn(case, uow)


def acknowledge_case(cmd: AcknowledgeCase, uow: UnitOfWork) -> CaseCard:
    case = as_seen(cmd, uow)
    case.acknowledge(by=uow.actor.id, at=uow.now)
    return drawn(case, uow)


def assign_case(cmd: AssignCase, uow: UnitOfWork) -> CaseCard:
    case = as_seen(cmd, uow)
    member = uow.members.get(cmd.to) if cmd.to is not None else None
    if cmd.to is not None and (member is None or member.role is Role.NONE):
        raise Invalid("error.unknown_member", field="to", member=cmd.to)
    if member is not None and member.accounts is not None and case.account not in member.accounts:
        raise Invalid("error.member_may_not_see", field="to", member=cmd.to)
    case.assign(cmd.to, by=uow.actor.id, at=uow.now)
    return drawn(case, uow)


def comment_on_case(cmd: CommentOnCase, uow: UnitOfWork) -> CaseCard:
    case = as_seen(cmd, uow)
    case.comment(checked_text(cmd.text, "text"), by=uow.actor.id, at=uow.now)
    return drawn(case, uow)


def snooze_case(cmd: SnoozeCase, uow: UnitOfWork) -> CaseCard:
    case = as_seen(cmd, uow)
    if cmd.until <= uow.now:
        raise Invalid("error.until_past", field="until")
    case.snooze(cmd.until, by=uow.actor.id, at=uow.now)
    return drawn(case, uow)


def set_priority(cmd: SetPriority, uow: UnitOfWork) -> CaseCard:
    case = as_seen(cmd, uow)
    case.set_priority(cmd.severity, by=uow.actor.id, at=uow.now)
    _targets_of_its_priority(case, uow)
    return drawn(case, uow)


def archive_case(cmd: ArchiveCase, uow: UnitOfWork) -> CaseCard:
    case = as_seen(cmd, uow)
    if cmd.reason not in ARCHIVE_REASONS:
        raise Invalid("error.archive_reason", field="reason", reasons=", ".join(ARCHIVE_REASONS))
    case.archive(cmd.reason, by=uow.actor.id, at=uow.now)
    return drawn(case, uow)


def unarchive_case(cmd: UnarchiveCase, uow: UnitOfWork) -> CaseCard:
    case = as_seen(cmd, uow)
    case.unarchive(by=uow.actor.id, at=uow.now)
    return drawn(case, uow)


def undo_last(cmd: UndoLast, uow: UnitOfWork) -> CaseCard:
    case = as_seen(cmd, uow)
    severity, code = case.severity, case.code
    case.undo(by=uow.actor.id, at=uow.now)
    if isinstance(case, SupportTicket) and case.code != code:
        set_claim_deadline(case, uow)
    if case.severity is not severity:
        _targets_of_its_priority(case, uow)
    return drawn(case, uow)


def ask_support(cmd: AskSupport, uow: UnitOfWork) -> CaseCard:
    case = as_seen(cmd, uow)
    channel = uow.workspace.support_channel
    if channel is None:
        raise Invalid("error.no_support_channel", field="question")
    question = checked_text(cmd.question, "question")
    case.escalate(question, by=uow.actor.id, at=uow.now)
    notice = SupportQuestion(number=case.number, title=case.title, question=question, by=uow.actor.id)
    uow.outbox.channel(channel, notice, uow.workspace.locale)
    return drawn(case, uow)


def link_cases(cmd: LinkCases, uow: UnitOfWork) -> CaseCard:
    case = as_seen(cmd, uow)
    try:
        other = visible(uow.cases.by_number(cmd.to_number), uow)
    except NotFound:
        raise Invalid("error.no_such_case", field="to_number", number=cmd.to_number) from None
    if other.id == case.id:
        raise Invalid("error.link_to_itself", field="to_number")
    if Link(relation="related", number=other.number) in case.links:
        return drawn(case, uow)
    case.link(Link(relation="related", number=other.number), by=uow.actor.id, at=uow.now)
    other.link(Link(relation="related", number=case.number), by=uow.actor.id, at=uow.now)
    return drawn(case, uow)


def _targets_of_its_priority(case: Case, uow: UnitOfWork) -> None:
    """An urgent case is due sooner; a reminder that lies ahead of it again is said again."""
    set_targets(case, uow)
    case.reminders = still_said(case, uow.workspace, uow.now)


SERVICES = (
    TakeCase.served_by(take_case),
    AcknowledgeCase.served_by(acknowledge_case),
    AssignCase.served_by(assign_case),
    CommentOnCase.served_by(comment_on_case),
    SnoozeCase.served_by(snooze_case),
    SetPriority.served_by(set_priority),
    ArchiveCase.served_by(archive_case),
    UnarchiveCase.served_by(unarchive_case),
    UndoLast.served_by(undo_last),
    AskSupport.served_by(ask_support),
    LinkCases.served_by(link_cases),
)
