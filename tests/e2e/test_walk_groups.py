"""A Slack user group that gives a role, over the whole system: joined, kept while Slack is silent, and left."""

from sandbox.slack.demo import GUEST, LEADS_GROUP, LUIS, PRIYA
from sandbox.slack.faults import Fault
from tests.e2e.walker import Walker
from tests.e2e.world import READY_S, World, until


async def says_when_typed(gus: Walker, text: str, words: str) -> None:
    """A refusal changes nothing, so the same may be typed until it is answered so."""

    async def answered() -> bool:
        return words in await gus.typed(text)

    await until(answered, within_s=READY_S, what=f"{words!r} for /andon {text}", every_s=0.5)


def put_into_the_group(world: World, *users: str) -> None:
    groups = world.slack.workspace.user_groups
    group = groups.get(LEADS_GROUP)
    assert group is not None
    groups.set_users(group, users)


async def test_whoever_joins_a_group_has_its_role_until_they_leave_it(still: World, ana: Walker) -> None:
    number = await ana.failing()
    gus = Walker(world=still, person=await still.person(GUEST))
    await says_when_typed(gus, f"take {number}", f"<!subteam^{LEADS_GROUP}>")

    put_into_the_group(still, LUIS, PRIYA, GUEST)
    await says_when_typed(gus, f"take {number}", "is yours now")
    assert (await ana.case(number))["owner"] == GUEST

    await still.andon.kill()
    still.slack.workspace.faults.add(Fault(kind="refuse", method="usergroups.*", times=None))
    await still.andon.start()
    await says_when_typed(gus, f"assign {number} <@{LUIS}|luis>", "was assigned")
    assert (await ana.case(number))["owner"] == LUIS, "who was in the group last stands"

    still.slack.workspace.faults.clear()
    put_into_the_group(still, LUIS, PRIYA)
    await says_when_typed(gus, f"take {number}", f"<!subteam^{LEADS_GROUP}>")
