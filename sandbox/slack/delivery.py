"""Hands envelopes to the app by whichever way is configured, and writes down how it went."""

import asyncio
import logging
import time
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any
from uuid import uuid4

from sandbox.slack.clock import Clock
from sandbox.slack.config import SlackConfig
from sandbox.slack.envelope import Ack, Envelope, Link
from sandbox.slack.faults import Fault, Faults
from sandbox.slack.http_link import HttpLink
from sandbox.slack.hub import Hub
from sandbox.slack.ids import Mint
from sandbox.slack.socket_link import SocketLink

TOO_LATE = Ack(outcome="timeout", reason="http_timeout")
log = logging.getLogger(__name__)


class Delivery:
    """The way to the app. With a request url it is HTTP, else Socket Mode; both may be changed while running."""

    def __init__(self, config: SlackConfig, clock: Clock, mint: Mint, hub: Hub, faults: Faults) -> None:
        self._config, self._clock, self._hub, self._faults = config, clock, hub, faults
        self.socket = SocketLink(config, clock, mint, self._tell_connected)
        self.http: HttpLink | None = None
        self._retired: list[HttpLink] = []
        self._tasks: set[asyncio.Task[None]] = set()
        if config.request_url:
            self.use_http(config.request_url)

    @property
    def connected(self) -> bool:
        return self._link.connected

    @property
    def transport(self) -> str:
        return "http" if self.http else "socket"

    def use_http(self, request_url: str) -> HttpLink:
        self.use_socket()
        self.http = HttpLink(
            request_url=request_url,
            signing_secret=self._config.signing_secret,
            deadline_s=self._config.ack_deadline_s,
        )
        return self.http

    def use_socket(self) -> None:
        if self.http is not None:
            self._retired.append(self.http)
        self.http = None

    def _tell_connected(self) -> None:
        self._hub.tell({"type": "app", "connected": self.connected})

    async def send(self, envelope: Envelope, summary: str) -> Ack:
        """Deliver, wait for the ack, and show both in the traffic log."""
        fault = self._faults.match_delivery(envelope.word, envelope.channel_id, signed=self.http is not None)
        started = time.monotonic()
        ack = await (self._link.deliver(envelope) if fault is None else self._spoilt(fault, envelope))
        self._hub.record(
            {
                "direction": "to_app",
                "transport": self.transport,
                "kind": envelope.word,
                "ms": round((time.monotonic() - started) * 1000, 1),
                "status": ack.outcome if ack.ok else ack.reason or ack.outcome,
                "summary": summary,
                "retry_attempt": envelope.retry_attempt,
                "envelope_id": envelope.id,
                "fault": fault.kind if fault else None,
                "payload": envelope.payload,
                "ack": {"outcome": ack.outcome, "status": ack.status, "reason": ack.reason, "body": ack.body},
            }
        )
        return ack

    async def _spoilt(self, fault: Fault, envelope: Envelope) -> Ack:
        """What Slack sees of a delivery that goes wrong that way."""
        deadline_s = self._config.ack_deadline_s
        if fault.kind == "lost":
            await self._clock.sleep_s(deadline_s)
            return TOO_LATE
        if fault.kind == "slow_ack":
            return await self._held(fault, envelope, deadline_s)
        if fault.kind == "bad_signature":
            envelope = replace(envelope, wrongly_signed=True)
        elif fault.kind == "old_timestamp":
            envelope = replace(envelope, signed_ago_s=fault.age_s)
        ack = await self._link.deliver(envelope)
        if fault.kind == "twice":
            await self._link.deliver(replace(envelope, id=str(uuid4())))
        return ack

    async def _held(self, fault: Fault, envelope: Envelope, deadline_s: float) -> Ack:
        """The envelope on its way, or its ack on the way back, by this Slack's clock."""
        in_time = fault.delay_s < deadline_s
        ack = await self._link.deliver(envelope) if fault.commits_first else TOO_LATE
        if not fault.commits_first and not in_time:
            self.start(self._deliver_later(envelope, fault.delay_s))
        await self._clock.sleep_s(min(fault.delay_s, deadline_s))
        if not in_time:
            return TOO_LATE
        return ack if fault.commits_first else await self._link.deliver(envelope)

    async def _deliver_later(self, envelope: Envelope, delay_s: float) -> None:
        await self._clock.sleep_s(delay_s)
        await self._link.deliver(envelope)

    def start(self, work: Coroutine[Any, Any, object]) -> None:
        """Run on its own; awaited or cancelled when the sandbox closes."""
        task = asyncio.create_task(_guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.socket.close()
        self.use_socket()
        for link in self._retired:
            await link.close()

    @property
    def _link(self) -> Link:
        return self.http or self.socket


async def _guarded(work: Coroutine[Any, Any, object]) -> None:
    try:
        await work
    except Exception:  # a border: nobody awaits this task, so the log is where a bug must show
        log.exception("a delivery of the sandbox failed")
