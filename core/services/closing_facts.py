"""Gathering what the closing policy looks at. It decides nothing."""

from collections.abc import Mapping

from core.domain.close_attempt import Claim
from core.domain.evidence import Evidence, EvidenceType
from core.domain.job_ticket import JobTicket
from core.domain.member import Role
from core.domain.platform_facts import Reading
from core.domain.support_ticket import SupportTicket
from core.errors import Invalid, NotFound
from core.policies.closing import ClosingFacts
from core.ports.unit_of_work import ReadUnit, UnitOfWork
from core.services.acting import visible


def closable(case_id: str, unit: ReadUnit | UnitOfWork) -> JobTicket:
    """Raises NotFound, or Invalid for a case of another kind."""
    case = visible(unit.cases.get(case_id), unit)
    if isinstance(case, SupportTicket):
        raise Invalid("error.close_with_outcome", number=case.number)
    if not isinstance(case, JobTicket):
        raise Invalid("error.not_closable", number=case.number)
    return case


def facts_of(
    ticket: JobTicket,
    claim: Claim,
    reading: Reading | None,
    unit: ReadUnit | UnitOfWork,
    actor_id: str,
    role: Role,
    duplicate_of: int | None = None,
    unchanged: bool = True,
) -> ClosingFacts:
    evidence = unit.evidence.of(ticket.id)
    return ClosingFacts(
        ticket=ticket,
        reading=reading,
        evidence=evidence,
        claim=claim,
        actor_id=actor_id,
        role=role,
        now=unit.now,
        switches=unit.workspace.switches,
        contacts=unit.workspace.contacts_of(ticket.retailer or ticket.account),
        reused=_reused(evidence, unit),
        tolerance=unit.workspace.tolerances.get(ticket.job_id, 0),
        unchanged=unchanged,
        duplicate_target_open=_duplicate_target(ticket, duplicate_of, unit),
    )


def _reused(evidence: tuple[Evidence, ...], unit: ReadUnit | UnitOfWork) -> Mapping[str, int]:
    pictures = (e for e in evidence if e.type is EvidenceType.SCREENSHOT and e.sha256)
    found = {e.id: unit.evidence.used_elsewhere(e.sha256 or "", e.case_id) for e in pictures}
    return {key: number for key, number in found.items() if number is not None}


def _duplicate_target(ticket: JobTicket, number: int | None, unit: ReadUnit | UnitOfWork) -> bool | None:
    if number is None:
        return None
    try:
        target = visible(unit.cases.by_number(number), unit)
    except NotFound:
        return False
    same_job = isinstance(target, JobTicket) and _job(target) == _job(ticket)
    return same_job and not target.ended and target.id != ticket.id


def _job(ticket: JobTicket) -> tuple[str, str]:
    return ticket.source.connector, ticket.job_id
