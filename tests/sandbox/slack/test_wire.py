"""The Web API at the wire: encodings, warnings, and the methods that other suites do not touch."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack, run_sandbox_slack
from sandbox.slack.demo import OPS_JOBS
from tests.sandbox.slack.conftest import client_of, config
from tests.sandbox.slack.levers import control, refused
from tests.sandbox.slack.shapes import section

Json = dict[str, Any]
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


async def sent(slack: SandboxSlack, method: str, **request: Any) -> Json:
    headers = {"Authorization": f"Bearer {slack.bot_token}", **request.pop("headers", {})}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{slack.api_url}{method}", headers=headers, **request) as response,
    ):
        return dict(await response.json())


async def test_json_without_a_charset_and_a_form_with_one_are_warned_of(slack: SandboxSlack) -> None:
    text = f'{{"channel": "{OPS_JOBS}", "text": "x"}}'
    bare = await sent(slack, "chat.postMessage", data=text, headers={"Content-Type": "application/json"})
    assert (bare["ok"], bare["warning"]) == (True, "missing_charset")
    assert bare["response_metadata"]["warnings"] == ["missing_charset"]
    form = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    body = f"channel={OPS_JOBS}&text=x"
    assert (await sent(slack, "chat.postMessage", data=body, headers=form))[
        "warning"
    ] == "superfluous_charset"
    assert "warning" not in await sent(slack, "chat.postMessage", data={"channel": OPS_JOBS, "text": "x"})


async def test_a_multipart_form_is_read_like_any_other(slack: SandboxSlack) -> None:
    form = aiohttp.FormData(default_to_multipart=True)
    form.add_field("channel", OPS_JOBS)
    form.add_field("text", "by parts")
    assert (await sent(slack, "chat.postMessage", data=form))["message"]["text"] == "by parts"


@pytest.mark.parametrize("yes", ["1", "true", "True"])
async def test_booleans_are_numbers_or_words(slack: SandboxSlack, yes: str) -> None:
    body = await sent(slack, "users.info", params={"user": "U07ANARUIZ1", "include_locale": yes})
    assert body["user"]["locale"] == "en-US"
    for no in ("0", "false", ""):
        body = await sent(slack, "users.info", params={"user": "U07ANARUIZ1", "include_locale": no})
        assert "locale" not in body["user"]


@pytest.mark.parametrize(
    ("kind", "content", "error"),
    [
        ("application/json", b"{", "invalid_json"),
        ("application/json", b"[]", "json_not_object"),
        ("text/plain", b"channel=C", "invalid_post_type"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(
    slack: SandboxSlack, kind: str, content: bytes, error: str
) -> None:
    body = await sent(slack, "chat.postMessage", data=content, headers={"Content-Type": kind})
    assert (body["ok"], body["error"]) == (False, error)


async def test_an_empty_list_of_blocks_takes_them_away(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=OPS_JOBS, text="a", blocks=[section("b")])
    updated = await client.chat_update(channel=OPS_JOBS, ts=posted["ts"], text="a", blocks=[])
    assert "blocks" not in updated["message"]
    empty = client.api_call("chat.postMessage", json={"channel": OPS_JOBS, "blocks": []})
    assert await refused(empty) == "no_text"


async def test_metadata_has_a_size(client: AsyncWebClient) -> None:
    metadata = {"event_type": "card", "event_payload": {"note": "a" * 17_000}}
    attempt = client.chat_postMessage(channel=OPS_JOBS, text="a", metadata=metadata)
    assert await refused(attempt) == "metadata_too_large"


async def test_a_reaction_is_set_and_taken_back_once(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=OPS_JOBS, text="a")
    eyes = {"channel": OPS_JOBS, "timestamp": posted["ts"], "name": "eyes"}
    await client.reactions_add(**eyes)
    assert await refused(client.reactions_add(**eyes)) == "already_reacted"
    await client.reactions_remove(**eyes)
    assert await refused(client.reactions_remove(**eyes)) == "no_reaction"


async def test_the_workspace_says_who_it_is(slack: SandboxSlack, client: AsyncWebClient) -> None:
    assert await refused(client.team_info()) == "missing_scope"
    await control(slack, "token", scopes=["team:read"])
    assert (await client.team_info())["team"]["name"] == "Harbour Goods"


async def test_files_are_listed_newest_first_by_page(client: AsyncWebClient) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        await client.files_upload_v2(content=b"x", filename=name, channel=OPS_JOBS)
    first = await client.files_list(channel=OPS_JOBS, count=2)
    assert [file["name"] for file in first["files"]] == ["c.txt", "b.txt"]
    assert first["paging"] == {"count": 2, "total": 3, "page": 1, "pages": 2}
    second = await client.files_list(channel=OPS_JOBS, count=2, page=2)
    assert [file["name"] for file in second["files"]] == ["a.txt"]
    assert (await client.files_list(channel="C07ORDERS01"))["files"] == []


async def test_an_image_stands_in_a_block_only_when_it_is_processed() -> None:
    async with run_sandbox_slack(config(file_processing_s=20.0)) as slack:
        client = client_of(slack)
        done = await client.files_upload_v2(content=PNG, filename="a.png", channel=OPS_JOBS)
        image = {"type": "image", "alt_text": "proof", "slack_file": {"id": done["files"][0]["id"]}}
        post: Json = {"channel": OPS_JOBS, "text": "x", "blocks": [image]}
        assert await refused(client.chat_postMessage(**post)) == "invalid_blocks"
        await control(slack, "clock", advance_s=20)
        assert (await client.chat_postMessage(**post))["ok"]
