"""From the command to the first request that would be answered, and the memory that is held then.

Goals: 1.5 s to start, 90 MB resident; beside a bare Bolt app, which has no database, no platform and no cards.
"""

import os
import time
from statistics import median

from andon.demo import free_port
from benchmarks.bare_andon import andon
from benchmarks.processes import resident_mb, running
from benchmarks.table import Line, show

RUNS = 5


async def run() -> None:
    ours, theirs, firsts = [], [], []
    for _ in range(RUNS):
        ours.append(await _andon())
        theirs.append(await _bolt())
        firsts.append(await _andon(first_start=True))
    show(
        f"Cold start and memory, median of {RUNS}",
        "bare Bolt app",
        (
            Line(
                what="to ready",
                unit="s",
                ours=median([s for s, _ in ours]),
                baseline=median([s for s, _ in theirs]),
                goal="ours <= 1.5 s",
            ),
            Line(
                what="resident",
                unit="MB",
                ours=median([m for _, m in ours]),
                baseline=median([m for _, m in theirs]),
                goal="ours <= 90 MB",
            ),
            Line(
                what="to ready, tables to be made",
                unit="s",
                ours=median([s for s, _ in firsts]),
            ),
            Line(
                what="resident then, with Alembic",
                unit="MB",
                ours=median([m for _, m in firsts]),
            ),
        ),
    )


async def _andon(*, first_start: bool = False) -> tuple[float, float]:
    async with andon(first_start=first_start) as measured:
        return measured.started_in_s, resident_mb(measured.pid)


async def _bolt() -> tuple[float, float]:
    began = time.perf_counter()
    async with running(
        "benchmarks.stock_bolt", str(free_port(0)), env=os.environ, until="listening"
    ) as process:
        return time.perf_counter() - began, resident_mb(process.pid)
