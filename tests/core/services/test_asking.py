"""Asking those who may: refused with a way on, told once, and never to those who may not see the case."""

from dataclasses import replace

import pytest

from core.domain.member import Member, Role
from core.errors import GuardRefused, NotAllowed, NotFound
from core.notices.help_asked import HelpAskedOfYou
from core.ports.unit_of_work import UnitOfWork
from core.services.asking import MOST_ASKED, Asked, AskForHelp
from core.services.cases import AssignCase, TakeCase, UndoLast
from core.services.reading import GetHistory, ListCards
from core.views import CaseCard
from tests.core.services.office import ADA, ANA, ANDON, LEA, LUIS, STRANGER, VIC, Office
from tests.fakes.transactions import TEAM


def wish(card: CaseCard, act: str = "TakeCase", role: Role = Role.OPERATOR) -> AskForHelp:
    return AskForHelp(case_id=card.case_id, act=act, role=role)


async def only(office: Office, *members: Member) -> None:
    """Nobody but these is known."""
    office.store.tables.members.clear()

    def keep(uow: UnitOfWork) -> None:
        for member in members:
            uow.members.keep(member)

    await office.store.run(keep, ANDON)


def member(member_id: str, role: Role, accounts: frozenset[str] | None = None) -> Member:
    return Member(id=member_id, team_id=TEAM, name=member_id, role=role, accounts=accounts)


async def test_a_refusal_on_a_case_says_what_can_be_asked_for(office: Office) -> None:
    card = await office.report()
    with pytest.raises(NotAllowed) as refused:
        await office.act(TakeCase, card, VIC)
    facts = refused.value.facts
    assert (facts["needs"], facts["case_id"], facts["act"]) == ("operator", card.case_id, "TakeCase")


async def test_a_refusal_about_no_case_or_to_a_stranger_offers_nothing_to_ask_for(office: Office) -> None:
    card = await office.report()
    with pytest.raises(NotAllowed) as of_a_stranger:
        await office.act(TakeCase, card, STRANGER)
    with pytest.raises(NotAllowed) as of_a_list:
        await office.ask(ListCards(), STRANGER)
    assert "case_id" not in of_a_stranger.value.facts
    assert "case_id" not in of_a_list.value.facts


async def test_those_who_may_are_told_and_at_most_three(office: Office) -> None:
    card = await office.report()
    asked = await office.do(wish(card), VIC)

    told = office.told("direct", HelpAskedOfYou)
    assert asked == Asked(number=card.number, who=tuple(t.member_id for t in told), before=False)
    assert len(told) == MOST_ASKED
    assert VIC.id not in asked.who
    notice = told[0].notice
    assert (notice.act, notice.by, notice.case_id) == ("TakeCase", VIC.id, card.case_id)


async def test_a_lead_is_asked_for_what_takes_a_lead(office: Office) -> None:
    card = await office.report()
    asked = await office.do(wish(card, "SkipNotify", Role.LEAD), ANA)
    assert set(asked.who) == {LEA.id, ADA.id}


async def test_whoever_looks_after_the_case_is_asked_first(office: Office) -> None:
    card = await office.act(AssignCase, await office.report(), ANA, to=LUIS.id)
    assert (await office.do(wish(card), VIC)).who[0] == LUIS.id


async def test_a_second_wish_for_the_same_act_tells_nobody_again(office: Office) -> None:
    card = await office.report()
    first = await office.do(wish(card), VIC)
    again = await office.do(wish(card), VIC)

    assert again == replace(first, before=True)
    assert len(office.told("direct", HelpAskedOfYou)) == MOST_ASKED


async def test_another_act_and_another_asker_are_told_of(office: Office) -> None:
    card = await office.report()
    for act, by in (("TakeCase", VIC), ("RetryOrder", VIC), ("TakeCase", LUIS)):
        asked = await office.do(wish(card, act), by)
        assert not asked.before and by.id not in asked.who


async def test_what_others_have_on_their_screens_stays_true(office: Office) -> None:
    """Asking makes no new version: buttons stay good, an undo stays possible, and nobody was first."""
    card = await office.act(TakeCase, await office.report(), ANA)
    await office.do(wish(card), VIC)

    assert (await office.act(UndoLast, card, ANA)).owner is None
    asked = (await office.ask(GetHistory(case_id=card.case_id)))[-2]
    assert (asked.event, asked.actor_id, asked.facts["act"]) == ("HelpAsked", VIC.id, "TakeCase")


async def test_nobody_is_told_of_a_case_that_they_may_not_see(office: Office) -> None:
    card = await office.report()
    elsewhere = frozenset({"another account"})
    await only(office, member("U0ELSE", Role.LEAD, elsewhere), member(VIC.id, Role.VIEWER))
    with pytest.raises(GuardRefused) as refused:
        await office.do(wish(card), VIC)
    assert refused.value.code == "error.nobody_to_ask"
    assert office.told("direct", HelpAskedOfYou) == []
    with pytest.raises(NotFound):
        await office.do(wish(card), replace(VIC, accounts=elsewhere))
