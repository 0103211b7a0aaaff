"""Files: from the person's picker to the app, and from the app into a thread."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack, run_sandbox_slack
from sandbox.slack.demo import OPS_JOBS, ORDERS
from sandbox.slack.person import Person, Refused
from tests.sandbox.slack.conftest import client_of, config
from tests.sandbox.slack.levers import control, refusal, refused
from tests.sandbox.slack.shapes import field, modal

Json = dict[str, Any]
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


async def submitted_file(app: AsyncApp, ana: Person, name: str = "proof.png") -> Json:
    """The file object that the app gets for an upload in a modal."""
    got: asyncio.Queue[Json] = asyncio.Queue()

    @app.command("/andon")
    async def open_it(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        blocks = field("proof", "shot", type="file_input", filetypes=["png"], max_files=1)
        await client.views_open(trigger_id=body["trigger_id"], view=modal(blocks))

    @app.view("m")
    async def take(ack: Any, body: Json) -> None:
        await ack()
        got.put_nowait(body["view"]["state"]["values"]["proof"]["shot"])

    await ana.command(OPS_JOBS, "/andon close")
    view = await ana.until_modal()
    uploaded = await ana.upload(name, PNG)
    assert await ana.submit(view, shot=[{"id": uploaded["id"], "name": "a lie.gif", "size": 1}]) is None
    value = got.get_nowait()
    assert value["type"] == "file_input"
    return dict(value["files"][0])


async def test_a_file_of_a_modal_is_described_and_downloaded_with_the_token(
    app: AsyncApp, ana: Person, slack: SandboxSlack, client: AsyncWebClient
) -> None:
    file = await submitted_file(app, ana)
    assert (file["name"], file["size"], file["mimetype"], file["filetype"]) == (
        "proof.png", len(PNG), "image/png", "png",
    )  # fmt: skip
    assert (file["user"], file["mode"], file["file_access"]) == (ana.user_id, "hosted", "visible")
    url = file["url_private_download"]
    status, kind, content = await fetched(url, slack.bot_token)
    assert (status, kind, content) == (200, "image/png", PNG)
    info = await client.files_info(file=file["id"])
    assert info["file"]["size"] == len(PNG)


async def test_a_wrong_token_gets_a_login_page_with_status_200(
    app: AsyncApp, ana: Person, slack: SandboxSlack
) -> None:
    file = await submitted_file(app, ana)
    url = file["url_private_download"]
    for token in ("xoxb-wrong", None):
        status, kind, content = await fetched(url, token)
        assert (status, kind) == (200, "text/html")
        assert b"Sign in" in content
    await control(slack, "token", scopes=["chat:write"])
    assert (await fetched(url, slack.bot_token))[1] == "text/html", "without files:read it is closed too"


async def test_a_private_file_that_was_never_handed_over_stays_private(
    ana: Person, slack: SandboxSlack, client: AsyncWebClient
) -> None:
    file = await ana.upload("mine.png", PNG)
    assert (await fetched(file["url_private_download"], slack.bot_token))[1] == "text/html"
    assert await refused(client.files_info(file=file["id"])) == "file_not_found"


async def test_the_bot_cannot_share_a_persons_file(
    app: AsyncApp, ana: Person, client: AsyncWebClient
) -> None:
    file = await submitted_file(app, ana)
    sharing = client.files_completeUploadExternal(files=[{"id": file["id"]}], channel_id=OPS_JOBS)
    assert await refused(sharing) == "access_denied"


async def test_the_bot_uploads_into_a_thread(client: AsyncWebClient, slack: SandboxSlack) -> None:
    parent = await client.chat_postMessage(channel=OPS_JOBS, text="parent")
    done = await client.files_upload_v2(
        content=PNG, filename="proof.png", title="Proof", channel=OPS_JOBS, thread_ts=parent["ts"],
        initial_comment="The screenshot",
    )  # fmt: skip
    file_id = done["files"][0]["id"]
    thread = (await client.conversations_replies(channel=OPS_JOBS, ts=parent["ts"]))["messages"]
    assert (thread[1]["text"], thread[1]["files"][0]["id"]) == ("The screenshot", file_id)
    await control(slack, "clock", advance_s=1)
    shares = (await client.files_info(file=file_id))["file"]["shares"]
    assert shares["public"][OPS_JOBS][0]["ts"] == thread[1]["ts"]
    url = thread[1]["files"][0]["url_private_download"]
    assert (await fetched(url, slack.bot_token))[2] == PNG
    await client.files_delete(file=file_id)
    assert await refused(client.files_info(file=file_id)) == "file_not_found"


async def test_where_a_file_was_shared_is_known_only_a_little_later() -> None:
    async with run_sandbox_slack(config(share_delay_s=60.0)) as slack:
        client = client_of(slack)
        done = await client.files_upload_v2(content=PNG, filename="a.png", channel=OPS_JOBS)
        file_id = done["files"][0]["id"]
        assert (await client.files_info(file=file_id))["file"]["shares"] == {}
        await control(slack, "clock", advance_s=61)
        assert OPS_JOBS in (await client.files_info(file=file_id))["file"]["shares"]["public"]


async def test_an_upload_must_be_as_long_as_was_announced(client: AsyncWebClient) -> None:
    announced = await client.files_getUploadURLExternal(filename="a.txt", length=5)
    async with aiohttp.ClientSession() as session:
        async with session.post(announced["upload_url"], data=b"123456") as response:
            assert response.status == 400
        async with session.post(announced["upload_url"], data=b"12345") as response:
            assert await response.text() == "OK - 5"
    early = client.files_completeUploadExternal(files=[{"id": "F0NOTHING"}])
    assert await refused(early) == "file_not_found"


async def test_an_image_block_needs_a_file_that_is_ready(client: AsyncWebClient) -> None:
    announced = await client.files_getUploadURLExternal(filename="a.png", length=len(PNG))
    image = {"type": "image", "alt_text": "proof", "slack_file": {"id": announced["file_id"]}}
    error = await refusal(client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=[image]))
    assert error.response["errors"] == ["invalid slack file [json-pointer:/blocks/0/slack_file]"]
    async with aiohttp.ClientSession() as session:
        await session.post(announced["upload_url"], data=PNG)
    await client.files_completeUploadExternal(files=[{"id": announced["file_id"], "title": "a"}])
    assert (await client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=[image]))["ok"]


async def test_a_person_shows_a_file_in_a_message_that_the_bot_may_then_fetch(
    ana: Person, slack: SandboxSlack, client: AsyncWebClient
) -> None:
    file = await ana.upload("feed.csv", b"a,b\n")
    await ana.say(ORDERS, "look", file_ids=[file["id"]])
    stored = (await client.conversations_history(channel=ORDERS))["messages"][0]
    assert (await fetched(stored["files"][0]["url_private"], slack.bot_token))[2] == b"a,b\n"


async def test_nobody_submits_somebody_elses_file(app: AsyncApp, ana: Person, client: AsyncWebClient) -> None:
    file = await submitted_file(app, ana)
    await ana.command(OPS_JOBS, "/andon close")
    view = await ana.until_modal()
    with pytest.raises(Refused, match="not_found"):
        await ana.submit(view, shot=[{"id": "F0STRANGER"}])
    assert file["id"]


async def fetched(url: str, token: str | None) -> tuple[int, str, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        return response.status, response.content_type, await response.read()
