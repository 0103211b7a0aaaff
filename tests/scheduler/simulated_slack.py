"""Slack with exact rate buckets and every way in which a call can go wrong, in virtual time.

A request that left is the server's: killing the client does not take it back.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from core.domain.close_attempt import CloseAttempt, UploadedFile
from core.errors import OutcomeUnknown, Permanent, Temporary
from core.notices import Notice
from core.ports.chat import ChatMember, MessageGone, Posted
from core.views import CaseCard
from tests.scheduler.simulation import BEGIN

LATEST_S = 15.9
"""A request takes effect within call + settle of its start, or never: the assumption of the guarantee. What comes
later than that is for the second look."""


@dataclass(frozen=True, kw_only=True)
class Faults:
    """Chances per call."""

    rejected_5xx: float = 0.0
    accepted_5xx: float = 0.0
    accepted_timeout: float = 0.0
    reset: float = 0.0
    late: float = 0.0
    refused: float = 0.0
    history_lag_s: float = 0.0
    latest_s: float = LATEST_S
    """When a late post has landed at the latest. Anything else keeps to LATEST_S."""


@dataclass(kw_only=True)
class Message:
    ts: str
    channel_id: str
    delivery_id: str
    at_s: float
    text: str = ""
    thread_ts: str | None = None
    deleted: bool = False


@dataclass(kw_only=True)
class SimulatedSlack:
    random: Random
    faults: Faults = field(default_factory=Faults)
    messages: list[Message] = field(default_factory=list)
    shares: list[tuple[str, str, float]] = field(default_factory=list)
    uploads: int = 0
    limited: int = 0
    calls: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    fails: dict[str, list[Exception]] = field(default_factory=lambda: defaultdict(list))
    """Errors to raise before anything happens, by method."""
    files: dict[str, tuple[UploadedFile, bytes]] = field(default_factory=dict)
    burst: float = 1.0
    tokens: dict[str, tuple[float, float]] = field(default_factory=dict)

    # -- the port ----------------------------------------------------------------------------------------

    async def post_card(self, card: CaseCard, channel_id: str, locale: str, delivery_id: str) -> Posted:
        return await self._post("post_card", channel_id, delivery_id, f"r{card.revision}", None)

    async def redraw_card(self, card: CaseCard, posted: Posted, locale: str, delivery_id: str) -> None:
        self._begin("redraw_card")
        message = self._message(posted)
        if message is None or message.deleted:
            raise MessageGone

        def land() -> None:
            message.text = f"r{card.revision}"

        await self._call(f"update:{posted.channel_id}", land, paced=False)

    async def tell(
        self, notice: Notice, channel_id: str, thread_ts: str | None, locale: str, delivery_id: str
    ) -> Posted:
        return await self._post("tell", channel_id, delivery_id, type(notice).__name__, thread_ts)

    async def tell_person(self, notice: Notice, member_id: str, locale: str, delivery_id: str) -> Posted:
        return await self._post("tell_person", member_id, delivery_id, type(notice).__name__, None)

    async def answer(self, attempt: CloseAttempt, card: CaseCard, notice: Notice, locale: str) -> None:
        self._begin("answer")
        await self._call("answer", lambda: self.answers.append(attempt.id), paced=False)

    async def find(
        self,
        place: str,
        thread_ts: str | None,
        delivery_id: str,
        since: datetime,
        until: datetime | None = None,
    ) -> Posted | None:
        self._begin("find")
        return next(iter(await self._search(place, delivery_id, since)), None)

    async def repeats(
        self, place: str, thread_ts: str | None, delivery_id: str, since: datetime
    ) -> tuple[Posted, ...]:
        self._begin("repeats")
        return await self._search(place, delivery_id, since)

    async def take_back(self, posted: Posted) -> None:
        self._begin("take_back")
        await self._call(f"delete:{posted.channel_id}", lambda: self.delete(posted.ts), paced=False)

    async def upload_picture(self, content: bytes, file_name: str, alt_text: str) -> str:
        self._begin("upload_picture")
        await self._way()
        self.uploads += 1
        return f"F{self.uploads}"

    async def share_picture(
        self, file_id: str, channel_id: str, thread_ts: str | None, title: str, text: str
    ) -> None:
        self._begin("share_picture")

        def land() -> None:
            self.shares.append((file_id, channel_id, self._now_s()))

        await self._call(f"share:{channel_id}", land, paced=False)

    async def picture_shared(self, file_id: str, channel_id: str) -> bool:
        self._begin("picture_shared")
        await self._way()
        seen_until_s = self._now_s() - self.random.uniform(0, self.faults.history_lag_s)
        return any((f, c) == (file_id, channel_id) and at <= seen_until_s for f, c, at in self.shares)

    async def describe_file(self, file_id: str) -> UploadedFile:
        self._begin("describe_file")
        if file_id not in self.files:
            raise Permanent("file_gone")
        return self.files[file_id][0]

    async def fetch_file(self, file_id: str, *, limit_bytes: int) -> bytes:
        self._begin("fetch_file")
        return self.files[file_id][1]

    async def forget(self, file_id: str) -> None:
        """What waits at Slack stays there."""

    async def members(self) -> tuple[ChatMember, ...]:
        return ()

    async def member(self, member_id: str) -> ChatMember | None:
        return None

    # -- the server --------------------------------------------------------------------------------------

    async def _search(self, place: str, delivery_id: str, since: datetime) -> tuple[Posted, ...]:
        await self._way()
        if self.random.random() < self.faults.refused:
            raise Temporary("service_unavailable", retry_in_s=1.0)
        seen_until_s = self._now_s() - self.random.uniform(0, self.faults.history_lag_s)
        from_s = (since - BEGIN) / timedelta(seconds=1)
        return tuple(
            Posted(channel_id=place, ts=message.ts)
            for message in self.standing(place)
            if message.delivery_id == delivery_id and from_s <= message.at_s <= seen_until_s
        )

    def standing(self, channel_id: str) -> list[Message]:
        return [m for m in self.messages if m.channel_id == channel_id and not m.deleted]

    def delete(self, ts: str) -> None:
        next(m for m in self.messages if m.ts == ts).deleted = True

    async def _post(
        self, method: str, channel_id: str, delivery_id: str, text: str, thread_ts: str | None
    ) -> Posted:
        self._begin(method)
        ts = f"{len(self.calls)}.{self.random.randrange(10**6):06}"

        def land() -> None:
            self.messages.append(
                Message(
                    ts=ts,
                    channel_id=channel_id,
                    delivery_id=delivery_id,
                    at_s=self._now_s(),
                    text=text,
                    thread_ts=thread_ts,
                )
            )

        await self._call(channel_id, land, paced=True, latest_s=self.faults.latest_s)
        return Posted(channel_id=channel_id, ts=ts)

    async def _call(
        self, bucket: str, land: Callable[[], None], *, paced: bool, latest_s: float = LATEST_S
    ) -> None:
        """What the server does is arranged before the client waits: a kill changes nothing of it."""
        loop, random, faults = asyncio.get_running_loop(), self.random, self.faults
        way_s = random.uniform(0.02, 0.15)
        answer: asyncio.Future[Exception | None] = loop.create_future()
        fate = random.random()
        late_s = random.uniform(1.0, latest_s)

        def arrive() -> None:
            nonlocal fate
            if paced and not self._token(bucket):
                self.limited += 1
                self._reply(answer, Temporary("ratelimited", retry_in_s=1.0))
                return
            if (fate := fate - faults.refused) < 0:
                self._reply(answer, Temporary("service_unavailable", retry_in_s=1.0))
            elif (fate := fate - faults.rejected_5xx) < 0:
                self._reply(answer, OutcomeUnknown("http_503"))
            elif (fate := fate - faults.late) < 0:
                loop.call_later(late_s - way_s, land)
            elif (fate := fate - faults.accepted_timeout) < 0:
                land()
            elif (fate := fate - faults.accepted_5xx) < 0:
                land()
                self._reply(answer, OutcomeUnknown("fatal_error"))
            elif (fate := fate - faults.reset) < 0:
                self._break_off(land, late_s - way_s)
                self._reply(answer, OutcomeUnknown("reset"))
            else:
                land()
                loop.call_later(way_s, self._reply, answer, None)

        loop.call_later(way_s, arrive)
        error = await answer
        if error is not None:
            raise error

    def _break_off(self, land: Callable[[], None], later_s: float) -> None:
        """The connection broke: it landed, it never will, or it is still on its way."""
        dice = self.random.random()
        if dice < 0.3:
            land()
        elif dice < 0.6:
            asyncio.get_running_loop().call_later(later_s, land)

    def _reply(self, answer: "asyncio.Future[Exception | None]", error: Exception | None) -> None:
        if not answer.done():
            answer.set_result(error)

    def _token(self, bucket: str) -> bool:
        """One message per second and channel. Without a burst: the strictest reading of Slack's words."""
        now = self._now_s()
        have, at = self.tokens.get(bucket, (self.burst, now))
        have = min(self.burst, have + now - at)
        granted = have >= 1.0 - 1e-9
        self.tokens[bucket] = (have - 1.0 if granted else have, now)
        return granted

    def _begin(self, method: str) -> None:
        self.calls.append(method)
        if self.fails[method]:
            raise self.fails[method].pop(0)

    def _message(self, posted: Posted) -> Message | None:
        return next((m for m in self.messages if m.ts == posted.ts), None)

    async def _way(self) -> None:
        await asyncio.sleep(self.random.uniform(0.02, 0.15))

    def _now_s(self) -> float:
        return asyncio.get_running_loop().time()
