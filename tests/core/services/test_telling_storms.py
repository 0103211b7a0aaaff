"""A storm of cases is a few messages and one list for each member, and nothing is lost."""

from dataclasses import replace

from core.domain.member import Means
from core.domain.workspace import Account
from core.policies.member_news import AT_ONCE, GATHERED, MOST_LINES, WINDOW
from core.services.members import KeepMembers, SlackUser
from core.services.notifications import SetMyNotifications
from core.services.telling import TellGathered
from tests.core.services.office import ANA, ANDON, LUIS, Office
from tests.core.services.test_telling import ORDERS, numbers, other, told


async def test_a_storm_is_a_few_messages_and_one_list_and_nothing_is_lost(office: Office) -> None:
    await office.do(ORDERS)
    cards = [await other(office, n) for n in range(AT_ONCE + 7)]
    assert numbers(office) == [[card.number] for card in cards[:AT_ONCE]]

    office.clock.advance(GATHERED.total_seconds() - 1)
    assert await office.do(TellGathered(), ANDON) == 0, "it waits for the others"
    office.clock.advance(1)
    assert await office.do(TellGathered(), ANDON) == 1
    assert numbers(office)[AT_ONCE:] == [[card.number for card in cards[AT_ONCE:]]]
    assert await office.do(TellGathered(), ANDON) == 0
    assert len(told(office)) == AT_ONCE + 1


async def test_a_list_that_goes_on_for_ever_is_cut_and_says_by_how_much(office: Office) -> None:
    await office.do(ORDERS)
    for n in range(AT_ONCE + MOST_LINES + 3):
        await other(office, n)
    office.clock.advance(GATHERED.total_seconds())
    await office.do(TellGathered(), ANDON)

    assert (len(told(office)[-1].lines), told(office)[-1].more) == (MOST_LINES, 3)


async def test_what_comes_while_a_list_waits_joins_it_and_a_list_counts_as_one_message(
    office: Office,
) -> None:
    await office.do(ORDERS)
    for n in range(AT_ONCE + 1):
        await other(office, n)
    office.clock.advance(WINDOW.total_seconds())
    late = await other(office, 90)
    assert len(told(office)) == AT_ONCE, "it does not overtake what came before"
    await office.do(TellGathered(), ANDON)
    assert numbers(office)[-1][-1] == late.number

    quiet = await other(office, 91)
    assert numbers(office)[-1] == [quiet.number], "the window is over: at once again"


async def test_the_storm_of_one_member_holds_nothing_back_for_another(office: Office) -> None:
    await office.do(ORDERS)
    for n in range(AT_ONCE + 1):
        await other(office, n)
    await office.do(ORDERS, LUIS)
    await other(office, 50)

    assert (len(told(office)), len(told(office, LUIS.id))) == (AT_ONCE, 1)


async def test_of_a_list_only_what_one_may_still_see_is_told(office: Office) -> None:
    await office.do(ORDERS)
    for n in range(AT_ONCE + 2):
        await other(office, n, account="Kitchenware" if n % 2 else "Other")
    mine = Account(name="Other", role="store", members=frozenset({ANA.id}))
    office.workspace = replace(office.workspace, accounts=(mine,))
    await office.do(KeepMembers(users=(SlackUser(id=ANA.id, name="Ana"),)), ANDON)
    office.clock.advance(GATHERED.total_seconds())
    await office.do(TellGathered(), ANDON)

    assert {line.account for line in told(office)[-1].lines} == {"Other"}


async def test_a_list_is_dropped_for_who_now_hears_by_overview(office: Office) -> None:
    await office.do(ORDERS)
    for n in range(AT_ONCE + 1):
        await other(office, n)
    await office.do(SetMyNotifications(means=Means.DIGEST))
    office.clock.advance(GATHERED.total_seconds())

    assert await office.do(TellGathered(), ANDON) == 0
    assert len(told(office)) == AT_ONCE
