"""A click on [Take it], from the request to its ack: ours is on the disk by then, the baseline keeps nothing.

Goals: p50 at one connection at most 1/12 of stock Bolt's, throughput at least 1.9 times, synchronous=FULL.
"""

import asyncio
import hmac
import json
import os
import sqlite3
import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import ClientSession, TCPConnector

from andon.demo import free_port
from benchmarks.bare_andon import EVENTS_SECRET, SECRET, andon
from benchmarks.processes import running
from benchmarks.table import Line, percentile, show
from connectors.signing import key_of, signed_headers
from sandbox.slack.demo import ANA

ALONE = 300
"""Clicks one after the other."""
TOGETHER = 1500
CONNECTIONS = 16
BODY_BYTES = 3756
"""The size of a real block_actions body, message included."""


async def run() -> None:
    async with andon() as ours:
        await _open_issues(ours.port, ALONE + TOGETHER)
        ids = _case_ids(ours.database)
        bodies = [_click(case_id, ours.team_id, n) for n, case_id in enumerate(ids)]
        our_alone, our_rate = await _measure(ours.port, bodies)
        taken = _taken(ours.database)
    port = free_port(0)
    async with running("benchmarks.stock_bolt", str(port), env=os.environ, until="listening"):
        bodies = [_click("x", "T1", n) for n in range(ALONE + TOGETHER)]
        their_alone, their_rate = await _measure(port, bodies)
    if taken != ALONE + TOGETHER:
        raise RuntimeError(f"{ALONE + TOGETHER} clicks were acknowledged, {taken} are on the disk")
    show(
        "Click to ack, over signed HTTP",
        "stock Bolt, which keeps nothing",
        (
            Line(
                what="p50, 1 connection",
                unit="ms",
                ours=percentile(our_alone, 50),
                baseline=percentile(their_alone, 50),
                goal="<= 0.083",
            ),
            Line(
                what="p99, 1 connection",
                unit="ms",
                ours=percentile(our_alone, 99),
                baseline=percentile(their_alone, 99),
            ),
            Line(
                what=f"throughput, {CONNECTIONS} connections",
                unit="1/s",
                ours=our_rate,
                baseline=their_rate,
                goal=">= 1.9",
            ),
        ),
    )


async def _measure(port: int, bodies: list[bytes]) -> tuple[list[float], float]:
    """Milliseconds of each click alone, then clicks per second together."""
    url = f"http://127.0.0.1:{port}/slack/events"
    async with ClientSession(connector=TCPConnector(limit=CONNECTIONS)) as session:
        alone = [await _press(session, url, body) for body in bodies[:ALONE]]
        queue = asyncio.Queue[bytes]()
        for body in bodies[ALONE:]:
            queue.put_nowait(body)
        began = time.perf_counter()
        await asyncio.gather(*(_drain(session, url, queue) for _ in range(CONNECTIONS)))
        return alone, (len(bodies) - ALONE) / (time.perf_counter() - began)


async def _drain(session: ClientSession, url: str, queue: asyncio.Queue[bytes]) -> None:
    while not queue.empty():
        await _press(session, url, queue.get_nowait())


async def _press(session: ClientSession, url: str, body: bytes) -> float:
    stamp = str(int(time.time()))
    mac = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={mac}",
    }
    began = time.perf_counter()
    async with session.post(url, data=body, headers=headers) as answer:
        await answer.read()
        if answer.status != 200:
            raise RuntimeError(f"HTTP {answer.status}")
    return (time.perf_counter() - began) * 1000


def _click(case_id: str, team_id: str, n: int) -> bytes:
    value = json.dumps({"c": case_id, "v": 1})
    payload = {
        "type": "block_actions",
        "user": {"id": ANA, "username": "ana", "name": "ana", "team_id": team_id},
        "api_app_id": "A1",
        "token": "x",
        "container": {"type": "message", "message_ts": f"1790000000.{n:06d}", "channel_id": "C1"},
        "trigger_id": f"{n}.1.a",
        "team": {"id": team_id, "domain": "d"},
        "channel": {"id": "C1", "name": "ops"},
        "message": {"type": "message", "text": "", "ts": f"1790000000.{n:06d}", "blocks": []},
        "response_url": "http://127.0.0.1:9/none",
        "actions": [
            {
                "type": "button",
                "block_id": "b",
                "action_id": "case.take.v1",
                "value": value,
                "action_ts": f"1790000001.{n:06d}",
            }
        ],
    }
    missing = BODY_BYTES - len(urlencode({"payload": json.dumps(payload)}))
    payload["message"]["text"] = "x" * max(0, missing)  # type: ignore[index] # the dict above
    return urlencode({"payload": json.dumps(payload)}).encode()


async def _open_issues(port: int, count: int) -> None:
    url = f"http://127.0.0.1:{port}/v1/sources/bench/events"
    async with ClientSession(connector=TCPConnector(limit=32)) as session:
        await asyncio.gather(*(_open(session, url, n) for n in range(count)))


async def _open(session: ClientSession, url: str, n: int) -> None:
    event = {
        "type": "order.issue.opened",
        "time": datetime.now(UTC).isoformat(),
        "subject": f"o{n}",
        "data": {
            "code": "order.stock_out",
            "title": f"Order {n} could not be sent",
            "about": {"type": "order", "id": f"o{n}", "label": f"Order {n}"},
        },
    }
    body = json.dumps(event).encode()
    signed = signed_headers(key_of(EVENTS_SECRET), f"bench-{n}", body, datetime.now(UTC))
    headers = {"Content-Type": "application/json"} | signed
    async with session.post(url, data=body, headers=headers) as answer:
        if answer.status != 202:
            raise RuntimeError(f"an issue was not taken: {await answer.text()}")


def _case_ids(database: Path) -> list[str]:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as look:
        return [row[0] for row in look.execute('SELECT id FROM "case" ORDER BY number')]


def _taken(database: Path) -> int:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as look:
        (count,) = look.execute("SELECT count(*) FROM history WHERE event = 'Taken'").fetchone()
    return int(count)
