"""What the delivery loop has to tell people: a mail that came back, a channel that is shut, a deleted card."""

from dataclasses import dataclass
from typing import ClassVar

from core.command import Command
from core.domain.case import Case
from core.domain.case_parts import LetterProblem
from core.domain.job_ticket import JobTicket
from core.domain.member import Role
from core.notices.channel_shut import DestinationShut
from core.ports.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class ReportLetterFailed(Command[None]):
    NEEDS: ClassVar[Role] = Role.SYSTEM
    case_id: str
    to_address: str
    reason: str
    letter_id: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportDestinationShut(Command[None]):
    """Every admin is told once per shutting, directly."""

    NEEDS: ClassVar[Role] = Role.SYSTEM
    lane: str
    reason: str
    waiting: int = 1


@dataclass(frozen=True, kw_only=True)
class ReportCardDeleted(Command[None]):
    """Somebody deleted a card's message: post it again."""

    NEEDS: ClassVar[Role] = Role.SYSTEM
    channel_id: str
    ts: str


def report_letter_failed(cmd: ReportLetterFailed, uow: UnitOfWork) -> None:
    case = uow.cases.get(cmd.case_id)
    problem = LetterProblem(
        letter_id=cmd.letter_id, kind="refused", status=cmd.reason[:200], words="", at=uow.now
    )
    did_not_arrive(case, problem, cmd.to_address, uow)


def did_not_arrive(case: Case, problem: LetterProblem, to: str, uow: UnitOfWork) -> None:
    """Of a retailer's letters only the one that counts as having told them can make them untold."""
    told = case.notification if isinstance(case, JobTicket) else None
    newest = told is None or told.letter_id == problem.letter_id
    case.letter_failed(problem, to, newest=newest, at=uow.now)


def report_destination_shut(cmd: ReportDestinationShut, uow: UnitOfWork) -> None:
    notice = DestinationShut(lane=cmd.lane, reason=cmd.reason, waiting=cmd.waiting)
    for admin in uow.members.having(Role.ADMIN):
        if cmd.lane != f"person:{admin.id}":
            uow.outbox.direct(admin.id, notice)


def report_card_deleted(cmd: ReportCardDeleted, uow: UnitOfWork) -> None:
    if uow.cards.at(cmd.channel_id, cmd.ts) is not None:
        uow.cards.lost(cmd.channel_id, cmd.ts)


SERVICES = (
    ReportLetterFailed.served_by(report_letter_failed),
    ReportDestinationShut.served_by(report_destination_shut),
    ReportCardDeleted.served_by(report_card_deleted),
)
