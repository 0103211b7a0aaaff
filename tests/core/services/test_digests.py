"""Overviews: to whom, of what, and nothing where there is nothing to say."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from core.domain.case_parts import HoldKind, Source, Subject
from core.domain.job_ticket_table import Choice
from core.domain.member import DigestChoice
from core.domain.subscription import Filters, Topic
from core.domain.workspace import Account, Digests
from core.errors import NotAllowed, NotFound, Repeated
from core.notices.channel_digest import ChannelDigest
from core.notices.member_digest import MemberDigest
from core.notices.weekly_overview import WeeklyOverview
from core.policies.digests import MOST_LINES
from core.services.cases import ArchiveCase, AssignCase, CommentOnCase, TakeCase
from core.services.digest_choices import SetChannelDigest, SetMyDigest
from core.services.digests import (
    ChannelDigests,
    DigestZones,
    MemberDigests,
    SendDigests,
    WeeklyOverviews,
)
from core.services.holding import HoldTicket
from core.services.members import GetMember, KeepMembers, SlackUser
from core.services.subscriptions import Subscribe, Subscriptions
from core.views import CaseCard
from tests.core.services.office import ANA, ANDON, LUIS, STRANGER, VIC, Office, job, run

TUESDAY = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


async def other(office: Office, number: int, **more: Any) -> CaseCard:
    """Another order in trouble."""
    return await office.report(
        source=Source(connector="shop", external_id=f"i-{number}"),
        subject=Subject(type="order", id=str(number), label=f"{number}-A"),
        dedup_key=f"order:{number}:stock",
        **more,
    )


async def channels(office: Office) -> dict[str, ChannelDigest]:
    found = await office.ask(ChannelDigests(), ANDON)
    assert all(isinstance(a.notice, ChannelDigest) and a.member_id is None for a in found)
    return {a.channel_id: a.notice for a in found if a.channel_id and isinstance(a.notice, ChannelDigest)}


async def members(office: Office, zone: str = "UTC") -> dict[str, MemberDigest]:
    found = await office.ask(MemberDigests(timezone=zone), ANDON)
    return {a.member_id: a.notice for a in found if a.member_id and isinstance(a.notice, MemberDigest)}


async def weeks(office: Office) -> dict[str, WeeklyOverview]:
    found = await office.ask(WeeklyOverviews(timezone="UTC"), ANDON)
    return {a.member_id: a.notice for a in found if a.member_id and isinstance(a.notice, WeeklyOverview)}


async def test_a_channel_hears_of_what_it_is_subscribed_to(office: Office) -> None:
    await office.do(
        Subscribe(
            channel_id="C0JOBS",
            channel_name="jobs",
            topics=frozenset({Topic.JOBS}),
            filters=Filters(),
            locale="fr",
        )
    )
    await office.report()
    held = await office.decided(await office.fails(), Choice.REMAIN_PAUSED)
    await office.act(HoldTicket, held, kind=HoldKind.RETAILER, reason="waits for the token")
    office.clock.set(TUESDAY)
    found = await channels(office)

    assert set(found) == {"C0OPS", "C0JOBS"}
    both, jobs = found["C0OPS"], found["C0JOBS"]
    assert (both.open, both.overdue, both.held, both.closed, both.more) == (2, 1, 1, 0, 0)
    assert [line.standing for line in both.lines] == ["overdue", "held"]
    assert [(line.number, line.standing) for line in jobs.lines] == [(held.number, "held")]
    assert [a.locale for a in await office.ask(ChannelDigests(), ANDON)] == ["en", "fr"]


async def test_it_hears_of_what_was_closed_and_put_away_since_the_working_morning_before(
    office: Office,
) -> None:
    card = await office.verifying(await office.fails())
    office.clock.advance(600)
    await office.closes(card)
    await office.act(ArchiveCase, await office.report(), reason="actioned")
    office.clock.set(TUESDAY)
    (told,) = (await channels(office)).values()
    assert (told.open, told.closed) == (0, 2)
    assert told.since == datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    assert {line.number for line in told.lines} >= {card.number}

    office.clock.set(TUESDAY.replace(day=25))
    await office.act(CommentOnCase, card, text="Still fine.")
    assert await channels(office) == {}, "nothing is open; talked about is not closed anew"


async def test_with_nothing_to_say_nobody_hears_anything(office: Office) -> None:
    assert await channels(office) == {}
    assert await members(office) == {}
    assert await weeks(office) == {}


async def test_ten_are_named_and_the_rest_is_counted(office: Office) -> None:
    for number in range(MOST_LINES + 3):
        await office.act(TakeCase, await other(office, number))
    (told,) = (await channels(office)).values()
    assert (len(told.lines), told.more, told.open) == (MOST_LINES, 3, MOST_LINES + 3)
    mine = (await members(office))[ANA.id]
    assert (len(mine.lines), mine.more, mine.open) == (MOST_LINES, 3, MOST_LINES + 3)


async def test_a_member_hears_of_their_own_cases_overdue_first(office: Office) -> None:
    late = await office.act(TakeCase, await office.report())
    office.clock.set(TUESDAY)
    fresh = await office.act(TakeCase, await other(office, 2))
    theirs = await office.act(AssignCase, await other(office, 3), to=LUIS.id)
    found = await members(office)

    assert [line.number for line in found[ANA.id].lines] == [late.number, fresh.number]
    assert (found[ANA.id].open, found[ANA.id].overdue) == (2, 1)
    assert [line.number for line in found[LUIS.id].lines] == [theirs.number]
    assert set(found) == {ANA.id, LUIS.id}


async def test_a_member_hears_in_their_own_zone_alone(office: Office) -> None:
    await office.do(KeepMembers(users=(SlackUser(id=ANA.id, name="Ana", timezone="America/Bogota"),)), ANDON)
    await office.do(KeepMembers(users=(SlackUser(id=LUIS.id, name="Luis", timezone="Mars/North"),)), ANDON)
    await office.act(TakeCase, await office.report())
    await office.act(AssignCase, await other(office, 2), to=LUIS.id)

    assert await office.ask(DigestZones(), ANDON) == ("America/Bogota", "UTC")
    assert set(await members(office)) == {LUIS.id}, "a zone that is none is that of the workspace"
    assert set(await members(office, "America/Bogota")) == {ANA.id}


async def test_nobody_hears_of_an_account_that_was_taken_from_them(office: Office) -> None:
    await office.act(TakeCase, await office.report())
    office.workspace = replace(
        office.workspace, accounts=(Account(name="Other", role="store", members=frozenset({ANA.id})),)
    )
    await office.do(KeepMembers(users=(SlackUser(id=ANA.id, name="Ana"),)), ANDON)

    assert await members(office) == {}
    assert await weeks(office) == {}


async def test_a_week_counts_what_was_closed_what_came_and_what_is_left(office: Office) -> None:
    old = await office.act(TakeCase, await office.report())
    office.clock.set(datetime(2026, 12, 1, 8, 0, tzinfo=UTC))
    card = await office.act(TakeCase, await office.fails(run("9"), job=job(checked_at=office.clock.now())))
    await office.act(TakeCase, card)
    mine = await office.act(TakeCase, await other(office, 2))
    await office.act(ArchiveCase, mine, reason="actioned")
    (told,) = (await weeks(office)).values()

    assert (told.closed, told.came, told.open, told.overdue) == (1, 2, 2, 1)
    assert [line.number for line in told.lines] == [old.number, card.number]
    office.clock.set(datetime(2026, 12, 8, 8, 0, tzinfo=UTC))
    (later,) = (await weeks(office)).values()
    assert (later.closed, later.came) == (0, 0), "a week ago is the week before"


async def test_they_are_sent_once_for_their_moment(office: Office) -> None:
    await office.act(TakeCase, await office.report())
    digests = (
        *await office.ask(ChannelDigests(), ANDON),
        *await office.ask(MemberDigests(timezone="UTC"), ANDON),
    )

    assert await office.do(SendDigests(key="digest@08:30", digests=digests), ANDON) == 2
    with pytest.raises(Repeated):
        await office.do(SendDigests(key="digest@08:30", digests=digests), ANDON)
    (channel,) = office.told("channel", ChannelDigest)
    (direct,) = office.told("direct", MemberDigest)
    assert (channel.channel_id, channel.locale, direct.member_id) == ("C0OPS", "en", ANA.id)


async def test_a_channel_switches_its_overview_off_and_on(office: Office) -> None:
    await office.report()
    await office.do(SetChannelDigest(channel_id="C0OPS", on=False))
    assert await channels(office) == {}
    await office.do(
        Subscribe(channel_id="C0OPS", channel_name="o", topics=frozenset({Topic.JOBS}), filters=Filters())
    )
    (kept,) = await office.ask(Subscriptions())
    assert kept.digest is False, "subscribing to more is no wish for an overview"
    await office.do(SetChannelDigest(channel_id="C0OPS", on=True))
    assert set(await channels(office)) == {"C0OPS"}
    with pytest.raises(NotFound):
        await office.do(SetChannelDigest(channel_id="C0ELSE", on=True))
    with pytest.raises(NotAllowed):
        await office.do(SetChannelDigest(channel_id="C0OPS", on=False), VIC)


@pytest.mark.parametrize(
    ("choice", "morning", "weekly"),
    [
        (DigestChoice.OFF, False, False),
        (DigestChoice.MORNING, True, False),
        (DigestChoice.WEEKLY, False, True),
        (DigestChoice.BOTH, True, True),
    ],
)
async def test_a_member_chooses_and_slack_does_not_forget_it(
    office: Office, choice: DigestChoice, morning: bool, weekly: bool
) -> None:
    await office.act(TakeCase, await office.report())
    answer = await office.do(SetMyDigest(choice=choice))
    assert (answer.choice, answer.workspace_off) == (choice, False)
    await office.do(KeepMembers(users=(SlackUser(id=ANA.id, name="Ana Renamed"),)), ANDON)

    known = await office.ask(GetMember(member_id=ANA.id))
    assert known is not None and (known.name, known.digest) == ("Ana Renamed", choice)
    assert (bool(await members(office)), bool(await weeks(office))) == (morning, weekly)


async def test_whoever_may_only_look_chooses_too_and_a_stranger_does_not(office: Office) -> None:
    assert (await office.do(SetMyDigest(choice=DigestChoice.OFF), VIC)).choice is DigestChoice.OFF
    with pytest.raises(NotAllowed):
        await office.do(SetMyDigest(choice=DigestChoice.OFF), STRANGER)


async def test_a_wish_for_what_the_workspace_switched_off_is_told_so(office: Office) -> None:
    office.workspace = replace(office.workspace, digests=Digests(channel_morning=False, weekly=False))

    assert (await office.do(SetMyDigest(choice=DigestChoice.BOTH))).workspace_off
    assert not (await office.do(SetMyDigest(choice=DigestChoice.MORNING))).workspace_off
    assert not (await office.do(SetMyDigest(choice=DigestChoice.OFF))).workspace_off
    assert (await office.do(SetChannelDigest(channel_id="C0OPS", on=True))).workspace_off
    assert not (await office.do(SetChannelDigest(channel_id="C0OPS", on=False))).workspace_off
