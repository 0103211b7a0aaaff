"""App Home: drawn for whoever looks, filtered, paged, and acted on from its rows."""

from typing import Any

from bot.routes import (
    CloseModal,
    DetailModal,
    HomeFilterButton,
    HomeRowMenu,
    MenuModal,
    SnoozeButton,
    SnoozeModal,
    TakeButton,
)
from core.domain.delivery_incident_table import State as IncidentState
from core.domain.job_ticket_table import State
from sandbox.slack.demo import ANA, LUIS
from sandbox.slack.team import Team
from tests.bot import payloads
from tests.bot.payloads import click, event
from tests.bot.scene import Scene, incident, issue, ticket

Json = dict[str, Any]


async def home(live: Scene, slack: Team) -> Json:
    found = await slack.ana.home()
    await live.settled()
    return found


async def pressed(live: Scene, slack: Team, view: Json, slot: str) -> Json:
    """The tab after a press on one of its filters or pages."""
    await slack.ana.click(f"{HomeFilterButton.name}.{slot}", view)
    await live.settled()
    found = await slack.ana.sees_home()
    assert found["hash"] != view["hash"]
    return found


async def row(slack: Team, view: Json, number: int, act: str) -> None:
    """Choose from the three dots of a case's row."""
    (block,) = [
        b
        for b in view["blocks"]
        if str(number) in str(b.get("text")) and (b.get("accessory") or {}).get("type") == "overflow"
    ]
    (option,) = [o for o in block["accessory"]["options"] if f'"a":"{act}"' in o["value"] or act == "view"][
        :1
    ]
    await slack.ana.choose(HomeRowMenu.name, option, {**view, "blocks": [block]})


async def test_kinds_groups_and_pages_are_filters(live: Scene, slack: Team) -> None:
    await live.add(issue(), *(ticket(f"t-{n}", 20260010 + n) for n in range(14)))
    first = await home(live, slack)
    jobs = await pressed(live, slack, first, "kind_job_ticket")
    assert "20260002" not in str(jobs["blocks"])
    older = await pressed(live, slack, jobs, "older")
    shown = {n for n in range(14) if str(20260010 + n) in str(older["blocks"])}
    assert len(shown) == 4, "ten stood on the first page"
    newer = await pressed(live, slack, older, "newer")
    assert shown & {n for n in range(14) if str(20260010 + n) in str(newer["blocks"])} == set()
    closed = await pressed(live, slack, newer, "group_closed")
    assert "2026001" not in str(closed["blocks"])


async def test_a_row_opens_the_details_the_menu_or_the_closing(live: Scene, slack: Team) -> None:
    await live.add(ticket(state=State.CONTAINED))
    view = await home(live, slack)
    for act, modal in (("view", DetailModal), ("menu", MenuModal), ("close", CloseModal)):
        await row(slack, view, 20260001, act)
        await slack.ana.sees_modal(modal.name)
        await live.settled()
        await slack.ana.cancel(everything=True)


async def test_an_act_from_home_is_on_record_as_such(live: Scene, slack: Team) -> None:
    await live.add(ticket())
    view = await home(live, slack)
    await row(slack, view, 20260001, "menu")
    await slack.ana.click(TakeButton.name)
    (taken,) = live.store.tables.history["case-1"]
    assert (taken.actor_id, taken.event) == (ANA, "Taken")


async def shown(live: Scene, slack: Team, before: Json, text: str) -> Json:
    """The tab as it was published after *before*, once it says *text*."""
    await live.settled()

    async def probe() -> Json | None:
        view = await page.home()
        return view if view and view["hash"] != before["hash"] and text in str(view["blocks"]) else None

    page = await slack.ana.page()
    return await page.until(probe)


async def test_a_filter_chosen_meanwhile_outlives_the_late_drawing_of_the_opening(
    live: Scene, slack: Team
) -> None:
    await live.add(ticket(), issue())
    first = await home(live, slack)
    jobs = await pressed(live, slack, first, "kind_job_ticket")

    status, _ = await live.carry(event("app_home_opened", user=ANA, tab="home", view=first))
    await live.settled()
    assert (status, await slack.ana.sees_home()) == (200, jobs)
    assert live.calls("views.publish")[-1]["error"] == "hash_conflict"

    await live.carry(event("app_home_opened", user=ANA, tab="home", view=jobs))
    await live.settled()
    assert "20260002" in str(await slack.ana.sees_home()), "nothing came between: drawn as it opens"


