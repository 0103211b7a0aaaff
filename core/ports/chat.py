"""The Slack side, as the delivery loop and the closing check see it. Implemented in bot/gateway.py.

Calls raise Temporary (not done; retry_in_s, scope "place", "method" or "all"), Parked (the destination is
shut), Permanent (our own fault, or gone for good) or OutcomeUnknown (probe before anything else).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.domain.close_attempt import CloseAttempt, UploadedFile
from core.notices import Notice
from core.views import CaseCard


class MessageGone(Exception):
    """The message to be redrawn does not exist any more."""


@dataclass(frozen=True, kw_only=True)
class Posted:
    """Where something stands."""

    channel_id: str
    ts: str


@dataclass(frozen=True, kw_only=True)
class ChatMember:
    """A user as Slack describes them."""

    id: str
    name: str
    locale: str
    timezone: str
    email: str | None
    is_bot: bool
    is_guest: bool
    is_admin: bool
    is_deleted: bool


class Chat(Protocol):
    async def post_card(self, card: CaseCard, channel_id: str, locale: str, delivery_id: str) -> Posted: ...

    async def redraw_card(self, card: CaseCard, posted: Posted, locale: str, delivery_id: str) -> None:
        """Raises MessageGone too."""

    async def tell(
        self, notice: Notice, channel_id: str, thread_ts: str | None, locale: str, delivery_id: str
    ) -> Posted: ...

    async def tell_person(self, notice: Notice, member_id: str, locale: str, delivery_id: str) -> Posted: ...

    async def answer(self, attempt: CloseAttempt, card: CaseCard, notice: Notice, locale: str) -> None:
        """In the modal that waits; when it is gone, by ephemeral message; else directly."""

    async def find(
        self,
        place: str,
        thread_ts: str | None,
        delivery_id: str,
        since: datetime,
        until: datetime | None = None,
    ) -> Posted | None:
        """The message of ours that carries *delivery_id*, posted from *since* to *until*. *place* is
        a channel, or a member whose direct messages are meant."""

    async def repeats(
        self, place: str, thread_ts: str | None, delivery_id: str, since: datetime
    ) -> tuple[Posted, ...]:
        """Every such message, where `find` is content with one."""

    async def take_back(self, posted: Posted) -> None:
        """Delete a message of ours. That it is gone already is as good."""

    async def upload_picture(self, content: bytes, file_name: str, alt_text: str) -> str:
        """Send the bytes; nobody sees them yet. Returns the file id."""

    async def share_picture(
        self, file_id: str, channel_id: str, thread_ts: str | None, title: str, text: str
    ) -> None: ...

    async def picture_shared(self, file_id: str, channel_id: str) -> bool:
        """Whether that file already stands in the channel."""

    async def describe_file(self, file_id: str) -> UploadedFile:
        """Name, type, size and time of upload as Slack has them."""

    async def fetch_file(self, file_id: str, *, limit_bytes: int) -> bytes:
        """Download with the bot token. Raises Permanent("file_gone", "too_large", "not_readable")."""

    async def members(self) -> tuple[ChatMember, ...]: ...

    async def member(self, member_id: str) -> ChatMember | None: ...
