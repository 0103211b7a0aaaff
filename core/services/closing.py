"""Closing a job ticket. Every path makes the same attempt, and one function grants or refuses it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar

from core.command import Command, Query
from core.domain.case_parts import Link
from core.domain.close_attempt import (
    AnswerPlace,
    AttemptState,
    Claim,
    CloseAttempt,
    ClosingForm,
)
from core.domain.draft import CLOSING
from core.domain.job_ticket import JobTicket, Proof
from core.domain.member import Role, is_reachable
from core.domain.operation import CLOSING_CHECK, Operation, OperationState
from core.domain.platform_facts import Reading
from core.errors import CloseRefused, Invalid, NotFound, Stale
from core.notices.closing_answer import ClosingAnswer
from core.policies.closing import Verdict, counting_pictures, decide
from core.policies.closing_runs import CLOCK_TOLERANCE
from core.ports.unit_of_work import ReadUnit, UnitOfWork
from core.services.acting import stale
from core.services.closing_evidence import CheckedPicture, keep_confirmation, keep_pictures, show_pictures
from core.services.closing_facts import closable, facts_of
from core.services.drawing import job_ticket_card
from core.services.texts import NAME_LIMIT, TEXT_LIMIT
from core.views import Checklist

NOTE_LIMIT = 2000

NO_CASE = 0
"""A number that no case has."""
"""Characters of a closing note: what a person writes in a sentence or ten."""


@dataclass(frozen=True, kw_only=True)
class RequestClose(Command[CloseAttempt]):
    """Ask for a closing: from a button, a command, a mention, the REST API or the command line alike."""

    case_id: str
    seen_version: int
    form: ClosingForm
    answer: AnswerPlace = field(default_factory=AnswerPlace)


@dataclass(frozen=True, kw_only=True)
class CloseCase(Command[CloseAttempt]):
    """Grant or refuse an attempt with what was just read. Sent by the operations loop only.

    Refusing is an answer, not an error: the attempt comes back REFUSED with its ticks, and whatever picture
    was looked at stays on the case.
    """

    NEEDS: ClassVar[Role] = Role.SYSTEM
    attempt_id: str
    operation_id: str
    fence: int | None
    reading: Reading | None
    pictures: tuple[CheckedPicture, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WhyNotClose(Query[Checklist]):
    """The live checklist. Without a reading: from the record alone, platform ticks not looked at."""

    case_id: str
    reading: Reading | None = None
    claim: Claim = Claim.WORKS_AGAIN


def request_close(cmd: RequestClose, uow: UnitOfWork) -> CloseAttempt:
    ticket = closable(cmd.case_id, uow)
    if ticket.version != cmd.seen_version or ticket.ended:
        raise stale(ticket, uow)
    _check_form(cmd.form, uow)
    attempt = CloseAttempt(
        id=uow.ids.new(),
        team_id=ticket.team_id,
        case_id=ticket.id,
        seen_version=cmd.seen_version,
        seen_failure_at=ticket.last_failure_at,
        by=uow.actor.id,
        by_name=uow.actor.name,
        by_role=uow.actor.role,
        by_accounts=uow.actor.accounts,
        path=uow.actor.path,
        asked_at=uow.now,
        form=cmd.form,
        answer=cmd.answer,
    )
    uow.attempts.add(attempt)
    uow.operations.add(
        Operation(
            id=uow.ids.new(),
            team_id=ticket.team_id,
            case_id=ticket.id,
            platform_id=ticket.source.connector,
            kind=CLOSING_CHECK,
            target=ticket.id,
            requested_by=uow.actor.id,
            requested_by_name=uow.actor.name,
            requested_at=uow.now,
            ticket=str(ticket.number),
            reason="close",
            arguments={"attempt_id": attempt.id},
        )
    )
    return attempt


def close_case(cmd: CloseCase, uow: UnitOfWork) -> CloseAttempt:
    attempt = uow.attempts.get(cmd.attempt_id)
    if attempt.state is not AttemptState.WAITING:
        raise Stale(f"attempt {attempt.id} is settled")
    operation = uow.operations.get(cmd.operation_id)
    uow.operations.settle(replace(operation, state=OperationState.DONE, settled_at=uow.now), fence=cmd.fence)
    ticket = closable(attempt.case_id, uow)
    unchanged = _unchanged(ticket, attempt)
    keep_pictures(ticket, attempt, cmd.pictures, uow)
    keep_confirmation(ticket, attempt, uow)
    role, form = Role(attempt.by_role), attempt.form
    verdict = decide(
        facts_of(ticket, form.claim, cmd.reading, uow, attempt.by, role, _target(attempt, uow), unchanged)
    )
    if verdict.rule is None or ticket.ended:
        return _settled(attempt, AttemptState.REFUSED, verdict, ticket, uow)
    if form.claim is Claim.DUPLICATE:
        _merge(ticket, form.duplicate_of or 0, attempt, uow)
    else:
        ticket.close(_proof(verdict, attempt, cmd.reading, uow.now), by=attempt.by, at=uow.now)
        show_pictures(ticket, attempt, verdict.evidence_ids, uow)
    uow.drafts.forget(attempt.by, attempt.case_id, CLOSING)
    return _settled(attempt, AttemptState.CLOSED, verdict, ticket, uow)


def why_not_close(query: WhyNotClose, unit: ReadUnit) -> Checklist:
    ticket = closable(query.case_id, unit)
    facts = facts_of(ticket, query.claim, query.reading, unit, unit.actor.id, unit.actor.role)
    return Checklist(
        card=job_ticket_card(ticket, unit.workspace, unit.now),
        ticks=decide(facts).ticks,
        checked_at=query.reading.checked_at if query.reading else None,
        pictures=counting_pictures(facts),
    )


def refused(attempt: CloseAttempt) -> CloseRefused:
    """The error that paths without a modal turn a refused attempt into."""
    return CloseRefused(tuple(t.reason or t.condition for t in attempt.ticks if not t.ok))


def _check_form(form: ClosingForm, uow: UnitOfWork) -> None:
    if len(form.note) > NOTE_LIMIT:
        raise Invalid("error.note_too_long", field="note", limit=NOTE_LIMIT)
    for field_name, limit in (("confirmation_text", TEXT_LIMIT), ("confirmation_author", NAME_LIMIT)):
        length = len(getattr(form, field_name))
        if length > limit:
            raise Invalid("error.text_too_long", field=field_name, limit=limit, length=length)
    if form.confirmation_at is not None and form.confirmation_at > uow.now + CLOCK_TOLERANCE:
        raise Invalid("error.not_yet", field="confirmation_at")


def _unchanged(ticket: JobTicket, attempt: CloseAttempt) -> bool:
    """E20: nobody acted on it, and nothing failed, between the wish and the look."""
    seen_failure_at = attempt.seen_failure_at or ticket.last_failure_at
    return (ticket.version, ticket.last_failure_at) == (attempt.seen_version, seen_failure_at)


def _target(attempt: CloseAttempt, uow: UnitOfWork) -> int | None:
    """The case it duplicates; one that whoever asked may not see is to them as one that does not exist."""
    number = attempt.form.duplicate_of
    if number is None or attempt.by_accounts is None:
        return number
    try:
        return number if uow.cases.by_number(number).account in attempt.by_accounts else NO_CASE
    except NotFound:
        return number


def _merge(ticket: JobTicket, number: int, attempt: CloseAttempt, uow: UnitOfWork) -> None:
    """E25: the evidence moves, and the rules will run on the target."""
    target = uow.cases.by_number(number)
    ticket.close_as_duplicate(number, by=attempt.by, at=uow.now)
    uow.evidence.move(ticket.id, target.id)
    target.link(Link(relation="related", number=ticket.number), by=attempt.by, at=uow.now)


def _proof(verdict: Verdict, attempt: CloseAttempt, reading: Reading | None, now: datetime) -> Proof:
    return Proof(
        rule=verdict.rule or "",
        outcome=verdict.outcome or "",
        checked_at=reading.checked_at if reading else now,
        run=verdict.run,
        evidence_ids=verdict.evidence_ids,
        confirmation_id=verdict.confirmation_id,
        note=attempt.form.note,
        not_reported=verdict.not_reported,
    )


def _settled(
    attempt: CloseAttempt, state: AttemptState, verdict: Verdict, ticket: JobTicket, uow: UnitOfWork
) -> CloseAttempt:
    done = replace(attempt, state=state, ticks=verdict.ticks, outcome=verdict.outcome, settled_at=uow.now)
    uow.attempts.settle(done)
    closed = state is AttemptState.CLOSED
    answer = ClosingAnswer(
        number=ticket.number,
        closed=closed,
        missing=() if closed else verdict.missing,
        outcome=verdict.outcome,
    )
    if is_reachable(attempt.by):
        uow.outbox.answer(attempt.id, answer)
    return done


SERVICES = (RequestClose.served_by(request_close), CloseCase.served_by(close_case))
ANSWERS = (WhyNotClose.answered_by(why_not_close),)
