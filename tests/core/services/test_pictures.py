"""A picture that shows what it should not is taken away; that it was there stays known."""

from typing import Any

import pytest

from core.domain.evidence import Evidence, EvidenceType
from core.errors import Invalid, NotAllowed, NotFound, Repeated, Stale
from core.ports.unit_of_work import UnitOfWork
from core.services.cases import AssignCase, TakeCase
from core.services.pictures import (
    DeletePicture,
    GetPicture,
    PictureForgotten,
    PicturesToForget,
    RemovedPictures,
)
from core.services.reading import GetEvidence, GetHistory
from core.views import CaseCard
from tests.core.services.office import ADA, ANA, ANDON, LEA, LUIS, Office, job
from tests.fakes.clock import MONDAY_MORNING


async def with_picture(office: Office) -> CaseCard:
    card = await office.fails()
    await add_picture(office, card)
    return card


async def add_picture(office: Office, card: CaseCard, **more: Any) -> None:
    fields: dict[str, Any] = {
        "id": "e1",
        "type": EvidenceType.SCREENSHOT,
        "added_by": ANA.id,
        "added_at": MONDAY_MORNING,
        "sha256": "aa",
        "store_key": "aa.png",
    }
    piece = Evidence(case_id=card.case_id, **(fields | more))

    def add(uow: UnitOfWork) -> None:
        uow.evidence.add(piece)

    await office.store.run(add, ANDON)


async def test_the_bytes_go_and_the_digest_and_the_history_stay(office: Office) -> None:
    card = await with_picture(office)
    await office.act(DeletePicture, card, LEA, evidence_id="e1", reason="shows a customer")

    (piece,) = await office.ask(PicturesToForget(), by=ANDON)
    assert (piece.id, piece.store_key) == ("e1", "aa.png")
    await office.dispatch(PictureForgotten(case_id=card.case_id, evidence_id="e1"), by=ANDON)

    assert await office.ask(PicturesToForget(), by=ANDON) == ()
    (kept,) = await office.ask(GetEvidence(case_id=card.case_id), by=LEA)
    assert (kept.verdict, kept.sha256, kept.store_key) == ("deleted", "aa", None)
    rows = await office.ask(GetHistory(case_id=card.case_id), by=LEA)
    assert rows[-1].event == "PictureDeleted"
    assert rows[-1].actor_id == LEA.id


async def test_only_a_lead_deletes_and_says_why(office: Office) -> None:
    card = await with_picture(office)

    with pytest.raises(NotAllowed):
        await office.act(DeletePicture, card, ANA, evidence_id="e1", reason="shows a customer")
    with pytest.raises(Invalid):
        await office.act(DeletePicture, card, LEA, evidence_id="e1", reason="  ")
    with pytest.raises(NotFound):
        await office.act(DeletePicture, card, LEA, evidence_id="e9", reason="shows a customer")
    assert await office.ask(PicturesToForget(), by=ANDON) == ()


async def test_who_took_it_away_and_why_can_be_asked(office: Office) -> None:
    card = await with_picture(office)
    await add_picture(office, card, id="e2", sha256="bb")
    assert await office.ask(RemovedPictures(case_id=card.case_id)) == {}

    office.clock.advance(60)
    await office.act(DeletePicture, card, LEA, evidence_id="e1", reason="  shows a customer ")

    removed = await office.ask(RemovedPictures(case_id=card.case_id))
    assert set(removed) == {"e1"}
    assert (removed["e1"].by, removed["e1"].reason) == (LEA.id, "shows a customer")
    assert removed["e1"].at == office.clock.now()


async def test_what_was_taken_away_is_not_taken_away_twice(office: Office) -> None:
    card = await with_picture(office)
    await office.act(DeletePicture, card, LEA, evidence_id="e1", reason="shows a customer")
    before = await office.ask(GetHistory(case_id=card.case_id))

    with pytest.raises(Repeated) as refused:
        await office.act(DeletePicture, card, ADA, evidence_id="e1", reason="shows a password")
    assert refused.value.facts["by"] == LEA.id
    with pytest.raises(Repeated):
        await office.ask(GetPicture(case_id=card.case_id, evidence_id="e1"), LEA)
    assert await office.ask(GetHistory(case_id=card.case_id)) == before


async def test_bytes_that_are_kept_for_another_piece_are_said_to_stay(office: Office) -> None:
    card = await with_picture(office)
    alone = await office.ask(GetPicture(case_id=card.case_id, evidence_id="e1"), LEA)
    assert (alone.piece.id, alone.again_here, alone.elsewhere) == ("e1", 0, None)

    other = await office.fails(job=job(job_id="job-8"))
    await add_picture(office, card, id="e2")
    await add_picture(office, other, id="e3")
    shared = await office.ask(GetPicture(case_id=card.case_id, evidence_id="e1"), LEA)
    assert (shared.again_here, shared.elsewhere) == (1, other.number)

    await office.act(DeletePicture, card, LEA, evidence_id="e1", reason="shows a customer")
    assert await office.ask(PicturesToForget(), by=ANDON) == ()

    await office.act(DeletePicture, other, LEA, evidence_id="e3", reason="shows a customer")
    last = await office.ask(GetPicture(case_id=card.case_id, evidence_id="e2"), LEA)
    assert (last.again_here, last.elsewhere) == (0, None), "what was removed there keeps no bytes"
    await office.act(DeletePicture, card, LEA, evidence_id="e2", reason="shows a customer")
    assert {p.id for p in await office.ask(PicturesToForget(), by=ANDON)} == {"e1", "e2", "e3"}


async def test_whoever_took_a_picture_away_was_not_first_at_anything_else(office: Office) -> None:
    card = await with_picture(office)
    await office.act(TakeCase, card, LUIS)
    await office.act(DeletePicture, card, LEA, evidence_id="e1", reason="shows a customer")

    with pytest.raises(Stale) as refused:
        await office.do(AssignCase(case_id=card.case_id, seen_version=card.version, to=ANA.id))
    assert (refused.value.facts["by"], refused.value.facts["what"]) == (LUIS.id, "take")
