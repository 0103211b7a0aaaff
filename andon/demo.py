"""`andon demo`: a local Slack, a demo platform and a mailbox in this process, Andon itself in another.

Andon is a process of its own so that it can be killed and comes back, as on a real machine. What happened is
kept below var/demo; `--fresh` begins anew.
"""

import asyncio
import contextlib
import json
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from hashlib import sha256
from pathlib import Path
from socket import socket

import yaml
from aiohttp import ClientError, ClientSession, web
from pydantic import SecretStr

from andon.check import MANIFEST
from andon.example import CLI_TOKEN, PACE, DemoPlaces, demo_environment, demo_toml
from andon.settings import Settings, inherited
from sandbox.gallery import add_gallery
from sandbox.mailbox.answering import DEMO_MAIL_SECRET, AnswerDoor
from sandbox.mailbox.demo import Mailbox, MailboxConfig
from sandbox.platform.demo import DemoConfig, DemoPlatform
from sandbox.slack import app_from_manifest
from sandbox.slack.config import Link, SlackConfig
from sandbox.slack.demo import demo_config
from sandbox.slack.server import run_sandbox_slack

FOLDER = Path("var/demo")
PORT = 8765
"""Where the demo's page stands, if it is free."""

CLIENT = "client.json"
"""Beside the demo's state: where its Andon listens, for `andon --demo`."""

READY_S = 30.0
"""How long Andon may take to its first ready answer before the demo says that something is wrong."""

RESTART_S = 1.0
"""Before a killed Andon is started again."""


async def run_demo(*, fresh: bool = False, port: int = PORT, folder: Path = FOLDER) -> int:
    """Runs until interrupted. Returns the exit status."""
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    async with demo_world(folder, port=port) as places:
        keeper = asyncio.create_task(_keep_running(places, stopped))
        ready = asyncio.create_task(_ready(places))
        stop = asyncio.create_task(stopped.wait())
        loading = None
        await asyncio.wait({ready, stop}, return_when=asyncio.FIRST_COMPLETED)
        if ready.done() and not ready.result():
            print(f"Andon did not become ready; see {places.folder / 'andon.log'}", file=sys.stderr)
        elif ready.done():
            print(_welcome(places), flush=True)
            loading = asyncio.create_task(_load_past(places))
        await stopped.wait()
        ready.cancel()
        if loading is not None:
            loading.cancel()
        await keeper
    return 0


@asynccontextmanager
async def demo_world(
    folder: Path,
    *,
    port: int = 0,
    andon_port: int = 0,
    pace_s: float = DemoConfig.pace_s,
    posts_per_s: float = PACE,
) -> AsyncIterator[DemoPlaces]:
    """Everything that Andon talks to, and the file that tells it so. Andon itself is not started.

    `pace_s` is the interval of the platform's busiest job; `posts_per_s` is what a channel of the local Slack
    takes, and what Andon is told to keep to.
    """
    folder = _made(folder)
    page_port, api_port = free_port(port), andon_port or free_port(0)
    platform = _platform(folder, page_port, api_port, pace_s)
    mailbox = _mailbox(folder, api_port)

    def mount(app: web.Application) -> None:
        platform.add_routes(app, "/platform")
        mailbox.add_routes(app, "/mailbox")
        add_gallery(app)

    async with AsyncExitStack() as stack:
        await mailbox.start()
        stack.push_async_callback(mailbox.stop)
        config = _slack_config(folder, page_port, posts_per_s)
        slack = await stack.enter_async_context(run_sandbox_slack(config, mount=mount))
        places = DemoPlaces(
            slack=slack,
            platform=platform,
            mailbox=mailbox,
            andon_port=api_port,
            folder=folder,
            posts_per_s=posts_per_s,
        )
        _write_files(places)
        await platform.start()
        stack.push_async_callback(platform.stop)
        yield places


async def start_andon(
    places: DemoPlaces, environment: Mapping[str, str] | None = None
) -> asyncio.subprocess.Process:
    """`andon serve` as a process of its own; what it logs goes to andon.log.

    *environment* replaces or adds variables.
    """
    log = (places.folder / "andon.log").open("ab")
    with log:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "andon",
            "serve",
            env=inherited() | demo_environment(places) | dict(environment or {}),
            stdout=log,
            stderr=log,
        )


