"""The chat port over slack_sdk: post, redraw, tell, find again. Retries belong to delivery, not to it."""

import logging
import math
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.blocks import RENDERERS, case_card
from bot.blocks.message import Message
from bot.blocks.people import acting_in
from bot.gateway.errors import translated
from bot.gateway.files import SlackFiles
from bot.gateway.views import answered_view
from bot.words import Say
from core.domain.close_attempt import CloseAttempt, UploadedFile
from core.domain.member import is_reachable
from core.errors import Permanent, Temporary
from core.notices import Notice
from core.ports.chat import ChatMember, MessageGone, Posted
from core.views import CaseCard

EVENT_TYPE = "andon_delivery"
"""`event_type` of the metadata by which a message of ours is found again after a lost answer."""

PROBE_LIMIT = 100
"""Messages of one page when looking for one of ours. Slack cuts it to 15 for apps that are sold outside its
Marketplace (SLACK 2.1), which the pages make up for."""

PROBE_PAGES = 5
"""What fits the time a probe has (scheduler/budgets.py)."""

PROBE_MARGIN_S = 5
"""Added at both ends of the search: two clocks never agree (SLACK 2.5)."""

MEMBER_PREFIXES = ("U", "W")
"""How the id of a member begins. A message may be posted to one, but a history has only a channel: a search that
named the member would be told channel_not_found."""

log = logging.getLogger(__name__)


