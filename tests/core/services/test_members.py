"""Who is who: kept as the chat describes them, with the role and the accounts that follow."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.member import DigestChoice, Member, Role
from core.domain.user_group import GroupRule, UserGroup
from core.domain.workspace import Switches
from core.errors import NotAllowed, NotFound
from core.services.cases import TakeCase
from core.services.digest_choices import SetMyDigest
from core.services.members import GetMember, KeepGroups, KeepMembers, SlackUser, standing_of
from core.services.reading import GetCard
from tests.core.services.office import ANA, ANDON, LUIS, WORKSPACE, Office
from tests.fakes.clock import MONDAY_MORNING

LEADS = GroupRule(id="S0LEADS", role=Role.LEAD)
KITCHEN = GroupRule(id="S0KITCHEN", accounts=frozenset({"Kitchenware"}))
GARDEN = GroupRule(id="S0GARDEN", accounts=frozenset({"Garden"}))
GROUPED = replace(WORKSPACE, groups=(LEADS, KITCHEN, GARDEN))


@pytest.fixture
async def office() -> Office:
    return await Office(workspace=GROUPED).open()


def group(rule: GroupRule, *members: str, minutes: float = 0) -> UserGroup:
    read_at = MONDAY_MORNING + timedelta(minutes=minutes)
    return UserGroup(id=rule.id, handle=rule.id.lower(), members=frozenset(members), read_at=read_at)


async def kept(office: Office, member_id: str) -> Member:
    member = await office.ask(GetMember(member_id=member_id), ANDON)
    assert member is not None
    return member


@pytest.mark.parametrize(
    ("user", "standing"),
    [
        ({}, Role.OPERATOR),
        ({"is_guest": True}, Role.VIEWER),
        ({"is_bot": True}, Role.NONE),
        ({"is_deleted": True}, Role.NONE),
        ({"is_deleted": True, "is_guest": True}, Role.NONE),
        ({"is_admin": True}, Role.OPERATOR),
    ],
)
def test_full_members_operate_guests_look_and_bots_and_the_gone_are_nobody(
    user: dict[str, bool], standing: Role
) -> None:
    assert standing_of(SlackUser(id="U0NEW", name="New", **user)) is standing  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("user", "role"),
    [
        (SlackUser(id="U0NEW", name="New"), Role.VIEWER),
        (SlackUser(id="U0LEA", name="Lea", is_guest=True), Role.LEAD),
        (SlackUser(id="U0ADA", name="Ada", is_deleted=True), Role.NONE),
    ],
)
async def test_members_are_kept_with_the_role_that_andon_toml_gives(
    office: Office, user: SlackUser, role: Role
) -> None:
    office.workspace = replace(GROUPED, switches=Switches(members_are_operators=False))
    await office.do(KeepMembers(users=(user,)), ANDON)
    assert (await kept(office, user.id)).role is role


async def test_who_joins_a_group_has_its_role_and_who_leaves_it_has_their_own_again(office: Office) -> None:
    assert await office.do(KeepGroups(groups=(group(LEADS, ANA.id),)), ANDON) == 1
    assert (await kept(office, ANA.id)).role is Role.LEAD

    assert await office.do(KeepGroups(groups=(group(LEADS, LUIS.id, minutes=1),)), ANDON) == 2
    assert (await kept(office, ANA.id)).role is Role.OPERATOR
    assert (await kept(office, LUIS.id)).role is Role.LEAD


async def test_reading_the_same_again_changes_nobody(office: Office) -> None:
    await office.do(KeepGroups(groups=(group(LEADS, ANA.id),)), ANDON)
    assert await office.do(KeepGroups(groups=(group(LEADS, ANA.id, minutes=5),), everyone=True), ANDON) == 0


async def test_an_older_reading_that_comes_late_is_passed_over(office: Office) -> None:
    await office.do(KeepGroups(groups=(group(LEADS, minutes=2),)), ANDON)
    assert await office.do(KeepGroups(groups=(group(LEADS, ANA.id, minutes=1),)), ANDON) == 0
    assert (await kept(office, ANA.id)).role is Role.OPERATOR


async def test_somebody_new_has_the_role_of_the_group_they_are_in_already(office: Office) -> None:
    await office.do(KeepGroups(groups=(group(LEADS, "U0NEW"),)), ANDON)
    await office.do(KeepMembers(users=(SlackUser(id="U0NEW", name="New", is_guest=True),)), ANDON)
    assert (await kept(office, "U0NEW")).role is Role.LEAD


async def test_what_a_group_gives_outlives_what_slack_says_of_the_person(office: Office) -> None:
    """Their language changed, not their groups."""
    await office.do(KeepGroups(groups=(group(LEADS, ANA.id), group(KITCHEN, ANA.id))), ANDON)
    await office.do(KeepMembers(users=(SlackUser(id=ANA.id, name="Ana", locale="fr"),)), ANDON)
    ana = await kept(office, ANA.id)
    assert (ana.role, ana.accounts, ana.locale) == (Role.LEAD, frozenset({"Kitchenware"}), "fr")


async def test_a_rule_that_left_andon_toml_gives_nothing_after_the_start_though_slack_is_silent(
    office: Office,
) -> None:
    await office.do(KeepGroups(groups=(group(LEADS, ANA.id), group(KITCHEN, ANA.id))), ANDON)
    office.workspace = WORKSPACE
    assert await office.do(KeepGroups(everyone=True), ANDON) == 1
    ana = await kept(office, ANA.id)
    assert (ana.role, ana.accounts) == (Role.OPERATOR, None)


async def test_a_group_changes_neither_the_digest_nor_the_name_of_its_members(office: Office) -> None:
    await office.do(SetMyDigest(choice=DigestChoice.OFF), ANA)
    before = await kept(office, ANA.id)
    await office.do(KeepGroups(groups=(group(LEADS, ANA.id),)), ANDON)
    assert await kept(office, ANA.id) == replace(before, role=Role.LEAD)


async def test_whoever_left_the_workspace_is_nobody_in_every_group(office: Office) -> None:
    await office.do(KeepMembers(users=(SlackUser(id=ANA.id, name="Ana", is_deleted=True),)), ANDON)
    assert await office.do(KeepGroups(groups=(group(LEADS, ANA.id),)), ANDON) == 0
    assert (await kept(office, ANA.id)).role is Role.NONE


async def test_a_member_of_an_accounts_group_sees_that_account_and_no_other(office: Office) -> None:
    card = await office.report()
    await office.do(KeepGroups(groups=(group(GARDEN, ANA.id),)), ANDON)
    ana = await kept(office, ANA.id)
    assert ana.accounts == frozenset({"Garden"})
    with pytest.raises(NotFound):
        await office.ask(GetCard(case_id=card.case_id), replace(ANA, accounts=ana.accounts))


async def test_an_account_taken_away_is_gone_for_whoever_was_looked_up_before(office: Office) -> None:
    card = await office.report()
    await office.do(KeepGroups(groups=(group(GARDEN, ANA.id),)), ANDON)
    with pytest.raises(NotFound):
        await office.do(TakeCase(case_id=card.case_id, seen_version=card.version), ANA)


async def test_a_group_that_makes_somebody_smaller_binds_whoever_was_looked_up_before(office: Office) -> None:
    card = await office.report()
    viewers = GroupRule(id="S0VIEW", role=Role.VIEWER)
    office.workspace = replace(WORKSPACE, groups=(viewers,))
    await office.do(KeepGroups(groups=(group(viewers, ANA.id),)), ANDON)
    with pytest.raises(NotAllowed):
        await office.do(TakeCase(case_id=card.case_id, seen_version=card.version), ANA)
