"""What Slack sends over HTTP: the guard first, then the handler that was passed in, timed to its answer."""

import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, TypeAlias

import orjson
from aiohttp import web

from api.guard import JSON, SlackGuard, Verified
from api.metrics import Metrics

log = logging.getLogger(__name__)

SlackHandler: TypeAlias = Callable[
    [dict[str, Any], Mapping[str, str]], Awaitable[tuple[int, dict[str, Any] | None]]
]
"""(parsed body, headers) -> status and the ack's body. Returning means durably accepted."""

EVENTS_PATH = "/slack/events"
"""The request URL of manifest.yml: events, interactions and slash commands alike."""


@dataclass(frozen=True, kw_only=True)
class SlackRoutes:
    guard: SlackGuard
    handler: SlackHandler


def mount_slack(app: web.Application, slack: SlackRoutes, metrics: Metrics) -> None:
    async def serve(request: web.Request) -> web.Response:
        began_s = time.perf_counter()
        proven = await slack.guard.guarded(request)
        if not isinstance(proven, Verified):
            return proven
        response = await _handled(slack.handler, proven)
        metrics.acked("http", time.perf_counter() - began_s)
        return response

    app.router.add_route("POST", EVENTS_PATH, serve)


async def _handled(handler: SlackHandler, proven: Verified) -> web.Response:
    try:
        status, body = await handler(proven.body, proven.headers)
    except Exception as error:  # a border: an unforeseen fault must not leave Slack without an answer
        log.error("bug %s while answering Slack", token_hex(4), exc_info=error)
        return web.Response(status=500)
    if body is None:
        return web.Response(status=status)
    return web.Response(status=status, body=orjson.dumps(body), content_type=JSON)
