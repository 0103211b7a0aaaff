"""The demo platform: one object with its state, its clock, its routes and its line of events."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web

from sandbox.platform import clockwork, commands, control, hands, page, routes, telling
from sandbox.platform.catalogue import first_world
from sandbox.platform.faults import FaultPlan
from sandbox.platform.keeping import Keeper
from sandbox.platform.sender import Sender
from sandbox.platform.world import Landing, Outgoing, World

API = "/chatops/v1"
"""Where the contract begins below the prefix, as in the contract's own example."""

DEMO_TOKEN = "demo-platform-token"  # noqa: S105 - guards a demo
DEMO_SECRET = "whsec_ZGVtby1wbGF0Zm9ybS1jb21tYW5kLXNlY3JldA=="  # noqa: S105
DEMO_EVENTS_SECRET = "whsec_ZGVtby1wbGF0Zm9ybS1ldmVudC1zZWNyZXQhISE="  # noqa: S105

BEAT_S = 0.2
"""How often the clock is looked at. Runs last a second or more."""


@dataclass(frozen=True, kw_only=True)
class DemoConfig:
    """How the demo platform is set up. The secrets are known to everybody: it holds nothing worth keeping."""

    token: str = field(default=DEMO_TOKEN, repr=False)
    secret: str = field(default=DEMO_SECRET, repr=False)
    """Signs the commands it receives."""
    events_secret: str = field(default=DEMO_EVENTS_SECRET, repr=False)
    """Signs the events it sends."""
    andon_url: str | None = None
    """Where Andon listens, without a path; None keeps the events waiting."""
    source: str = "demo"
    public_url: str = "http://127.0.0.1/platform/"
    pace_s: float = 20.0
    """The interval of its busiest job."""
    first_wait_s: float = 0.5
    """Before an event that was not taken is sent again; it doubles, up to 15 s."""
    runs_while_paused: bool = False
    frozen: bool = False
    """The clock moves only by tick()."""
    state_file: Path | None = None


class DemoPlatform:
    """Start it, mount its routes, stop it. Everything else is state that the routes and the clock change."""

    def __init__(self, config: DemoConfig | None = None) -> None:
        self.config = config or DemoConfig()
        self.faults = FaultPlan()
        self._keeper = Keeper(self.config.state_file)
        self.world = self._kept() or self._fresh()
        self._tasks: list[asyncio.Task[None]] = []
        self._watchers: set[asyncio.Event] = set()
        self.released = asyncio.Event()
        self._sender = Sender(
            lambda: self.world,
            self.changed,
            address=self._events_address(),
            secret=self.config.events_secret,
            first_wait_s=self.config.first_wait_s,
        )

    def add_routes(self, app: web.Application, prefix: str = "/platform") -> None:
        """Mount the contract at {prefix}/chatops/v1, the page at {prefix}/, the controls at {prefix}/control."""
        routes.add(app, prefix + API, self)
        control.add(app, prefix, self)
        page.add(app, prefix, self)

    async def start(self) -> None:
        """Let the clock run and the events go out."""
        self.released.clear()
        self._tasks = [asyncio.create_task(self._clock()), asyncio.create_task(self._sender.run())]

    async def stop(self) -> None:
        """Stop both and let go of whoever waits for an answer that was not to come."""
        self.released.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        self._keeper.keep(self.world)

    def now(self) -> datetime:
        """The platform's own time."""
        return self.world.frozen_at or datetime.now(UTC) + self.world.ahead

    def tick(self, seconds: float = 0.0) -> None:
        """Move the clock on and do everything that falls due on the way, in order."""
        step = timedelta(seconds=seconds)
        if self.world.frozen_at is not None:
            self.world.frozen_at += step
        else:
            self.world.ahead += step
        self._work()

    def freeze(self, *, frozen: bool) -> None:
        """Stop the clock, or let it run on from where it stands."""
        now = self.now()
        self.world.ahead = now - datetime.now(UTC)
        self.world.frozen_at = now if frozen else None
        self.changed()

    def do(self, act: str, id_: str) -> str:
        """One act of the page (hands.HANDS) on one thing. Raises acts.Refused."""
        told = hands.do(self.world, act, id_, self.now())
        self.changed()
        return told

    def receive(self, action: str, target: str, operation_id: str, raw: bytes) -> commands.Reply:
        """A command whose signature is proven."""
        reply = commands.receive(
            self.world,
            action,
            target,
            operation_id,
            raw,
            self.now(),
            runs_while_paused=self.config.runs_while_paused,
        )
        self.changed()
        return reply

    def land_later(self, action: str, operation_id: str, raw: bytes, target: str, seconds: float) -> None:
        """The command got lost on the way and arrives after *seconds*."""
        due_at = self.now() + timedelta(seconds=seconds)
        landing = Landing(
            due_at=due_at, action=action, target=target, operation_id=operation_id, body=raw.decode()
        )
        self.world.landings.append(landing)
        self.changed()

    def send_to(self, andon_url: str | None, *, public_url: str | None = None) -> None:
        """Where Andon listens and where this platform's page stands, once both are known."""
        if public_url is not None:
            self.world.public_url = public_url
        self._sender.address = self._events_address(andon_url)
        self._sender.hurry()

    def hurry(self) -> None:
        """Send what waits now, without resting longer."""
        self._sender.hurry()

    def events_go_to(self) -> str | None:
        """The address that events are posted to, None while it is not known."""
        return self._sender.address

    def reset(self) -> None:
        """Begin anew, as on the first day."""
        self.world = self._fresh()
        self.faults.clear()
        self.changed()

    def waiting_events(self) -> list[Outgoing]:
        return [event for event in self.world.events if event.status == "waiting"]

    def changed(self) -> None:
        """Keep the world, wake the line of events and everyone who watches."""
        self._keeper.keep(self.world)
        if self.waiting_events():
            self._sender.arrived()
        for watcher in self._watchers:
            watcher.set()

    def watch(self) -> tuple[asyncio.Event, Callable[[], None]]:
        """An event that is set at every change, and how to let go of it."""
        watcher = asyncio.Event()
        self._watchers.add(watcher)
        return watcher, lambda: self._watchers.discard(watcher)

    async def _clock(self) -> None:
        while True:
            if self.world.frozen_at is None:
                self._work()
            await asyncio.sleep(BEAT_S)

    def _work(self) -> None:
        if clockwork.advance(self.world, self.now(), self._land):
            self.changed()

    def _land(self, landing: Landing) -> None:
        commands.receive(
            self.world,
            landing.action,
            landing.target,
            landing.operation_id,
            landing.body.encode(),
            landing.due_at,
            runs_while_paused=self.config.runs_while_paused,
        )

    def _fresh(self) -> World:
        now = datetime.now(UTC)
        world = first_world(now, pace_s=self.config.pace_s, public_url=self.config.public_url)
        world.frozen_at = now if self.config.frozen else None
        for order in world.orders.values():
            telling.order_event(world, "order.issue.opened", order, now)
        return world

    def _kept(self) -> World | None:
        """The world of the last time. What the clock missed meanwhile is not made up for."""
        world = self._keeper.load()
        if world is not None:
            world.public_url = self.config.public_url
            if world.frozen_at is None:
                clockwork.skip_missed(world, datetime.now(UTC) + world.ahead)
        return world

    def _events_address(self, andon_url: str | None = None) -> str | None:
        base = andon_url or self.config.andon_url
        return f"{base.rstrip('/')}/v1/sources/{self.config.source}/events" if base else None
