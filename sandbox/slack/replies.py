"""What goes back to a caller, and what a fault makes of it: the Web API, response urls and files alike."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from aiohttp import web

from sandbox.slack.documents import Json
from sandbox.slack.faults import PROXY_PAGE, Fault
from sandbox.slack.workspace import Workspace

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Reply:
    """`body` as JSON unless `page` is set."""

    body: Json
    status: int = 200
    retry_after_s: int | None = None
    page: str | None = None

    def response(self, headers: Mapping[str, str] | None = None) -> web.Response:
        if self.page is not None:
            return web.Response(status=self.status, text=self.page, content_type="text/html")
        more = {} if self.retry_after_s is None else {"Retry-After": str(self.retry_after_s)}
        return web.json_response(self.body, status=self.status, headers={**(headers or {}), **more})


def ratelimited(retry_after_s: int) -> Reply:
    wait_s = max(1, retry_after_s)
    return Reply(body={"ok": False, "error": "ratelimited"}, status=429, retry_after_s=wait_s)


async def spoilt(workspace: Workspace, fault: Fault, answer: Callable[[], T]) -> T | Reply:
    """What the fault makes of `answer`, which is called once, later, or never."""
    if fault.kind == "slow" and not fault.commits_first:
        await workspace.clock.sleep_s(fault.delay_s)
        return answer()
    true = answer() if fault.commits_first else None
    if fault.kind == "slow":
        await workspace.clock.sleep_s(fault.delay_s)
    if fault.kind == "late":
        workspace.delivery.start(_later(workspace, fault.delay_s, answer))
    spoil = _SPOILT.get(fault.kind)
    if spoil is not None:
        return spoil(fault)
    return Reply(body={}) if true is None else true


async def served(
    workspace: Workspace,
    request: web.Request,
    name: str,
    answer: Callable[[], web.Response],
    *,
    channel: str = "",
) -> web.Response:
    """A way in beside the Web API, which faults know as the method `name`, answered or spoilt."""
    now_s = workspace.clock.now_s()
    fault = workspace.faults.match(name, channel)
    if fault is not None and fault.kind == "pause":
        workspace.limits.pause(name, "special", "", now_s + fault.retry_after_s)
    wait_s = workspace.limits.paused_s(name, "special", "", now_s)
    if wait_s and (fault is None or fault.kind != "pause"):
        return ratelimited(math.ceil(wait_s)).response()
    if fault is None:
        return answer()
    reply = await spoilt(workspace, fault, answer)
    if not fault.commits_first and fault.kind not in ("slow", "late"):
        _record(workspace, name, fault)  # nothing was done, so nothing else tells of it
    hang_up(request, fault)
    if not isinstance(reply, Reply):
        return reply
    if fault.kind == "refuse":
        reply = replace(reply, status=404)  # only the Web API refuses with 200
    return reply.response()


def hang_up(request: web.Request, fault: Fault | None) -> None:
    """Drop the connection for the faults that are about that."""
    if fault is not None and fault.kind in ("drop", "late") and request.transport is not None:
        request.transport.abort()


def _record(workspace: Workspace, name: str, fault: Fault) -> None:
    workspace.hub.record(
        {
            "direction": "from_app",
            "transport": name,
            "kind": name,
            "ms": 0.0,
            "status": f"fault:{fault.kind}",
            "summary": f"{name} went wrong on demand",
            "fault": fault.kind,
        }
    )


async def _later(workspace: Workspace, delay_s: float, answer: Callable[[], object]) -> None:
    await workspace.clock.sleep_s(delay_s)
    answer()


_SPOILT: dict[str, Callable[[Fault], Reply]] = {
    "status": lambda fault: Reply(body={"ok": False, "error": "service_unavailable"}, status=fault.status),
    "ratelimited": lambda fault: ratelimited(fault.retry_after_s),
    "pause": lambda fault: ratelimited(fault.retry_after_s),
    "html": lambda fault: Reply(body={}, status=fault.status, page=PROXY_PAGE),
    "refuse": lambda fault: Reply(body={"ok": False, "error": fault.error}),
}
