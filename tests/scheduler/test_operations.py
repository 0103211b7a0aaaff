"""Pausing, resuming, starting runs: each rule of reading them back."""

import asyncio
import json
from datetime import datetime, timedelta

import pytest

from core.domain.operation import WriteKind
from core.domain.platform_facts import ConnectionStatus, Run, RunState
from core.errors import Permanent
from core.services.operations import WriteResult
from scheduler.rule_table import RULES
from tests.scheduler.operations_scene import (
    PAUSE,
    RESUME,
    RUN,
    STATUS,
    connected,
    end,
    nothing_more,
    played,
    was_sent,
)
from tests.scheduler.operations_world import World
from tests.scheduler.simulated_platform import Knows
from tests.scheduler.simulation import BEGIN


def test_every_kind_of_write_has_a_rule_to_read_it_back() -> None:
    assert set(RULES) == set(WriteKind)


def test_a_pause_is_done_when_the_job_stands_still_and_its_snapshot_says_so() -> None:
    def scene(world: World) -> None:
        world.job("job-1")
        world.want("op", PAUSE, "job-1", cancel_inflight=True)

    world = played(scene)
    assert end(world) == (WriteResult.DONE, None)
    settled = world.operations.rows["op"].end
    assert settled is not None
    assert json.loads(settled.snapshot or "")["job"]["paused"] is True
    assert settled.read_at is not None
    assert [w.id for w in world.platform.sent] == ["op"]
    (write,) = world.platform.sent
    assert (write.actor_id, write.actor_name, write.ticket) == ("U1", "Ana", "20262010")


def test_a_job_that_already_stands_still_is_not_written_to() -> None:
    def scene(world: World) -> None:
        world.job("job-1", paused=True)
        world.want("op", PAUSE, "job-1")

    world = played(scene)
    assert end(world) == (WriteResult.DONE, None)
    assert world.platform.sent == []


def test_a_pause_that_is_to_end_runs_drains_until_none_is_left() -> None:
    async def scene(world: World) -> None:
        world.job("job-1")
        world.platform.runs_of["job-1"].append(Run(run_id="r1", job_id="job-1", state=RunState.RUNNING))
        world.want("op", PAUSE, "job-1", cancel_inflight=True)
        await asyncio.sleep(1200)
        assert world.operations.left, "twenty minutes of draining are no reason to give up"
        world.platform.runs_of["job-1"].clear()

    world = played(scene)
    assert end(world) == (WriteResult.DONE, None)
    assert len(world.platform.sent) == 1


def test_runs_are_waited_for_also_when_the_job_stood_still_before() -> None:
    async def scene(world: World) -> None:
        world.job("job-1", paused=True)
        world.platform.runs_of["job-1"].append(Run(run_id="r1", job_id="job-1", state=RunState.QUEUED))
        world.want("op", PAUSE, "job-1", cancel_inflight=True)
        await asyncio.sleep(1200)
        assert [w.id for w in world.platform.sent] == ["op"]
        world.platform.runs_of["job-1"].clear()

    assert end(played(scene)) == (WriteResult.DONE, None)


def test_a_job_that_a_person_resumed_after_our_pause_is_not_paused_again() -> None:
    def scene(world: World) -> None:
        world.job("job-1")
        held = world.want("op", PAUSE, "job-1")
        was_sent(held, {"paused": False, "in_flight": 0})
        world.platform._finish("op", "succeeded")  # it took effect; then somebody resumed it

    world = played(scene)
    assert end(world) == (WriteResult.FAILED, "changed_meanwhile")
    assert world.platform.sent == []


def test_a_resumed_job_is_done_only_with_an_active_connection() -> None:
    def scene(world: World) -> None:
        world.job("job-1", paused=True, connection_id="conn-1")
        connected(world, ConnectionStatus.PAUSED)
        world.want("op", RESUME, "job-1")

    assert end(played(scene)) == (WriteResult.FAILED, "connection_not_active")