class SlackChat:
    """One workspace. The client is built with `retry_handlers=[]` and one shared session.

    `name_of` says what somebody is called: a notice names who acted without mentioning them.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        words: Mapping[str, Say],
        files: SlackFiles,
        name_of: Callable[[str], Awaitable[str | None]] | None = None,
    ) -> None:
        self._name_of = name_of
        self._client = client
        self._words = words
        self._files = files
        self._direct: dict[str, str] = {}

    async def post_card(self, card: CaseCard, channel_id: str, locale: str, delivery_id: str) -> Posted:
        return await self._post(case_card.render(card, self._say(locale)), channel_id, None, delivery_id)

    async def redraw_card(self, card: CaseCard, posted: Posted, locale: str, delivery_id: str) -> None:
        message = case_card.render(card, self._say(locale))
        async with translated("chat.update"):
            await self._client.chat_update(
                channel=posted.channel_id,
                ts=posted.ts,
                metadata=_metadata(delivery_id),
                **message.payload(),  # with attachments even when empty: that drops the strip, omitted keeps it
            )

    async def tell(
        self, notice: Notice, channel_id: str, thread_ts: str | None, locale: str, delivery_id: str
    ) -> Posted:
        return await self._post(await self._render(notice, locale), channel_id, thread_ts, delivery_id)

    async def tell_person(self, notice: Notice, member_id: str, locale: str, delivery_id: str) -> Posted:
        channel_id = await self.direct_channel(member_id)
        return await self._post(await self._render(notice, locale), channel_id, None, delivery_id)

    async def answer(self, attempt: CloseAttempt, card: CaseCard, notice: Notice, locale: str) -> None:
        """Only a way that is shut leads to the next one: what may have arrived, or will a moment later, is for
        delivery to try again."""
        say, place = self._say(locale), attempt.answer
        if place.view_id is not None and await self._redrawn(place.view_id, attempt, card, notice, say):
            return
        message = await self._render(notice, locale)
        if place.channel_id is not None:
            try:
                async with translated("chat.postEphemeral"):
                    await self._client.chat_postEphemeral(
                        channel=place.channel_id,
                        user=attempt.by,
                        thread_ts=place.thread_ts,
                        **message.payload(),
                    )
                return
            except Permanent as shut:
                log.info("an answer goes to the person, not to the channel: %s", shut.reason)
        if is_reachable(attempt.by):
            await self._post(message, await self.direct_channel(attempt.by), None, attempt.id)

    async def find(
        self,
        place: str,
        thread_ts: str | None,
        delivery_id: str,
        since: datetime,
        until: datetime | None = None,
    ) -> Posted | None:
        found = await self._search(place, thread_ts, delivery_id, since, until, one_will_do=True)
        return found[0] if found else None

    async def repeats(
        self, place: str, thread_ts: str | None, delivery_id: str, since: datetime
    ) -> tuple[Posted, ...]:
        return tuple(await self._search(place, thread_ts, delivery_id, since, None, one_will_do=False))

    async def take_back(self, posted: Posted) -> None:
        with suppress(MessageGone):
            async with translated("chat.delete"):
                await self._client.chat_delete(channel=posted.channel_id, ts=posted.ts)

    async def _search(
        self,
        place: str,
        thread_ts: str | None,
        delivery_id: str,
        since: datetime,
        until: datetime | None,
        *,
        one_will_do: bool,
    ) -> list[Posted]:
        """Pages from *since* towards *until* or now, since in a busy channel ours is not among the newest. Raises
        Temporary when the pages do not end: then it is not known that nothing stands there."""
        past = math.inf if until is None else until.timestamp() + PROBE_MARGIN_S
        channel_id = await self.direct_channel(place) if place.startswith(MEMBER_PREFIXES) else place
        oldest = f"{since.timestamp() - PROBE_MARGIN_S:.6f}"
        found: list[Posted] = []
        cursor: str | None = None
        for _ in range(PROBE_PAGES):
            reply = await self._page(channel_id, thread_ts, oldest, cursor)
            messages = reply.get("messages") or []
            found += [
                Posted(channel_id=channel_id, ts=m["ts"]) for m in messages if _is_delivery(m, delivery_id)
            ]
            cursor = (reply.get("response_metadata") or {}).get("next_cursor") or None
            beyond = any(float(m["ts"]) > past for m in messages)
            if cursor is None or beyond or (found and one_will_do):
                return found
        raise Temporary("probe: too many messages")

    async def _page(
        self, channel_id: str, thread_ts: str | None, oldest: str, cursor: str | None
    ) -> AsyncSlackResponse:
        wanted: dict[str, Any] = {"oldest": oldest, "include_all_metadata": True, "limit": PROBE_LIMIT}
        if thread_ts is None:
            async with translated("conversations.history"):
                return await self._client.conversations_history(channel=channel_id, cursor=cursor, **wanted)
        async with translated("conversations.replies"):
            return await self._client.conversations_replies(
                channel=channel_id, ts=thread_ts, cursor=cursor, **wanted
            )

    async def direct_channel(self, member_id: str) -> str:
        if member_id not in self._direct:
            async with translated("conversations.open"):
                reply = await self._client.conversations_open(users=member_id)
            self._direct[member_id] = reply["channel"]["id"]
        return self._direct[member_id]

    async def upload_picture(self, content: bytes, file_name: str, alt_text: str) -> str:
        return await self._files.upload(content, file_name, alt_text)

    async def share_picture(
        self, file_id: str, channel_id: str, thread_ts: str | None, title: str, text: str
    ) -> None:
        await self._files.share(file_id, channel_id, thread_ts, title, text)

    async def picture_shared(self, file_id: str, channel_id: str) -> bool:
        return await self._files.shared(file_id, channel_id)

    async def describe_file(self, file_id: str) -> UploadedFile:
        return await self._files.describe(file_id)

    async def fetch_file(self, file_id: str, *, limit_bytes: int) -> bytes:
        return await self._files.fetch(file_id, limit_bytes=limit_bytes)

    async def members(self) -> tuple[ChatMember, ...]:
        found: list[ChatMember] = []
        cursor: str | None = None
        while True:
            async with translated("users.list"):
                reply = await self._client.users_list(limit=200, cursor=cursor, include_locale=True)
            found += [described(user) for user in reply["members"]]
            cursor = (reply.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                return tuple(found)

    async def member(self, member_id: str) -> ChatMember | None:
        async with translated("users.info"):
            reply = await self._client.users_info(user=member_id, include_locale=True)
        return described(reply["user"])

    async def _redrawn(
        self, view_id: str, attempt: CloseAttempt, card: CaseCard, notice: Notice, say: Say
    ) -> bool:
        """Whether the modal that waits now shows the answer; not when it was closed meanwhile."""
        try:
            async with translated("views.update"):
                await self._client.views_update(
                    view_id=view_id, view=answered_view(attempt, card, notice, say)
                )
        except Permanent as gone:
            log.info("an answer finds no modal: %s", gone.reason)
            return False
        return True

    def _say(self, locale: str) -> Say:
        return self._words.get(locale) or self._words["en"]

    async def _render(self, notice: Notice, locale: str) -> Message:
        names = {}
        if self._name_of is not None:
            for member_id in acting_in(notice):
                names[member_id] = await self._name_of(member_id) or ""
        return RENDERERS[type(notice)](notice, self._say(locale), names)

    async def _post(
        self, message: Message, channel_id: str, thread_ts: str | None, delivery_id: str
    ) -> Posted:
        async with translated("chat.postMessage"):
            reply = await self._client.chat_postMessage(
                channel=channel_id,
                thread_ts=thread_ts,
                metadata=_metadata(delivery_id),
                unfurl_links=False,
                unfurl_media=False,
                **message.payload(),
            )
        return Posted(channel_id=reply["channel"], ts=reply["ts"])


def described(user: Mapping[str, Any]) -> ChatMember:
    """A user object of Slack; the language falls back to English, the zone to UTC."""
    profile = user.get("profile") or {}
    return ChatMember(
        id=user["id"],
        name=profile.get("display_name") or user.get("real_name") or user.get("name") or user["id"],
        locale=str(user.get("locale") or "en"),
        timezone=user.get("tz") or "UTC",
        email=profile.get("email"),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_guest=bool(
            user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger")
        ),
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_deleted=bool(user.get("deleted")),
    )


def _is_delivery(message: Mapping[str, Any], delivery_id: str) -> bool:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return metadata.get("event_type") == EVENT_TYPE and payload.get("delivery_id") == delivery_id


def _metadata(delivery_id: str) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": {"delivery_id": delivery_id}}
