"""What people state as proof, beside what a platform can be asked: a written confirmation, a run they saw."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.evidence import Evidence, EvidenceType
from core.domain.job_ticket_table import State
from core.domain.member import Role
from core.errors import GuardRefused, Invalid
from core.notices.confirmation_added import ConfirmationAdded
from core.policies.closing_confirmation import MARKETPLACE_NOTICE, WRITTEN, confirmation_problem
from core.policies.closing_runs import CLOCK_TOLERANCE
from core.ports.unit_of_work import UnitOfWork
from core.services.acting import CaseCommand, drawn, require, ticket_as_seen
from core.services.reminders import end_hold
from core.services.texts import NAME_LIMIT, checked_text
from core.views import CaseCard

SAID = ("change", "stop")
"""What a written confirmation can say (W2)."""


@dataclass(frozen=True, kw_only=True)
class AddConfirmation(CaseCommand):
    """A written word from the retailer: pasted text, its author, what it says and when it was written."""

    text: str
    author: str
    said: str
    medium: str = "pasted"
    written_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class StateRun(CaseCommand):
    """E16, where no platform can be asked: a member states the run they saw succeed."""

    run_id: str
    ended_at: datetime


def add_confirmation(cmd: AddConfirmation, uow: UnitOfWork) -> CaseCard:
    """Kept whoever wrote it; what does not count is said at once, not at closing time."""
    ticket = ticket_as_seen(cmd, uow)
    if cmd.said not in SAID:
        raise Invalid("error.confirmation_says_what", field="said")
    if cmd.medium == MARKETPLACE_NOTICE:
        require(Role.LEAD, uow, ticket)
    elif cmd.medium not in WRITTEN:
        raise Invalid("error.not_written", field="medium")
    if cmd.written_at is not None and cmd.written_at > uow.now + CLOCK_TOLERANCE:
        raise Invalid("error.not_yet", field="written_at")
    piece = _confirmation(cmd, ticket.id, uow)
    contacts = uow.workspace.contacts_of(ticket.retailer or ticket.account)
    problem = confirmation_problem(piece, contacts, ticket.notification.at if ticket.notification else None)
    uow.evidence.add(piece)
    ticket.evidence_added(piece.id, piece.type, by=uow.actor.id, at=uow.now)
    uow.outbox.thread(
        ticket.id,
        ConfirmationAdded(
            number=ticket.number,
            by=uow.actor.id,
            author=piece.author or "",
            said=cmd.said,
            text=piece.text or "",
            problem=problem,
        ),
    )
    if ticket.state == State.ON_HOLD and ticket.hold is not None and ticket.hold.wake_on == "reply":
        end_hold(ticket, "reply", uow.actor.id, uow)
    return drawn(ticket, uow)


def state_run(cmd: StateRun, uow: UnitOfWork) -> CaseCard:
    ticket = ticket_as_seen(cmd, uow)
    if not uow.workspace.switches.human_verification:
        raise GuardRefused("error.human_verification_off", number=ticket.number)
    if cmd.ended_at > uow.now + CLOCK_TOLERANCE:
        raise Invalid("error.not_yet", field="ended_at")
    piece = Evidence(
        id=uow.ids.new(),
        case_id=ticket.id,
        type=EvidenceType.RUN,
        added_by=uow.actor.id,
        added_at=uow.now,
        text=checked_text(cmd.run_id, "run_id", limit=NAME_LIMIT),
        written_at=cmd.ended_at,
    )
    uow.evidence.add(piece)
    ticket.evidence_added(piece.id, piece.type, by=uow.actor.id, at=uow.now)
    return drawn(ticket, uow)


def _confirmation(cmd: AddConfirmation, case_id: str, uow: UnitOfWork) -> Evidence:
    return Evidence(
        id=uow.ids.new(),
        case_id=case_id,
        type=EvidenceType.CONFIRMATION,
        added_by=uow.actor.id,
        added_at=uow.now,
        text=checked_text(cmd.text, "text"),
        said=cmd.said,
        author=checked_text(cmd.author, "author", limit=NAME_LIMIT),
        author_address=cmd.author.strip(),
        medium=cmd.medium,
        written_at=cmd.written_at or uow.now,
    )


SERVICES = (
    AddConfirmation.served_by(add_confirmation),
    StateRun.served_by(state_run),
)
