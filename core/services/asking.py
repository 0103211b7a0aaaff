"""Asking those who may: the way on for somebody whose role is too small."""

from dataclasses import dataclass
from typing import ClassVar

from core.command import Command
from core.domain.case import ASK_HELP, Case
from core.domain.member import Role
from core.errors import GuardRefused
from core.notices.help_asked import HelpAskedOfYou
from core.ports.unit_of_work import UnitOfWork
from core.services.acting import visible

MOST_ASKED = 3
"""People asked at once: one of them answers, and more would be a crowd."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`who` are member ids; `before`: they were asked earlier and not once more."""

    number: int
    who: tuple[str, ...]
    before: bool


@dataclass(frozen=True, kw_only=True)
class AskForHelp(Command[Asked]):
    """`act` is the name of the command that was refused, `role` what it takes. Raises GuardRefused when nobody
    else has that role."""

    NEEDS: ClassVar[Role] = Role.VIEWER
    case_id: str
    act: str
    role: Role


def ask_for_help(cmd: AskForHelp, uow: UnitOfWork) -> Asked:
    """Once for each case, asker and act: pressing harder does not make anybody faster."""
    case = visible(uow.cases.get(cmd.case_id), uow)
    before = _asked_before(cmd, uow)
    if before:
        return Asked(number=case.number, who=before, before=True)
    who = _who_may(cmd.role, case, uow)
    if not who:
        raise GuardRefused("error.nobody_to_ask", number=case.number)
    case.ask_help(cmd.act, who, by=uow.actor.id, at=uow.now)
    notice = HelpAskedOfYou(
        case_id=case.id,
        version=case.version,
        number=case.number,
        title=case.title,
        act=cmd.act,
        by=uow.actor.id,
    )
    for member_id in who:
        uow.outbox.direct(member_id, notice)
    return Asked(number=case.number, who=who, before=False)


def _asked_before(cmd: AskForHelp, uow: UnitOfWork) -> tuple[str, ...]:
    for row in uow.history.of(cmd.case_id):
        if (row.action, row.actor_id, row.facts.get("act")) == (ASK_HELP, uow.actor.id, cmd.act):
            asked = row.facts.get("asked")
            return tuple(str(who) for who in asked) if isinstance(asked, list | tuple) else ()
    return ()


def _who_may(role: Role, case: Case, uow: UnitOfWork) -> tuple[str, ...]:
    """Whoever looks after the case first; only people who may see it, and never the asker."""
    may = [
        member.id
        for member in uow.members.having(role)
        if member.id != uow.actor.id and (member.accounts is None or case.account in member.accounts)
    ]
    return tuple(sorted(may, key=lambda member_id: member_id != case.owner)[:MOST_ASKED])


SERVICES = (AskForHelp.served_by(ask_for_help),)
