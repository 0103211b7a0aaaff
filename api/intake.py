"""POST /v1/sources/{source}/events: what platforms tell us, proven, read, and stored before it is answered.

202 means durably stored, 200 that this id was stored before. Nothing refused leaves a trace but a log line with
the reason, the source and the id; never the body.
"""

import asyncio
import logging
from typing import Any

from aiohttp import web

from api.events import WORDS, command_for, wakes_the_watch
from api.failures import is_replay, pointer, refused_for
from api.house import HOUSE, ApiHouse, EventSource
from api.outcomes import EventTaken
from api.problems import Refused, problem
from api.proof import loggable_id, proven
from api.reading import BodyLimits, read_body
from api.routing import JSON, Reply, answered
from connectors.inbound.events import MAX_EVENT_BYTES, BadEvent, parse_event
from core.command import Command
from core.domain.member import Actor, Path
from core.errors import Repeated, Stale, Temporary
from core.views import CaseCard

log = logging.getLogger(__name__)

LIMITS = BodyLimits(max_bytes=MAX_EVENT_BYTES)

TRIES = 3
"""A case that somebody changed at the same moment: what a platform says is still true afterwards."""


async def take_event(request: web.Request) -> web.Response:
    house = request.app[HOUSE]
    source = house.sources.get(request.match_info["source"])
    name = source.source_id if source else "unknown"
    try:
        if source is None:
            raise Refused(404, "unknown_source", "andon.toml names no such source.", hang_up=True)
        response = await _taken(request, house, source)
    except Exception as error:  # a border: whatever it is, the sender is told in a problem document
        refused = refused_for(error, house)
        response = problem(refused, of=f"an event of {name}, id {loggable_id(request)}")
    house.metrics.event(name, response.status)
    return response


async def _taken(request: web.Request, house: ApiHouse, source: EventSource) -> web.Response:
    if request.content_type != JSON:
        raise Refused(415, "content_type", f"Send {JSON}.", hang_up=True)
    body = await read_body(request, LIMITS)
    message_id = proven(request, body, source.secrets, house.clock.now(), WORDS)
    try:
        event = parse_event(body)
        command = command_for(event, source, f"event:{source.source_id}:{message_id}", house.clock.now())
    except BadEvent as bad:
        raise _refused(bad) from None
    try:
        case = await _stored(command, house, source)
    except Repeated:
        return answered(Reply(body=EventTaken(status="duplicate", id=message_id)))
    if wakes_the_watch(event):
        house.wake_watch(source.platform_id)
    return answered(Reply(body=EventTaken(status="stored", id=message_id, case=case), status=202))


async def _stored(command: Command[Any], house: ApiHouse, source: EventSource) -> int | None:
    """The number of the case that the event ended up in. Raises Repeated, Temporary, TimeoutError."""
    actor = Actor.system(house.team_id, Path.PLATFORM, name=source.source_id)
    for _ in range(TRIES):
        try:
            async with asyncio.timeout(house.patience_s):
                answer = await house.dispatch(command, by=actor)
            return answer.number if isinstance(answer, CaseCard) else None
        except Stale:
            continue
        except Repeated as repeated:
            if is_replay(repeated, command.key):
                raise
            raise Temporary("busy_case") from None  # a write it would ask for is still under way
    raise Temporary("busy_case")


def _refused(bad: BadEvent) -> Refused:
    status = _STATUS.get(bad.code, 422)
    more: dict[str, object] = {}
    if bad.field:
        where = pointer(bad.field.split("."))
        more["errors"] = [{"pointer": where, "problem": bad.facts.get("problem", "is not known")}]
    if "known" in bad.facts:
        more["known"] = bad.facts["known"]
    return Refused(status, bad.code.removeprefix("event."), WORDS[bad.code], more=more)


_STATUS = {"event.not_json": 400, "event.too_large": 413}
