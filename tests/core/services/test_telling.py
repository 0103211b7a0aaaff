"""What a member subscribed to reaches them: who, of what, by which way, and how much at once."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from core.domain.case_parts import Severity, Source, Subject
from core.domain.member import Means
from core.domain.own_subscription import Occasion
from core.domain.subscription import Filters, Topic
from core.domain.workspace import Account
from core.errors import NotFound
from core.notices.mail_failed import MailToYouFailed
from core.notices.member_digest import MemberDigest
from core.notices.member_news import NewsForYou
from core.services.cases import AskSupport, CommentOnCase, SetPriority
from core.services.digests import MemberDigests
from core.services.issues import ReportIssueCleared
from core.services.members import KeepMembers, SlackUser
from core.services.notifications import SetMyNotifications
from core.services.own_subscriptions import SubscribeMe
from core.services.telling import TellInstead, WhereTheyStand
from core.views import CaseCard
from tests.core.services.office import ANA, ANDON, LUIS, PLATFORM, VIC, Office, ago
from tests.core.services.parcels import later, opened, says, solved

TUESDAY = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
ORDERS = SubscribeMe(topics=frozenset({Topic.ORDERS}), filters=Filters())
EVERY_OCCASION = replace(ORDERS, occasions=frozenset(Occasion))


async def other(office: Office, number: int, **more: Any) -> CaseCard:
    """Another order in trouble."""
    return await office.report(
        source=Source(connector="shop", external_id=f"i-{number}"),
        subject=Subject(type="order", id=str(number), label=f"{number}-A"),
        dedup_key=f"order:{number}:stock",
        title=f"Order {number} cannot be sent",
        **more,
    )


def told(office: Office, member_id: str = ANA.id, kind: str = "direct") -> list[NewsForYou]:
    return [row.notice for row in office.told(kind, NewsForYou) if row.member_id == member_id]


def numbers(office: Office, member_id: str = ANA.id, kind: str = "direct") -> list[list[int]]:
    return [[line.number for line in notice.lines] for notice in told(office, member_id, kind)]


async def gets_mail(office: Office, means: Means = Means.MAIL) -> None:
    office.workspace = replace(office.workspace, mail=True)
    await office.do(SetMyNotifications(means=means, address="ana@shop.example"))


async def test_who_subscribed_is_told_when_a_case_opens_and_nobody_else(office: Office) -> None:
    await office.do(ORDERS)
    card = await office.report()
    await office.fails()

    (notice,) = told(office)
    (line,) = notice.lines
    assert (line.case_id, line.number, line.title) == (card.case_id, card.number, "Order 1001 cannot be sent")
    assert (line.kind, line.account, line.occasion, notice.more) == ("issue", "Kitchenware", "opened", 0)
    assert told(office, LUIS.id) == []
    (row,) = office.told("direct", NewsForYou)
    assert row.case_id == card.case_id, "it waits for the card that it links to"


async def test_the_filters_are_those_of_a_channel(office: Office) -> None:
    only = Filters(
        severity_at_least="critical", wanted={"account": ("kitchenware",)}, unwanted={"code": ("x",)}
    )
    await office.do(replace(ORDERS, filters=only))
    await other(office, 1, severity=Severity.LOW)
    await other(office, 2, severity=Severity.CRITICAL, account="Elsewhere")
    wanted = await other(office, 3, severity=Severity.CRITICAL)

    assert numbers(office) == [[wanted.number]]


async def test_two_subscriptions_that_take_it_tell_once(office: Office) -> None:
    await office.do(ORDERS)
    await office.do(replace(ORDERS, topics=frozenset({Topic.ISSUES})))
    await office.report()

    assert len(told(office)) == 1


async def test_what_opened_is_heard_of_once_and_not_what_is_said_of_it_later(office: Office) -> None:
    await office.do(EVERY_OCCASION, LUIS)
    card = await office.report()
    await office.report(event_at=ago(1))
    await office.act(CommentOnCase, card, text="Looking.")

    assert [line.occasion for notice in told(office, LUIS.id) for line in notice.lines] == ["opened"]


async def test_who_asked_for_it_hears_that_it_opens_again_and_goes_to_support(office: Office) -> None:
    await office.do(EVERY_OCCASION, LUIS)
    await office.do(ORDERS, VIC)
    card = await office.report()
    await office.do(ReportIssueCleared(dedup_key="order:1001:stock", event_at=ago(4)), PLATFORM)
    await office.report(event_at=ago(2))
    await office.act(AskSupport, card, question="Who can lift the stop?")
    await office.act(SetPriority, card, severity=Severity.CRITICAL)
    await office.act(SetPriority, card, severity=Severity.LOW)

    heard = [line.occasion for notice in told(office, LUIS.id) for line in notice.lines]
    assert heard == ["opened", "reopened", "escalated", "escalated"]
    assert len(told(office, VIC.id)) == 1


async def test_nobody_hears_of_what_they_did_themselves(office: Office) -> None:
    await office.do(EVERY_OCCASION)
    card = await office.report()
    await office.act(AskSupport, card, question="Who can lift the stop?")

    assert [line.occasion for notice in told(office) for line in notice.lines] == ["opened"]


async def test_nobody_hears_of_an_account_that_they_may_not_see(office: Office) -> None:
    await office.do(ORDERS)
    await office.do(ORDERS, LUIS)
    mine = Account(name="Other", role="store", members=frozenset({ANA.id}))
    office.workspace = replace(office.workspace, accounts=(mine,))
    await office.do(KeepMembers(users=(SlackUser(id=ANA.id, name="Ana"),)), ANDON)
    await office.report()

    assert told(office) == []
    assert len(told(office, LUIS.id)) == 1


async def test_of_a_parcel_that_waits_for_nobody_no_member_is_told(office: Office) -> None:
    await office.do(replace(ORDERS, topics=frozenset({Topic.DELIVERY})))
    await says(office, "FL", incident_id="inc-2", dedup_key="shop:shipment.incident:inc-2")
    assert told(office) == []

    card = await opened(office)
    assert numbers(office) == [[card.number]]
    office.clock.set(TUESDAY)
    await office.do(SetMyNotifications(means=Means.DIGEST))
    (overview,) = await office.ask(MemberDigests(timezone="UTC"), ANDON)
    assert isinstance(overview.notice, MemberDigest)
    assert [line.number for line in overview.notice.news] == [card.number]


async def test_a_parcel_that_fails_again_is_open_again_once_a_solution_was_under_way(office: Office) -> None:
    await office.do(replace(EVERY_OCCASION, topics=frozenset({Topic.DELIVERY})), LUIS)
    card = await opened(office)
    await later(office, "AS", attempt=2)
    assert len(told(office, LUIS.id)) == 1, "it was pending all the time"
    await solved(office, card)
    await later(office, "AS", attempt=3)

    assert [notice.lines[0].occasion for notice in told(office, LUIS.id)] == ["opened", "reopened"]


async def test_who_left_is_told_nothing(office: Office) -> None:
    await office.do(ORDERS)
    await office.do(KeepMembers(users=(SlackUser(id=ANA.id, name="Ana", is_deleted=True),)), ANDON)
    await office.report()

    assert told(office) == []


@pytest.mark.parametrize(
    ("means", "direct", "mail"),
    [(Means.DIRECT, 1, 0), (Means.MAIL, 0, 1), (Means.BOTH, 1, 1), (Means.DIGEST, 0, 0)],
)
async def test_each_hears_by_the_means_they_chose(
    office: Office, means: Means, direct: int, mail: int
) -> None:
    await office.do(ORDERS)
    await gets_mail(office, means)
    await office.report()

    assert (len(told(office)), len(told(office, kind="mail"))) == (direct, mail)


async def test_who_chose_mail_and_lost_the_address_is_told_directly(office: Office) -> None:
    await office.do(ORDERS)
    await gets_mail(office)
    await office.do(SetMyNotifications(address=""))
    await office.report()

    assert (len(told(office)), len(told(office, kind="mail"))) == (1, 0)


async def test_where_mail_was_switched_off_they_are_told_directly(office: Office) -> None:
    await office.do(ORDERS)
    await gets_mail(office)
    office.workspace = replace(office.workspace, mail=False)
    await office.report()

    assert (len(told(office)), len(told(office, kind="mail"))) == (1, 0)


async def test_where_cards_stand_is_told_of_what_the_member_may_see(office: Office) -> None:
    card, hidden = await office.report(), await other(office, 7, account="Other")
    office.store.delivered(card.case_id, "C0OPS", "1.0001")
    asked = WhereTheyStand(member_id=ANA.id, case_ids=(card.case_id, hidden.case_id))
    found = await office.ask(asked, ANDON)
    assert {case: copy.ts if copy else None for case, copy in found.items()} == {
        card.case_id: "1.0001",
        hidden.case_id: None,
    }

    mine = Account(name="Kitchenware", role="store", members=frozenset({ANA.id}))
    office.workspace = replace(office.workspace, accounts=(mine,))
    await office.do(KeepMembers(users=(SlackUser(id=ANA.id, name="Ana"),)), ANDON)
    left = await office.ask(asked, ANDON)
    assert set(left) == {card.case_id}
    with pytest.raises(NotFound):
        await office.ask(replace(asked, case_ids=(hidden.case_id,)), ANDON)


async def test_a_mail_that_never_arrives_is_told_directly_and_that_it_fails_once_a_day(
    office: Office,
) -> None:
    await gets_mail(office)
    notice = NewsForYou.EXAMPLES[0]
    for number in range(2):
        wish = TellInstead(key=f"k{number}", member_id=ANA.id, notice=notice, reason="550 no such user")
        await office.do(wish, ANDON)

    assert told(office) == [notice, notice]
    (failed,) = office.told("direct", MailToYouFailed)
    assert failed.notice.reason == "550 no such user"

    office.clock.advance(86_400)
    await office.do(TellInstead(member_id=ANA.id, notice=notice, reason="550"), ANDON)
    assert len(office.told("direct", MailToYouFailed)) == 2


async def test_who_hears_both_ways_is_not_told_twice_when_the_mail_fails(office: Office) -> None:
    await gets_mail(office, Means.BOTH)
    wish = TellInstead(member_id=ANA.id, notice=NewsForYou.EXAMPLES[0], reason="550")
    await office.do(wish, ANDON)

    assert told(office) == []
    assert len(office.told("direct", MailToYouFailed)) == 1
