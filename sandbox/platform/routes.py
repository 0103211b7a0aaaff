"""The contract over HTTP: reads, commands, and the faults that were ordered."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.platform import answers, lists
from sandbox.platform.acts import Refused, find
from sandbox.platform.commands import Reply, refused
from sandbox.platform.door import bearer_refused, signature_refused
from sandbox.platform.faults import PlannedFault

if TYPE_CHECKING:
    from sandbox.platform.demo import DemoPlatform

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Read = Callable[["DemoPlatform", web.Request], answers.Json]


def add(app: web.Application, base: str, demo: "DemoPlatform") -> None:
    """Mount every path of the contract below *base*."""
    for path, read in READS.items():
        app.router.add_get(base + path, _reading(demo, read), allow_head=False)
    for path, (action, name) in COMMANDS.items():
        app.router.add_post(base + path, _commanding(demo, action, name))


def respond(reply: Reply) -> web.Response:
    """The reply as HTTP, problems with their own media type."""
    kind = "application/problem+json" if reply.is_problem else "application/json"
    headers = {}
    if reply.status == 429:
        headers["Retry-After"] = str(reply.body.get("retry_after_s", 1))
    return web.json_response(reply.body, status=reply.status, content_type=kind, headers=headers)


def _reading(demo: "DemoPlatform", read: Read) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        no = bearer_refused(request, demo.config.token)
        if no is not None:
            return respond(no)
        fault = demo.faults.take(action=None)
        if fault is not None:
            return await _misbehave(demo, request, fault, Reply(status=200, body={}))
        try:
            return respond(Reply(status=200, body=read(demo, request)))
        except Refused as missing:
            return respond(Reply(status=missing.problem.status, body=answers.problem(missing.problem)))

    return handle


def _commanding(demo: "DemoPlatform", action: str, name: str) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        no = bearer_refused(request, demo.config.token) or signature_refused(request, raw, demo.config.secret)
        if no is not None:
            return respond(no)
        target, operation_id = request.match_info[name], request.headers["webhook-id"]
        fault = demo.faults.take(action=action)
        if fault is not None and fault.kind == "late_landing":
            demo.land_later(action, operation_id, raw, target, fault.seconds)
        if fault is not None and not fault.kind.startswith("accept"):
            return await _misbehave(demo, request, fault, None)
        reply = demo.receive(action, target, operation_id, raw)
        return respond(reply) if fault is None else await _misbehave(demo, request, fault, reply)

    return handle


async def _misbehave(
    demo: "DemoPlatform", request: web.Request, fault: PlannedFault, reply: Reply | None
) -> web.StreamResponse:
    """What the caller gets to see of a fault."""
    if fault.kind == "rate_limited":
        return respond(refused(429, "rate_limited", "Too many calls.", retry_after_s=round(fault.seconds)))
    if fault.kind in ("refuse_5xx", "accept_then_5xx", "late_landing"):
        return respond(refused(503, "upstream_unavailable", "Something broke."))
    if fault.kind in ("timeout", "accept_then_timeout"):
        with suppress(TimeoutError):
            await asyncio.wait_for(demo.released.wait(), fault.seconds)
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=503)


def _capabilities(demo: "DemoPlatform", request: web.Request) -> answers.Json:
    return answers.capabilities(runs_while_paused=demo.config.runs_while_paused)


def _jobs(demo: "DemoPlatform", request: web.Request) -> answers.Json:
    return lists.jobs(demo.world, request.query)


def _job(demo: "DemoPlatform", request: web.Request) -> answers.Json:
    return answers.job(demo.world, lists.live_job(demo.world, request.match_info["job_id"]))


def _runs(demo: "DemoPlatform", request: web.Request) -> answers.Json:
    return lists.runs(demo.world, request.match_info["job_id"], request.query)


def _run(demo: "DemoPlatform", request: web.Request) -> answers.Json:
    job = lists.live_job(demo.world, request.match_info["job_id"])
    run = find(demo.world.runs, request.match_info["run_id"], "run")
    if run.job_id != job.id:
        raise Refused(404, "not_found", "That run belongs to another job.")
    return answers.run(demo.world, run)


def _connections(demo: "DemoPlatform", request: web.Request) -> answers.Json:
    return lists.connections(demo.world, request.query)


def _connection(demo: "DemoPlatform", request: web.Request) -> answers.Json:
    found = find(demo.world.connections, request.match_info["connection_id"], "connection")
    return answers.connection(demo.world, found)


def _order(demo: "DemoPlatform", request: web.Request) -> answers.Json:
    return answers.order(demo.world, find(demo.world.orders, request.match_info["order_id"], "order"))


def _incident(demo: "DemoPlatform", request: web.Request) -> answers.Json:
    return answers.incident(find(demo.world.incidents, request.match_info["incident_id"], "incident"))


def _operation(demo: "DemoPlatform", request: web.Request) -> answers.Json:
    return answers.operation(find(demo.world.operations, request.match_info["operation_id"], "operation"))


READS: dict[str, Read] = {
    "/capabilities": _capabilities,
    "/jobs": _jobs,
    "/jobs/{job_id}": _job,
    "/jobs/{job_id}/runs": _runs,
    "/jobs/{job_id}/runs/{run_id}": _run,
    "/connections": _connections,
    "/connections/{connection_id}": _connection,
    "/orders/{order_id}": _order,
    "/incidents/{incident_id}": _incident,
    "/operations/{operation_id}": _operation,
}

COMMANDS: dict[str, tuple[str, str]] = {
    "/jobs/{job_id}/pause": ("job.pause", "job_id"),
    "/jobs/{job_id}/resume": ("job.resume", "job_id"),
    "/jobs/{job_id}/runs": ("run.start", "job_id"),
    "/connections/{connection_id}/status": ("connection.set_status", "connection_id"),
    "/orders/{order_id}/retry": ("order.retry", "order_id"),
    "/incidents/{incident_id}/resolution": ("incident.resolve", "incident_id"),
}
