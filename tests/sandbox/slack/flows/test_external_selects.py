"""External selects: the app gives the options while one types, and what it gives is checked."""

from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.async_app import AsyncApp

from sandbox.slack.demo import OPS_JOBS
from sandbox.slack.documents import Json
from sandbox.slack.person import Refused
from tests.sandbox.slack.flows.conftest import Desk, Note
from tests.sandbox.slack.shapes import plain

SHOPS = ("Anchor", "Angler", "Beacon")


def found(typed: str) -> Json:
    """Shops by the letters typed; `x` gives an option whose words are too long."""
    if typed == "x":
        return {"options": [{"text": plain("x" * 76), "value": "x"}]}
    if typed == "groups":
        options = [{"text": plain(shop), "value": shop} for shop in SHOPS]
        return {"option_groups": [{"label": plain("Shops"), "options": options}]}
    return {"options": [{"text": plain(s), "value": s} for s in SHOPS if s.lower().startswith(typed)]}


def sync_app(app: App, note: Note) -> None:
    @app.options("shop")
    def offer(ack: Any, payload: Json) -> None:
        ack(**found(payload["value"]))

    @app.action("shop")
    def chosen(ack: Any, action: Json) -> None:
        ack()
        note(action["selected_option"]["value"])


def async_app(app: AsyncApp, note: Note) -> None:
    @app.options("shop")
    async def offer(ack: Any, payload: Json) -> None:
        await ack(**found(payload["value"]))

    @app.action("shop")
    async def chosen(ack: Any, action: Json) -> None:
        await ack()
        note(action["selected_option"]["value"])


async def asked(desk: Desk, typed: str) -> Json:
    """What the page is given for these letters."""
    desk.wire(sync_app, async_app)
    select = {"type": "external_select", "action_id": "shop", "min_query_length": 1}
    message = await desk.post(OPS_JOBS, {"type": "actions", "block_id": "row", "elements": [select]})
    container = {"type": "message", "channel": OPS_JOBS, "message_ts": message["ts"]}
    place: Json = {"container": container, "block_id": "row", "action_id": "shop"}
    offered = await desk.ana.post("/ui/options", **place, value=typed)
    return {**offered, "message": message}


async def test_letters_narrow_the_options_and_the_choice_is_told(desk: Desk) -> None:
    offered = await asked(desk, "an")
    assert [option["value"] for option in offered["options"]] == ["Anchor", "Angler"]
    await desk.ana.click(OPS_JOBS, offered["message"], "shop", selected_option=offered["options"][1])
    assert await desk.heard.next() == "Angler"


async def test_options_may_come_in_groups_or_not_at_all(desk: Desk) -> None:
    offered = await asked(desk, "groups")
    assert [group["label"]["text"] for group in offered["option_groups"]] == ["Shops"]


async def test_no_match_is_an_empty_list(desk: Desk) -> None:
    assert (await asked(desk, "zz"))["options"] == []


async def test_options_that_cannot_be_shown_are_noted_with_their_place(desk: Desk) -> None:
    with pytest.raises(Refused, match="invalid_options"):
        await asked(desk, "x")
    entries = (await desk.ana.get("/ui/traffic"))["entries"]
    note = next(entry for entry in entries if entry["kind"] == "block_suggestion ack")
    assert note["pointers"] == ["must be less than 76 characters [json-pointer:/options/0/text/text]"]
