"""`andon sandbox`: the local Slack alone, for any Bolt app; prints what the app needs in its environment.

Without files it is the demo workspace with Andon's own manifest installed. What is wrong with a file is said in
words, and nothing is started.
"""

import asyncio
import signal
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path

from andon.check import MANIFEST
from sandbox.gallery import add_gallery
from sandbox.slack.config import Link, SlackConfig
from sandbox.slack.config_file import ConfigFileError, config_of_manifest, read_config_file
from sandbox.slack.server import SandboxSlack, run_sandbox_slack

PORT = 3100
"""Where the page stands unless something else is asked for; 0 takes any free one."""


async def run_sandbox(
    *,
    config: Path | None = None,
    manifest: Path | None = None,
    port: int = PORT,
    state: Path | None = None,
    prefix: str = "",
) -> int:
    """Runs until interrupted. Returns the exit status."""
    try:
        workspace = replace(_workspace(config, manifest), port=port, state_path=state)
    except ConfigFileError as error:
        print("\n".join(error.lines), file=sys.stderr)
        return 1
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    try:
        async with run_sandbox_slack(workspace, mount=add_gallery) as slack:
            print(_welcome(slack, prefix), flush=True)
            await stopped.wait()
    except OSError as error:
        print(f"Port {port} cannot be used: {error.strerror}. Choose another with --port.", file=sys.stderr)
        return 1
    except sqlite3.Error as error:
        print(
            f"{state} cannot be used as the state file: {error}. Name another with --state.", file=sys.stderr
        )
        return 1
    return 0


def environment(slack: SandboxSlack, prefix: str = "") -> dict[str, str]:
    """What an app reads its tokens and addresses from. `SLACK_REQUEST_URL` is there over HTTP only."""
    config = slack.workspace.config
    over_http = {f"{prefix}SLACK_REQUEST_URL": config.request_url} if config.request_url else {}
    return {
        f"{prefix}SLACK_BOT_TOKEN": slack.bot_token,
        f"{prefix}SLACK_APP_TOKEN": slack.app_token,
        f"{prefix}SLACK_SIGNING_SECRET": slack.signing_secret,
        f"{prefix}SLACK_API_URL": slack.api_url,
        **over_http,
    }


def _workspace(config: Path | None, manifest: Path | None) -> SlackConfig:
    if config is None:
        chosen = config_of_manifest(manifest or MANIFEST)
    else:
        chosen = read_config_file(config, manifest=manifest)
    return replace(chosen, links=(Link(label="Gallery", href="/gallery/"),))


def _welcome(slack: SandboxSlack, prefix: str) -> str:
    """Comments and assignments, so that it can be kept as an .env file."""
    config = slack.workspace.config
    way = f"by signed HTTP to {config.request_url}" if config.request_url else "over Socket Mode"
    lines = [f"{name}={value}" for name, value in environment(slack, prefix).items()]
    return "\n".join(
        (
            f"# {config.team_name} is open at {slack.base_url}/",
            f"# The app {config.app.name} is reached {way}. Put this into its environment:",
            *lines,
            "# and give its client the address: WebClient(token=..., base_url=SLACK_API_URL).",
            "# Ctrl-C stops it.",
        )
    )
