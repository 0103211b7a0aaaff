"""The events of the demo platform reach Andon: signed, in order, each until it is taken."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

from connectors.inbound.events import EventType, parse_event
from connectors.inbound.signature import verify
from sandbox.platform import DemoConfig, DemoPlatform
from tests.sandbox.platform.running import receiving, running_demo


async def sent(demo: DemoPlatform) -> None:
    """Until no event waits any more."""
    watcher, let_go = demo.watch()
    async with asyncio.timeout(10):
        while demo.waiting_events():
            watcher.clear()
            await watcher.wait()
    let_go()


async def test_every_event_is_signed_and_of_the_contract() -> None:
    async with receiving() as received, running_demo() as running:
        demo = running.demo
        demo.tick(60)
        demo.do("job.pause", "ebay-au-orders")
        demo.do("token.renew", "kitchenware-ebay-au")
        demo.do("job.resume", "ebay-au-orders")
        demo.tick(60)
        demo.do("order.track", "1001-A")
        demo.send_to(received.origin)
        await sent(demo)

    secrets = [demo.config.events_secret]
    ids = [verify(body, headers, secrets, datetime.now(UTC)) for headers, body in received.taken()]
    kinds = {parse_event(body).type for _, body in received.taken()}
    assert ids == [event.id for event in demo.world.events]
    assert kinds == {
        EventType.JOB_RUN_FAILED,
        EventType.JOB_RUN_SUCCEEDED,
        EventType.JOB_PAUSED,
        EventType.JOB_RESUMED,
        EventType.CONNECTION_STATUS_CHANGED,
        EventType.ORDER_ISSUE_OPENED,
        EventType.ORDER_ISSUE_RESOLVED,
    }


async def test_an_event_that_is_not_taken_is_sent_again_under_its_id_before_any_later_one() -> None:
    config = DemoConfig(frozen=True, first_wait_s=0.01)
    async with receiving() as received, running_demo(config) as running:
        received.answers = [503, 500, 401]
        running.demo.send_to(received.origin)
        await sent(running.demo)
        first = running.demo.world.events[0]

    tried = [headers["webhook-id"] for headers, _, _ in received.messages]
    assert tried[:4] == [first.id] * 4
    assert tried[4:] == [event.id for event in running.demo.world.events[1:]]
    assert (first.attempts, first.status) == (4, "sent")


async def test_an_event_that_is_refused_for_good_does_not_hold_up_the_others() -> None:
    async with receiving() as received, running_demo() as running:
        received.answers = [422]
        running.demo.send_to(received.origin)
        await sent(running.demo)

    assert [event.status for event in running.demo.world.events] == [
        "refused",
        "sent",
        "sent",
        "sent",
        "sent",
    ]


async def test_events_wait_for_andon_and_are_sent_when_it_is_back() -> None:
    async with running_demo() as running:
        async with receiving() as gone:
            address = gone.origin
        running.demo.send_to(address)
        watcher, let_go = running.demo.watch()
        async with asyncio.timeout(10):
            while running.demo.world.events[0].attempts == 0:
                watcher.clear()
                await watcher.wait()
        let_go()
        assert len(running.demo.waiting_events()) == 5
        async with receiving() as received:
            running.demo.send_to(received.origin)
            await sent(running.demo)
        assert len(received.taken()) == 5


async def test_a_killed_demo_goes_on_where_it_was(tmp_path: Path) -> None:
    config = DemoConfig(frozen=True, state_file=tmp_path / "platform.json")
    killed = DemoPlatform(config)
    killed.tick(60)
    killed.do("job.pause", "ebay-au-orders")
    command = {
        "action": "order.retry",
        "target": "1002-B",
        "actor": {"id": "U1"},
        "ticket": "1",
        "reason": "",
    }
    raw = json.dumps(command).encode()
    first = killed.receive("order.retry", "1002-B", "op-1", raw)
    del killed.world.jobs["themarket-prices"]  # never kept: the program was gone

    again = DemoPlatform(config)

    assert again.world.jobs["ebay-au-orders"].paused
    assert "themarket-prices" in again.world.jobs
    assert [event.id for event in again.waiting_events()] == [event.id for event in killed.waiting_events()]
    assert again.receive("order.retry", "1002-B", "op-1", raw) == first
    again.tick(5)
    assert again.world.orders["1002-B"].attempts == 2


async def test_a_demo_that_was_off_for_a_day_does_not_make_up_for_it(tmp_path: Path) -> None:
    config = DemoConfig(state_file=tmp_path / "platform.json")
    off = DemoPlatform(config)
    for job in off.world.jobs.values():
        assert job.next_run_at is not None
        job.next_run_at = job.next_run_at.replace(year=job.next_run_at.year - 1)
    off.changed()
    runs = len(off.world.runs)

    again = DemoPlatform(config)
    again.tick(1)

    assert len(again.world.runs) == runs + len(again.world.jobs)


async def test_a_state_file_nobody_can_read_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "platform.json"
    path.write_text("{")
    assert DemoPlatform(DemoConfig(state_file=path)).world.jobs
    assert (tmp_path / "platform.unreadable").read_text() == "{"
