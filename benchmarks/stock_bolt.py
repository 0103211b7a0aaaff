"""The baseline: a Bolt app as its own documentation writes it, one action that is acknowledged, nothing kept."""

import sys

from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult


async def _authorize(**_: object) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id="T1", bot_token="xoxb-x", bot_user_id="U1", bot_id="B1"
    )


def main(port: int) -> None:
    app = AsyncApp(signing_secret="secret", authorize=_authorize)

    @app.action("case.take.v1")
    async def take(ack: AsyncAck) -> None:
        await ack()

    async def announce(_: web.Application) -> None:
        print("listening", flush=True)

    server = app.web_app("/slack/events")
    server.on_startup.append(announce)
    web.run_app(server, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
