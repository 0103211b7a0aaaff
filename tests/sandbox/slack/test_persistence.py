"""A killed sandbox comes back with everything that was in it."""

import asyncio
import json
import signal
import sys
from pathlib import Path

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import run_sandbox_slack
from sandbox.slack.demo import ANA, OPS_JOBS, ORDERS
from sandbox.slack.person import sit_down
from tests.sandbox.slack.conftest import client_of, config
from tests.sandbox.slack.levers import control, refused
from tests.sandbox.slack.shapes import buttons, home


async def test_messages_files_homes_and_channels_outlive_the_server(tmp_path: Path) -> None:
    path = tmp_path / "slack.sqlite"
    async with run_sandbox_slack(config(state_path=path)) as slack:
        client = client_of(slack)
        parent = await client.chat_postMessage(channel=OPS_JOBS, text="card", blocks=[buttons("go")])
        await client.chat_postMessage(channel=OPS_JOBS, text="reply", thread_ts=parent["ts"])
        await client.views_publish(user_id=ANA, view=home("Yours"))
        direct = (await client.conversations_open(users=[ANA]))["channel"]["id"]
        done = await client.files_upload_v2(content=b"bytes", filename="a.txt", channel=OPS_JOBS)
        await control(slack, "channel", channel=ORDERS, act="archive")
    async with run_sandbox_slack(config(state_path=path)) as slack:
        client = client_of(slack)
        thread = (await client.conversations_replies(channel=OPS_JOBS, ts=parent["ts"]))["messages"]
        assert [message["text"] for message in thread] == ["card", "reply"]
        assert (await client.conversations_open(users=[ANA]))["channel"]["id"] == direct
        assert await refused(client.chat_postMessage(channel=ORDERS, text="x")) == "is_archived"
        newer = await client.chat_postMessage(channel=OPS_JOBS, text="newer")
        assert newer["ts"] > parent["ts"]
        async with sit_down(slack.base_url, ANA) as ana:
            assert await ana.home()
        url = (await client.files_info(file=done["files"][0]["id"]))["file"]["url_private_download"]
        bearer = {"Authorization": f"Bearer {slack.bot_token}"}
        async with aiohttp.ClientSession() as session, session.get(url, headers=bearer) as response:
            assert await response.read() == b"bytes"


async def test_a_process_killed_without_warning_has_lost_no_answered_post(tmp_path: Path) -> None:
    path = tmp_path / "slack.sqlite"
    acknowledged: list[str] = []
    for _ in range(2):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "sandbox.slack", "--state", str(path), "--rate-scale", "0",
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            facts = json.loads(await asyncio.wait_for(process.stdout.readline(), 20))
            client = AsyncWebClient(token=facts["bot_token"], base_url=facts["api_url"], retry_handlers=[])
            history = (await client.conversations_history(channel=OPS_JOBS, limit=999))["messages"]
            assert [message["ts"] for message in reversed(history)] == acknowledged
            for number in range(10):
                posted = await client.chat_postMessage(channel=OPS_JOBS, text=str(number))
                acknowledged.append(posted["ts"])
        finally:
            process.send_signal(signal.SIGKILL)
            await process.wait()
