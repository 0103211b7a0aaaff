"""Interactions as Slack sends them, from each of the places a button can stand in (SLACK 4.2)."""

from typing import Any

from bot.form_fields import VALUE
from bot.routes import Route
from sandbox.slack.demo import ANA, OPS_JOBS
from sandbox.slack.person import Person
from tests.bot.scene import TEAM

Json = dict[str, Any]

MESSAGE_TS = "1795338600.000100"
RESPONSE_URL = "http://127.0.0.1:9/hooks/actions/T/none"


def click(route: Route, *, user: str = ANA, at: str = "1795338601.000001", **where: Any) -> Json:
    """A press on the button of *route*; `where` is one of the places below, a message if none."""
    action = {"type": "button", "block_id": "b", **route.element(), "action_ts": at}
    return raw_click(action, user=user, **(where or on_message()))


def raw_click(action: Json, *, user: str = ANA, **where: Any) -> Json:
    return {**_common("block_actions", user), **(where or on_message()), "actions": [action]}


def on_message(channel: str = OPS_JOBS, ts: str = MESSAGE_TS, **more: Any) -> Json:
    return {
        "container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False},
        "channel": {"id": channel, "name": "ops-jobs"},
        "message": {"ts": ts, "text": "", **more},
        "state": {"values": {}},
    }


def in_attachment(channel: str = OPS_JOBS, ts: str = MESSAGE_TS) -> Json:
    place = on_message(channel, ts)
    place["container"] |= {"type": "message_attachment", "attachment_id": 1, "is_app_unfurl": False}
    return place


def in_thread(channel: str = OPS_JOBS, ts: str = "1795338700.000200", parent: str = MESSAGE_TS) -> Json:
    place = on_message(channel, ts, thread_ts=parent)
    place["container"]["thread_ts"] = parent
    return place


def on_ephemeral(channel: str = OPS_JOBS, ts: str = MESSAGE_TS) -> Json:
    """Slack leaves out the message."""
    place = on_message(channel, ts)
    place["container"]["is_ephemeral"] = True
    del place["message"]
    return place


def in_modal(view: Json) -> Json:
    return {"container": {"type": "view", "view_id": view["id"]}, "view": view}


def in_home() -> Json:
    return in_modal(view_of(None, kind="home"))


def view_of(route: Route | None, *, kind: str = "modal", depth: int = 1, **values: Any) -> Json:
    """A view that stands open; `values` by field name are what is typed in it."""
    address = route.view() if route is not None else {"callback_id": "", "private_metadata": ""}
    return {
        "id": "V1",
        "type": kind,
        **address,
        "hash": "1.abc",
        "previous_view_id": None if depth == 1 else f"V-{depth - 1}",
        "root_view_id": "V1" if depth == 1 else "V-1",
        "state": {"values": {name: {VALUE: element} for name, element in values.items()}},
        "blocks": [],
    }


def submit(route: Route, *, user: str = ANA, depth: int = 1, **values: Any) -> Json:
    """A modal that is sent."""
    return {
        **_common("view_submission", user),
        "view": view_of(route, depth=depth, **values),
        "response_urls": [],
    }


def shortcut(callback_id: str, message: Json, *, user: str = ANA, channel: str = OPS_JOBS) -> Json:
    return {
        **_common("message_action", user),
        "callback_id": callback_id,
        "channel": {"id": channel, "name": "ops-jobs"},
        "message": message,
        "message_ts": message["ts"],
        "action_ts": "1795338900.000001",
    }


def command(text: str, *, user: str = ANA, channel: str = OPS_JOBS, trigger: str = "1.2.abc") -> Json:
    return {
        "command": "/andon",
        "text": text,
        "team_id": TEAM,
        "channel_id": channel,
        "channel_name": "ops-jobs",
        "user_id": user,
        "user_name": "ana",
        "trigger_id": trigger,
        "response_url": "",
    }


def event(kind: str, *, event_id: str = "Ev1", **more: Any) -> Json:
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A07ANDON001",
        "event_id": event_id,
        "event": {"type": kind, **more},
    }


def typed(text: str) -> Json:
    return {"type": "plain_text_input", "value": text}


def chosen(value: str) -> Json:
    return {"type": "static_select", "selected_option": {"value": value}}


def closed(route: Route, *, blocks: object = (), user: str = ANA, **values: Any) -> Json:
    """A modal that is closed unsent, drawn from *blocks*."""
    view = view_of(route, **values) | {"blocks": blocks}
    return {**_common("view_closed", user), "view": view, "is_cleared": False}


async def abandon(person: Person, view: Json, *, everything: bool = False, **values: Json) -> None:
    """Fill in fields by name and cancel the modal; `everything` is the cross."""
    state = {"values": _state(view, values)}
    await person.post("/ui/view/close", view_id=view["id"], all=everything, state=state)


async def send(person: Person, view: Json, **values: Json) -> dict[str, str] | None:
    """Fill in fields by name and send the modal; None, or what is wrong by field. Untouched fields stay as they
    are drawn."""
    state = _state(view, values)
    sent = await person.post("/ui/view/submit", view_id=view["id"], state={"values": state})
    errors: dict[str, str] | None = sent["errors"]
    return errors


def _state(view: Json, values: Json) -> Json:
    """The values under the ids that the fields of this view have."""
    ids = {b["block_id"]: b["element"]["action_id"] for b in view["blocks"] if b["type"] == "input"}
    return {name: {ids[name]: element} for name, element in values.items()}


def _common(kind: str, user: str) -> Json:
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": "harbour-goods"},
        "user": {"id": user, "username": "someone", "name": "someone", "team_id": TEAM},
        "api_app_id": "A07ANDON001",
        "token": "t",
        "trigger_id": f"1.2.{kind}",
        "enterprise": None,
        "is_enterprise_install": False,
    }
