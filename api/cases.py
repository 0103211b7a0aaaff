"""Looking at cases: the list, one, its history, its evidence and the pictures."""

from aiohttp import web

from api.bodies import CaseQuery
from api.problems import Refused
from api.routing import Call, Reply
from api.shapes import (
    CaseList,
    CaseOut,
    EvidenceList,
    EvidenceOut,
    History,
    HistoryOut,
    Plan,
    PlannedStepOut,
)
from core.ports.unit_of_work import CaseFilter
from core.services.reading import FindCard, GetEvidence, GetHistory, GetPlan, ListCards
from core.views import CaseCard

PNG = "image/png"

PICTURE_HEADERS = {
    "Content-Disposition": 'attachment; filename="evidence.png"',
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, max-age=300",
}
"""A kept picture is re-encoded and harmless; a browser is still not asked to make anything of it."""


async def found(call: Call) -> CaseCard:
    """The case of the path, as it stands. Raises NotFound, Refused."""
    return await call.house.ask(FindCard(number=call.number()), by=call.actor)


def etag(card: CaseCard) -> dict[str, str]:
    return {"ETag": f'"{card.version}"'}


async def list_cases(call: Call) -> Reply:
    query = call.query_as(CaseQuery)
    wanted = CaseFilter(
        group=query.group,
        kinds=query.kind,
        severities=tuple(query.severity),
        codes=query.code,
        accounts=query.account,
        channels=query.channel,
        states=query.state,
        owner=query.owner,
        subject_id=query.subject_id,
        text=query.text,
        created_after=query.created_after,
    )
    page = await call.house.ask(
        ListCards(wanted=wanted, limit=query.limit, offset=query.offset), by=call.actor
    )
    return Reply(
        body=CaseList(
            cases=tuple(CaseOut.of(card) for card in page.cards),
            total=page.total,
            offset=page.offset,
            limit=page.limit,
        )
    )


async def show_case(call: Call) -> Reply:
    card = await found(call)
    return Reply(body=CaseOut.of(card), headers=etag(card))


async def show_history(call: Call) -> Reply:
    card = await found(call)
    rows = await call.house.ask(GetHistory(case_id=card.case_id), by=call.actor)
    return Reply(body=History(number=card.number, rows=tuple(HistoryOut.model_validate(row) for row in rows)))


async def show_plan(call: Call) -> Reply:
    card = await found(call)
    steps = await call.house.ask(GetPlan(case_id=card.case_id), by=call.actor)
    return Reply(
        body=Plan(number=card.number, steps=tuple(PlannedStepOut.model_validate(step) for step in steps))
    )


async def show_evidence(call: Call) -> Reply:
    card = await found(call)
    pieces = await call.house.ask(GetEvidence(case_id=card.case_id), by=call.actor)
    return Reply(
        body=EvidenceList(
            number=card.number, evidence=tuple(EvidenceOut.of(piece, card.number) for piece in pieces)
        )
    )


async def show_picture(call: Call) -> web.Response:
    card = await found(call)
    pieces = await call.house.ask(GetEvidence(case_id=card.case_id), by=call.actor)
    wanted = call.request.match_info["evidence_id"]
    key = next((piece.store_key for piece in pieces if piece.id == wanted), None)
    if key is None:
        raise Refused(404, "no_such_picture", "This case has no picture of that id; see its evidence.")
    return web.Response(
        body=await call.house.pictures.read(key), headers={**PICTURE_HEADERS, "Content-Type": PNG}
    )
