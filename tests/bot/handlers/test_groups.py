"""User groups that give roles: read at the start and when they change, never before an ack, and kept when Slack is
silent."""

import asyncio

import pytest

from bot.gateway.groups import SlackGroups
from bot.handlers.groups import Groups
from core.domain.member import Role
from sandbox.slack.demo import ANA, LUIS, PRIYA
from sandbox.slack.faults import Fault
from sandbox.slack.person import Person
from sandbox.slack.user_groups import UserGroup
from tests.bot.payloads import event
from tests.bot.scene import LEADS, Scene, app_seed, open_scene


def leads_of(scene: Scene) -> UserGroup:
    group = scene.slack.workspace.user_groups.get(LEADS.id)
    assert group is not None
    return group


def role(scene: Scene, member_id: str) -> Role:
    return scene.store.tables.members[member_id].role


async def test_at_the_start_a_groups_members_have_its_role(scene: Scene) -> None:
    assert role(scene, PRIYA) is Role.OPERATOR
    await scene.house.groups.start()
    assert (role(scene, PRIYA), role(scene, LUIS), role(scene, ANA)) == (
        Role.LEAD,
        Role.LEAD,
        Role.OPERATOR,
    )


@pytest.mark.parametrize(
    "said",
    [
        event("subteam_members_changed", subteam_id=LEADS.id, added_users=[ANA]),
        event("subteam_updated", subteam={"id": LEADS.id, "users": [ANA]}),
    ],
    ids=["members", "updated"],
)
async def test_a_group_that_changed_is_read_once_slack_has_its_answer(
    scene: Scene, said: dict[str, object]
) -> None:
    scene.slack.workspace.user_groups.set_users(leads_of(scene), (ANA,))
    asked = len(scene.calls("usergroups.users.list"))

    status, _ = await scene.carry(said)

    assert status == 200
    assert len(scene.calls("usergroups.users.list")) == asked, "the ack waits for no call to Slack"
    await scene.settled()
    assert role(scene, ANA) is Role.LEAD


async def test_after_many_changes_the_last_one_stands(scene: Scene) -> None:
    for number in range(9):
        said = event("subteam_members_changed", subteam_id=LEADS.id, event_id=f"Ev{number}")
        await scene.carry(said)
    scene.slack.workspace.user_groups.set_users(leads_of(scene), (ANA,))
    await scene.carry(event("subteam_members_changed", subteam_id=LEADS.id, event_id="Ev10"))
    await scene.settled()
    assert role(scene, ANA) is Role.LEAD


async def test_changes_that_come_while_a_reading_is_under_way_take_one_more_together(scene: Scene) -> None:
    groups = scene.house.groups
    await asyncio.gather(*(groups.changed(LEADS.id) for _ in range(10)))
    assert len(scene.calls("usergroups.users.list")) == 2


async def test_another_group_that_changed_is_nothing_to_us(scene: Scene) -> None:
    await scene.carry(event("subteam_members_changed", subteam_id="S0OTHER", added_users=[ANA]))
    await scene.settled()
    assert scene.calls("usergroups.list") == []


async def test_a_group_that_was_disabled_gives_nothing_any_more(scene: Scene) -> None:
    await scene.house.groups.start()
    scene.slack.workspace.user_groups.set_disabled(leads_of(scene), True)
    await scene.house.groups.refresh()
    assert role(scene, PRIYA) is Role.OPERATOR


@pytest.mark.parametrize("method", ["usergroups.list", "usergroups.users.list"])
async def test_what_was_known_last_stands_while_slack_does_not_answer(
    scene: Scene, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    await scene.house.groups.start()
    scene.slack.workspace.user_groups.set_users(leads_of(scene), ())
    scene.slack.workspace.faults.add(Fault(kind="ratelimited", method=method))
    await scene.house.groups.refresh()
    assert role(scene, PRIYA) is Role.LEAD
    assert "who was in them last stands" in caplog.text

    scene.slack.workspace.faults.clear()
    await scene.house.groups.refresh()
    assert role(scene, PRIYA) is Role.OPERATOR


async def test_without_the_scope_nobody_gains_and_nobody_loses(caplog: pytest.LogCaptureFixture) -> None:
    fewer = tuple(scope for scope in app_seed().bot_scopes if scope != "usergroups:read")
    async with open_scene() as scene:
        scene.slack.workspace.tokens.set_scopes(scene.slack.bot_token, fewer)
        await scene.house.groups.start()
        assert (role(scene, PRIYA), role(scene, LUIS)) == (Role.OPERATOR, Role.LEAD)
    assert "missing_scope" in caplog.text


async def test_where_no_group_is_named_slack_is_never_asked(scene: Scene) -> None:
    none = Groups(
        SlackGroups(scene.client),
        scene.house.dispatch,
        scene.house.team_id,
        (),
        now=scene.clock.now,
        changed_roles=scene.house.people.forget,
    )
    await none.start()
    await none.refresh()
    await none.changed(LEADS.id)
    assert scene.calls("usergroups.list") == []


async def test_whoever_joins_the_group_may_at_once_what_it_allows(live: Scene, ana: Person) -> None:
    """Who they were was remembered a moment ago; the events of Slack make it forgotten."""
    before = await live.house.people.member(ANA)
    assert before is not None and before.role is Role.OPERATOR
    live.slack.workspace.user_groups.set_users(leads_of(live), (ANA, LUIS))

    async def both_heard() -> bool:
        heard = [str(e["summary"]) for e in live.calls("event_callback") if e["status"] == "acked"]
        return sum("subteam" in summary for summary in heard) == 2

    await ana.until(both_heard)
    await live.settled()
    after = await live.house.people.member(ANA)
    assert after is not None and after.role is Role.LEAD
