"""One call to a platform: address, credentials, signature, bounds, and what went wrong in our words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import quote

from aiohttp import ClientError, ClientResponse
from pydantic import ValidationError
from yarl import URL

from connectors.breaker import Breaker
from connectors.contract import MAX_ID_CHARS, Shape
from connectors.http.errors import refusal
from connectors.kit import Unreadable, VettedSession, checked_base_url, http_date, read_bounded, unreached
from connectors.signing import key_of, signed_headers
from core.errors import AdapterError, Invalid, NotFound, OutcomeUnknown, Permanent, Temporary

Query = Sequence[tuple[str, str]]
ShapeT = TypeVar("ShapeT", bound=Shape)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer of 200 to 299. `platform_at` is the platform's clock, from the Date header."""

    body: bytes
    platform_at: datetime | None
    read_at: datetime

    def checked_at(self, platform_checked_at: datetime) -> datetime:
        """When the platform looked, by our clock: its own clock may be off, the age of its look is not."""
        if self.platform_at is None:
            return min(self.read_at, platform_checked_at)
        return self.read_at - max(self.platform_at - platform_checked_at, timedelta(0))


class Wire:
    """The calls to one base address. Raises what core.ports.platform promises and nothing else."""

    def __init__(
        self,
        http: VettedSession,
        base_url: str,
        *,
        token: str,
        secret: str,
        allow_private: bool,
        now: Callable[[], datetime],
        breaker: Breaker,
    ) -> None:
        self._http = http
        self._base = checked_base_url(base_url, allow_private=allow_private)
        self._token = _checked_token(token)
        self._key = key_of(secret)
        self._now = now
        self._breaker = breaker

    async def read(self, *path: str, query: Query = ()) -> Answer:
        """GET. Raises Temporary, Permanent, or NotFound for 404 and 410."""
        try:
            with self._breaker.call():
                return await self._call("GET", path, query=query)
        except Permanent as refused:
            if refused.reason == "not_found":
                raise NotFound(path[0]) from None
            raise

    async def write(self, *path: str, message_id: str, body: bytes) -> Answer:
        """POST, signed. Raises Temporary, Permanent or OutcomeUnknown."""
        headers = signed_headers(self._key, message_id, body, self._now())
        with self._breaker.call():
            return await self._call("POST", path, body=body, headers=headers)

    async def _call(
        self,
        method: str,
        path: Sequence[str],
        *,
        query: Query = (),
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        writing = body is not None
        sent = {"Authorization": f"Bearer {self._token}", "Accept": "application/json", **(headers or {})}
        if writing:
            sent["Content-Type"] = "application/json"
        url = URL(self._base + "/" + "/".join(_part(one) for one in path), encoded=True).with_query(query)
        try:
            async with self._http.request(
                method, url, data=body, headers=sent, allow_redirects=False
            ) as answer:
                return await self._judged(answer, writing=writing)
        except (ClientError, TimeoutError) as error:
            raise unreached(error, writing=writing) from None

    async def _judged(self, answer: ClientResponse, *, writing: bool) -> Answer:
        if answer.status >= 500:
            raise _failed(f"http_{answer.status}", writing=writing)
        try:
            body = await read_bounded(answer)
        except Unreadable:
            if answer.status >= 300:
                body = b""
            elif writing:
                raise OutcomeUnknown("answer_too_large") from None
            else:
                raise Permanent("answer_too_large") from None
        if answer.status >= 300:
            raise refusal(answer.status, body, answer.headers.get("Retry-After"), self._now())
        return Answer(body=body, platform_at=http_date(answer.headers.get("Date")), read_at=self._now())


def understood(model: type[ShapeT], answer: Answer) -> ShapeT:
    """The answer in the contract's shape, or Permanent (answer_invalid): it would be as wrong a second time."""
    try:
        return model.model_validate_json(answer.body)
    except ValidationError:
        raise Permanent("answer_invalid") from None


def _checked_token(token: str) -> str:
    """A token has to fit into a header: visible ASCII."""
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise Invalid("platform.bad_token", field="token")
    return token


def _part(text: str) -> str:
    """One part of a path. An id that could climb out of its place is no id of the platform's."""
    odd = text in ("", ".", "..") or len(text) > MAX_ID_CHARS or not text.isprintable()
    if odd:
        raise Permanent("not_found")
    return quote(text, safe="", errors="replace")


def _failed(reason: str, *, writing: bool) -> AdapterError:
    return OutcomeUnknown(reason) if writing else Temporary(reason, scope="all")
