"""Closing a job ticket, through the door: one attempt whichever way it came, granted or refused with its list."""

from datetime import timedelta
from typing import Any

import pytest

from core.domain.close_attempt import AttemptState, Claim, ClosingForm
from core.domain.evidence import EvidenceType
from core.domain.member import Path
from core.domain.operation import CLOSING_CHECK
from core.domain.platform_facts import RunState
from core.errors import Invalid, NotAllowed, NotFound, Repeated, Stale
from core.notices.closing_answer import ClosingAnswer
from core.notices.proof_picture import ProofPicture
from core.notices.ticket_closed import ClosedOnProof
from core.services.cases import CommentOnCase, TakeCase
from core.services.closing import RequestClose, WhyNotClose, refused
from core.services.issues import RetryOrder
from core.services.job_tickets import SetCause
from core.services.reading import GetAttempt, GetEvidence, NewestAttempt
from core.services.statements import AddConfirmation
from core.views import JobTicketCard
from tests.core.services.office import ANA, ANDON, LEA, LUIS, VIC, Office, person, run

ROLE = ANA.role


async def ready(office: Office) -> JobTicketCard:
    """Reactivated ten minutes ago."""
    card = await office.verifying(await office.fails())
    office.clock.advance(600)
    assert isinstance(card, JobTicketCard)
    return card


@pytest.mark.parametrize("path", [p for p in Path if p not in (Path.PLATFORM, Path.SCHEDULE, Path.LOOP)])
async def test_by_every_path_it_is_the_same_closing(office: Office, path: Path) -> None:
    card = await office.fails()
    by = person("U0ANA", "Ana", ROLE, path=path)
    attempt = await office.closes(card, by, reading=office.reading(run()))

    assert (attempt.state, attempt.path) == (AttemptState.REFUSED, str(path))
    missing = refused(attempt).missing
    assert missing[:3] == ("not_contained", "retailer_not_notified", "account_not_decided")
    assert "no_successful_run" in missing

    card = await ready(office_of := await Office().open())
    closed = await office_of.closes(card, by)
    assert (closed.state, closed.outcome) == (AttemptState.CLOSED, "technically_verified")


async def test_a_viewer_cannot_ask_and_is_told_who_can(office: Office) -> None:
    card = await ready(office)

    with pytest.raises(NotAllowed) as no:
        await office.asks_to_close(card, VIC)
    assert (no.value.facts["who"], no.value.facts["more"]) == (("U0ANA", "U0LUIS", "U0LEA"), 1)
    assert office.store.tables.attempts == {}


async def test_it_closes_on_proof_and_the_proof_stands_beside_it(office: Office) -> None:
    card = await ready(office)
    attempt = await office.closes(card)
    ticket = await office.ticket(card)

    assert (ticket.state, ticket.closed_by, ticket.close_outcome) == (
        "closed",
        "U0ANA",
        "technically_verified",
    )
    assert ticket.closed_at == office.clock.now()
    proof = ticket.proof
    assert proof is not None and proof.run is not None
    assert (proof.rule, proof.run.run_id, proof.note) == ("R1", "2", "token renewed")
    assert len(proof.evidence_ids) == 1
    assert attempt.ticks and all(t.ok for t in attempt.ticks)
    (told,) = office.told("thread", ClosedOnProof)
    assert (told.notice.rule, told.notice.run_id, told.notice.by) == ("R1", "2", "U0ANA")
    (shown,) = office.told("thread", ProofPicture)
    assert shown.notice.evidence_id == proof.evidence_ids[0]
    (answer,) = office.told("answer", ClosingAnswer)
    assert (answer.member_id, answer.notice.closed, answer.notice.missing) == ("U0ANA", True, ())


async def test_refused_it_stays_open_and_keeps_the_picture_and_the_list(office: Office) -> None:
    card = await ready(office)
    attempt = await office.closes(card, reading=office.reading(run("9", ended_at=office.clock.now())))
    ticket = await office.ticket(card)

    assert (attempt.state, ticket.state, ticket.proof) == (AttemptState.REFUSED, "verifying", None)
    assert refused(attempt).missing == ("no_successful_run",)
    kept = await office.ask(GetEvidence(case_id=card.case_id))
    assert [e.file_name for e in kept if e.type is EvidenceType.SCREENSHOT] == ["green.png"]
    assert await office.ask(GetAttempt(attempt_id=attempt.id)) == attempt
    (answer,) = office.told("answer", ClosingAnswer)
    assert (answer.notice.closed, answer.notice.missing) == (False, ("no_successful_run",))
    assert office.told("thread", ClosedOnProof) == []


