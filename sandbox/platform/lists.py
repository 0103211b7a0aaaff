"""The lists of the contract: filtered, in a promised order, and paged by the last id seen."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from multidict import MultiMapping

from sandbox.platform import answers
from sandbox.platform.acts import Refused, find
from sandbox.platform.world import Job, Run, World

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
MAX_QUERY_CHARS = 100
STATES = ("queued", "running", "succeeded", "partial", "failed", "cancelled", "skipped")

ItemT = TypeVar("ItemT")


def live_job(world: World, job_id: str) -> Job:
    """The job, unless it was deleted."""
    job = find(world.jobs, job_id, "job")
    if job.deleted:
        raise Refused(404, "not_found", "The job was deleted.")
    return job


def jobs(world: World, query: MultiMapping[str]) -> answers.Json:
    failing = query.get("failing", "false")
    if failing not in ("true", "false"):
        raise Refused(422, "validation", "failing has to be true or false.")
    text = _text(query)
    found = [job for job in world.jobs.values() if not job.deleted and text in job.name.lower()]
    if failing == "true":
        found = [job for job in found if _failed_last(world, job)]
    page, following = _page(sorted(found, key=lambda one: one.id), lambda one: one.id, query)
    return {"jobs": [answers.job(world, job) for job in page], "next_cursor": following}


def runs(world: World, job_id: str, query: MultiMapping[str]) -> answers.Json:
    """Runs that have not ended stand first, then the newest end."""
    found = world.runs_of(live_job(world, job_id).id)
    states = query.getall("state", [])
    if any(state not in STATES for state in states):
        raise Refused(422, "validation", f"state has to be one of {', '.join(STATES)}.")
    if states:
        found = [run for run in found if run.state in states]
    if "ended_after" in query:
        after = _time(query["ended_after"])
        found = [run for run in found if run.ended_at is not None and run.ended_at > after]
    ordered = sorted(found, key=_place, reverse=True)
    page, following = _page(ordered, lambda one: one.id, query)
    return {"runs": [answers.run(world, run) for run in page], "next_cursor": following}


def connections(world: World, query: MultiMapping[str]) -> answers.Json:
    """*q* is looked for in the name, with the retailer before it, since five shops have an "eBay AU"."""
    text = _text(query)
    found = [
        one
        for one in world.connections.values()
        if text in f"{world.retailers[one.retailer_id].name} {one.name}".lower()
    ]
    page, following = _page(sorted(found, key=lambda one: one.id), lambda one: one.id, query)
    return {"connections": [answers.connection(world, one) for one in page], "next_cursor": following}


def _failed_last(world: World, job: Job) -> bool:
    """Whether the newest run that came to an end of its own failed, wholly or in part."""
    ended = [run for run in world.runs_of(job.id) if run.state in ("succeeded", "partial", "failed")]
    newest = max(ended, key=_place, default=None)
    return newest is not None and newest.state != "succeeded"


def _place(run: Run) -> tuple[bool, datetime, int]:
    return run.ended_at is None, run.ended_at or run.queued_at, int(run.id)


def _text(query: MultiMapping[str]) -> str:
    text = query.get("q", "")
    if len(text) > MAX_QUERY_CHARS:
        raise Refused(422, "validation", "q is at most 100 characters.")
    return text.lower()


def _time(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(422, "validation", "ended_after has to be a date-time.") from None
    if at.tzinfo is None:
        raise Refused(422, "validation", "ended_after needs its zone.")
    return at


def _page(
    items: Sequence[ItemT], key: Callable[[ItemT], str], query: MultiMapping[str]
) -> tuple[Sequence[ItemT], str | None]:
    text = query.get("limit", str(DEFAULT_LIMIT))
    limit = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
    if not 1 <= limit <= MAX_LIMIT:
        raise Refused(422, "validation", "limit has to be 1 to 200.")
    cursor, start = query.get("cursor"), 0
    if cursor is not None:
        keys = [key(one) for one in items]
        if cursor not in keys:
            raise Refused(422, "validation", "This cursor does not belong to this list.")
        start = keys.index(cursor) + 1
    page = items[start : start + limit]
    more = start + limit < len(items)
    return page, key(page[-1]) if more and page else None
