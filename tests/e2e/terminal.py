"""The `andon` command, as from another terminal."""

import asyncio
import os
import sys
from dataclasses import dataclass

from andon.example import demo_environment
from tests.e2e.world import World

REFUSED = 1
"""Exit status of a command whose wish was refused (andon/cli.py)."""

WITHIN_S = 40


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str


async def andon(world: World, *arguments: str, **environment: str) -> Said:
    """One run of the command, as from another terminal."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "andon",
        *arguments,
        env=os.environ | demo_environment(world.places) | environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(WITHIN_S):
        out, err = await process.communicate()
    return Said(process.returncode or 0, out.decode(), err.decode())
