"""The fixture `slack`: people who act in one line each and wait without sleeping; and a foreign project."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.pytest_plugin import slack  # noqa: F401 - as `-p sandbox.pytest_plugin` brings it
from sandbox.slack import Fault, SlackConfig
from sandbox.slack.config import AppSeed, CommandSeed, ShortcutSeed
from sandbox.slack.config_file import every_app
from sandbox.slack.controls import NotThere
from sandbox.slack.demo import ANA, LUIS, demo_config
from sandbox.slack.team import Team
from tests.sandbox.slack.shapes import button, field, home, modal, plain, section

Json = dict[str, Any]

OPTIONS = [{"text": plain(word), "value": word.lower()} for word in ("Green", "Red")]
FORM = modal(
    field("why", "v", multiline=True),
    field("colour", "v", type="static_select", options=OPTIONS),
    field("proof", "v", type="file_input", optional=True),
    callback_id="roll_out",
)


@pytest.fixture
def slack_config() -> SlackConfig:
    seed = every_app()
    app = AppSeed(
        bot_scopes=seed.bot_scopes,
        bot_events=seed.bot_events,
        commands=(CommandSeed(command="/deploy"),),
        shortcuts=(
            ShortcutSeed(callback_id="new", name="New"),
            ShortcutSeed(callback_id="note", name="Note", type="message"),
        ),
    )
    return demo_config(app=app, rate_scale=None, ack_deadline_s=2.0)


@pytest.fixture
async def app(slack: Team) -> AsyncIterator[AsyncApp]:  # noqa: F811
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    bolt = AsyncApp(client=client, signing_secret=slack.signing_secret, process_before_response=True)
    add_listeners(bolt)
    handler = AsyncSocketModeHandler(bolt, slack.app_token)
    await handler.connect_async()
    await slack.app_connected()
    yield bolt
    await handler.close_async()


async def deploy(ack: Any, say: Any) -> None:
    await ack("On it")
    menu = {"type": "overflow", "action_id": "more", "options": OPTIONS}
    await say(text="Ready?", blocks=[{"type": "actions", "elements": [button("go"), menu]}])


async def ask(ack: Any, body: Json, client: AsyncWebClient) -> None:
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=FORM)


async def sent(ack: Any, view: Json, client: AsyncWebClient) -> None:
    values = {name: inner["v"] for name, inner in view["state"]["values"].items()}
    if values["why"]["value"] == "no":
        await ack(response_action="errors", errors={"why": "Say more"})
        return
    await ack()
    picked = values["colour"]["selected_option"]["value"]
    names = [file["name"] for file in values["proof"]["files"]]
    await client.chat_postMessage(channel="#ops-jobs", text=f"{values['why']['value']} {picked} {names}")


async def picked(ack: Any, action: Json, respond: Any) -> None:
    await ack()
    await respond(f"picked {action['selected_option']['value']}")


async def noted(ack: Any, body: Json, client: AsyncWebClient) -> None:
    await ack()
    text = f"noted: {body['message']['text']}"
    await client.chat_postMessage(channel=body["channel"]["id"], thread_ts=body["message"]["ts"], text=text)


async def looked(event: Json, client: AsyncWebClient) -> None:
    await client.views_publish(user_id=event["user"], view=home("Your queue"))


async def reacted(event: Json, client: AsyncWebClient) -> None:
    item = event["item"]
    text = f"<@{event['user']}> {event['reaction']}"
    await client.chat_postMessage(channel=item["channel"], thread_ts=item["ts"], text=text)


def add_listeners(bolt: AsyncApp) -> None:
    bolt.command("/deploy")(deploy)
    bolt.action("go")(ask)
    bolt.action("more")(picked)
    bolt.shortcut("new")(ask)
    bolt.shortcut("note")(noted)
    bolt.view("roll_out")(sent)
    bolt.event("app_home_opened")(looked)
    bolt.event("reaction_added")(reacted)


@pytest.mark.usefixtures("app")
async def test_a_person_types_clicks_fills_in_and_submits(slack: Team) -> None:  # noqa: F811
    await slack.ana.type("#ops-jobs", "/deploy shop")
    assert (await slack.ana.sees("#ops-jobs", "On it"))["is_ephemeral"]
    await slack.ana.click("Press", "#ops-jobs")
    assert await slack.ana.submit(why="no", colour="Red") == {"why": "Say more"}
    assert await slack.ana.submit(Say="yes", colour="red", proof=("run.png", b"x" * 9)) == {}
    await slack.luis.sees("ops-jobs", "yes red ['run.png']")
    await slack.ana.sees_no_modal()


@pytest.mark.usefixtures("app")
async def test_a_person_chooses_from_a_menu_by_its_words(slack: Team) -> None:  # noqa: F811
    await slack.luis.type("#ops-jobs", "/deploy")
    await slack.luis.choose("more", "Green", "#ops-jobs")
    await slack.luis.sees("#ops-jobs", "picked green")
    with pytest.raises(NotThere, match=r"no option 'Blue', but \['Green', 'Red'\]"):
        await slack.luis.choose("more", "Blue", "#ops-jobs")


@pytest.mark.usefixtures("app")
async def test_a_person_writes_replies_and_reacts(slack: Team) -> None:  # noqa: F811
    message = await slack.ana.say("#ops-jobs", "it fails", files=(("log.txt", b"boom"),))
    assert (message["text"], message["files"][0]["name"]) == ("it fails", "log.txt")
    await slack.luis.reply(message, "looking")
    await slack.luis.react(message, ":eyes:")

    async def answered() -> bool:
        return f"<@{LUIS}> eyes" in [one["text"] for one in await slack.ana.thread(message)]

    assert await (await slack.ana.page()).until(answered)
    assert [one["user"] for one in (await slack.ana.thread(message))[:2]] == [ANA, LUIS]


@pytest.mark.usefixtures("app")
async def test_a_person_uses_shortcuts_and_looks_at_home(slack: Team) -> None:  # noqa: F811
    message = await slack.ana.say("#ops-jobs", "it fails")
    await slack.ana.shortcut("note", message)
    assert (await slack.ana.thread(message))[-1]["text"] == "noted: it fails"
    await slack.ana.shortcut("new")
    assert (await slack.ana.sees_modal("roll_out"))["title"]["text"] == "Title"
    await slack.ana.cancel()
    await slack.ana.sees_no_modal()
    assert (await slack.ana.home("Your queue"))["type"] == "home"


async def test_a_bad_day_is_one_line_too(slack: Team, app: AsyncApp) -> None:  # noqa: F811
    slack.goes_wrong(Fault(kind="refuse", method="views.open", error="expired_trigger_id"))
    await app.client.chat_postMessage(
        channel="#ops-jobs", text=".", blocks=[section("x", accessory=button("go"))]
    )
    await slack.ana.click("go", "#ops-jobs")
    assert await slack.ana.is_told("operation_timeout")
    assert [call["error"] for call in slack.calls("views.open")] == ["expired_trigger_id"]


@pytest.mark.usefixtures("app")
async def test_what_is_not_there_is_said_with_what_is(slack: Team) -> None:  # noqa: F811
    message = await slack.ana.say("#ops-jobs", "no buttons")
    with pytest.raises(NotThere, match="no 'Take it' here, but"):
        await slack.ana.click("Take it", message)
    with pytest.raises(LookupError, match="no channel #ops; there are #general"):
        await slack.ana.say("#ops", "hello")
    with pytest.raises(AttributeError, match="nobody is called anna; there are ana, luis"):
        await slack.anna.say("#ops-jobs", "hello")


FOREIGN = """
import pytest
from slack_sdk.web.async_client import AsyncWebClient

@pytest.mark.asyncio
async def test_it(slack):
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    await client.chat_postMessage(channel="#general", text="hello")
    await slack.priya.sees("#general", "hello")
    await slack.priya.say("#general", "hello yourself")
"""


async def test_a_project_of_somebody_else_gets_the_fixture_by_one_option(tmp_path: Path) -> None:
    (tmp_path / "test_foreign.py").write_text(FOREIGN)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pytest", "-q", "-p", "sandbox.pytest_plugin", "-p", "no:cacheprovider"),
        *("--rootdir", str(tmp_path), str(tmp_path)),
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    assert "1 passed" in said.decode()
