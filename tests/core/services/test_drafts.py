"""Half-written forms, through the door: each its writer's alone."""

from dataclasses import replace

import pytest

from core.domain.close_attempt import AttemptState
from core.domain.draft import CLOSING
from core.errors import Invalid, NotAllowed, NotFound
from core.services.drafts import DRAFT_LIMIT, ForgetDraft, GetDraft, KeepDraft
from core.views import CaseCard
from tests.core.services.office import ANA, LUIS, STRANGER, VIC, Office, run


@pytest.fixture
async def card(office: Office) -> CaseCard:
    return await office.fails()


async def test_what_somebody_typed_is_theirs_until_it_is_forgotten(office: Office, card: CaseCard) -> None:
    kept = await office.do(KeepDraft(case_id=card.case_id, form="hold", values={"reason": "wait"}), ANA)
    assert kept is not None and (kept.member_id, kept.kept_at) == (ANA.id, office.clock.now())

    mine = GetDraft(case_id=card.case_id, form="hold")
    assert await office.ask(mine, ANA) == kept
    assert await office.ask(mine, LUIS) is None

    forget = ForgetDraft(case_id=card.case_id, form="hold")
    await office.do(forget, LUIS)
    assert await office.ask(mine, ANA) == kept
    await office.do(forget, ANA)
    assert await office.ask(mine, ANA) is None


@pytest.mark.parametrize("values", [{}, {"reason": None}, {"reason": "", "until": None}])
async def test_nothing_typed_forgets_what_was(
    office: Office, card: CaseCard, values: dict[str, str | int | None]
) -> None:
    keep = KeepDraft(case_id=card.case_id, form="hold", values={"reason": "wait"})
    await office.do(keep, ANA)
    assert await office.do(replace(keep, values=values), ANA) is None
    assert await office.ask(GetDraft(case_id=card.case_id, form="hold"), ANA) is None


async def test_a_draft_is_bounded(office: Office, card: CaseCard) -> None:
    fits = {"reason": "x" * (DRAFT_LIMIT - len("reason"))}
    keep = KeepDraft(case_id=card.case_id, form="hold", values=fits)
    kept = await office.do(keep, ANA)
    with pytest.raises(Invalid):
        await office.do(replace(keep, values={"reason": fits["reason"] + "x"}), ANA)
    assert await office.ask(GetDraft(case_id=card.case_id, form="hold"), ANA) == kept


async def test_what_one_may_not_see_one_cannot_write_about(office: Office, card: CaseCard) -> None:
    keep = KeepDraft(case_id=card.case_id, form="hold", values={"reason": "wait"})
    with pytest.raises(NotFound):
        await office.do(keep, replace(ANA, accounts=frozenset({"another"})))
    with pytest.raises(NotFound):
        await office.do(replace(keep, case_id="case-99"), ANA)
    with pytest.raises(NotAllowed):
        await office.do(keep, STRANGER)
    assert await office.do(keep, VIC) is not None, "who may look may write, and ask who can send it"


async def test_a_draft_changes_nothing_about_its_case(office: Office, card: CaseCard) -> None:
    await office.do(KeepDraft(case_id=card.case_id, form="hold", values={"reason": "wait"}), ANA)
    assert await office.now(card) == card


async def write_note(office: Office, card: CaseCard) -> GetDraft:
    await office.do(KeepDraft(case_id=card.case_id, form=CLOSING, values={"note": "renewed"}), ANA)
    return GetDraft(case_id=card.case_id, form=CLOSING)


async def test_the_closing_note_is_a_draft_while_the_closing_is_refused(
    office: Office, card: CaseCard
) -> None:
    note = await write_note(office, card)
    refused = await office.closes(card, ANA, reading=office.reading(run()))
    assert refused.state is AttemptState.REFUSED
    assert await office.ask(note, ANA) is not None


async def test_the_closing_note_is_no_draft_once_the_closing_is_granted(
    office: Office, card: CaseCard
) -> None:
    card = await office.verifying(card)
    office.clock.advance(600)
    note = await write_note(office, card)
    closed = await office.closes(card, ANA)
    assert closed.state is AttemptState.CLOSED
    assert await office.ask(note, ANA) is None
