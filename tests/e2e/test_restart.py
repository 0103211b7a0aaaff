"""Stopped, cut off between a commit and a call, started twice, and on a disk that takes no more."""

import asyncio
import resource
import sys
from collections import Counter
from pathlib import Path

import pytest

from andon.demo import start_andon
from andon.serve import IN_USE
from sandbox.slack.demo import OPS_JOBS, OPS_LEADS, ORDERS
from sandbox.slack.faults import Fault
from tests.e2e.books import Rows, read_books
from tests.e2e.hands import number_of
from tests.e2e.order_desk import stick_order
from tests.e2e.quiet import until_quiet
from tests.e2e.reckoning import faults_of
from tests.e2e.storm import Storm
from tests.e2e.taken import Taken
from tests.e2e.walker import fail_once
from tests.e2e.world import World, new_world, until

STOPS = 3
STOPS_WITHIN_S = 12.0
SEED = 7
SETTLED_WITHIN_S = 45.0
"""16 s until a call can no longer land, two looks 5 s apart, and a machine with much else to do."""


@pytest.mark.timeout(150)
async def test_a_stop_in_full_traffic_is_quick_and_loses_nothing(tmp_path: Path) -> None:
    async with new_world(tmp_path / "demo", pace_s=1.5) as world:
        taken, storm = Taken(), Storm(world, SEED)
        await world.andon.start()
        with taken.watching(world):
            storm.begin(mishaps=False)
            world.slack.workspace.faults.add(Fault(kind="slow", times=None, at_random=0.3, delay_s=0.5))
            for _ in range(STOPS):
                enough = len(storm.ledger.wishes) + 5
                await until(lambda n=enough: len(storm.ledger.wishes) >= n, within_s=30, what="wishes")  # type: ignore[misc]
                began = asyncio.get_running_loop().time()
                assert await world.andon.stop() == 0, world.andon.log()[-3000:]
                assert asyncio.get_running_loop().time() - began < STOPS_WITHIN_S
                cut_off = [row for row in _outward(world) if row.maybe_sent]
                assert not cut_off, f"a call was cut off by the stop: {cut_off}"
                await world.andon.start()
            await storm.calm()
            await until_quiet(world)
            assert await world.andon.stop() == 0
        faults = faults_of(world, read_books(world.andon.database_url), taken, storm.ledger)
        assert not faults, "\n".join(faults)


@pytest.mark.timeout(120)
async def test_a_post_cut_off_at_any_point_stands_exactly_once_after_a_restart(still: World) -> None:
    rules = still.slack.workspace.faults
    late = Fault(kind="slow", method="chat.postMessage", channel=OPS_LEADS, delay_s=6.0, commit=False)
    landed = Fault(kind="slow", method="chat.postMessage", channel=OPS_JOBS, delay_s=6.0, commit=True)
    never = Fault(kind="ratelimited", method="chat.postMessage", channel=ORDERS, retry_after_s=20)
    for fault in (late, landed, never):
        rules.add(fault)
    fail_once(still.platform)
    stick_order(still.platform, "3001")
    await until(lambda: rules.hits.get("slow") == 2 and rules.hits.get("ratelimited"), what="three calls")
    await still.andon.kill()
    await still.andon.start()

    async def posted() -> bool:
        return bool(still.cards(OPS_LEADS) and still.cards(OPS_JOBS) and len(still.cards(ORDERS)) == 6)

    await until(posted, within_s=SETTLED_WITHIN_S, what="all cards")
    await until_quiet(still)
    assert await still.andon.stop() == 0
    assert len(still.cards(OPS_LEADS)) == len(still.cards(OPS_JOBS)) == 1
    asked = Counter(
        call["arguments"]["channel"]
        for call in still.slack.workspace.hub.traffic(2000)
        if call["kind"] == "chat.postMessage"
    )
    assert (asked[OPS_LEADS], asked[OPS_JOBS]) == (1, 1), "what had landed was found, not posted again"
    books = read_books(still.andon.database_url)
    assert len(books.cards) == 8
    assert {row.ts for row in books.cards} == {
        message["ts"] for place in (OPS_LEADS, OPS_JOBS, ORDERS) for message in still.cards(place)
    }


async def test_a_second_andon_on_the_same_file_says_so_and_goes(still: World) -> None:
    second = await start_andon(still.places, {"ANDON_PORT": "0"})
    async with asyncio.timeout(20):
        assert await second.wait() == IN_USE
    assert "is in use by another Andon" in still.andon.log()
    assert await still.andon.is_ready(), "the first one was disturbed"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs prlimit(2)")
async def test_a_full_disk_refuses_with_503_keeps_what_was_promised_and_recovers(still: World) -> None:
    card = await still.until_card(ORDERS, "Order 1002-B")
    number = number_of(card)
    assert still.andon.process is not None
    pid = still.andon.process.pid
    kept = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    promised: list[str] = []

    async def comment(text: str) -> int:
        began = asyncio.get_running_loop().time()
        status, _ = await still.api("POST", f"/v1/cases/{number}/comment", json={"text": text})
        assert asyncio.get_running_loop().time() - began < 1.5, "it let them wait"
        if status == 200:
            promised.append(text)
        return status

    assert await comment("before") == 200
    log_bytes = len(still.andon.log().encode())
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (log_bytes + 16_384, kept[1]))
    answers = [await comment(f"full {n}") for n in range(8)]
    assert answers[-1] == 503, answers
    assert set(answers) <= {200, 503}
    async with still.http.get(f"{still.andon.url}/healthz") as alive:
        assert alive.status == 200
    resource.prlimit(pid, resource.RLIMIT_FSIZE, kept)

    async def recovered() -> bool:
        return await comment("after") == 200

    await until(recovered, within_s=10, what="a recovered Andon")
    await until_quiet(still)
    assert await still.andon.stop() == 0
    books = read_books(still.andon.database_url)
    written = [str(books.private[row.case_id, row.seq]["text"]) for row in books.of("Commented")]
    assert written == promised
    assert not books.broken_chains


def _outward(world: World) -> Rows:
    books = read_books(world.andon.database_url)
    return [*books.cards, *books.deliveries]
