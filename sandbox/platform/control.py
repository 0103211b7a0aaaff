"""The platform's own controls: what its page does, and what tests order. Not part of the contract.

Only JSON is taken: a page of another site cannot post JSON here without being asked first.
"""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Literal, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sandbox.platform.acts import Refused
from sandbox.platform.faults import FaultKind, PlannedFault
from sandbox.platform.world import Job

if TYPE_CHECKING:
    from sandbox.platform.demo import DemoPlatform


class Order(BaseModel):
    model_config = ConfigDict(extra="forbid")


OrderT = TypeVar("OrderT", bound=Order)


class Act(Order):
    """One act of hands.HANDS on one thing."""

    act: str = Field(max_length=100)
    id: str = Field(max_length=250)


class Clock(Order):
    """Freeze it, let it run, or move it on."""

    do: Literal["freeze", "run", "tick"]
    seconds: float = Field(default=0, ge=0, le=86_400)


class Fault(Order):
    kind: FaultKind
    on: str = Field(default="write", max_length=100)
    times: int = Field(default=1, ge=-1, le=100_000)
    seconds: float = Field(default=5, ge=0, le=3600)


class NewJob(Order):
    """A job on an existing connection. On one that is broken it fails, like every other."""

    id: str = Field(pattern=r"^[A-Za-z0-9._:-]{1,100}$")
    name: str = Field(min_length=1, max_length=20_000)
    connection_id: str
    interval_s: float = Field(default=20, gt=0.5, le=86_400)


class Nothing(Order):
    pass


def add(app: web.Application, prefix: str, demo: "DemoPlatform") -> None:
    """Mount the controls at {prefix}/control/..."""
    base = f"{prefix}/control"
    app.router.add_post(f"{base}/act", _taking(Act, lambda order: demo.do(order.act, order.id)))
    app.router.add_post(f"{base}/clock", _taking(Clock, lambda order: _turn(demo, order)))
    app.router.add_post(f"{base}/fault", _taking(Fault, lambda order: _plan(demo, order)))
    app.router.add_post(f"{base}/mended", _taking(Nothing, lambda order: _unplan(demo)))
    app.router.add_post(f"{base}/job", _taking(NewJob, lambda order: _new_job(demo, order)))
    app.router.add_post(f"{base}/reset", _taking(Nothing, lambda order: _reset(demo)))
    app.router.add_post(f"{base}/events", _taking(Nothing, lambda order: _hurry(demo)))


def _taking(
    model: type[OrderT], carry_out: Callable[[OrderT], str]
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            return web.json_response({"told": "Send JSON."}, status=415)
        try:
            told = carry_out(model.model_validate_json(await request.read()))
        except ValidationError as wrong:
            first = wrong.errors(include_input=False, include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            return web.json_response({"told": f"{where}: {first['msg']}"}, status=422)
        except Refused as no:
            return web.json_response({"told": no.problem.detail}, status=no.problem.status)
        return web.json_response({"told": told})

    return handle


def _turn(demo: "DemoPlatform", order: Clock) -> str:
    if order.do == "tick":
        demo.tick(order.seconds)
    else:
        demo.freeze(frozen=order.do == "freeze")
    return f"The platform's clock says {demo.now().isoformat(timespec='seconds')}."


def _plan(demo: "DemoPlatform", order: Fault) -> str:
    demo.faults.add(PlannedFault(kind=order.kind, on=order.on, times=order.times, seconds=order.seconds))
    return "The fault is planned."


def _unplan(demo: "DemoPlatform") -> str:
    demo.faults.clear()
    return "No fault is planned any more."


def _new_job(demo: "DemoPlatform", order: NewJob) -> str:
    connection = demo.world.connections.get(order.connection_id)
    if connection is None or order.id in demo.world.jobs:
        raise Refused(409, "validation", "That connection is not there, or a job has this id already.")
    demo.world.jobs[order.id] = Job(
        id=order.id,
        name=order.name,
        kind="order_sync",
        retailer_id=connection.retailer_id,
        connection_id=connection.id,
        interval_s=order.interval_s,
        duration_s=min(order.interval_s * 0.15, 4.0),
        next_run_at=demo.now(),
    )
    demo.changed()
    return f"{order.id} is there and due now."


def _reset(demo: "DemoPlatform") -> str:
    demo.reset()
    return "Everything is as on the first day."


def _hurry(demo: "DemoPlatform") -> str:
    demo.hurry()
    return f"{len(demo.waiting_events())} events are waiting."
