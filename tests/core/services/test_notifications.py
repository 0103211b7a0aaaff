"""A member's own choices: by which way they hear, and where mail goes."""

from dataclasses import replace

import pytest

from core.domain.member import DigestChoice, Means
from core.domain.workspace import Digests
from core.errors import Invalid, NotAllowed, NotFound
from core.services.members import KeepMembers, SlackUser
from core.services.notifications import GetMyNotifications, SetMyNotifications
from tests.core.services.office import ANA, ANDON, LUIS, VIC, Office, person

ADDRESS = "ana@shop.example"


@pytest.fixture
async def mailing(office: Office) -> Office:
    office.workspace = replace(office.workspace, mail=True)
    return office


async def knows(office: Office, address: str | None, member_id: str = ANA.id) -> None:
    """Slack tells of somebody, as it does at every start and after every change of a profile."""
    await office.do(KeepMembers(users=(SlackUser(id=member_id, name="Ana", email=address),)), ANDON)


async def test_at_first_a_member_hears_directly_and_gets_both_overviews(office: Office) -> None:
    mine = await office.ask(GetMyNotifications())

    assert (mine.means, mine.digest, mine.weekly_day) == (Means.DIRECT, DigestChoice.BOTH, 2)
    assert (mine.address, mine.mail, mine.subscriptions, mine.silent) == (None, False, (), False)


async def test_what_is_chosen_stays_whatever_slack_says_of_the_member(mailing: Office) -> None:
    await mailing.do(
        SetMyNotifications(means=Means.BOTH, address=ADDRESS, digest=DigestChoice.WEEKLY, weekly_day=5)
    )
    await knows(mailing, None)
    mine = await mailing.ask(GetMyNotifications())

    assert (mine.means, mine.address, mine.digest, mine.weekly_day) == (
        Means.BOTH,
        ADDRESS,
        DigestChoice.WEEKLY,
        5,
    )
    assert (await mailing.ask(GetMyNotifications(), LUIS)).means is Means.DIRECT, "nobody else's changed"


async def test_what_is_not_named_stays_as_it_was(mailing: Office) -> None:
    await mailing.do(SetMyNotifications(means=Means.MAIL, address=ADDRESS, weekly_day=5))
    mine = await mailing.do(SetMyNotifications(digest=DigestChoice.OFF))

    assert (mine.means, mine.address, mine.weekly_day) == (Means.MAIL, ADDRESS, 5)
    assert mine.digest is DigestChoice.OFF


async def test_the_address_that_slack_tells_is_used_and_no_other_can_be_typed(mailing: Office) -> None:
    await knows(mailing, "ana@slack.example")
    mine = await mailing.do(SetMyNotifications(means=Means.MAIL))
    assert (mine.address, mine.address_is_slacks) == ("ana@slack.example", True)

    with pytest.raises(Invalid) as refused:
        await mailing.do(SetMyNotifications(address="ana@elsewhere.example"))
    assert (refused.value.code, refused.value.field) == ("error.address_is_slacks", "address")
    assert (await mailing.ask(GetMyNotifications())).address == "ana@slack.example"


async def test_mail_is_refused_where_none_can_be_sent_and_without_an_address(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        await office.do(SetMyNotifications(means=Means.MAIL, address=ADDRESS))
    assert refused.value.code == "error.no_mail"

    office.workspace = replace(office.workspace, mail=True)
    with pytest.raises(Invalid) as refused:
        await office.do(SetMyNotifications(means=Means.BOTH))
    assert (refused.value.code, refused.value.field) == ("error.mail_needs_address", "address")
    assert (await office.ask(GetMyNotifications())).means is Means.DIRECT, "nothing was changed"


@pytest.mark.parametrize(
    "typed", ["ana", "ana@", "@shop.example", "ana at@shop.example", "a" * 250 + "@b.cd"]
)
async def test_what_is_no_address_is_refused_at_its_field(mailing: Office, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        await mailing.do(SetMyNotifications(means=Means.MAIL, address=typed))
    assert refused.value.field == "address"


async def test_who_may_only_look_cannot_have_mail_sent_to_an_address_of_their_choice(mailing: Office) -> None:
    """A guest could have the workspace's cases sent anywhere."""
    with pytest.raises(NotAllowed):
        await mailing.do(SetMyNotifications(means=Means.MAIL, address="vic@elsewhere.example"), VIC)

    chosen = await mailing.do(SetMyNotifications(means=Means.DIGEST, address=""), VIC)
    assert chosen.means is Means.DIGEST


async def test_an_address_can_be_taken_back(mailing: Office) -> None:
    await mailing.do(SetMyNotifications(means=Means.MAIL, address=ADDRESS))
    mine = await mailing.do(SetMyNotifications(means=Means.DIRECT, address=" "))

    assert (mine.means, mine.address) == (Means.DIRECT, None)


@pytest.mark.parametrize("day", [0, 8, -1])
async def test_a_day_that_no_week_has_is_refused(office: Office, day: int) -> None:
    with pytest.raises(Invalid):
        await office.do(SetMyNotifications(weekly_day=day))


@pytest.mark.parametrize(
    ("choice", "digests", "silent"),
    [
        (DigestChoice.OFF, Digests(), True),
        (DigestChoice.MORNING, Digests(), False),
        (DigestChoice.MORNING, Digests(member_morning=False), True),
        (DigestChoice.WEEKLY, Digests(weekly=False), True),
        (DigestChoice.BOTH, Digests(member_morning=False), False),
    ],
)
async def test_who_hears_by_overview_alone_is_told_where_no_overview_comes(
    office: Office, choice: DigestChoice, digests: Digests, silent: bool
) -> None:
    office.workspace = replace(office.workspace, digests=digests)

    assert (await office.do(SetMyNotifications(means=Means.DIGEST, digest=choice))).silent is silent
    assert not (await office.do(SetMyNotifications(means=Means.DIRECT))).silent


async def test_who_is_no_member_has_nothing_to_choose(office: Office) -> None:
    with pytest.raises(NotFound):
        await office.ask(GetMyNotifications(), person("U0GONE", "Gone", ANA.role))


async def test_the_typed_address_of_who_left_is_forgotten(mailing: Office) -> None:
    await mailing.do(SetMyNotifications(means=Means.MAIL, address=ADDRESS))
    for gone in (True, False):
        await mailing.do(KeepMembers(users=(SlackUser(id=ANA.id, name="Ana", is_deleted=gone),)), ANDON)

    assert (await mailing.ask(GetMyNotifications())).address is None
