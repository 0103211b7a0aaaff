"""What the services share: the case as the person saw it, and the ids and names they write."""

from dataclasses import dataclass
from typing import TypeVar

from core.command import Command
from core.domain.case import ASK_HELP, DELETE_PICTURE, KEEP_MAIL, LETTER_FAILED, RATE_RUNBOOK, Case, Common
from core.domain.issue import Issue
from core.domain.job_ticket import JobTicket
from core.domain.job_ticket_table import Action
from core.domain.member import Role
from core.domain.support_ticket_table import Action as SupportAction
from core.errors import NotFound, Stale, TransitionRefused
from core.ports.unit_of_work import ReadUnit, UnitOfWork
from core.services.drawing import card_of
from core.services.refusing import not_allowed
from core.views import CaseCard

C = TypeVar("C", bound=Case)


@dataclass(frozen=True, kw_only=True)
class CaseCommand(Command[CaseCard]):
    """An act on one case. `seen_version` is the version on the card that the person looked at."""

    case_id: str
    seen_version: int


def as_seen(cmd: CaseCommand, uow: UnitOfWork) -> Case:
    """The case, if it is still what the person saw. Raises NotFound or Stale with who was first."""
    case = visible(uow.cases.get(cmd.case_id), uow)
    if case.version != cmd.seen_version:
        raise stale(case, uow)
    return case


def ticket_as_seen(cmd: CaseCommand, uow: UnitOfWork) -> JobTicket:
    return of_kind(as_seen(cmd, uow), JobTicket)


def issue_as_seen(cmd: CaseCommand, uow: UnitOfWork) -> Issue:
    return of_kind(as_seen(cmd, uow), Issue)


def visible(case: Case, unit: ReadUnit | UnitOfWork) -> Case:
    """Raises NotFound for a case of an account that this person may not see."""
    accounts = unit.actor.accounts
    hidden = accounts is not None and unit.actor.role < Role.SYSTEM and case.account not in accounts
    if hidden or case.team_id != unit.actor.team_id:
        raise NotFound(f"case {case.number}", number=case.number)
    return case


def stale(case: Case, unit: ReadUnit | UnitOfWork) -> Stale:
    """Who changed it, when, and what it is now."""
    rows = [row for row in unit.history.of(case.id) if row.action not in _PASSING]
    last = rows[-1] if rows else None
    return Stale(
        f"case {case.number} moved on",
        number=case.number,
        by=last.actor_id if last else "",
        at=last.at if last else case.updated_at,
        what=last.action if last else "",
        state=case.state,
        mine=last is not None and last.actor_id == unit.actor.id,
    )


def require(role: Role, uow: UnitOfWork, case: Case | None = None) -> None:
    """For what depends on the case; the door checks what the command itself needs. Raises NotAllowed."""
    if uow.actor.role < role:
        raise not_allowed(role, uow, case=case)


def drawn(case: Case, unit: ReadUnit | UnitOfWork) -> CaseCard:
    return card_of(case, unit.workspace, unit.now)


def of_kind(case: Case, kind: type[C]) -> C:
    if not isinstance(case, kind):
        raise TransitionRefused(
            f"{case.KIND} is no {kind.KIND}",
            number=case.number,
            kind=str(case.KIND),
            state=case.state,
            action=kind.KIND,
        )
    return case


_PASSING = frozenset(
    {
        *(ASK_HELP, DELETE_PICTURE, RATE_RUNBOOK, LETTER_FAILED, KEEP_MAIL),
        *(Common.COMMENT, Common.ADD_EVIDENCE, Common.REPEAT, Action.FAIL_AGAIN),
        *(SupportAction.MESSAGE, SupportAction.SHOW_CUSTOMER),
    }
)
"""What leaves the version as it is: nobody was "first" by it."""
