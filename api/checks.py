"""Asking for a job check, and taking everything about one case home."""

from api.bodies import Body, ExportQuery
from api.outcomes import ExportOut, JobCheckOut
from api.routing import Call, Reply
from api.shapes import CaseOut, EvidenceOut, HistoryOut
from core.services.reading import FindCard, GetEvidence, GetHistory


class JobCheckBody(Body):
    """Nothing to say: all platforms are looked at."""


async def check_jobs(call: Call) -> Reply:
    report = await call.house.job_checks.run(call.actor)
    return Reply(body=JobCheckOut.model_validate(report))


async def export_case(call: Call) -> Reply:
    house = call.house
    card = await house.ask(FindCard(number=call.query_as(ExportQuery).number), by=call.actor)
    rows = await house.ask(GetHistory(case_id=card.case_id), by=call.actor)
    pieces = await house.ask(GetEvidence(case_id=card.case_id), by=call.actor)
    faults = await house.verify_history(card.case_id)
    return Reply(
        body=ExportOut(
            exported_at=house.clock.now(),
            case=CaseOut.of(card),
            history=tuple(HistoryOut.model_validate(row) for row in rows),
            evidence=tuple(EvidenceOut.of(piece, card.number) for piece in pieces),
            chain_whole=not faults,
            chain_faults=faults,
        )
    )
