"""What the clock brings about: reminders, overdue, and the end of holds and snoozes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import ClassVar

from core.command import Command
from core.domain.case import Case
from core.domain.job_ticket import JobTicket
from core.domain.member import Role
from core.domain.support_ticket import SupportTicket
from core.notices.reminder import Reminder
from core.policies.plan import LEAD, reminder_due
from core.policies.targets import due_at, opened_at, respond_by, waited_since, waiting_since
from core.policies.working_hours import is_working
from core.ports.unit_of_work import CaseFilter, UnitOfWork

PAGE, MOST = 200, 200
"""Cases read at a time, and acts of one tick: what is left over comes with the next minute."""


@dataclass(frozen=True, kw_only=True)
class RemindDue(Command[int]):
    """Send each reminder that is due, once; within working hours. Returns how many."""

    NEEDS: ClassVar[Role] = Role.SYSTEM


@dataclass(frozen=True, kw_only=True)
class WakeDue(Command[int]):
    """End holds and snoozes whose time has come. Returns how many."""

    NEEDS: ClassVar[Role] = Role.SYSTEM


def remind_due(cmd: RemindDue, uow: UnitOfWork) -> int:
    if not is_working(uow.now, uow.workspace.hours, uow.workspace.timezone):
        return 0
    sent = 0
    for case in _open_cases(uow):
        what = reminder_due(case, uow.workspace, uow.now)
        if what is None:
            continue
        case.reminded(what)
        _remind(case, what, uow)
        sent += 1
        if sent == MOST:
            break
    return sent


def wake_due(cmd: WakeDue, uow: UnitOfWork) -> int:
    woken = 0
    for case in _open_cases(uow):
        if isinstance(case, JobTicket | SupportTicket) and _over(case, uow.now):
            end_hold(case, "time", "andon", uow)
        elif case.snoozed_until is not None and case.snoozed_until <= uow.now:
            start_clocks(case, uow, partial(case.wake, at=uow.now))
        else:
            continue
        woken += 1
        if woken == MOST:
            break
    return woken


def end_hold(ticket: JobTicket | SupportTicket, why: str, by: str, uow: UnitOfWork) -> None:
    """Work goes on, and the clock with it: the due moment moves by the working time of the hold."""
    start_clocks(ticket, uow, lambda: ticket.resume_work(why, by=by, at=uow.now))


def start_clocks(case: Case, uow: UnitOfWork, ends_it: Callable[[], None]) -> None:
    """Do what ends, or may end, the hold or the snooze. What is due moves by the working time that it lasted."""
    since, counted_from = waiting_since(case), opened_at(case)
    ends_it()
    if since is None or waiting_since(case) is not None or case.ended:
        return
    if opened_at(case) == counted_from:  # else it came back, and its clocks begin anew
        case.waited += waited_since(since, uow.workspace, uow.now)
    set_targets(case, uow)


def set_targets(case: Case, uow: UnitOfWork) -> None:
    """Its due moments as its kind, priority, opening and waiting make them."""
    case.due_at = due_at(case, uow.workspace)
    if isinstance(case, SupportTicket):
        case.respond_by = respond_by(case, uow.workspace)


def _open_cases(uow: UnitOfWork) -> Iterator[Case]:
    """Every one, a page at a time. Found as committed, so what is changed on the way shifts no page."""
    wanted, offset = CaseFilter(group="open"), 0
    while page := uow.cases.find(wanted, limit=PAGE, offset=offset):
        yield from page
        offset += PAGE


def _over(ticket: JobTicket | SupportTicket, now: datetime) -> bool:
    until = ticket.hold.until if ticket.hold else None
    return until is not None and until <= now


def _remind(case: Case, what: str, uow: UnitOfWork) -> None:
    """In the thread, with the owner named; a lead's reminder also goes to the leads' channel."""
    notice = Reminder(
        number=case.number,
        title=case.title,
        what=what,
        owner=case.owner,
        failures=case.failures_in_a_row if isinstance(case, JobTicket) else 0,
        deadline_at=case.claim_by if isinstance(case, SupportTicket) else None,
    )
    uow.outbox.thread(case.id, notice)
    leads = uow.workspace.leads_channel
    if what.endswith(LEAD) and leads is not None:
        uow.outbox.channel(leads, notice, uow.workspace.locale)


SERVICES = (RemindDue.served_by(remind_due), WakeDue.served_by(wake_due))
