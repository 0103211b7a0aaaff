"""The same handlers behind signed HTTP: no Socket Mode, Slack posts to /slack/events."""

from pathlib import Path

from aiohttp import ClientSession

from sandbox.slack.demo import ANA, OPS_JOBS
from tests.e2e.world import READY_S, new_world, shown_text, until


async def test_buttons_commands_and_home_work_over_signed_http(tmp_path: Path) -> None:
    async with new_world(tmp_path, environment={"ANDON_SLACK_APP_TOKEN": ""}) as world:
        world.slack.deliver_to(f"{world.andon.url}/slack/events")
        await world.andon.start(ready=False)  # there is no socket to wait for
        await until(world.andon.is_ready, within_s=READY_S, what="a ready Andon")
        ana = await world.person(ANA)
        card = await world.until_card(OPS_JOBS, "eBay AU order sync")

        await ana.click(OPS_JOBS, card, "case.take.v1")
        await ana.command(OPS_JOBS, "/andon list mine")
        await ana.until_message(
            OPS_JOBS, lambda m: bool(m.get("is_ephemeral")) and "eBay AU" in shown_text(m)
        )
        await ana.click(OPS_JOBS, card, "case.more.v1")
        menu = await ana.until_modal()
        await ana.close(menu, everything=True)
        await ana.open_home()

        async def drawn() -> bool:
            return "eBay AU" in str(await ana.home())

        await until(drawn, what="App Home with her queue")


async def test_a_request_that_slack_did_not_sign_is_refused(tmp_path: Path) -> None:
    async with new_world(tmp_path, environment={"ANDON_SLACK_APP_TOKEN": ""}) as world:
        world.slack.deliver_to(f"{world.andon.url}/slack/events")
        await world.andon.start(ready=False)  # there is no socket to wait for
        await until(world.andon.is_ready, within_s=READY_S, what="a ready Andon")

        async with ClientSession() as http:
            headers = {"X-Slack-Request-Timestamp": "1", "X-Slack-Signature": "v0=" + "0" * 64}
            async with http.post(
                f"{world.andon.url}/slack/events", data={"payload": "{}"}, headers=headers
            ) as answer:
                assert answer.status == 401
