"""Servers under measurement, each a process of its own: started, waited for, and stopped by its id."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

START_S = 30.0


@asynccontextmanager
async def running(
    *arguments: str, env: Mapping[str, str], until: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The process, once it has printed *until*."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *arguments,
        env=dict(env),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(START_S):
            await _said(process, until)
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def done(*arguments: str, env: Mapping[str, str]) -> None:
    """The same, run to its end. Raises RuntimeError unless that is a good one."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *arguments, env=dict(env), stdout=asyncio.subprocess.DEVNULL
    )
    async with asyncio.timeout(START_S):
        if status := await process.wait():
            raise RuntimeError(f"{arguments} ended with {status}")


def resident_mb(pid: int) -> float:
    """VmRSS in megabytes, as the kernel counts it."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(row for row in status.splitlines() if row.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def _said(process: asyncio.subprocess.Process, until: str) -> None:
    assert process.stdout is not None
    async for line in process.stdout:
        if until in line.decode():
            return
    raise RuntimeError(f"ended with {await process.wait()} before it said {until!r}")