async def test_a_picture_that_was_refused_is_kept_with_what_it_is_and_does_not_count(office: Office) -> None:
    card = await ready(office)
    file = office.upload("fake.png")
    looked = office.looked_at(file, verdict="not_an_image", found="text", sha256=None, store_key=None)
    attempt = await office.closes(card, form={"files": (file,)}, pictures=(looked,))

    assert refused(attempt).missing == ("not_an_image",)
    assert attempt.ticks[-1].facts["found"] == "text"


async def test_a_picture_kept_by_a_refused_attempt_serves_the_next_one(office: Office) -> None:
    card = await ready(office)
    in_flight = run("9", state=RunState.RUNNING, ended_at=None)
    first = await office.closes(card, reading=office.reading(office.success(), run()))
    assert first.state is AttemptState.CLOSED

    office = await Office().open()
    card = await ready(office)
    reading = office.reading(office.success(), in_flight)
    await office.closes(card, reading=reading)
    office.clock.advance(30)
    second = await office.closes(card, form={"files": ()}, reading=office.reading(*reading.runs[:1]))
    assert second.state is AttemptState.CLOSED


async def test_of_two_attempts_at_once_one_is_under_way_and_the_other_is_told_by_whom(office: Office) -> None:
    card = await ready(office)
    await office.asks_to_close(card, ANA)

    with pytest.raises(Repeated) as refusal:
        await office.asks_to_close(card, LUIS)
    assert refusal.value.facts["by"] == "U0ANA"
    assert len(office.store.tables.attempts) == 1
    assert [o.kind for o in office.operations()].count(CLOSING_CHECK) == 1


async def test_what_changed_between_wish_and_look_refuses(office: Office) -> None:
    card = await ready(office)
    attempt = await office.asks_to_close(card)
    await office.act(SetCause, card, LUIS, cause="offboarded")
    answer = await office.checks(attempt)

    assert refused(answer).missing == ("changed_meanwhile",)
    assert (await office.ticket(card)).state == "verifying"


async def test_a_failure_that_arrives_during_the_closing_refuses_it(office: Office) -> None:
    card = await ready(office)
    attempt = await office.asks_to_close(card)
    late = run(
        "1b", ended_at=office.clock.now() - timedelta(minutes=15)
    )  # before the reactivation, told late
    await office.fails(late)
    assert (await office.ticket(card)).state == "verifying"

    assert "changed_meanwhile" in refused(await office.checks(attempt)).missing


async def test_what_is_only_said_meanwhile_changes_nothing(office: Office) -> None:
    card = await ready(office)
    attempt = await office.asks_to_close(card)
    await office.act(CommentOnCase, card, LUIS, text="looks good")

    assert (await office.checks(attempt)).state is AttemptState.CLOSED


async def test_an_attempt_is_settled_once(office: Office) -> None:
    card = await ready(office)
    attempt = await office.asks_to_close(card)
    await office.checks(attempt)

    with pytest.raises(Stale):
        await office.checks(attempt)
    assert len(office.told("thread", ClosedOnProof)) == 1


async def test_whoever_saw_an_older_card_is_refused_with_who_was_first(office: Office) -> None:
    card = await ready(office)
    await office.act(TakeCase, card, LUIS)
    with pytest.raises(Stale) as stale:
        await office.do(RequestClose(case_id=card.case_id, seen_version=card.version, form=ClosingForm()))
    assert (stale.value.facts["by"], stale.value.facts["what"]) == ("U0LUIS", "take")


async def test_a_closed_ticket_is_not_closed_again(office: Office) -> None:
    card = await ready(office)
    await office.closes(card)

    with pytest.raises(Stale) as stale:
        await office.asks_to_close(card, LUIS)
    assert (stale.value.facts["state"], stale.value.facts["mine"]) == ("closed", False)


async def test_an_issue_has_no_closing(office: Office) -> None:
    card = await office.report()

    with pytest.raises(Invalid) as invalid:
        await office.asks_to_close(card)
    assert invalid.value.code == "error.not_closable"
    assert RetryOrder.NEEDS == ROLE


