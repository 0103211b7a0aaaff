"""Modals: opened by a command, refused at a field, updated, pushed, cleared; inputs that ask while one types."""

from typing import Any

import aiohttp
from slack_bolt import App
from slack_bolt.async_app import AsyncApp

from sandbox.slack.demo import OPS_JOBS
from sandbox.slack.documents import Json
from tests.sandbox.slack.flows.conftest import Desk, Note
from tests.sandbox.slack.levers import refused
from tests.sandbox.slack.shapes import button, field, modal, section

FORM = modal(field("why", "reason"), {"type": "actions", "block_id": "row", "elements": [button("more")]})
PLACE = field("place", "channel", type="conversations_select", response_url_enabled=True)
TYPED: Json = {"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}


def answer_to(reason: str) -> Json:
    """What the app says to the words in the field."""
    if len(reason) < 3:
        return {"response_action": "errors", "errors": {"why": "Say more."}}
    if reason == "update":
        return {"response_action": "update", "view": modal(section("Working..."), callback_id="working")}
    if reason == "push":
        return {"response_action": "push", "view": modal(section("Sure?"), callback_id="sure")}
    return {}


def sync_app(app: App, note: Note) -> None:
    @app.command("/andon")
    def open_form(ack: Any, body: Json, client: Any) -> None:
        ack()
        blocks = (
            PLACE if body["text"] == "place" else {**field("why", "reason", **TYPED), "dispatch_action": True}
        )
        view = FORM if not body["text"] else modal(blocks, callback_id=body["text"])
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("m")
    def submitted(ack: Any, view: Json) -> None:
        ack(**answer_to(view["state"]["values"]["why"]["reason"]["value"]))

    @app.view("sure")
    def sure(ack: Any) -> None:
        ack(response_action="clear")

    @app.view("place")
    def placed(ack: Any, body: Json) -> None:
        ack()
        note(body)

    @app.action("more")
    def push(ack: Any, body: Json, client: Any) -> None:
        ack()
        note(client.views_push(trigger_id=body["trigger_id"], view=FORM)["view"])

    @app.action("reason")
    def typing(ack: Any, action: Json) -> None:
        ack()
        note(action["value"])


def async_app(app: AsyncApp, note: Note) -> None:
    @app.command("/andon")
    async def open_form(ack: Any, body: Json, client: Any) -> None:
        await ack()
        blocks = (
            PLACE if body["text"] == "place" else {**field("why", "reason", **TYPED), "dispatch_action": True}
        )
        view = FORM if not body["text"] else modal(blocks, callback_id=body["text"])
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("m")
    async def submitted(ack: Any, view: Json) -> None:
        await ack(**answer_to(view["state"]["values"]["why"]["reason"]["value"]))

    @app.view("sure")
    async def sure(ack: Any) -> None:
        await ack(response_action="clear")

    @app.view("place")
    async def placed(ack: Any, body: Json) -> None:
        await ack()
        note(body)

    @app.action("more")
    async def push(ack: Any, body: Json, client: Any) -> None:
        await ack()
        pushed = await client.views_push(trigger_id=body["trigger_id"], view=FORM)
        note(pushed["view"])

    @app.action("reason")
    async def typing(ack: Any, action: Json) -> None:
        await ack()
        note(action["value"])


async def opened(desk: Desk, line: str = "/andon") -> Json:
    desk.wire(sync_app, async_app)
    await desk.ana.command(OPS_JOBS, line)
    return await desk.ana.until_modal()


async def test_an_error_stands_at_its_field_until_it_is_put_right(desk: Desk) -> None:
    view = await opened(desk)
    assert await desk.ana.submit(view, reason="x") == {"why": "Say more."}
    assert (await desk.ana.modal() or {})["id"] == view["id"]
    assert await desk.ana.submit(view, reason="because of this") is None
    assert await desk.ana.modal() is None


async def test_a_submission_may_turn_the_view_into_another(desk: Desk) -> None:
    view = await opened(desk)
    assert await desk.ana.submit(view, reason="update") is None
    shown = await desk.ana.until_modal(lambda each: bool(each["callback_id"] == "working"))
    assert (shown["id"], shown["previous_view_id"]) == (view["id"], None)
    done = await desk.client.views_update(view_id=view["id"], hash=shown["hash"], view=modal(section("Done")))
    stale = desk.client.views_update(view_id=view["id"], hash=shown["hash"], view=modal())
    assert await refused(stale) == "hash_conflict"
    assert (await desk.ana.modal() or {})["hash"] == done["view"]["hash"]


async def test_a_submission_may_push_and_the_next_one_clear_all(desk: Desk) -> None:
    view = await opened(desk)
    assert await desk.ana.submit(view, reason="push") is None
    sure = await desk.ana.until_modal(lambda each: bool(each["callback_id"] == "sure"))
    assert (sure["previous_view_id"], sure["root_view_id"]) == (view["id"], view["id"])
    assert await desk.ana.submit(sure) is None
    assert await desk.ana.modal() is None


async def test_three_views_stand_on_each_other_and_a_fourth_does_not(desk: Desk) -> None:
    view = await opened(desk)
    for _ in range(2):
        await desk.ana.click_in_view(view, "more")
        view = await desk.heard.next()
    trigger_id = desk.slack.workspace.triggers.give(desk.ana.user_id, view["id"])
    assert await refused(desk.client.views_push(trigger_id=trigger_id, view=FORM)) == "push_limit_reached"


async def test_an_input_may_tell_the_app_while_one_types(desk: Desk) -> None:
    view = await opened(desk, "/andon typing")
    for typed in ("b", "be"):
        await desk.ana.click_in_view(view, "reason", value=typed)
        assert await desk.heard.next() == typed


async def test_a_picked_channel_comes_with_a_way_to_answer_there(desk: Desk) -> None:
    view = await opened(desk, "/andon place")
    assert await desk.ana.submit(view, channel=OPS_JOBS) is None
    (way,) = (await desk.heard.next())["response_urls"]
    assert (way["channel_id"], way["block_id"], way["action_id"]) == (OPS_JOBS, "place", "channel")
    async with aiohttp.ClientSession() as session:
        said = {"text": "It begins.", "response_type": "in_channel"}
        async with session.post(way["response_url"], json=said) as response:
            assert response.status == 200
    assert (await desk.ana.messages(OPS_JOBS))[-1]["text"] == "It begins."
