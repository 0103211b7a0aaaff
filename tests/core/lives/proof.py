"""Whether a closing had its proof: a second reading of DOMAIN 3 against what really happened on the platform,
written without a look at the policy."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.domain.case import Case
from core.domain.close_attempt import CloseAttempt
from core.domain.evidence import Evidence, EvidenceType
from core.domain.job_ticket import JobTicket
from core.domain.job_ticket_table import Choice
from core.domain.member import Role
from core.domain.platform_facts import ConnectionStatus, Run, RunState
from tests.core.lives.ledger import Look
from tests.core.lives.platform import Platform
from tests.core.services.office import NOOR

CLOCKS_APART = timedelta(seconds=120)


def closed_now(before: Look, after: Look) -> list[JobTicket]:
    """Job tickets that were closed between the two looks, as they were before."""
    found: list[JobTicket] = []
    for case_id, now in after.cases.items():
        was = before.cases.get(case_id)
        if isinstance(was, JobTicket) and now.state == "closed" and was.state != "closed":
            found.append(was)
    return found


def unproven(
    ticket: JobTicket, attempt: CloseAttempt, before: Look, after: Look, platform: Platform
) -> list[str]:
    """What the closing of *ticket*, as it was before, lacks."""
    closed = after.cases[ticket.id]
    rule = closed.proof.rule if isinstance(closed, JobTicket) and closed.proof else None
    if rule in ("R1", "R2"):
        return [*_worked_on(ticket), *_runs_again(ticket, platform), *_shown(ticket, rule, after, platform)]
    if rule == "R3":
        return [*_removed(ticket, attempt, after, platform)]
    if rule == "R4":
        return [*_a_duplicate(ticket, attempt, before)]
    if rule == "R5":
        return [*_a_success(ticket, platform), *_shown(ticket, rule, after, platform), *_by_a_lead(attempt)]
    return [f"closed by {rule}, which is no rule"]


def _worked_on(ticket: JobTicket) -> Iterator[str]:
    if ticket.containment is None or not ticket.containment.done:
        yield "never stopped"
    if ticket.notification is None:
        yield "nobody was told"
    if ticket.decision is None or ticket.decision.choice is not Choice.REACTIVATE:
        yield "not decided to reactivate"


def _runs_again(ticket: JobTicket, platform: Platform) -> Iterator[str]:
    if platform.paused[ticket.job_id] or platform.status[ticket.job_id] is not ConnectionStatus.ACTIVE:
        yield "still stopped on the platform"
    if platform.in_flight(ticket.job_id):
        yield "a run is still under way"
    yield from _a_success(ticket, platform)
    newest = _newest(ticket, platform)
    if newest and newest[0] <= ticket.last_failure_at:
        yield "succeeded before it failed"
    stopped = ticket.containment
    if newest and stopped and stopped.not_possible is None and newest[0] <= stopped.requested_at:
        yield "has not run since it was stopped"


def _a_success(ticket: JobTicket, platform: Platform) -> Iterator[str]:
    newest = _newest(ticket, platform)
    if newest is None or newest[1].state is not RunState.SUCCEEDED:
        yield "the newest run did not succeed"
    elif newest[1].forced or newest[1].items_failed:
        yield "the success was made by hand, or is one in part"


def _shown(ticket: JobTicket, rule: str, after: Look, platform: Platform) -> Iterator[str]:
    newest = _newest(ticket, platform)
    if newest and not _picture(ticket, newest[0], after):
        yield "no picture of that success"
    if rule == "R2" and not _confirmed(ticket, "change", after):
        yield "the retailer did not confirm it"


def _newest(ticket: JobTicket, platform: Platform) -> tuple[datetime, Run] | None:
    stopped = ticket.containment
    ours_until = (stopped.confirmed_at or stopped.requested_at) + CLOCKS_APART if stopped else None
    return platform.newest_ended(ticket.job_id, ours_until)


def _picture(ticket: JobTicket, not_before: datetime, after: Look) -> bool:
    """One on this ticket, of that moment, of this life of the ticket, and on no other ticket."""
    elsewhere = {
        e.sha256 for case_id, pieces in after.evidence.items() if case_id != ticket.id for e in pieces
    }
    first_shown: dict[str | None, datetime] = {}
    for e in after.evidence[ticket.id]:
        at = e.uploaded_at or e.added_at
        first_shown[e.sha256] = min(at, first_shown.get(e.sha256, at))
    return any(
        e.type is EvidenceType.SCREENSHOT
        and e.verdict == "ok"
        and e.sha256 not in elsewhere
        and first_shown[e.sha256] >= not_before - CLOCKS_APART
        and (ticket.reopened_at is None or first_shown[e.sha256] >= ticket.reopened_at)
        for e in after.evidence[ticket.id]
    )


def _removed(ticket: JobTicket, attempt: CloseAttempt, after: Look, platform: Platform) -> Iterator[str]:
    yield from _by_a_lead(attempt)
    if ticket.containment is None or ticket.notification is None:
        yield "never stopped, or nobody was told"
    if ticket.decision is None or ticket.decision.choice is not Choice.REMOVE:
        yield "not decided to remove"
    if platform.status[ticket.job_id] is not ConnectionStatus.REMOVED or ticket.removed_at is None:
        yield "the connection stands"
    elif not _picture(ticket, ticket.removed_at, after):
        yield "no picture of the removal"
    if not _confirmed(ticket, "stop", after):
        yield "the retailer did not write so"


def _a_duplicate(ticket: JobTicket, attempt: CloseAttempt, before: Look) -> Iterator[str]:
    yield from _by_a_lead(attempt)
    target: Case | None = before.numbered(attempt.form.duplicate_of or 0)
    same_job = isinstance(target, JobTicket) and target.job_id == ticket.job_id
    if target is None or not same_job or target.state == "closed" or target.id == ticket.id:
        yield "a duplicate of no open ticket of that job"


def _by_a_lead(attempt: CloseAttempt) -> Iterator[str]:
    if attempt.by_role < Role.LEAD:
        yield "not by a lead"


def _confirmed(ticket: JobTicket, said: str, after: Look) -> bool:
    return any(_counts(e) and e.said == said for e in after.evidence[ticket.id])


def _counts(e: Evidence) -> bool:
    named = {(e.author or "").casefold(), (e.author_address or "").casefold()}
    from_them = bool(named & {NOOR.name.casefold(), NOOR.email.casefold()})
    return e.type is EvidenceType.CONFIRMATION and e.medium in ("pasted", "mail", "portal") and from_them