@pytest.mark.parametrize("what", [(RESUME, "job-1", {}), (STATUS, "conn-1", {"status": "active"})])
@pytest.mark.parametrize(
    ("status", "expires_at"),
    [(ConnectionStatus.REAUTHORISATION_REQUIRED, None), (ConnectionStatus.PAUSED, BEGIN)],
    ids=["asked for", "expired"],
)
def test_with_an_expired_authorisation_nothing_is_made_to_run_again(
    status: ConnectionStatus, expires_at: datetime | None, what: tuple[WriteKind, str, dict[str, str]]
) -> None:
    kind, target, arguments = what

    def scene(world: World) -> None:
        world.job("job-1", paused=True, connection_id="conn-1")
        connected(world, status, expires_at)
        world.want("op", kind, target, **arguments)

    world = played(scene)
    assert end(world) == (WriteResult.FAILED, "authorisation_expired")
    assert world.platform.sent == []


def test_an_authorisation_that_lasts_hinders_nothing_and_an_expired_one_no_pause() -> None:
    def scene(world: World) -> None:
        world.job("job-1", paused=True, connection_id="conn-1")
        connected(world, ConnectionStatus.ACTIVE, BEGIN + timedelta(days=1))
        world.want("op", RESUME, "job-1")

    assert end(played(scene)) == (WriteResult.DONE, None)

    def pause(world: World) -> None:
        connected(world, ConnectionStatus.ACTIVE, BEGIN)
        world.want("op", STATUS, "conn-1", status="paused")

    assert end(played(pause)) == (WriteResult.DONE, None)


def test_a_resumed_job_with_an_active_connection_is_done() -> None:
    def scene(world: World) -> None:
        world.job("job-1", paused=True, connection_id="conn-1")
        connected(world, ConnectionStatus.ACTIVE)
        world.want("op", RESUME, "job-1")

    assert end(played(scene)) == (WriteResult.DONE, None)


@pytest.mark.parametrize("status", [ConnectionStatus.PAUSED, ConnectionStatus.SUSPENDED])
def test_a_connection_is_done_when_its_status_is_the_wanted_one(status: ConnectionStatus) -> None:
    def scene(world: World) -> None:
        connected(world, ConnectionStatus.ACTIVE)
        world.want("op", STATUS, "conn-1", status=status.value)

    world = played(scene)
    assert end(world) == (WriteResult.DONE, None)
    assert world.platform.connections["conn-1"].status is status


def test_a_connection_that_is_gone_counts_as_removed() -> None:
    world = played(lambda w: nothing_more(w.want("op", STATUS, "conn-9", status="removed")))
    assert end(world) == (WriteResult.DONE, None)
    settled = world.operations.rows["op"].end
    assert settled is not None
    assert json.loads(settled.snapshot or "")["gone"] is True


def test_a_connection_that_is_gone_cannot_be_paused() -> None:
    world = played(lambda w: nothing_more(w.want("op", STATUS, "conn-9", status="paused")))
    assert end(world) == (WriteResult.FAILED, "not_found")


def test_a_run_is_started_once_and_known_by_its_being_new() -> None:
    def scene(world: World) -> None:
        world.job("job-1")
        world.platform.runs_of["job-1"].append(Run(run_id="old", job_id="job-1", state=RunState.FAILED))
        world.want("op", RUN, "job-1", purpose="verification")

    world = played(scene, knows=Knows.COUNT)
    assert end(world) == (WriteResult.DONE, None)
    assert [r.run_id for r in world.platform.runs_of["job-1"]] == ["old", "run-2"]


def test_a_refusal_is_told_with_the_platforms_code() -> None:
    def scene(world: World) -> None:
        world.job("job-1")
        world.platform.refuses.append(Permanent("forbidden"))
        world.want("op", PAUSE, "job-1")

    assert end(played(scene)) == (WriteResult.FAILED, "forbidden")
