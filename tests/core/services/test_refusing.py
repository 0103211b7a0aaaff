"""Every refusal for want of a role says who can: groups and people, the nearest first, and never a crowd."""

from dataclasses import replace

import pytest

from core.domain.member import Role
from core.domain.user_group import GroupRule, UserGroup
from core.errors import NotAllowed
from core.policies.closing_confirmation import MARKETPLACE_NOTICE
from core.services.cases import AssignCase, TakeCase
from core.services.job_tickets import SkipNotify
from core.services.members import KeepGroups, KeepMembers, RequireRole, SlackUser
from core.services.statements import AddConfirmation
from core.views import CaseCard
from tests.core.services.office import ADA, ANA, ANDON, LEA, LUIS, VIC, WORKSPACE, Office, job, run

LEADS = GroupRule(id="S0LEADS", role=Role.LEAD)
ADMINS = GroupRule(id="S0ADMINS", role=Role.ADMIN)
VIEWERS = GroupRule(id="S0VIEWERS", role=Role.VIEWER)
GARDEN = GroupRule(id="S0GARDEN", accounts=frozenset({"Garden"}))
GROUPED = replace(WORKSPACE, groups=(ADMINS, LEADS, VIEWERS, GARDEN))


@pytest.fixture
async def office() -> Office:
    return await Office(workspace=GROUPED).open()


async def inside(office: Office, rule: GroupRule, *members: str) -> None:
    group = UserGroup(
        id=rule.id,
        handle=rule.id[2:].lower(),
        members=frozenset(members),
        read_at=office.clock.now(),
    )
    await office.do(KeepGroups(groups=(group,)), ANDON)


async def facts(office: Office, role: Role = Role.LEAD) -> dict[str, object]:
    with pytest.raises(NotAllowed) as refused:
        await office.ask(RequireRole(role=role), VIC)
    return dict(refused.value.facts)


async def test_people_are_named_the_smallest_sufficient_role_first(office: Office) -> None:
    said = await facts(office)
    assert (said["who"], said["names"], said["more"]) == ((LEA.id, ADA.id), ("Lea", "Ada"), 0)


async def test_whoever_has_the_role_is_not_refused(office: Office) -> None:
    await office.ask(RequireRole(role=Role.LEAD), LEA)
    with pytest.raises(NotAllowed):
        await office.ask(RequireRole(role=Role.LEAD), ANA)


async def test_three_are_named_and_the_others_counted(office: Office) -> None:
    users = tuple(SlackUser(id=f"U1{n}", name=f"Op {n}") for n in range(9))
    await office.do(KeepMembers(users=users), ANDON)
    said = await facts(office, Role.OPERATOR)
    assert (said["who"], said["more"]) == ((ANA.id, LUIS.id, "U10"), 10)


async def test_a_group_stands_for_everybody_in_it(office: Office) -> None:
    await inside(office, LEADS, LUIS.id, LEA.id, ANA.id)
    said = await facts(office)
    assert (said["groups"], said["who"]) == (("S0LEADS",), (ADA.id,))
    assert (said["names"], said["more"]) == (("@leads", "Ada"), 0)


async def test_a_group_whose_role_is_too_small_or_that_is_empty_or_gone_is_not_named(office: Office) -> None:
    await inside(office, VIEWERS, VIC.id)
    await inside(office, LEADS)
    assert (await facts(office))["groups"] == ()


async def test_a_group_of_a_greater_role_comes_after_one_that_suffices(office: Office) -> None:
    await inside(office, ADMINS, ADA.id)
    await inside(office, LEADS, LUIS.id)
    said = await facts(office)
    assert (said["groups"], said["who"], said["more"]) == (("S0LEADS", "S0ADMINS"), (LEA.id,), 0)


async def test_what_only_andon_may_do_is_nobodys(office: Office) -> None:
    said = await facts(office, Role.SYSTEM)
    assert (said["groups"], said["who"], said["names"], said["more"]) == ((), (), (), 0)


async def of_the_kitchen(office: Office) -> CaseCard:
    return await office.fails(run("1"), job=job(retailer="Kitchenware"), account="Kitchenware")


async def test_only_those_are_named_who_may_see_the_case(office: Office) -> None:
    card = await of_the_kitchen(office)
    await inside(office, GARDEN, LEA.id)
    with pytest.raises(NotAllowed) as refused:
        await office.do(SkipNotify(case_id=card.case_id, seen_version=card.version, reason="our defect"), ANA)
    assert refused.value.facts["who"] == (ADA.id,)


async def test_whoever_looks_after_the_case_comes_first_among_equals(office: Office) -> None:
    card = await office.act(AssignCase, await of_the_kitchen(office), to=LUIS.id)
    with pytest.raises(NotAllowed) as refused:
        await office.do(TakeCase(case_id=card.case_id, seen_version=card.version), VIC)
    assert refused.value.facts["who"] == (LUIS.id, ANA.id, LEA.id)


async def test_of_a_case_that_the_asker_may_not_see_nothing_is_told_by_the_names(office: Office) -> None:
    card = await of_the_kitchen(office)
    await inside(office, GARDEN, LEA.id, VIC.id)
    with pytest.raises(NotAllowed) as refused:
        await office.do(
            SkipNotify(case_id=card.case_id, seen_version=card.version, reason="x"),
            replace(VIC, accounts=frozenset({"Garden"})),
        )
    assert refused.value.facts["who"] == (LEA.id, ADA.id)


async def test_what_depends_on_the_case_names_who_can_too(office: Office) -> None:
    card = await of_the_kitchen(office)
    await office.contained(card)
    seen = await office.now(card)
    notice = AddConfirmation(
        case_id=seen.case_id,
        seen_version=seen.version,
        text="You are offboarded.",
        author="eBay",
        said="stop",
        medium=MARKETPLACE_NOTICE,
    )
    with pytest.raises(NotAllowed) as refused:
        await office.do(notice, ANA)
    assert (refused.value.facts["who"], refused.value.facts["act"]) == ((LEA.id, ADA.id), "AddConfirmation")
