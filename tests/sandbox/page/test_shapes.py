"""The page's test server answers with the keys of the real one: what passes on the fake means something."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack, demo_config, run_sandbox_slack
from sandbox.slack.config import Link
from sandbox.slack.demo import ANA, OPS_JOBS
from sandbox.slack.person import Person, sit_down
from tests.sandbox.page import canned, canned_traffic, canned_views
from tests.sandbox.page.fake_server import EVENT_KEYS, FakeSlack

pytestmark = pytest.mark.asyncio(loop_scope="package")

Json = dict[str, Any]
LINKS = (Link(label="Mailbox", href="/mailbox/"),)


@pytest_asyncio.fixture(loop_scope="package")
async def real() -> AsyncIterator[SandboxSlack]:
    """The demo workspace; no app is connected, so whatever a person does fails at once."""
    async with run_sandbox_slack(demo_config(port=0, rate_scale=None, links=LINKS)) as running:
        yield running


@pytest.fixture
def app(real: SandboxSlack) -> AsyncWebClient:
    """The app's calls to the real server."""
    return AsyncWebClient(token=real.bot_token, base_url=real.api_url, retry_handlers=[])


@pytest_asyncio.fixture(loop_scope="package")
async def ana(real: SandboxSlack) -> AsyncIterator[Person]:
    """Ana at the real server, her stream open."""
    async with sit_down(real.base_url, ANA) as person:
        yield person


@pytest_asyncio.fixture(loop_scope="package")
async def fake_ana(slack: FakeSlack) -> AsyncIterator[Person]:
    """The same at the fake; nobody streams, since the fake greets nobody."""
    async with aiohttp.ClientSession(slack.url) as session:
        yield Person(canned.ANA, session)


async def post_card(app: AsyncWebClient) -> str:
    """The app posts the card that the fake shows as well; its ts."""
    card = canned.job_card()
    told = {name: card[name] for name in ("text", "blocks", "attachments")}
    return str((await app.chat_postMessage(channel=OPS_JOBS, **told))["ts"])


async def test_the_snapshot_has_the_same_keys(ana: Person, fake_ana: Person) -> None:
    true, said = await ana.get("/ui/snapshot"), await fake_ana.get("/ui/snapshot")
    assert set(said) == set(true)
    for name in ("team", "app"):
        assert set(said[name]) == set(true[name]), name
    for name in ("users", "channels", "usergroups", "links"):
        assert set(said[name][0]) == set(true[name][0]), name
    assert set(said["app"]["commands"][0]) == set(true["app"]["commands"][0])


async def test_channels_threads_and_their_messages_have_keys_that_exist(
    app: AsyncWebClient, ana: Person, fake_ana: Person
) -> None:
    ts = await post_card(app)
    await ana.say(OPS_JOBS, "I look at it", thread_ts=ts)
    true = await ana.get("/ui/channel", channel=OPS_JOBS)
    said = await fake_ana.get("/ui/channel", channel=canned.JOBS)
    assert set(said) == set(true)
    assert set(said["channel"]) == set(true["channel"])
    card = next(message for message in said["messages"] if message.get("ts") == canned.CARD_TS)
    assert set(card) <= set(true["messages"][-1]) | {"reply_users"}
    thread = await ana.get("/ui/thread", channel=OPS_JOBS, ts=ts)
    canned_thread = await fake_ana.get("/ui/thread", channel=canned.JOBS, ts=canned.CARD_TS)
    assert set(canned_thread) == set(thread)
    assert set(canned_thread["messages"][1]) <= set(thread["messages"][1])


async def test_home_and_modals_have_keys_that_exist(
    app: AsyncWebClient, real: SandboxSlack, ana: Person, fake_ana: Person
) -> None:
    view = {name: value for name, value in canned_views.home_view().items() if name not in {"id", "hash"}}
    await app.views_publish(user_id=ANA, view=view)
    modal = {name: value for name, value in canned_views.closing_view().items() if name not in {"id", "hash"}}
    await app.views_open(trigger_id=real.workspace.triggers.give(ANA, None), view=modal)
    true, said = await ana.get("/ui/home"), await fake_ana.get("/ui/home")
    assert set(said) == set(true)
    assert set(said["view"]) <= set(true["view"])
    true, said = await ana.get("/ui/modals"), await fake_ana.get("/ui/modals")
    assert set(said) == set(true)
    assert set(canned_views.closing_view()) <= set(true["stack"][0])


