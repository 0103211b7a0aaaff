"""What members subscribe to themselves."""

import pytest

from core.domain.own_subscription import MOST_SUBSCRIPTIONS, Occasion
from core.domain.subscription import Filters, Topic
from core.errors import Invalid
from core.services.notifications import GetMyNotifications
from core.services.own_subscriptions import SubscribeMe, UnsubscribeMe
from core.services.subscriptions import Subscriptions
from tests.core.services.office import ANA, LUIS, VIC, Office

ORDERS = SubscribeMe(topics=frozenset({Topic.ORDERS}), filters=Filters(severity_at_least="critical"))
JOBS = SubscribeMe(
    topics=frozenset({Topic.JOBS, Topic.SUPPORT}),
    filters=Filters(wanted={"account": ("Kitchenware",)}),
    occasions=frozenset({Occasion.OPENED, Occasion.REOPENED}),
)


async def test_a_member_subscribes_beside_the_channels_each_with_filters_of_its_own(office: Office) -> None:
    channels = await office.ask(Subscriptions())
    first = await office.do(ORDERS)
    office.clock.advance(1)
    second = await office.do(JOBS)

    assert (await office.ask(GetMyNotifications())).subscriptions == (first, second)
    assert (first.member_id, set(first.occasions)) == (ANA.id, {Occasion.OPENED}), (
        "nothing named: when it opens"
    )
    assert second.filters.wanted == {"account": ("Kitchenware",)}
    assert (await office.ask(GetMyNotifications(), LUIS)).subscriptions == ()
    assert await office.ask(Subscriptions()) == channels, "no channel is touched"


async def test_the_same_once_more_changes_nothing(office: Office) -> None:
    first = await office.do(ORDERS)

    assert await office.do(ORDERS) == first
    assert (await office.ask(GetMyNotifications())).subscriptions == (first,)


async def test_who_may_only_look_subscribes_as_well(office: Office) -> None:
    assert (await office.do(ORDERS, VIC)).member_id == VIC.id


async def test_a_topic_is_taken_out_wherever_it_stands_and_what_is_empty_goes(office: Office) -> None:
    await office.do(ORDERS)
    office.clock.advance(1)
    jobs = await office.do(JOBS)

    left = await office.do(UnsubscribeMe(topics=frozenset({Topic.ORDERS, Topic.SUPPORT})))
    assert [(s.id, set(s.topics)) for s in left] == [(jobs.id, {Topic.JOBS})]
    assert (await office.ask(GetMyNotifications())).subscriptions == left
    assert await office.do(UnsubscribeMe()) == ()
    assert (await office.ask(GetMyNotifications())).subscriptions == ()


async def test_one_is_taken_away_by_its_id_and_nobody_elses(office: Office) -> None:
    mine, theirs = await office.do(ORDERS), await office.do(ORDERS, LUIS)
    kept = await office.do(JOBS)

    with pytest.raises(Invalid):
        await office.do(UnsubscribeMe(subscription_id=theirs.id))
    assert await office.do(UnsubscribeMe(subscription_id=mine.id)) == (kept,)
    assert (await office.ask(GetMyNotifications(), LUIS)).subscriptions == (theirs,)


async def test_what_was_not_subscribed_to_cannot_be_ended(office: Office) -> None:
    for wish in (UnsubscribeMe(), UnsubscribeMe(topics=frozenset({Topic.JOBS}))):
        with pytest.raises(Invalid) as refused:
            await office.do(wish)
        assert refused.value.code == "error.not_subscribed"


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (SubscribeMe(topics=frozenset(), filters=Filters()), "error.no_topic"),
        (
            SubscribeMe(topics=frozenset(Topic), filters=Filters(wanted={"colour": ("red",)})),
            "error.unknown_filter",
        ),
        (
            SubscribeMe(topics=frozenset(Topic), filters=Filters(severity_at_least="huge")),
            "error.unknown_severity",
        ),
    ],
)
async def test_what_cannot_be_heard_of_is_refused(office: Office, wish: SubscribeMe, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        await office.do(wish)
    assert refused.value.code == code


async def test_there_is_an_end_to_them(office: Office) -> None:
    for number in range(MOST_SUBSCRIPTIONS):
        wanted = Filters(wanted={"account": (f"shop {number}",)})
        await office.do(SubscribeMe(topics=frozenset({Topic.JOBS}), filters=wanted))

    with pytest.raises(Invalid) as refused:
        await office.do(ORDERS)
    assert refused.value.code == "error.too_many_subscriptions"
    assert len((await office.ask(GetMyNotifications())).subscriptions) == MOST_SUBSCRIPTIONS
