"""Overviews as a member chose them: on their day, by their means, and with what they subscribed to."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from core.domain.case_parts import Severity
from core.domain.member import DigestChoice, Means
from core.domain.own_subscription import Occasion
from core.domain.subscription import Filters, Topic
from core.domain.workspace import Account, Digests
from core.notices.digest_line import DigestLine
from core.notices.member_digest import MemberDigest
from core.notices.weekly_overview import WeeklyOverview
from core.policies.digests import MOST_LINES
from core.services.cases import ArchiveCase, AskSupport, SetPriority, TakeCase
from core.services.digests import MemberDigests, SendDigests, WeeklyOverviews, WeeklyRounds
from core.services.issues import ReportIssueCleared
from core.services.members import KeepMembers, SlackUser
from core.services.notifications import SetMyNotifications
from core.services.own_subscriptions import SubscribeMe
from tests.core.services.office import ANA, ANDON, LUIS, PLATFORM, VIC, Office
from tests.core.services.test_digests import other

TUESDAY = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
WEDNESDAY = TUESDAY.replace(day=25)
ORDERS = SubscribeMe(topics=frozenset({Topic.ORDERS}), filters=Filters())


async def by_overview(office: Office, *, wish: SubscribeMe = ORDERS, **more: Any) -> None:
    await office.do(wish)
    await office.do(SetMyNotifications(means=Means.DIGEST, **more))


async def morning(office: Office) -> MemberDigest | None:
    found = await office.ask(MemberDigests(timezone="UTC"), ANDON)
    notices = [a.notice for a in found if a.member_id == ANA.id]
    return next((n for n in notices if isinstance(n, MemberDigest)), None)


async def week(office: Office, weekday: int | None = None) -> WeeklyOverview | None:
    found = await office.ask(WeeklyOverviews(timezone="UTC", weekday=weekday), ANDON)
    notices = [a.notice for a in found if a.member_id == ANA.id]
    return next((n for n in notices if isinstance(n, WeeklyOverview)), None)


def numbers(lines: tuple[DigestLine, ...]) -> set[int]:
    return {line.number for line in lines}


async def test_who_hears_by_overview_finds_what_they_subscribed_to_there_once(office: Office) -> None:
    await by_overview(office)
    came = await office.report()
    gone = await office.act(ArchiveCase, await other(office, 2), LUIS, reason="actioned")
    await office.fails()
    office.clock.set(TUESDAY)

    told = await morning(office)
    assert told is not None and numbers(told.news) == {came.number, gone.number}
    assert (told.lines, told.open, told.more_news) == ((), 0, 0), "nothing of it is theirs"
    office.clock.set(WEDNESDAY)
    assert await morning(office) is None, "it was told yesterday"


async def test_their_own_cases_are_not_told_twice(office: Office) -> None:
    await by_overview(office)
    mine = await office.act(TakeCase, await office.report())
    office.clock.set(TUESDAY)

    told = await morning(office)
    assert told is not None and (numbers(told.lines), told.news) == ({mine.number}, ())


async def test_who_hears_at_once_does_not_hear_again_in_the_overview(office: Office) -> None:
    await office.do(ORDERS)
    await office.report()
    office.clock.set(TUESDAY)

    assert await morning(office) is None


async def test_what_opened_again_or_was_escalated_is_there_for_who_asked(office: Office) -> None:
    await by_overview(
        office, wish=replace(ORDERS, occasions=frozenset({Occasion.REOPENED, Occasion.ESCALATED}))
    )
    again, asked, raised, quiet = [await other(office, n) for n in range(4)]
    office.clock.set(TUESDAY)
    assert await morning(office) is None, "that they opened was not asked for"

    now = office.clock.now()
    await office.do(ReportIssueCleared(dedup_key="order:0:stock", event_at=now), PLATFORM)
    office.clock.advance(600)
    await other(office, 0, event_at=office.clock.now())
    await office.act(AskSupport, asked, LUIS, question="Who can lift the stop?")
    await office.act(SetPriority, raised, LUIS, severity=Severity.CRITICAL)
    await office.act(SetPriority, quiet, LUIS, severity=Severity.LOW)
    office.clock.set(WEDNESDAY)

    told = await morning(office)
    assert told is not None
    assert numbers(told.news) == {again.number, asked.number, raised.number}
    office.clock.set(WEDNESDAY.replace(day=26))
    assert await morning(office) is None


async def test_nothing_of_an_account_that_they_may_not_see_is_there(office: Office) -> None:
    await by_overview(office)
    await other(office, 1, account="Kitchenware")
    seen = await other(office, 2, account="Other")
    mine = Account(name="Other", role="store", members=frozenset({ANA.id}))
    office.workspace = replace(office.workspace, accounts=(mine,))
    await office.do(KeepMembers(users=(SlackUser(id=ANA.id, name="Ana"),)), ANDON)
    office.clock.set(TUESDAY)

    told = await morning(office)
    assert told is not None and numbers(told.news) == {seen.number}


async def test_ten_of_them_are_named_and_the_rest_is_counted(office: Office) -> None:
    await by_overview(office)
    for number in range(MOST_LINES + 3):
        await other(office, number)
    office.clock.set(TUESDAY)

    told = await morning(office)
    assert told is not None and (len(told.news), told.more_news) == (MOST_LINES, 3)


@pytest.mark.parametrize(
    ("choice", "digests", "in_week"),
    [
        (DigestChoice.WEEKLY, Digests(), True),
        (DigestChoice.BOTH, Digests(member_morning=False), True),
        (DigestChoice.BOTH, Digests(), False),
    ],
)
async def test_the_week_tells_it_where_no_morning_did(
    office: Office, choice: DigestChoice, digests: Digests, in_week: bool
) -> None:
    office.workspace = replace(office.workspace, digests=digests)
    await by_overview(office, digest=choice)
    await office.report()
    office.clock.set(TUESDAY)

    told = await week(office)
    assert (told is not None and len(told.news) == 1) is in_week


async def test_a_week_comes_on_the_day_of_the_member_else_of_the_workspace(office: Office) -> None:
    await office.do(SetMyNotifications(weekly_day=5))
    await office.do(SetMyNotifications(digest=DigestChoice.OFF), VIC)
    await office.act(TakeCase, await office.report())

    assert await office.ask(WeeklyRounds(), ANDON) == (("UTC", 2), ("UTC", 5))
    assert await week(office, 2) is None
    assert await week(office, 5) is not None


@pytest.mark.parametrize(
    ("means", "direct", "mail"),
    [(Means.DIRECT, 1, 0), (Means.MAIL, 0, 1), (Means.BOTH, 1, 1), (Means.DIGEST, 1, 0)],
)
async def test_an_overview_comes_by_the_means_of_its_reader(
    office: Office, means: Means, direct: int, mail: int
) -> None:
    office.workspace = replace(office.workspace, mail=True)
    await office.do(SetMyNotifications(means=means, address="ana@shop.example"))
    await office.act(TakeCase, await office.report())
    digests = await office.ask(MemberDigests(timezone="UTC"), ANDON)
    await office.do(SendDigests(key="morning", digests=digests), ANDON)

    told = [len(office.told(kind, MemberDigest)) for kind in ("direct", "mail")]
    assert told == [direct, mail]
