"""The Bolt app, whole. How it is reached (Socket Mode or signed HTTP) is the caller's choice.

Everything interactive goes to one listener, which knows every route and answers those that it no longer draws:
a name that Bolt did not match would be a 404, and the person would see a broken button.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.handlers.binding import Listener
from bot.handlers.events import Events
from bot.handlers.slash import Commands

ROOT_COMMAND = "/andon"
EVERY = re.compile(".*", re.DOTALL)

EVENTS = (
    "app_home_opened",
    "app_mention",
    "channel_unarchive",
    "group_unarchive",
    "member_joined_channel",
    "message",
    "reaction_added",
    "subteam_members_changed",
    "subteam_updated",
    "team_join",
    "user_change",
)
"""What the manifest subscribes to; a test holds the two together."""


def make_app(
    listener: Listener,
    commands: Commands,
    events: Events,
    *,
    client: AsyncWebClient,
    authorize: Callable[..., Awaitable[AuthorizeResult]],
) -> AsyncApp:
    """The signature of HTTP requests is checked by the guard before Bolt; in Socket Mode there is none."""
    app = AsyncApp(
        client=client,
        authorize=authorize,
        request_verification_enabled=False,
        ssl_check_enabled=False,  # these two are the guard's, and unknown to Socket Mode; a middleware
        url_verification_enabled=False,  # that never has anything to do costs every click
        attaching_function_token_enabled=False,  # of workflow steps, which Andon has none of
        # Bolt would drop the deletion of a card of ours as an event of our own making; Events looks itself.
        ignoring_self_events_enabled=False,
        process_before_response=True,  # the ack leaves with the response, after the commit
        raise_error_for_unhandled_request=False,
    )
    app.action(EVERY)(_acked(listener))
    app.view(EVERY)(_acked(listener))
    app.view_closed(EVERY)(_closed(listener))
    app.shortcut(EVERY)(_acked(listener))
    app.command(ROOT_COMMAND)(_acked(commands))
    for name in EVENTS:
        app.event(name)(_event(events))
    return app


def fixed_authorization(
    *, team_id: str, bot_token: str, bot_user_id: str, bot_id: str
) -> Callable[..., Awaitable[AuthorizeResult]]:
    """One workspace, known since the start: no auth.test per request."""
    result = AuthorizeResult(
        enterprise_id=None, team_id=team_id, bot_token=bot_token, bot_user_id=bot_user_id, bot_id=bot_id
    )

    async def authorize(**_: Any) -> AuthorizeResult:
        return result

    return authorize


def _acked(
    answer: Callable[[dict[str, Any]], Awaitable[dict[str, Any] | None]],
) -> Callable[..., Awaitable[None]]:
    async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
        reply = await answer(body)
        await ack(**(reply or {}))

    return listener


def _event(events: Events) -> Callable[..., Awaitable[None]]:
    async def listener(body: Mapping[str, Any]) -> None:
        await events(body)

    return listener


def _closed(listener: Listener) -> Callable[..., Awaitable[None]]:
    async def closed(ack: AsyncAck, body: dict[str, Any]) -> None:
        await listener.closed(body)
        await ack()

    return closed
