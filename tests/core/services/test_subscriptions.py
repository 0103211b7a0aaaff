"""Which channel hears of what: what is subscribed is added, a preview is what routing does, and gaps are told."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.case_parts import Severity, Subject
from core.domain.subscription import Filters, Topic
from core.errors import Invalid, NotFound
from core.notices.not_covered import NobodySubscribed
from core.services.subscriptions import (
    PreviewSubscription,
    Subscribe,
    Subscriptions,
    UncoveredTopics,
    Unsubscribe,
)
from tests.core.services.office import ADA, ANA, Office, job, run

EVERYTHING = frozenset(Topic)


def subscribe(*topics: Topic, channel: str = "C0NEW", **more: object) -> Subscribe:
    filters = more.pop("filters", Filters())
    return Subscribe(
        channel_id=channel,
        channel_name=channel.lower(),
        topics=frozenset(topics),
        filters=filters,  # type: ignore[arg-type]
    )


async def test_what_is_named_is_added_and_a_filter_replaces_its_own_field_only(office: Office) -> None:
    first = Filters(severity_at_least="high", wanted={"account": ("A",), "code": ("stock_out",)})
    await office.do(subscribe(Topic.JOBS, filters=first))
    second = Filters(wanted={"account": ("B", "C")}, unwanted={"retailer": ("D",)})
    kept = await office.do(subscribe(Topic.ORDERS, filters=second))

    assert kept.topics == {Topic.JOBS, Topic.ORDERS}
    assert kept.filters == Filters(
        severity_at_least="high",
        wanted={"account": ("B", "C"), "code": ("stock_out",)},
        unwanted={"retailer": ("D",)},
    )
    assert await office.ask(Subscriptions(channel_id="C0NEW")) == (kept,)


async def test_one_topic_is_given_up_or_all_of_them(office: Office) -> None:
    await office.do(subscribe(Topic.JOBS, Topic.ORDERS))
    left = await office.do(Unsubscribe(channel_id="C0NEW", topics=frozenset({Topic.JOBS})))
    assert left is not None and left.topics == {Topic.ORDERS}
    assert await office.do(Unsubscribe(channel_id="C0NEW")) is None
    assert await office.ask(Subscriptions(channel_id="C0NEW")) == ()
    with pytest.raises(NotFound):
        await office.do(Unsubscribe(channel_id="C0NEW"))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (subscribe(), "topics"),
        (subscribe(Topic.JOBS, filters=Filters(wanted={"colour": ("red",)})), "colour"),
        (subscribe(Topic.JOBS, filters=Filters(unwanted={"colour": ("red",)})), "colour"),
        (subscribe(Topic.JOBS, filters=Filters(severity_at_least="urgent")), "severity"),
    ],
)
async def test_what_cannot_be_subscribed_is_refused_by_name(
    office: Office, wrong: Subscribe, field: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        await office.do(wrong)
    assert invalid.value.field == field


async def test_the_first_channel_that_takes_it_is_home(office: Office) -> None:
    office.clock.advance(60)
    await office.do(subscribe(Topic.JOBS))
    card = await office.fails()
    copies = [c.copy for c in office.store.tables.cards.values()]

    assert {(c.channel_id, c.home) for c in copies} == {("C0OPS", True), ("C0NEW", False)}
    assert {c.case_id for c in copies} == {card.case_id}


async def test_a_case_that_no_channel_takes_goes_to_the_leads_and_each_admin_is_told(office: Office) -> None:
    await office.do(Unsubscribe(channel_id="C0OPS"))
    card = await office.fails()

    assert [c for _, c in office.store.tables.cards] == ["C0LEADS"]
    (told,) = office.told("direct", NobodySubscribed)
    assert (told.member_id, told.notice.number) == (ADA.id, card.number)


async def test_without_a_leads_channel_the_admin_is_told_all_the_same(office: Office) -> None:
    office.workspace = replace(office.workspace, leads_channel=None)
    await office.do(Unsubscribe(channel_id="C0OPS"))
    await office.report()

    assert office.store.tables.cards == {}
    assert [w.member_id for w in office.told("direct", NobodySubscribed)] == [ADA.id]


@pytest.mark.parametrize(
    ("topics", "uncovered"),
    [
        (set(), set(Topic)),
        ({Topic.ISSUES}, {Topic.JOBS, Topic.DELIVERY, Topic.SUPPORT}),
        ({Topic.JOBS}, set(Topic) - {Topic.JOBS}),
        ({Topic.ORDERS, Topic.JOBS}, set(Topic) - {Topic.ORDERS, Topic.JOBS}),
        (
            {Topic.ORDERS, Topic.INVOICES, Topic.INVENTORY, Topic.PLATFORM},
            {Topic.JOBS, Topic.DELIVERY, Topic.SUPPORT},
        ),
    ],
)
async def test_topics_that_nobody_hears_of_are_found(
    office: Office, topics: set[Topic], uncovered: set[Topic]
) -> None:
    await office.do(Unsubscribe(channel_id="C0OPS"))
    if topics:
        await office.do(subscribe(*topics))

    found: tuple[Topic, ...] = await office.ask(UncoveredTopics())
    assert set(found) == uncovered


WORDS = st.sampled_from(
    ["Kitchenware", "KITCHENWARE", "Garden", "stock_out", "order.stock_out", "eBay AU", "con-3"]
)
FIELDS = st.sampled_from(["severity", "code", "account", "connection", "channel", "retailer", "kind"])
CHOICES = st.dictionaries(FIELDS, st.lists(WORDS, min_size=1, max_size=2).map(tuple), max_size=1)
FILTERS = st.builds(
    Filters, severity_at_least=st.sampled_from([None, *Severity]), wanted=CHOICES, unwanted=CHOICES
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(topics=st.frozensets(st.sampled_from(Topic), min_size=1), filters=FILTERS)
async def test_a_preview_is_what_routing_posts(topics: frozenset[Topic], filters: Filters) -> None:
    """The same cases arrive twice: once before the subscription, to be previewed, once after it, to be posted."""
    office = await Office().open()

    async def morning() -> list[tuple[str, str]]:
        accounts = {"Kitchenware": "order.stock_out", "Garden": "inventory.oversell", "Tools": "platform.x"}
        cards = [
            await office.report(
                code,
                account=account,
                channel="eBay AU",
                dedup_key=f"{account}{office.clock.now()}",
                subject=Subject(type="order", id="1", label="1"),
            )
            for account, code in accounts.items()
        ]
        for name in ("job-7", "job-8"):
            day = f"{name}{office.clock.now().timestamp()}"
            cards.append(await office.fails(run(day, job_id=day), job=job(job_id=day, retailer=name)))
        return [(c.case_id, c.code + (c.account or "")) for c in cards]

    before = await morning()
    preview = {c.case_id for c in await office.ask(PreviewSubscription(topics=topics, filters=filters), ANA)}
    office.clock.advance(60)
    await office.do(subscribe(*topics, filters=filters))
    after = await morning()
    posted = {case for case, channel in office.store.tables.cards if channel == "C0NEW"}

    assert [case in preview for case, _ in before] == [case in posted for case, _ in after]
