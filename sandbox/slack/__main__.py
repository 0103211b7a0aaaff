"""Run a workspace alone, for a program: `python -m sandbox.slack --port 3100 --state slack.sqlite`.

Prints one line of JSON with what an app needs to connect, and serves until it is stopped. For people there is
`andon sandbox`, with the same files.
"""

import argparse
import asyncio
import json
import signal
import sys
from dataclasses import replace
from pathlib import Path

from sandbox.slack import demo_config, run_sandbox_slack
from sandbox.slack.config import SlackConfig
from sandbox.slack.config_file import ConfigFileError, config_of_manifest, read_config_file


def main() -> None:
    parser = argparse.ArgumentParser(prog="sandbox.slack", description=__doc__)
    parser.add_argument("--config", type=Path, help="sandbox.toml; without it, the demo workspace")
    parser.add_argument("--manifest", type=Path, help="manifest.yml of the app")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--state", type=Path, help="SQLite file; without it nothing outlives the process")
    parser.add_argument("--request-url", help="deliver by signed HTTP to this address, not by Socket Mode")
    parser.add_argument("--rate-scale", type=float, help="multiplies rate limits; 0 is none")
    asked = parser.parse_args()
    try:
        config = _config(asked)
    except ConfigFileError as error:
        sys.exit(str(error))
    asyncio.run(_serve(config))


def _config(asked: argparse.Namespace) -> SlackConfig:
    if asked.config:
        config = read_config_file(asked.config, manifest=asked.manifest)
    else:
        config = config_of_manifest(asked.manifest) if asked.manifest else demo_config()
    config = replace(config, port=asked.port, state_path=asked.state)
    if asked.request_url is not None:
        config = replace(config, request_url=asked.request_url)
    if asked.rate_scale is not None:
        config = replace(config, rate_scale=asked.rate_scale or None)
    return config


async def _serve(config: SlackConfig) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with run_sandbox_slack(config) as slack:
        facts = {
            "base_url": slack.base_url,
            "api_url": slack.api_url,
            "bot_token": slack.bot_token,
            "app_token": slack.app_token,
            "signing_secret": slack.signing_secret,
        }
        print(json.dumps(facts), flush=True)
        await stop.wait()


if __name__ == "__main__":
    main()
