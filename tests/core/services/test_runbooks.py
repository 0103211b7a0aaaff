"""How did we do: everybody's last word on a runbook counts, and none of it is about the case."""

import pytest

from core.domain.case import Case
from core.errors import GuardRefused, NotAllowed, NotFound, Stale
from core.services.cases import AssignCase, TakeCase
from core.services.reading import GetHistory
from core.services.runbooks import MyRunbookRating, RateRunbook
from core.views import CaseCard, RunbookRating
from tests.core.services.office import ADA, ANA, ANDON, LUIS, VIC, Office, person

RUNBOOK = "https://docs.example/runbooks/stock-out"
ELSEWHERE = person("U0ANA", "Ana", ANA.role, accounts=frozenset({"Other"}))


async def ratings(office: Office, card: CaseCard) -> list[tuple[str, bool]]:
    rows = await office.ask(GetHistory(case_id=card.case_id))
    assert all(row.facts["url"] == RUNBOOK for row in rows if row.event == "RunbookRated")
    return [(row.actor_id, bool(row.facts["helpful"])) for row in rows if row.event == "RunbookRated"]


async def test_each_member_says_whether_it_helped_and_may_think_again(office: Office) -> None:
    card = await office.report(runbook_url=RUNBOOK)
    mine = MyRunbookRating(case_id=card.case_id)
    assert await office.ask(mine) is RunbookRating.OPEN

    await office.act(RateRunbook, card, ANA, helpful=True)
    await office.act(RateRunbook, card, LUIS, helpful=False)
    await office.act(RateRunbook, card, ANA, helpful=False)

    assert await ratings(office, card) == [(ANA.id, True), (LUIS.id, False), (ANA.id, False)]
    assert await office.ask(mine, ANA) is RunbookRating.NOT_HELPFUL
    assert await office.ask(mine, ADA) is RunbookRating.OPEN


async def test_the_same_word_again_changes_nothing(office: Office) -> None:
    card = await office.report(runbook_url=RUNBOOK)
    first = await office.act(RateRunbook, card, ANA, helpful=True)
    again = await office.act(RateRunbook, card, ANA, helpful=True)

    assert again == first
    assert await ratings(office, card) == [(ANA.id, True)]


async def test_it_is_no_act_on_the_case(office: Office) -> None:
    """An older card rates as well, nobody else's card gets stale by it, and nobody was first by it."""
    card = await office.report(runbook_url=RUNBOOK)
    taken = await office.act(TakeCase, card, LUIS)
    rated = await office.do(RateRunbook(case_id=card.case_id, seen_version=card.version, helpful=True), ANA)
    assert (rated.version, rated.state) == (taken.version, taken.state)

    with pytest.raises(Stale) as refused:
        await office.do(AssignCase(case_id=card.case_id, seen_version=card.version, to=ANA.id))
    assert refused.value.facts["by"] == LUIS.id


async def test_another_document_is_asked_about_afresh(office: Office) -> None:
    card = await office.report(runbook_url=RUNBOOK)
    await office.act(RateRunbook, card, ANA, helpful=True)

    def move(case: Case) -> None:
        case.runbook_url = "https://docs.example/runbooks/rewritten"

    await office.store.run(lambda uow: move(uow.cases.get(card.case_id)), ANDON)
    assert await office.ask(MyRunbookRating(case_id=card.case_id)) is RunbookRating.OPEN


async def test_where_no_runbook_is_linked_there_is_nothing_to_rate(office: Office) -> None:
    card = await office.report(code="order.unpaid")
    assert card.runbook_url is None
    with pytest.raises(GuardRefused) as refused:
        await office.act(RateRunbook, card, ANA, helpful=True)
    assert refused.value.code == "error.no_runbook"


async def test_who_may_only_look_or_not_even_that_rates_nothing(office: Office) -> None:
    card = await office.report(runbook_url=RUNBOOK)
    with pytest.raises(NotAllowed):
        await office.act(RateRunbook, card, VIC, helpful=True)
    with pytest.raises(NotFound):
        await office.act(RateRunbook, card, ELSEWHERE, helpful=True)
    assert await ratings(office, card) == []
