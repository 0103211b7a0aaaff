"""The calls that answer a person after the ack: open and update views, whisper, publish the home tab."""

from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.blocks.message import Message
from bot.gateway.errors import translated
from core.errors import Permanent


@dataclass(frozen=True)
class Shown:
    """A view as Slack took it. With its `hash` a later update is refused once the view has changed."""

    id: str
    hash: str | None = None


class Surface:
    """`session` is the shared one. Answers are tried once: a second whisper is worse than none."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        self._client = client
        self._session = session

    async def open_view(self, trigger_id: str, view: dict[str, Any]) -> Shown:
        """The trigger lives 3 s and works once (SLACK 4.4)."""
        async with translated("views.open"):
            reply = await self._client.views_open(trigger_id=trigger_id, view=view)
        return _shown(reply["view"])

    async def push_view(self, trigger_id: str, view: dict[str, Any]) -> Shown:
        async with translated("views.push"):
            reply = await self._client.views_push(trigger_id=trigger_id, view=view)
        return _shown(reply["view"])

    async def update_view(self, view_id: str, view: dict[str, Any], *, seen_hash: str | None = None) -> Shown:
        """With the hash of what was shown, Permanent (hash_conflict) when something else stands there now."""
        async with translated("views.update"):
            reply = await self._client.views_update(view_id=view_id, view=view, **_if_still(seen_hash))
        return _shown(reply["view"])

    async def publish_home(
        self, member_id: str, view: dict[str, Any], *, seen_hash: str | None = None
    ) -> None:
        """With the hash of what was shown, Permanent (hash_conflict) when something else stands there now."""
        async with translated("views.publish"):
            await self._client.views_publish(user_id=member_id, view=view, **_if_still(seen_hash))

    async def respond(self, response_url: str, message: Message, thread_ts: str | None = None) -> None:
        """To the one who clicked, where they clicked; works where the bot is no member, five times in half an
        hour (SLACK 4.4)."""
        webhook = AsyncWebhookClient(response_url, session=self._session, retry_handlers=[])
        body = message.payload() | {"response_type": "ephemeral", "replace_original": False}
        if thread_ts is not None:
            body["thread_ts"] = thread_ts
        async with translated("response_url"):
            answer = await webhook.send_dict(body)
        if answer.status_code != 200:
            raise Permanent(f"response_url: HTTP {answer.status_code}")

    async def whisper(
        self, channel_id: str, member_id: str, message: Message, thread_ts: str | None = None
    ) -> None:
        async with translated("chat.postEphemeral"):
            await self._client.chat_postEphemeral(
                channel=channel_id, user=member_id, thread_ts=thread_ts, **message.payload()
            )

    async def tell_person(self, member_id: str, message: Message) -> None:
        """Directly: a member's id is taken for the conversation with them."""
        async with translated("chat.postMessage"):
            await self._client.chat_postMessage(
                channel=member_id, unfurl_links=False, unfurl_media=False, **message.payload()
            )


def _if_still(seen_hash: str | None) -> dict[str, str]:
    return {"hash": seen_hash} if seen_hash is not None else {}


def _shown(view: dict[str, Any]) -> Shown:
    return Shown(id=str(view["id"]), hash=view.get("hash"))
