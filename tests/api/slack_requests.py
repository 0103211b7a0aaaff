"""Requests as Slack would send them, signed, and a small server with nothing behind the guard."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession, web
from aiohttp.test_utils import BaseTestServer, TestServer

from api.guard import FORM, JSON, SlackGuard, Verified
from api.reading import BodyLimits
from api.slack_signature import SigningSecrets, signature_of

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
OLD_SECRET = "0f0e0d0c0b0a09080706050403020100"
NOW_S = 1_795_000_000.0

CLICK: dict[str, Any] = {
    "type": "block_actions",
    "team": {"id": "T1"},
    "user": {"id": "U1", "name": "ana"},
    "channel": {"id": "C1"},
    "actions": [{"action_id": "job_ticket.pause.v1", "value": "1&2=3+4 %41 é 🚨", "type": "button"}],
}
COMMAND = {
    "command": "/andon",
    "text": 'subscribe connection:"eBay AU" 100% +1 é',
    "team_id": "T1",
    "user_id": "U1",
    "channel_id": "C1",
}
EVENT = {"type": "event_callback", "team_id": "T1", "event": {"type": "app_mention", "user": "U1"}}


def signed(
    body: bytes,
    content_type: str | None = FORM,
    *,
    secret: str = SECRET,
    timestamp: str | None = None,
) -> dict[str, str]:
    """The headers of an honest request."""
    timestamp = timestamp or str(int(NOW_S))
    headers = {
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature_of(body, timestamp, secret.encode()),
    }
    return headers | ({"Content-Type": content_type} if content_type is not None else {})


def interaction(payload: object = CLICK) -> bytes:
    return urlencode({"payload": json.dumps(payload)}).encode()


def as_json(body: object) -> bytes:
    return json.dumps(body).encode()


class Behind:
    """What stands behind the guard: it keeps what got through."""

    def __init__(self, guard: SlackGuard) -> None:
        self.guard = guard
        self.passed: list[Verified] = []

    async def handle(self, request: web.Request) -> web.Response:
        answer = await self.guard.guarded(request)
        if isinstance(answer, Verified):
            self.passed.append(answer)
            return web.Response(text="accepted")
        return answer


class Caller:
    """A client of that server."""

    def __init__(self, session: ClientSession, server: BaseTestServer, behind: Behind) -> None:
        self._session = session
        self.server = server
        self.passed = behind.passed

    async def post(self, body: Any, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Status and, for a refusal, its problem document."""
        url = self.server.make_url("/slack/events")
        skip = ("Content-Type",)
        async with self._session.post(url, data=body, headers=headers, skip_auto_headers=skip) as response:
            text = await response.text()
            return response.status, json.loads(text) if text.startswith("{") else {}


@asynccontextmanager
async def guarded_server(
    *, limits: BodyLimits | None = None, previous: str | None = None, now_s: float = NOW_S
) -> AsyncIterator[Caller]:
    secrets = SigningSecrets(current=SECRET, previous=previous)
    behind = Behind(SlackGuard(secrets, limits=limits, now_s=lambda: now_s))
    app = web.Application()
    app.router.add_post("/slack/events", behind.handle)
    async with TestServer(app, host="127.0.0.1") as server, ClientSession() as session:
        yield Caller(session, server, behind)


__all__ = ["JSON", "Caller", "guarded_server"]
