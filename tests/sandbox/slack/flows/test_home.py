"""App Home: published when it is opened, changed by its own buttons, guarded by its hash."""

from typing import Any

from slack_bolt import App
from slack_bolt.async_app import AsyncApp

from sandbox.slack.documents import Json
from tests.sandbox.slack.flows.conftest import Desk, Note
from tests.sandbox.slack.levers import refused
from tests.sandbox.slack.shapes import buttons, home


def drawn(words: str) -> Json:
    view = home(words)
    view["blocks"].append(buttons("refresh"))
    return view


def sync_app(app: App, note: Note) -> None:
    @app.event("app_home_opened")
    def draw(event: Json, client: Any) -> None:
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view=drawn("first"))
        note(event)

    @app.action("refresh")
    def refresh(ack: Any, body: Json, client: Any) -> None:
        ack()
        view = body["view"]
        client.views_publish(user_id=body["user"]["id"], view=drawn("second"), hash=view["hash"])
        note(body)


def async_app(app: AsyncApp, note: Note) -> None:
    @app.event("app_home_opened")
    async def draw(event: Json, client: Any) -> None:
        if event["tab"] == "home":
            await client.views_publish(user_id=event["user"], view=drawn("first"))
        note(event)

    @app.action("refresh")
    async def refresh(ack: Any, body: Json, client: Any) -> None:
        await ack()
        view = body["view"]
        await client.views_publish(user_id=body["user"]["id"], view=drawn("second"), hash=view["hash"])
        note(body)


async def test_home_is_drawn_when_opened_and_again_by_its_button(desk: Desk) -> None:
    desk.wire(sync_app, async_app)
    await desk.ana.open_home()
    assert "view" not in await desk.heard.next(), "nothing was published yet"
    first = await desk.ana.home() or {}
    assert first["blocks"][0]["text"]["text"] == "first"
    await desk.ana.click_in_view(first, "refresh")
    body = await desk.heard.next()
    assert (body["container"]["type"], "channel" in body, "response_url" in body) == ("view", False, False)
    second = await desk.ana.home() or {}
    assert (second["id"], second["blocks"][0]["text"]["text"]) == (first["id"], "second")
    stale = desk.client.views_publish(user_id=desk.ana.user_id, view=drawn("x"), hash=first["hash"])
    assert await refused(stale) == "hash_conflict"
    await desk.ana.open_home()
    assert (await desk.heard.next())["view"]["id"] == first["id"]


async def test_the_messages_tab_is_not_the_home_tab(desk: Desk) -> None:
    desk.wire(sync_app, async_app)
    await desk.ana.post("/ui/home/open", tab="messages")
    assert (await desk.heard.next())["tab"] == "messages"
    assert await desk.ana.home() is None
