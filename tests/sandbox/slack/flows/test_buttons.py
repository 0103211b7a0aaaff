"""Buttons, menus and pickers in messages: the click, the message updated in place, the answer to one person."""

from typing import Any

from slack_bolt import App
from slack_bolt.async_app import AsyncApp

from sandbox.slack.demo import OPS_JOBS
from tests.sandbox.slack.flows.conftest import Desk, Note
from tests.sandbox.slack.shapes import button, buttons, plain, section

Json = dict[str, Any]
PICKERS: dict[str, tuple[Json, Json, str]] = {
    "day": ({"type": "datepicker"}, {"selected_date": "2026-03-01"}, "selected_date"),
    "time": ({"type": "timepicker"}, {"selected_time": "09:30"}, "selected_time"),
    "moment": ({"type": "datetimepicker"}, {"selected_date_time": 1_790_000_000}, "selected_date_time"),
    "person": ({"type": "users_select"}, {"selected_user": "U07LUISPRAD"}, "selected_user"),
    "people": ({"type": "multi_users_select"}, {"selected_users": ["U07LUISPRAD"]}, "selected_users"),
    "channel": ({"type": "channels_select"}, {"selected_channel": OPS_JOBS}, "selected_channel"),
    "place": ({"type": "conversations_select"}, {"selected_conversation": OPS_JOBS}, "selected_conversation"),
}


def sync_app(app: App, note: Note) -> None:
    @app.action("approve")
    def approve(ack: Any, body: Json, client: Any, respond: Any) -> None:
        ack()
        ts, channel = body["message"]["ts"], body["channel"]["id"]
        client.chat_update(channel=channel, ts=ts, text="approved", blocks=[section("approved")])
        respond(text="Thank you.", replace_original=False)
        note(body)

    @app.action({"block_id": "pickers"})
    def picked(ack: Any, action: Json) -> None:
        ack()
        note(action)


def async_app(app: AsyncApp, note: Note) -> None:
    @app.action("approve")
    async def approve(ack: Any, body: Json, client: Any, respond: Any) -> None:
        await ack()
        ts, channel = body["message"]["ts"], body["channel"]["id"]
        await client.chat_update(channel=channel, ts=ts, text="approved", blocks=[section("approved")])
        await respond(text="Thank you.", replace_original=False)
        note(body)

    @app.action({"block_id": "pickers"})
    async def picked(ack: Any, action: Json) -> None:
        await ack()
        note(action)


async def test_a_click_updates_the_message_and_answers_its_person(desk: Desk) -> None:
    desk.wire(sync_app, async_app)
    message = await desk.post(OPS_JOBS, buttons("approve", "refuse"))
    await desk.ana.click(OPS_JOBS, message, "approve")
    body = await desk.heard.next()
    assert body["actions"][0]["value"] == "v"
    shown = await desk.ana.messages(OPS_JOBS)
    assert [(m["text"], bool(m.get("is_ephemeral"))) for m in shown] == [
        ("approved", False),
        ("Thank you.", True),
    ]
    assert shown[0]["ts"] == message["ts"]
    assert desk.ana.toasts() == []


async def test_menus_and_pickers_say_what_was_chosen(desk: Desk) -> None:
    desk.wire(sync_app, async_app)
    option = {"text": plain("One"), "value": "1"}
    elements = [{**element, "action_id": name} for name, (element, _, _) in PICKERS.items()]
    elements += [{"type": "overflow", "action_id": "more", "options": [option]}, button("press")]
    row = {"type": "actions", "block_id": "pickers", "elements": elements}
    message = await desk.post(OPS_JOBS, row)
    for name, (_, chosen, field) in PICKERS.items():
        await desk.ana.click(OPS_JOBS, message, name, **chosen)
        assert (await desk.heard.next())[field] == chosen[field]
    await desk.ana.click(OPS_JOBS, message, "more", selected_option=option)
    assert (await desk.heard.next())["selected_option"]["value"] == "1"


async def test_in_a_direct_message_the_channel_has_no_name(desk: Desk) -> None:
    desk.wire(sync_app, async_app)
    opened = await desk.client.conversations_open(users=[desk.ana.user_id])
    direct = str(opened["channel"]["id"])
    message = await desk.post(direct, buttons("approve"))
    await desk.ana.click(direct, message, "approve")
    assert (await desk.heard.next())["channel"] == {"id": direct, "name": "directmessage"}
