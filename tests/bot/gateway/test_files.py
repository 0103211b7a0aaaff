"""Pictures: fetched with the token and from Slack only, never larger than agreed, shared without being public."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.gateway.files import CHUNK_BYTES, SlackFiles
from core.errors import Permanent, Temporary
from sandbox.slack import Fault
from sandbox.slack.demo import ANA, OPS_JOBS, ORDERS
from sandbox.slack.person import Person, sit_down
from tests.bot.scene import Scene, open_scene
from tests.sandbox.slack.levers import control

PICTURE = b"\x89PNG" + b"x" * 5000
LIMIT = 10_000


@pytest.fixture
async def at_page(scene: Scene) -> AsyncIterator[Person]:
    async with sit_down(scene.slack.base_url, ANA) as person:
        yield person


async def uploaded(scene: Scene, person: Person) -> str:
    """A picture that Ana gave to the app, as a modal's file input does."""
    file = await person.upload("run.png", PICTURE)
    record = scene.slack.workspace.files.get(file["id"])
    assert record is not None
    scene.slack.workspace.files.hand_to_app(record)
    return str(file["id"])


async def test_a_picture_is_described_and_fetched(scene: Scene, at_page: Person) -> None:
    file_id = await uploaded(scene, at_page)
    described = await scene.chat.describe_file(file_id)
    assert (described.name, described.mimetype, described.size_bytes) == (
        "run.png",
        "image/png",
        len(PICTURE),
    )
    assert described.created_at is not None and described.created_at.tzinfo is not None
    assert await scene.chat.fetch_file(file_id, limit_bytes=LIMIT) == PICTURE


async def test_the_login_page_that_a_wrong_token_gets_is_no_picture(scene: Scene, at_page: Person) -> None:
    """Slack answers 200 and HTML (SLACK 3)."""
    file_id = await uploaded(scene, at_page)
    async with aiohttp.ClientSession() as session:
        files = SlackFiles(scene.client, session, "xoxb-of-somebody-else")
        with pytest.raises(Permanent, match="not_readable"):
            await files.fetch(file_id, limit_bytes=LIMIT)


async def test_without_the_scope_it_cannot_be_read_which_is_not_gone(scene: Scene, at_page: Person) -> None:
    file_id = await uploaded(scene, at_page)
    scopes = [s for s in scene.slack.workspace.config.app.bot_scopes if s != "files:read"]
    await control(scene.slack, "token", scopes=scopes)
    with pytest.raises(Permanent, match="not_readable"):
        await scene.chat.fetch_file(file_id, limit_bytes=LIMIT)


async def test_a_file_that_was_deleted_is_gone(scene: Scene) -> None:
    with pytest.raises(Permanent, match="file_gone"):
        await scene.chat.fetch_file("F0GONE", limit_bytes=LIMIT)


async def test_what_says_that_it_is_too_large_is_not_fetched(scene: Scene, at_page: Person) -> None:
    file_id = await uploaded(scene, at_page)
    with pytest.raises(Permanent, match="too_large"):
        await scene.chat.fetch_file(file_id, limit_bytes=100)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(kind="status", method="download", status=503),
        Fault(kind="status", method="files.info"),
        Fault(kind="html", method="files.info", status=502),
        Fault(kind="ratelimited", method="files.info"),
    ],
    ids=lambda f: f"{f.kind} {f.method}",
)
async def test_trouble_on_the_way_is_tried_again(scene: Scene, at_page: Person, fault: Fault) -> None:
    file_id = await uploaded(scene, at_page)
    scene.slack.workspace.faults.add(fault)
    with pytest.raises(Temporary):
        await scene.chat.fetch_file(file_id, limit_bytes=LIMIT)
    assert await scene.chat.fetch_file(file_id, limit_bytes=LIMIT) == PICTURE


@dataclass
class Elsewhere:
    """A host that is not the API's: what it is asked, and what it answers."""

    api: str = ""
    files: str = ""
    url: str = ""
    size: int = 0
    sent_bytes: int = 0
    tokens: list[str] = field(default_factory=list)

    async def info(self, request: web.Request) -> web.Response:
        return web.json_response(
            {"ok": True, "file": {"id": "F1", "size": self.size, "url_private": self.url}}
        )

    async def give(self, request: web.Request) -> web.StreamResponse:
        self.tokens.append(request.headers.get("Authorization", ""))
        return web.Response(body=PICTURE, content_type="image/png")

    async def redirect(self, request: web.Request) -> web.Response:
        raise web.HTTPFound(f"{self.files}/give")

    async def flood(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "image/png"})
        await response.prepare(request)
        try:
            for _ in range(1000):
                await response.write(b"x" * CHUNK_BYTES)
                self.sent_bytes += CHUNK_BYTES
        except ConnectionError:
            pass
        return response


