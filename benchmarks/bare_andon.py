"""An Andon for measuring: real server, real database, the local Slack for its identity, and issues to click on."""

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from andon.demo import free_port
from benchmarks.processes import done, running
from sandbox.slack.demo import demo_config
from sandbox.slack.server import run_sandbox_slack

SECRET = "secret"
EVENTS_SECRET = "whsec_YmVuY2htYXJrLXNlY3JldC1mb3ItdGhlLWludGFrZQ=="

TOML = """
[[platforms]]
id = "bench"
base_url = "http://127.0.0.1:9/none"
token = "env:BENCH_TOKEN"
secret = "env:BENCH_SECRET"
allow_private = true

[[sources]]
id = "bench"
platform = "bench"
secrets = ["env:BENCH_SECRET"]
"""


@dataclass(frozen=True, kw_only=True)
class Measured:
    pid: int
    port: int
    database: Path
    team_id: str
    started_in_s: float


@asynccontextmanager
async def andon(*, first_start: bool = False) -> AsyncIterator[Measured]:
    """`andon serve` over signed HTTP and SQLite with synchronous=FULL, as it runs for anybody.

    Its tables are there already, as at every start but the first.
    """
    with TemporaryDirectory() as folder:
        async with run_sandbox_slack(demo_config(rate_scale=None)) as slack:
            config = Path(folder) / "andon.toml"
            config.write_text(TOML, encoding="utf-8")
            port = free_port(0)
            database = Path(folder) / "andon.db"
            env = os.environ | {
                "ANDON_SLACK_BOT_TOKEN": slack.bot_token,
                "ANDON_SLACK_SIGNING_SECRET": SECRET,
                "ANDON_SLACK_API_URL": slack.api_url,
                "ANDON_DATABASE_URL": f"sqlite:///{database}",
                "ANDON_DATA_DIR": folder,
                "ANDON_CONFIG": str(config),
                "ANDON_PORT": str(port),
                "ANDON_LOG_LEVEL": "ERROR",
                "BENCH_TOKEN": "bench",
                "BENCH_SECRET": EVENTS_SECRET,
            }
            if not first_start:
                await done("andon", "migrate", env=env)
            began = time.perf_counter()
            async with running("andon", "serve", env=env, until="listens") as process:
                yield Measured(
                    pid=process.pid,
                    port=port,
                    database=database,
                    team_id=slack.workspace.config.team_id,
                    started_in_s=time.perf_counter() - began,
                )
