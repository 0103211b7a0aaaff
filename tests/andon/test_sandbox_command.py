"""`andon sandbox` as a process, and an app of somebody else as another: between them only the environment."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from andon.demo import demo_world
from sandbox.slack.person import sit_down

ROOT = Path(__file__).parents[2]
APP = Path(__file__).parent / "foreign_app.py"
PATIENCE_S = 40.0
CONFIG = """
[app]
name = "Deploys"
[limits]
rate_scale = 0
[[users]]
name = "ana"
real_name = "Ana Ruiz"
[[channels]]
name = "releases"
[[commands]]
command = "/deploy"
"""


@asynccontextmanager
async def running(
    *words: str, env: dict[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A Python process, ended by its id."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *words,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", **(env or {})},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def printed(process: asyncio.subprocess.Process) -> tuple[dict[str, str], str]:
    """The assignments of the welcome, and the page's address."""
    assert process.stdout is not None
    found, page = {}, ""
    async with asyncio.timeout(PATIENCE_S):
        while line := (await process.stdout.readline()).decode().strip():
            if line.startswith("# Ctrl-C"):
                break
            if line.startswith("#"):
                page = page or line.rpartition(" ")[2]
            else:
                name, _, value = line.partition("=")
                found[name] = value
    return found, page.rstrip("/")


async def ended(*words: str) -> tuple[int | None, str]:
    """The exit status and what was said of the mistake."""
    async with asyncio.timeout(PATIENCE_S), running("-m", "andon", "sandbox", *words) as process:
        _, said = await process.communicate()
        return process.returncode, said.decode()


async def connected(page: str) -> None:
    """Wait for the app, by the page's own stream of events."""
    async with aiohttp.ClientSession(page) as session:
        users = (await (await session.get("/ui/snapshot")).json())["users"]
        async with (
            asyncio.timeout(PATIENCE_S),
            session.get("/ui/stream", params={"user": users[0]["id"]}) as news,
        ):
            async for line in news.content:
                if b'"app"' in line and b'"connected":true' in line:
                    return


async def test_an_app_of_somebody_else_answers_a_command_and_a_button(tmp_path: Path) -> None:
    (tmp_path / "sandbox.toml").write_text(CONFIG)
    options = ("--config", str(tmp_path / "sandbox.toml"), "--port", "0", "--state", str(tmp_path / "s.db"))
    async with running("-m", "andon", "sandbox", *options) as sandbox:
        given, page = await printed(sandbox)
        async with running(str(APP), env=given), sit_down(page, "U0ANA") as ana:
            await connected(page)
            await ana.command("C0RELEASES", "/deploy shop 2.0")
            await ana.until_message("C0RELEASES", lambda m: m["text"] == "Deploying shop 2.0")
            asked = await ana.until_message("C0RELEASES", lambda m: m["text"] == "Ready?")
            await ana.click("C0RELEASES", asked, "roll_out")
            await ana.until_message("C0RELEASES", lambda m: m["text"] == "Rolled out by <@U0ANA>")
        sandbox.terminate()
        assert await sandbox.wait() == 0
    async with running("-m", "andon", "sandbox", *options) as sandbox:
        _, page = await printed(sandbox)
        async with sit_down(page, "U0ANA") as ana:
            kept = [m["text"] for m in await ana.messages("C0RELEASES")]
            assert kept == ["Rolled out by <@U0ANA>"], "what is no whisper outlives the process"


async def test_without_files_it_is_the_demo_with_andon_installed() -> None:
    async with running("-m", "andon", "sandbox", "--port", "0", "--prefix", "ANDON_") as sandbox:
        given, page = await printed(sandbox)
        assert given["ANDON_SLACK_API_URL"] == f"{page}/api/"
        assert set(given) == {
            "ANDON_SLACK_BOT_TOKEN",
            "ANDON_SLACK_APP_TOKEN",
            "ANDON_SLACK_SIGNING_SECRET",
            "ANDON_SLACK_API_URL",
        }
        async with aiohttp.ClientSession(page) as session:
            async with session.get("/ui/snapshot") as answer:
                snapshot = await answer.json()
            async with session.get("/gallery/") as answer:
                assert answer.status == 200
        assert snapshot["links"] == [{"label": "Gallery", "href": "/gallery/"}]
        assert snapshot["app"]["name"] == "Andon"
        assert [c["command"] for c in snapshot["app"]["commands"]] == ["/andon"]


async def test_a_mistake_in_the_file_is_said_and_nothing_starts(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.toml"
    path.write_text("[app]\nbot_token = 'abc'")
    status, said = await ended("--config", str(path))
    assert (status, said) == (
        1,
        f"{path}: app.bot_token: 'abc' does not fit: a bot token begins with xoxb-.\n",
    )


async def test_a_taken_port_says_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, said = await ended("--port", str(port))
    assert status == 1
    assert said.startswith(f"Port {port} cannot be used") and "--port" in said


async def test_a_state_file_that_is_none_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    path.write_text("not a database, whatever its name says" * 100)
    status, said = await ended("--port", "0", "--state", str(path))
    assert status == 1
    assert said.startswith(f"{path} cannot be used as the state file") and "--state" in said


async def test_the_demo_has_the_gallery_too(tmp_path: Path) -> None:
    async with demo_world(tmp_path) as places, aiohttp.ClientSession(places.slack.base_url) as session:
        async with session.get("/gallery/drawings", params={"language": "fr"}) as answer:
            drawn = await answer.json()
        async with session.get("/ui/snapshot") as answer:
            links = (await answer.json())["links"]
    assert "card.job_ticket.open" in {one["name"] for one in drawn["drawings"]}
    assert {"label": "Gallery", "href": "/gallery/"} in links