@asynccontextmanager
async def hosts() -> AsyncIterator[tuple[Elsewhere, SlackFiles]]:
    """An API on one port, and a host of files on another."""
    other = Elsewhere()
    async with (
        served(other, "api") as api,
        served(other, "files") as files,
        aiohttp.ClientSession() as session,
    ):
        other.api, other.files = api, files
        client = AsyncWebClient(token="xoxb-t", base_url=f"{api}/api/", session=session, retry_handlers=[])
        yield other, SlackFiles(client, session, "xoxb-secret")


@asynccontextmanager
async def served(other: Elsewhere, name: str) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/api/files.info", other.info)
    for path in ("give", "redirect", "flood"):
        app.router.add_get(f"/{path}", getattr(other, path))
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_the_token_never_goes_to_another_host() -> None:
    async with hosts() as (other, files):
        other.url = f"{other.files}/give"
        with pytest.raises(Permanent, match="not_readable"):
            await files.fetch("F1", limit_bytes=LIMIT)
        assert other.tokens == []
        other.url = f"{other.api}/give"
        assert await files.fetch("F1", limit_bytes=LIMIT) == PICTURE
        assert other.tokens == ["Bearer xoxb-secret"]


@pytest.mark.parametrize(
    "url",
    [
        "http://files.slack.com/x.png",
        "https://files.slack.com.evil.example/x.png",
        "https://evilslack.com/x.png",
        "https://files.slack.com@evil.example/x.png",
        "https://evil.example/files.slack.com/x.png",
        "ftp://files.slack.com/x.png",
        "//files.slack.com/x.png",
    ],
)
async def test_what_only_looks_like_slack_gets_no_token(url: str) -> None:
    async with hosts() as (other, files):
        other.url = url
        with pytest.raises(Permanent, match="not_readable"):
            await files.fetch("F1", limit_bytes=LIMIT)


@pytest.mark.parametrize(
    "url", ["https://files.slack.com/files-pri/T-F/x.png", "https://files.slack-gov.com/x"]
)
def test_slacks_own_hosts_are_slacks(url: str) -> None:
    client = AsyncWebClient(token="xoxb-t")
    assert SlackFiles(client, None, "t")._is_slacks(url)  # type: ignore[arg-type] # no call is made


async def test_a_redirect_is_not_followed() -> None:
    async with hosts() as (other, files):
        other.url = f"{other.api}/redirect"
        with pytest.raises(Permanent, match="not_readable"):
            await files.fetch("F1", limit_bytes=LIMIT)
        assert other.tokens == []


async def test_a_flood_is_cut_off_while_it_streams() -> None:
    async with hosts() as (other, files):
        other.url = f"{other.api}/flood"
        with pytest.raises(Permanent, match="too_large"):
            await files.fetch("F1", limit_bytes=3 * CHUNK_BYTES)
        assert other.sent_bytes < 900 * CHUNK_BYTES, "the rest was never sent"


async def test_half_a_picture_is_not_taken_for_the_whole() -> None:
    async with hosts() as (other, files):
        other.url, other.size = f"{other.api}/give", len(PICTURE) + 1
        with pytest.raises(Temporary, match="incomplete"):
            await files.fetch("F1", limit_bytes=LIMIT)


async def test_a_picture_is_uploaded_unseen_and_then_shared_in_the_thread() -> None:
    async with open_scene(share_delay_s=0.0) as scene, sit_down(scene.slack.base_url, ANA) as person:
        parent: Any = await scene.client.chat_postMessage(channel=OPS_JOBS, text="card")
        file_id = await scene.chat.upload_picture(PICTURE, "proof.png", "A run that succeeded" * 100)
        assert not await scene.chat.picture_shared(file_id, OPS_JOBS)
        await scene.chat.share_picture(file_id, OPS_JOBS, parent["ts"], "Proof", "#20260001")

        async def shown() -> bool:
            replies = await person.thread(OPS_JOBS, parent["ts"])
            return any(f["id"] == file_id for m in replies for f in m.get("files") or ())

        await person.until(shown)
        assert await scene.chat.picture_shared(file_id, OPS_JOBS)
        assert not await scene.chat.picture_shared(file_id, ORDERS)


async def test_an_upload_that_breaks_is_started_over(scene: Scene) -> None:
    scene.slack.workspace.faults.add(Fault(kind="drop", method="upload", commit=False))
    with pytest.raises(Temporary):
        await scene.chat.upload_picture(PICTURE, "proof.png", "x")
    assert await scene.chat.upload_picture(PICTURE, "proof.png", "x")


async def test_a_picture_that_is_gone_is_not_shared(scene: Scene) -> None:
    assert not await scene.chat.picture_shared("F0GONE", OPS_JOBS)
