"""One look at a platform: the job, its connection, its runs and what the platform can do, all at one moment."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from core.domain.platform_facts import Connection, Reading
from core.errors import AdapterError, NotFound
from core.ports.clock import Clock
from core.ports.platform import Platform, Platforms

READING_S = 12.0
"""All of it. A closing decides on readings of at most 60 s, and somebody waits for the answer."""

NO_CONNECTOR = "no_connector"
"""The problem of a case whose platform is not configured (E16)."""

RUNS = 50

A = TypeVar("A")


async def read_job(
    platforms: Platforms, platform_id: str, job_id: str, connection_id: str | None, clock: Clock
) -> Reading:
    """Never raises for what a platform does: it says so in `problem` (E15), `job_gone` or `connection_gone`.

    `checked_at` is when the look began, so that a slow answer is never taken for a fresher one.
    """
    begun_at = clock.now()
    try:
        platform = platforms.get(platform_id)
    except NotFound:
        return Reading(checked_at=begun_at, problem=NO_CONNECTOR)
    try:
        async with asyncio.timeout(READING_S):
            return await _read(platform, job_id, connection_id, clock)
    except AdapterError as error:
        return Reading(checked_at=begun_at, problem=error.reason)
    except TimeoutError:
        return Reading(checked_at=begun_at, problem="timed_out")


async def _read(platform: Platform, job_id: str, connection_id: str | None, clock: Clock) -> Reading:
    begun_at = clock.now()
    # At once. The group ends the others with the first failure: half a reading decides nothing.
    try:
        async with asyncio.TaskGroup() as group:
            can = group.create_task(_told(platform.capabilities()))
            found = group.create_task(_or_none(platform.job(job_id)))
            ran = group.create_task(_or_none(platform.runs(job_id, limit=RUNS)))
            linked = group.create_task(_connection(platform, connection_id))
    except* AdapterError as errors:
        raise errors.exceptions[0] from None
    job, connection = found.result(), linked.result()
    named = connection_id or (job.connection_id if job else None)
    if connection_id is None and named is not None:
        connection = await _connection(platform, named)
    return Reading(
        checked_at=begun_at,
        job=job,
        job_gone=job is None,
        connection=connection,
        connection_gone=named is not None and connection is None,
        runs=ran.result() or (),
        capabilities=can.result(),
    )


async def _connection(platform: Platform, connection_id: str | None) -> Connection | None:
    return None if connection_id is None else await _or_none(platform.connection(connection_id))


async def _or_none(asked: Awaitable[A]) -> A | None:
    try:
        return await asked
    except NotFound:
        return None


async def _told(asked: Awaitable[A]) -> A:
    return await asked
