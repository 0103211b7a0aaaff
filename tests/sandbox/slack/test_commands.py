"""Commands and response urls, and what the person sees when the app is late, broken or away."""

import asyncio
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox.slack import SandboxSlack, run_sandbox_slack
from sandbox.slack.demo import ANA, OPS_JOBS, PRIYA
from sandbox.slack.person import Person, sit_down
from tests.sandbox.slack.conftest import config, connected
from tests.sandbox.slack.levers import calls, control
from tests.sandbox.slack.shapes import buttons, section

Json = dict[str, Any]


async def test_a_command_is_answered_by_its_ack(app: AsyncApp, ana: Person) -> None:
    got: asyncio.Queue[Json] = asyncio.Queue()

    @app.command("/andon")
    async def run(ack: Any, body: Json) -> None:
        got.put_nowait(body)
        await ack(text="here is the list")

    await ana.command(OPS_JOBS, f"/andon assign <@{PRIYA}> in <#{OPS_JOBS}>")
    body = got.get_nowait()
    assert body["text"] == f"assign <@{PRIYA}|priya> in <#{OPS_JOBS}|ops-jobs>"
    assert (body["command"], body["channel_id"], body["user_id"]) == ("/andon", OPS_JOBS, ANA)
    assert body["is_enterprise_install"] == "false"
    assert {"team_domain", "channel_name", "api_app_id", "response_url", "trigger_id"} <= body.keys()
    answer = await ana.until_message(OPS_JOBS, lambda m: m["text"] == "here is the list")
    assert answer["is_ephemeral"] is True


async def test_a_response_url_answers_five_times_and_then_no_more(
    app: AsyncApp, ana: Person, slack: SandboxSlack
) -> None:
    urls: asyncio.Queue[str] = asyncio.Queue()

    @app.command("/andon")
    async def run(ack: Any, body: Json) -> None:
        await ack()
        urls.put_nowait(body["response_url"])

    await ana.command(OPS_JOBS, "/andon list")
    webhook = AsyncWebhookClient(urls.get_nowait(), retry_handlers=[])
    bad = await webhook.send(text="x", blocks=[section("a" * 3001)])
    assert (bad.status_code, "invalid_blocks" in bad.body) == (404, True)
    for number in range(5):
        assert (await webhook.send(text=f"n{number}", response_type="in_channel")).body == "ok"
    sixth = await webhook.send(text="too many")
    assert (sixth.status_code, "used_url" in sixth.body) == (404, True)
    texts = [m["text"] for m in await ana.messages(OPS_JOBS)]
    assert texts == ["n0", "n1", "n2", "n3", "n4"]


async def test_a_response_url_dies_after_half_an_hour(
    app: AsyncApp, ana: Person, slack: SandboxSlack
) -> None:
    urls: asyncio.Queue[str] = asyncio.Queue()

    @app.command("/andon")
    async def run(ack: Any, body: Json) -> None:
        await ack()
        urls.put_nowait(body["response_url"])

    await ana.command(OPS_JOBS, "/andon list")
    await control(slack, "clock", advance_s=1801)
    late = await AsyncWebhookClient(urls.get_nowait(), retry_handlers=[]).send(text="late")
    assert (late.status_code, "expired_url" in late.body) == (404, True)


async def test_a_late_ack_is_shown_and_the_click_is_not_sent_again() -> None:
    async with (
        run_sandbox_slack(config(ack_deadline_s=0.5)) as slack,
        connected(slack, "http") as app,
        sit_down(slack.base_url, ANA) as ana,
    ):
        release = asyncio.Event()
        seen: list[str] = []

        @app.action("go")
        async def hang(ack: Any, body: Json) -> None:
            seen.append(body["trigger_id"])
            await release.wait()

        @app.command("/andon")
        async def fail(ack: Any) -> None:
            raise RuntimeError("a bug of the app")

        posted = await app.client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=[buttons("go")])
        await ana.click(OPS_JOBS, posted["message"], "go")
        assert "operation_timeout" in ana.toasts()[0]
        await ana.command(OPS_JOBS, "/andon list")
        assert ana.toasts()[1] == '/andon failed with the error "dispatch_failed"'
        release.set()
        assert len(seen) == 1
        assert [c["status"] for c in await calls(slack, "block_actions")] == ["http_timeout"]


async def test_without_an_app_a_command_fails_visibly(ana: Person) -> None:
    await ana.command(OPS_JOBS, "/andon list")
    assert ana.toasts() == ['/andon failed with the error "dispatch_failed"']
