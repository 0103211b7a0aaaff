"""Files: given in a modal, fetched with the token, uploaded again into a thread, shown in a block."""

from typing import Any
from urllib.request import Request, urlopen

import aiohttp
from slack_bolt import App
from slack_bolt.async_app import AsyncApp

from sandbox.slack.demo import OPS_JOBS
from sandbox.slack.documents import Json
from tests.sandbox.slack.flows.conftest import Desk, Note
from tests.sandbox.slack.shapes import field, modal

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100
FORM = modal(field("proof", "shot", type="file_input", filetypes=["png"], max_files=1))


def first_file(view: Json) -> Json:
    return dict(view["state"]["values"]["proof"]["shot"]["files"][0])


def sync_app(app: App, note: Note) -> None:
    @app.command("/andon")
    def open_it(ack: Any, body: Json, client: Any) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.view("m")
    def keep(ack: Any, view: Json, client: Any) -> None:
        ack()
        file = first_file(view)
        request = Request(file["url_private_download"], headers={"Authorization": f"Bearer {client.token}"})
        with urlopen(request) as response:
            content = response.read()
        parent = client.chat_postMessage(channel=OPS_JOBS, text="A picture came.")["ts"]
        done = client.files_upload_v2(
            content=content, filename="proof.png", channel=OPS_JOBS, thread_ts=parent, initial_comment="Proof"
        )
        image = {"type": "image", "alt_text": "proof", "slack_file": {"id": done["files"][0]["id"]}}
        client.chat_update(channel=OPS_JOBS, ts=parent, text="A picture came.", blocks=[image])
        note((parent, content))


def async_app(app: AsyncApp, note: Note) -> None:
    @app.command("/andon")
    async def open_it(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.view("m")
    async def keep(ack: Any, view: Json, client: Any) -> None:
        await ack()
        file = first_file(view)
        headers = {"Authorization": f"Bearer {client.token}"}
        async with (
            aiohttp.ClientSession() as session,
            session.get(file["url_private_download"], headers=headers) as response,
        ):
            content = await response.read()
        parent = (await client.chat_postMessage(channel=OPS_JOBS, text="A picture came."))["ts"]
        done = await client.files_upload_v2(
            content=content, filename="proof.png", channel=OPS_JOBS, thread_ts=parent, initial_comment="Proof"
        )
        image = {"type": "image", "alt_text": "proof", "slack_file": {"id": done["files"][0]["id"]}}
        await client.chat_update(channel=OPS_JOBS, ts=parent, text="A picture came.", blocks=[image])
        note((parent, content))


async def test_a_picture_goes_from_the_modal_into_the_thread(desk: Desk) -> None:
    desk.wire(sync_app, async_app)
    await desk.ana.command(OPS_JOBS, "/andon close")
    view = await desk.ana.until_modal()
    uploaded = await desk.ana.upload("shot.png", PNG)
    assert await desk.ana.submit(view, shot=[{"id": uploaded["id"]}]) is None
    parent, content = await desk.heard.next()
    assert content == PNG
    thread = await desk.ana.thread(OPS_JOBS, parent)
    assert thread[0]["blocks"][0]["type"] == "image"
    assert (thread[1]["text"], thread[1]["files"][0]["name"]) == ("Proof", "proof.png")
    assert thread[1]["files"][0]["id"] != uploaded["id"], "the person's own file is not the bot's to share"