async def test_the_written_word_in_the_form_is_kept_and_counts(office: Office) -> None:
    card = await ready(office)
    form = {
        "confirmation_text": "We renewed the token just now.",
        "confirmation_author": "noor@kitchenware.example",
        "confirmation_said": "change",
        "confirmation_at": office.clock.now(),
    }
    attempt = await office.closes(card, form=form)
    proof = (await office.ticket(card)).proof

    assert attempt.outcome == "confirmed_and_validated"
    assert proof is not None and proof.rule == "R2"
    kept = {e.id: e for e in await office.ask(GetEvidence(case_id=card.case_id))}
    assert kept[proof.confirmation_id or ""].text == form["confirmation_text"]


async def test_a_confirmation_on_record_makes_it_a_confirmed_change(office: Office) -> None:
    card = await ready(office)
    await office.act(AddConfirmation, card, text="We did it today.", author="Noor Visser", said="change")

    assert (await office.closes(card)).outcome == "confirmed_and_validated"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"note": "n" * 2001}, "note"),
        ({"confirmation_text": "t" * 3001}, "confirmation_text"),
        ({"confirmation_author": "a" * 201}, "confirmation_author"),
    ],
)
async def test_a_form_that_is_too_long_is_refused_at_its_field(
    office: Office, form: dict[str, Any], field: str
) -> None:
    card = await ready(office)

    with pytest.raises(Invalid) as invalid:
        await office.asks_to_close(card, **form)
    assert invalid.value.field == field


async def test_a_confirmation_from_tomorrow_is_refused(office: Office) -> None:
    card = await ready(office)

    with pytest.raises(Invalid) as invalid:
        await office.asks_to_close(card, confirmation_at=office.clock.now() + timedelta(days=1))
    assert invalid.value.code == "error.not_yet"


async def test_four_eyes_lets_only_somebody_else_close(office: Office) -> None:
    office.switch(four_eyes_on_close=True)
    card = await ready(office)

    assert refused(await office.closes(card, ANA)).missing == ("second_person_needed",)
    assert (await office.closes(card, LUIS, form={"files": ()})).state is AttemptState.CLOSED


async def test_the_role_counts_that_the_person_had_when_they_asked(office: Office) -> None:
    card = await office.fails()
    attempt = await office.asks_to_close(card, ANA, claim=Claim.FALSE_ALARM)

    assert "lead_needed" in refused(await office.checks(attempt)).missing
    lead = await office.asks_to_close(card, LEA, claim=Claim.FALSE_ALARM)
    assert "lead_needed" not in refused(await office.checks(lead)).missing


async def test_the_list_can_be_looked_at_without_asking_for_anything(office: Office) -> None:
    card = await ready(office)
    from_record = await office.ask(WhyNotClose(case_id=card.case_id), VIC)
    live = await office.ask(WhyNotClose(case_id=card.case_id, reading=office.reading()), VIC)

    assert {t.reason for t in from_record.ticks if not t.ok} == {"not_checked", "screenshot_missing"}
    assert (from_record.checked_at, live.checked_at) == (None, office.clock.now())
    assert [t.reason for t in live.ticks if not t.ok] == ["screenshot_missing"]
    assert office.store.tables.attempts == {}


async def test_the_list_names_the_pictures_that_still_count(office: Office) -> None:
    card = await ready(office)
    await office.closes(card, reading=office.reading(run("9", ended_at=office.clock.now())))
    listed = await office.ask(WhyNotClose(case_id=card.case_id))

    kept = await office.ask(GetEvidence(case_id=card.case_id))
    assert listed.pictures == tuple(e.id for e in kept if e.type is EvidenceType.SCREENSHOT)
    assert (await office.ask(NewestAttempt(case_id=card.case_id))) is not None
    assert (await office.ask(NewestAttempt(case_id=card.case_id), LUIS)) is None


async def test_a_case_of_an_account_one_may_not_see_cannot_be_closed(office: Office) -> None:
    card = await ready(office)
    elsewhere = person("U0ANA", "Ana", ROLE, accounts=frozenset({"Other"}))

    with pytest.raises(NotFound):
        await office.asks_to_close(card, elsewhere)
    assert (await office.now(card)).state == "verifying"
    assert ANDON.accounts is None
