"""Duplicates: one ticket lives on, with the evidence of both (R4, E25)."""

from datetime import timedelta

import pytest

from core.domain.case_parts import Link
from core.domain.close_attempt import AttemptState, Claim
from core.domain.evidence import EvidenceType
from core.domain.platform_facts import RunState
from core.services.closing import refused
from core.services.holding import ReopenTicket
from core.services.reading import GetEvidence
from core.views import CaseCard
from tests.core.services.office import ANA, LEA, Office, job, run


async def two_open(office: Office) -> tuple[CaseCard, CaseCard]:
    """The same job twice: an older ticket was opened again by hand while a newer one is open."""
    older = await office.verifying(await office.fails())
    office.clock.advance(600)
    await office.closes(older)
    office.clock.advance(timedelta(days=15).total_seconds())
    newer = await office.fails(run("20", ended_at=office.clock.now()))
    assert newer.number != older.number
    await office.act(ReopenTicket, older, reason="closed by mistake")
    return older, newer


def duplicate_of(card: CaseCard) -> dict[str, object]:
    return {"claim": Claim.DUPLICATE, "duplicate_of": card.number, "files": ()}


async def test_a_duplicate_closes_and_its_evidence_goes_to_the_one_that_stays(office: Office) -> None:
    older, newer = await two_open(office)
    early = await office.closes(newer)
    assert early.state is AttemptState.REFUSED
    merged = await office.closes(newer, LEA, form=duplicate_of(older))

    ticket = await office.ticket(newer)
    assert (merged.outcome, ticket.state) == ("duplicate", "closed")
    assert ticket.links[-1] == Link(relation="duplicate_of", number=older.number)
    moved = await office.ask(GetEvidence(case_id=older.case_id))
    assert len([e for e in moved if e.type is EvidenceType.SCREENSHOT]) == 2
    assert await office.ask(GetEvidence(case_id=newer.case_id)) == ()
    assert (await office.ticket(older)).links[-1] == Link(relation="related", number=newer.number)


async def test_the_next_failure_belongs_to_the_ticket_that_stayed(office: Office) -> None:
    older, newer = await two_open(office)
    await office.closes(newer, LEA, form=duplicate_of(older))
    office.clock.advance(60)
    card = await office.fails(run("21", ended_at=office.clock.now()))

    assert card.number == older.number
    assert (await office.ticket(newer)).state == "closed"


async def test_a_duplicate_needs_a_lead_and_a_target(office: Office) -> None:
    older, newer = await two_open(office)
    form = {"claim": Claim.DUPLICATE, "files": ()}

    by_operator = await office.closes(newer, ANA, form=form | {"duplicate_of": older.number})
    of_nothing = await office.closes(newer, LEA, form=form)
    of_itself = await office.closes(newer, LEA, form=form | {"duplicate_of": newer.number})
    of_nobody = await office.closes(newer, LEA, form=form | {"duplicate_of": 20269999})

    assert refused(by_operator).missing == ("lead_needed",)
    assert {refused(a).missing for a in (of_nothing, of_itself, of_nobody)} == {("duplicate_target_wrong",)}


@pytest.mark.parametrize(
    "other",
    [
        {"job": job(job_id="job-8"), "run": run("30", job_id="job-8")},
        {"platform_id": "another"},
    ],
    ids=["another job", "the same id on another platform"],
)
async def test_another_job_is_no_target(office: Office, other: dict[str, object]) -> None:
    card = await office.fails()
    target = await office.fails(**other)  # type: ignore[arg-type]
    form = {"claim": Claim.DUPLICATE, "duplicate_of": target.number, "files": ()}

    assert refused(await office.closes(card, LEA, form=form)).missing == ("duplicate_target_wrong",)


async def test_the_picture_of_one_ticket_is_no_proof_of_another(office: Office) -> None:
    first = await office.verifying(await office.fails())
    office.clock.advance(600)
    await office.closes(first)
    eight = {"job": job(job_id="job-8"), "run": run("30", job_id="job-8")}
    second = await office.verifying(await office.fails(**eight))  # type: ignore[arg-type]
    office.clock.advance(600)
    green = run(
        "31", job_id="job-8", state=RunState.SUCCEEDED, ended_at=office.clock.now() - timedelta(seconds=20)
    )
    attempt = await office.closes(second, reading=office.reading(green, job=job(job_id="job-8")))

    assert refused(attempt).missing == ("screenshot_reused",)
    assert attempt.ticks[-1].facts["number"] == first.number
