"""What Andon counts of itself, for Prometheus, in a registry of its own.

Labels have few values: commands, outcomes, configured sources. Never a case, a person or an address.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias, TypeVar

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from core.command import Command
from core.dispatch import Dispatch
from core.domain.member import Actor
from core.errors import AdapterError, CoreError

A = TypeVar("A")

log = logging.getLogger(__name__)

Level: TypeAlias = Callable[[], Awaitable[int]]
"""How much of something there is now."""

READ_S = 2.0
"""A level that cannot be read within this is left out of the answer."""

SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Bucket bounds: an ack should take single milliseconds (RELIABILITY 6), Slack gives up after 3 s."""

LEVELS = {
    "deliveries_waiting": "Cards, notices and letters that are not yet out.",
    "operations_waiting": "Writes to platforms that are not yet settled.",
    "lanes_parked": "Destinations that are shut: something waits for them.",
}


class Metrics:
    """`levels` are read when somebody asks; names are those of LEVELS."""

    def __init__(self, levels: Mapping[str, Level] | None = None) -> None:
        self.registry = CollectorRegistry()
        self._levels = dict(levels or {})
        if unknown := self._levels.keys() - LEVELS.keys():
            raise ValueError(f"unknown levels: {', '.join(sorted(unknown))}; known are {', '.join(LEVELS)}")
        self._gauges = {
            name: Gauge(f"andon_{name}", words, registry=self.registry)
            for name, words in LEVELS.items()
            if name in self._levels
        }
        self._commands = Histogram(
            "andon_command_seconds",
            "Time from the door to the commit.",
            ("command", "outcome"),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._acks = Histogram(
            "andon_ack_seconds",
            "Time from a request of Slack to its answer.",
            ("way",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._events = Counter(
            "andon_events", "Events of platforms, by answer.", ("source", "status"), registry=self.registry
        )
        self._mails = Counter(
            "andon_mails", "Mails that came in, by what became of them.", ("outcome",), registry=self.registry
        )
        self._requests = Counter(
            "andon_http_requests",
            "Requests by route and answer.",
            ("route", "status"),
            registry=self.registry,
        )

    def granted(self, command: str, outcome: str, seconds: float) -> None:
        self._commands.labels(command, outcome).observe(seconds)

    def acked(self, way: str, seconds: float) -> None:
        """`way`: http or socket."""
        self._acks.labels(way).observe(seconds)

    def event(self, source: str, status: int) -> None:
        """`source` is a configured one, or "unknown"."""
        self._events.labels(source, str(status)).inc()

    def mail(self, outcome: str) -> None:
        """`outcome` is a word of core.services.mail_in.Outcome."""
        self._mails.labels(outcome).inc()

    def request(self, route: str, status: int) -> None:
        self._requests.labels(route, str(status)).inc()

    async def text(self) -> bytes:
        """All of it, in Prometheus's text format."""
        await asyncio.gather(*(self._read(name, level) for name, level in self._levels.items()))
        return generate_latest(self.registry)

    async def _read(self, name: str, level: Level) -> None:
        try:
            async with asyncio.timeout(READ_S):
                self._gauges[name].set(await level())
        except Exception as error:  # a border: a level that cannot be read must not hide the others
            log.warning("metric %s could not be read: %s", name, type(error).__name__)
            self._gauges[name].set(float("nan"))


def measured(dispatch: Dispatch, metrics: Metrics) -> Dispatch:
    """The same door, with every command counted and timed by how it ended."""

    async def timed(command: Command[A], *, by: Actor) -> A:
        began_s = time.perf_counter()
        outcome = "cancelled"
        try:
            answer = await dispatch(command, by=by)
            outcome = "granted"
            return answer
        except (CoreError, AdapterError) as refused:
            outcome = type(refused).__name__
            raise
        except Exception:
            outcome = "bug"
            raise
        finally:
            metrics.granted(type(command).__name__, outcome, time.perf_counter() - began_s)

    return timed


def metrics_route(metrics: Metrics) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def show(_: web.Request) -> web.Response:
        return web.Response(body=await metrics.text(), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    return show