async def test_home_is_drawn_afresh_after_an_act_and_keeps_its_filter(live: Scene, slack: Team) -> None:
    await live.add(ticket(), issue())
    jobs = await pressed(live, slack, await home(live, slack), "kind_job_ticket")
    await row(slack, jobs, 20260001, "menu")
    await slack.ana.click(TakeButton.name)
    after = await shown(live, slack, jobs, '"v":2')
    assert HomeFilterButton.parse(after["private_metadata"]).kind == "job_ticket"
    assert "20260002" not in str(after["blocks"])


async def test_a_form_on_top_of_the_menu_draws_it_afresh_too(live: Scene, slack: Team) -> None:
    await live.add(issue())
    first = await home(live, slack)
    await row(slack, first, 20260002, "menu")
    await slack.ana.click(SnoozeButton.name)
    await slack.ana.sees_modal(SnoozeModal.name)
    assert await slack.ana.submit(until=1_900_000_000) == {}
    snoozed = await live.card("case-2")
    assert snoozed.snoozed_until is not None
    await shown(live, slack, first, f'"v":{snoozed.version}')


async def test_a_press_that_came_too_late_shows_home_as_it_stands_now(live: Scene, slack: Team) -> None:
    await live.add(ticket())
    first = await home(live, slack)
    await row(slack, first, 20260001, "menu")
    await slack.ana.sees_modal()
    await live.carry(click(TakeButton(case_id="case-1", version=1), user=LUIS))
    await slack.ana.click(TakeButton.name)
    await shown(live, slack, first, f"<@{LUIS}>")


async def test_a_filter_of_another_version_becomes_the_default(scene: Scene) -> None:
    await scene.add(ticket())
    take = click(TakeButton(case_id="case-1", version=1), **payloads.in_home())
    take["view"]["private_metadata"] = '{"kind":"spaceship"}'
    await scene.carry(take)
    await scene.settled()
    (published,) = scene.calls("views.publish")
    assert "spaceship" not in str(published["arguments"]["view"])
    assert published["arguments"]["user_id"] == ANA


async def test_deliveries_have_tabs_of_their_own_and_no_other_kind_has(live: Scene, slack: Team) -> None:
    await live.add(incident("case-3", 20260003), incident("case-4", 20260004, first_absence=True))
    first = await home(live, slack)
    assert "tab_first_absence" not in str(first["blocks"])
    deliveries = await pressed(live, slack, first, "kind_delivery_incident")
    assert "20260003" in str(deliveries["blocks"]) and "20260004" in str(deliveries["blocks"])

    apart = await pressed(live, slack, deliveries, "tab_first_absence")
    assert "20260004" in str(apart["blocks"]) and "20260003" not in str(apart["blocks"])
    everything = await pressed(live, slack, apart, "kind_all")
    assert HomeFilterButton.parse(everything["private_metadata"]).tab == ""


async def test_the_tabs_of_deliveries_leave_nothing_out(live: Scene, slack: Team) -> None:
    """All is the sum of pending, first absence and sent (D2); sent is green and yellow (D16, D17)."""
    await live.add(
        incident("case-3", 20260003),
        incident("case-4", 20260004, first_absence=True),
        incident("case-5", 20260005, state=IncidentState.SOLUTION_SENDING),
        incident("case-6", 20260006, state=IncidentState.SOLUTION_SENT),
        incident("case-7", 20260007, state=IncidentState.CARRIER_REPLIED),
    )
    view = await pressed(live, slack, await home(live, slack), "kind_delivery_incident")
    under = {}
    for tab in ("pending", "first_absence", "solution_sent", "carrier_replied"):
        view = await pressed(live, slack, view, f"tab_{tab}")
        under[tab] = [n for n in range(3, 8) if str(20260000 + n) in str(view["blocks"])]

    assert under == {
        "pending": [3, 5],
        "first_absence": [4],
        "solution_sent": [6, 7],
        "carrier_replied": [7],
    }


async def test_an_act_from_a_channel_publishes_no_home(scene: Scene) -> None:
    await scene.add(ticket())
    await scene.carry(click(TakeButton(case_id="case-1", version=1)))
    await scene.settled()
    assert scene.calls("views.publish") == []
