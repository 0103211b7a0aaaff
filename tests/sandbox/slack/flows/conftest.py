"""The desk of a flow: one workspace, one app of one of the four kinds, and Ana."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack, run_sandbox_slack
from sandbox.slack.demo import ANA
from sandbox.slack.person import Person, sit_down
from tests.sandbox.slack.conftest import APP, client_of, config
from tests.sandbox.slack.flows.apps import asynchronous, synchronous

Note = Callable[[object], None]
KINDS = [(kind, transport) for kind in ("sync", "async") for transport in ("socket", "http")]
"""The four ways to write and connect a Bolt app."""
PATIENCE_S = 10.0


class Heard:
    """What listeners note down, from whichever thread."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._items: asyncio.Queue[object] = asyncio.Queue()

    def note(self, item: object) -> None:
        self._loop.call_soon_threadsafe(self._items.put_nowait, item)

    async def next(self) -> Any:
        return await asyncio.wait_for(self._items.get(), PATIENCE_S)

    def empty(self) -> bool:
        return self._items.empty()


@dataclass(frozen=True, kw_only=True)
class Desk:
    slack: SandboxSlack
    ana: Person
    app: Any
    is_sync: bool
    heard: Heard
    client: AsyncWebClient

    def wire(self, sync: Callable[[App, Note], None], asynchronous: Callable[[AsyncApp, Note], None]) -> None:
        """Give the app its listeners: the same flow, written for either kind."""
        (sync if self.is_sync else asynchronous)(self.app, self.heard.note)

    async def post(self, channel: str, *blocks: dict[str, Any]) -> dict[str, Any]:
        """A message of the app, as stored."""
        posted = await self.client.chat_postMessage(channel=channel, text="a message", blocks=blocks)
        return dict(posted["message"])


@pytest.fixture
def settings() -> dict[str, object]:
    """What a test of flows changes in the workspace."""
    return {}


@pytest.fixture(params=KINDS, ids=lambda kind: "-".join(kind))
async def desk(request: pytest.FixtureRequest, settings: dict[str, object]) -> AsyncIterator[Desk]:
    kind, transport = request.param
    events = ("app_home_opened", "app_mention")
    workspace = config(app=replace(APP, bot_events=events), **settings)
    start = synchronous if kind == "sync" else asynchronous
    async with (
        run_sandbox_slack(workspace) as slack,
        start(slack, transport) as app,
        sit_down(slack.base_url, ANA) as ana,
    ):
        yield Desk(
            slack=slack, ana=ana, app=app, is_sync=kind == "sync", heard=Heard(), client=client_of(slack)
        )