async def stop_andon(process: asyncio.subprocess.Process, *, patience_s: float = 12.0) -> None:
    """TERM, and KILL for one that does not go."""
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(patience_s):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def client_settings(folder: Path) -> Settings:
    """For commands that talk to the demo running in this folder."""
    try:
        said = json.loads((folder / CLIENT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise SystemExit("No demo has run in this folder: start it with `make demo`.") from None
    return Settings(url=said["url"], token=SecretStr(CLI_TOKEN))


def _platform(folder: Path, page_port: int, andon_port: int, pace_s: float) -> DemoPlatform:
    return DemoPlatform(
        DemoConfig(
            andon_url=f"http://127.0.0.1:{andon_port}",
            public_url=f"http://127.0.0.1:{page_port}/platform/",
            state_file=folder / "platform.json",
            pace_s=pace_s,
        )
    )


def _mailbox(folder: Path, andon_port: int) -> Mailbox:
    """Its answers are handed over to Andon, as a mail server would."""
    door = AnswerDoor(url=f"http://127.0.0.1:{andon_port}/v1/mail/inbound", secret=DEMO_MAIL_SECRET)
    return Mailbox(MailboxConfig(file=folder / "mailbox.jsonl", answers=door))


def _slack_config(folder: Path, port: int, posts_per_s: float) -> SlackConfig:
    """The app as manifest.yml describes it, and rooms of its own for everything else."""
    return demo_config(
        app=app_from_manifest(yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))),
        port=port,
        state_path=folder / "slack.db",
        rate_scale=posts_per_s * 2,
        links=(
            Link(label="Demo platform", href="/platform/"),
            Link(label="Mailbox", href="/mailbox/"),
            Link(label="Gallery", href="/gallery/"),
        ),
    )


def _write_files(places: DemoPlaces) -> None:
    """andon.toml for the program, and for its commands where it listens."""
    digest = sha256(CLI_TOKEN.encode()).hexdigest()
    (places.folder / "andon.toml").write_text(demo_toml(places, digest), encoding="utf-8")
    (places.folder / CLIENT).write_text(json.dumps({"url": places.andon_url}), encoding="utf-8")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder.absolute()


def free_port(wanted: int) -> int:
    """*wanted* if nobody listens there, else any free one."""
    for port in (wanted, 0):
        with socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise OSError("no free port")


async def _keep_running(places: DemoPlaces, stopped: asyncio.Event) -> None:
    """A killed Andon comes back; whoever tries it sees that nothing is lost."""
    while not stopped.is_set():
        process = await start_andon(places)
        ended = asyncio.create_task(process.wait())
        stop = asyncio.create_task(stopped.wait())
        await asyncio.wait({ended, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if stopped.is_set():
            await stop_andon(process)
            return
        print(f"Andon ended with status {process.returncode}; starting it again", flush=True)
        await asyncio.sleep(RESTART_S)


async def _ready(places: DemoPlaces) -> bool:
    async with ClientSession() as session:
        try:
            async with asyncio.timeout(READY_S):
                while True:
                    with contextlib.suppress(ClientError):
                        async with session.get(f"{places.andon_url}/readyz") as answer:
                            if answer.status == 200:
                                return True
                    await asyncio.sleep(0.1)
        except TimeoutError:
            return False


async def _load_past(places: DemoPlaces) -> None:
    from andon.demo_seed import load_seed  # not before somebody can look around

    await load_seed(places)


def _welcome(places: DemoPlaces) -> str:
    return f"""
  Andon is running. Open

      {places.slack.base_url}/

  A job of Kitchenware Co keeps failing in #ops-jobs. Pause it, tell the retailer, decide, mend the cause on the
  demo platform's page, reactivate, and close it with a screenshot.

  In another terminal, the same by command:   .venv/bin/python -m andon --demo cases
  Ctrl-C stops everything; what happened is kept in {places.folder}.
"""