async def test_the_inspector_is_told_the_same(app: AsyncWebClient, ana: Person, fake_ana: Person) -> None:
    await post_card(app)
    await ana.click(OPS_JOBS, (await ana.messages(OPS_JOBS))[-1], "job_ticket.take.v1")
    with pytest.raises(SlackApiError):
        await app.chat_postMessage(channel=OPS_JOBS, text="x", blocks=[{"type": "sections"}])
    entries = (await ana.get("/ui/traffic"))["entries"]
    click = next(entry for entry in entries if entry["kind"] == "block_actions")
    refused = next(entry for entry in entries if entry["pointers"])
    assert set(canned_traffic.CLICK) == set(click)
    assert set(canned_traffic.REFUSED) == set(refused)
    bodies = await ana.get("/ui/traffic/entry", id=str(click["id"]))
    assert {"ok", *canned_traffic.click_bodies()} == set(bodies)
    assert set(canned_traffic.click_bodies()["ack"]) == set(bodies["ack"])
    arguments = (await ana.get("/ui/traffic/entry", id=str(refused["id"])))["arguments"]
    assert arguments["blocks"] == [{"type": "sections"}]


async def test_the_levers_are_told_the_same(ana: Person) -> None:
    true = await ana.get("/control/state")
    assert set(canned_traffic.state()) == set(true)
    assert set(canned_traffic.state()["channels"][0]) == set(true["channels"][0])
    assert set(canned_traffic.state()["token"]) == set(true["token"])


async def test_a_fault_is_listed_with_the_same_fields(real: SandboxSlack, ana: Person) -> None:
    async with aiohttp.ClientSession(real.base_url) as session:
        for rule in ({"kind": "drop", "seed": 7}, {"kind": "slow_ack", "commit": False, "delay_s": 5}):
            async with session.post("/control/faults", json=rule) as answer:
                assert answer.status == 200
    faults = (await ana.get("/control/state"))["faults"]
    assert [set(rule) for rule in faults] == [set(canned_traffic.rule())] * 2


async def test_acts_are_answered_with_the_same_keys(
    app: AsyncWebClient, ana: Person, fake_ana: Person
) -> None:
    ts = await post_card(app)
    said = {"type": "message", "channel": OPS_JOBS, "message_ts": ts}
    act = {"container": said, "block_id": "acts", "action_id": "job_ticket.take.v1", "action": {}}
    acts: list[tuple[str, Json]] = [
        ("/ui/message", {"channel": OPS_JOBS, "text": "x"}),
        ("/ui/action", act),
        ("/ui/command", {"channel": OPS_JOBS, "command": "/andon", "text": ""}),
        ("/ui/reaction", {"channel": OPS_JOBS, "ts": ts, "name": "eyes", "on": True}),
        ("/ui/ephemeral/dismiss", {"channel": OPS_JOBS, "ts": "1790000000.000100"}),
        ("/ui/home/open", {}),
    ]
    for path, body in acts:
        assert set(await fake_ana.post(path, **body)) == set(await ana.post(path, **body)), path
    file = await ana.upload("run.png", b"x")
    assert set(await fake_ana.upload("run.png", b"x")) <= set(file)


async def test_events_of_the_stream_have_the_same_keys(
    app: AsyncWebClient, real: SandboxSlack, ana: Person
) -> None:
    ts = await post_card(app)
    await ana.click(OPS_JOBS, (await ana.messages(OPS_JOBS))[-1], "job_ticket.take.v1")
    await app.chat_update(channel=OPS_JOBS, ts=ts, text="changed")
    await app.chat_postEphemeral(channel=OPS_JOBS, user=ANA, text="for you")
    whisper = (await ana.messages(OPS_JOBS))[-1]
    await ana.post("/ui/ephemeral/dismiss", channel=OPS_JOBS, ts=whisper["ts"])
    await app.chat_delete(channel=OPS_JOBS, ts=ts)
    view = {"type": "home", "blocks": [{"type": "divider"}]}
    await app.views_publish(user_id=ANA, view=view)
    modal = {"type": "modal", "title": canned.plain("T"), "blocks": [{"type": "divider"}]}
    await app.views_open(trigger_id=real.workspace.triggers.give(ANA, None), view=modal)

    async def probe() -> bool:
        return {"home", "modal", "message_deleted"} <= {event["type"] for event in ana.events}

    await ana.until(probe)
    true = {event["type"]: set(event) for event in ana.events}
    assert {kind: keys for kind, keys in EVENT_KEYS.items() if kind in true} == true
    assert set(EVENT_KEYS) - set(true) <= {"channel"}
