"""Everything that has to do with Slack, put together: client, identity, handlers, and the way in."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientSession, ClientTimeout
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from andon.settings import Settings
from bot.app import fixed_authorization, make_app
from bot.gateway.errors import translated
from bot.gateway.files import SlackFiles
from bot.gateway.surface import Surface
from bot.handlers import BINDINGS
from bot.handlers.binding import Listener
from bot.handlers.click import House
from bot.handlers.events import Events
from bot.handlers.slash import Commands
from bot.words import Say, load
from core.errors import AdapterError

CALL_S = 10.0
"""The whole of one call to Slack. The delivery's lease is measured against it (storage.timing)."""

TRIES = 6
"""Of asking Slack who we are, at the start; with the pauses below about a minute in all."""

log = logging.getLogger(__name__)


class SlackUnreachable(Exception):
    """Slack does not say who we are; the message says what to check."""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who the bot token belongs to."""

    team_id: str
    bot_user_id: str
    bot_id: str
    team_url: str | None
    """The workspace's address, ending in a slash."""


@dataclass(frozen=True, kw_only=True)
class SlackSide:
    """What the rest of Andon uses of Slack."""

    client: AsyncWebClient
    session: ClientSession
    identity: Identity
    words: dict[str, Say]
    files: SlackFiles
    surface: Surface


@asynccontextmanager
async def open_slack(settings: Settings) -> AsyncIterator[SlackSide]:
    """One session and one client without a retry of their own. Raises SlackUnreachable."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(
            ClientSession(timeout=ClientTimeout(total=CALL_S), trust_env=True)
        )
        token = settings.slack_bot_token.get_secret_value()
        client = AsyncWebClient(
            token=token,
            base_url=settings.slack_api_url,
            session=session,
            retry_handlers=[],  # the default one posts again after a lost connection, silently
        )
        identity = await who_we_are(client)
        words = load()
        yield SlackSide(
            client=client,
            session=session,
            identity=identity,
            words=words,
            files=SlackFiles(client, session, token),
            surface=Surface(client, session),
        )


async def who_we_are(client: AsyncWebClient) -> Identity:
    for attempt in range(1, TRIES + 1):
        try:
            async with translated("auth.test"):
                reply = await client.auth_test()
            return Identity(
                team_id=reply["team_id"],
                bot_user_id=reply["user_id"],
                bot_id=reply.get("bot_id") or "",
                team_url=reply.get("url"),
            )
        except AdapterError as error:
            if "auth" in error.reason.split(": ")[-1] or "token" in error.reason.split(": ")[-1]:
                raise SlackUnreachable(
                    f"Slack refuses the bot token ({error.reason}). Check ANDON_SLACK_BOT_TOKEN."
                ) from None
            if attempt == TRIES:
                raise SlackUnreachable(
                    f"Slack does not answer ({error.reason}). Check the network and ANDON_SLACK_API_URL."
                ) from None
            log.warning("Slack does not answer yet (%s)", error.reason)
            await asyncio.sleep(2**attempt * 0.5)
    raise AssertionError("the loop returns or raises")


def bolt_app(
    side: SlackSide, settings: Settings, house: House, reopen: Callable[[str], Awaitable[int]]
) -> AsyncApp:
    who = side.identity
    return make_app(
        Listener(BINDINGS, house, house.people),
        Commands(house, house.people),
        Events(house, who.bot_user_id, reopen),
        client=side.client,
        authorize=fixed_authorization(
            team_id=who.team_id,
            bot_token=settings.slack_bot_token.get_secret_value(),
            bot_user_id=who.bot_user_id,
            bot_id=who.bot_id,
        ),
    )
