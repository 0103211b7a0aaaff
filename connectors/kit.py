"""What every connector shares: one careful way of calling an address that somebody typed into a file.

Addresses are vetted when they are resolved, and the vetted address is the one that is connected to, so a name
that resolves differently a second time gains nothing. Redirects are never followed, answers are bounded.
"""

import ipaddress
import socket
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NewType
from urllib.parse import urlsplit

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientSSLError,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    InvalidURL,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from core.errors import AdapterError, Invalid, OutcomeUnknown, Permanent, Temporary

TOTAL_S = 10.0
"""One call, from asking for a connection to the last byte of the answer (CONNECTORS 4.9)."""

CONNECT_SHARE = 0.5
"""Of the total, so that a connection that never came about is told apart from a lost answer."""

MAX_ANSWER_BYTES = 1024 * 1024
MAX_WAIT_S = 3600.0
"""The longest Retry-After that is believed: an hour."""

USER_AGENT = "Andon"

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""An IPv4 address in IPv6 clothes (RFC 6052)."""

VettedSession = NewType("VettedSession", ClientSession)
"""A session from `open_session`. The type keeps connectors from being handed one that connects anywhere."""


class PrivateAddress(OSError):
    """The name leads into a private network and is not allow-listed."""


class Unreadable(Exception):
    """The answer is larger than we take, or broke off."""


class VettingResolver(AbstractResolver):
    """Resolves names, and refuses those that lead to an address not reachable by everybody.

    *private* holds the (host, port) pairs for which that is wanted.
    """

    def __init__(self, private: Iterable[tuple[str, int]], resolver: AbstractResolver | None = None) -> None:
        self._private = frozenset(private)
        self._resolver = resolver or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """All addresses of *host*; raises PrivateAddress if any of them is private, since one is enough."""
        found = await self._resolver.resolve(host, port, family)
        if (host.lower(), port) not in self._private and not all(is_public(one["host"]) for one in found):
            raise PrivateAddress(f"{host} leads to a private address")
        return found

    async def close(self) -> None:
        await self._resolver.close()


def open_session(
    private_urls: Iterable[str] = (), *, total_s: float = TOTAL_S, resolver: AbstractResolver | None = None
) -> VettedSession:
    """The one session that all connectors share. Close it with `await session.close()`.

    *private_urls* are the base addresses of the platforms that may lie in a private network.
    """
    return VettedSession(
        ClientSession(
            connector=TCPConnector(
                resolver=VettingResolver((_place(url) for url in private_urls), resolver),
                use_dns_cache=False,
                limit=100,
                limit_per_host=10,
            ),
            timeout=ClientTimeout(total=total_s, connect=total_s * CONNECT_SHARE),
            cookie_jar=DummyCookieJar(),
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
            auto_decompress=False,  # a small answer could unpack into a large one
            requote_redirect_url=False,
            raise_for_status=False,
            trust_env=False,
        )
    )


def checked_base_url(base_url: str, *, allow_private: bool) -> str:
    """The address without a slash at its end.

    Raises Invalid (platform.bad_url, platform.not_https, platform.private_address) with the field base_url.
    Plain http and private addresses are taken only with *allow_private*.
    """
    try:
        parts = urlsplit(base_url)
        port = parts.port
    except ValueError:
        raise Invalid("platform.bad_url", field="base_url") from None
    odd = parts.username or parts.password or parts.query or parts.fragment or port == 0
    if parts.scheme not in ("http", "https") or not parts.hostname or odd or not base_url.isprintable():
        raise Invalid("platform.bad_url", field="base_url")
    if parts.scheme != "https" and not allow_private:
        raise Invalid("platform.not_https", field="base_url", host=parts.hostname)
    if not allow_private and _is_literal(parts.hostname) and not is_public(parts.hostname):
        raise Invalid("platform.private_address", field="base_url", host=parts.hostname)
    return base_url.rstrip("/")


def is_public(address: str) -> bool:
    """Whether an IP address can be reached by everybody; an address inside another one is looked at too."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return ip.is_global and not ip.is_multicast


async def read_bounded(answer: ClientResponse) -> bytes:
    """The body, at most MAX_ANSWER_BYTES of it. Raises Unreadable when there is more."""
    if (answer.content_length or 0) > MAX_ANSWER_BYTES:
        raise Unreadable
    body = bytearray()
    async for chunk in answer.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise Unreadable
    return bytes(body)


def unreached(error: ClientError | TimeoutError, *, writing: bool) -> AdapterError:
    """What a call that brought no answer means: not sent at all, or sent and perhaps carried out."""
    if isinstance(error, InvalidURL):
        return Permanent("address_refused")
    if isinstance(error, ClientSSLError):
        return Temporary("tls_failed", scope="all")
    if isinstance(error, ClientConnectorError):
        refused = isinstance(error.os_error, PrivateAddress)
        return Permanent("address_refused") if refused else Temporary("unreachable", scope="all")
    if isinstance(error, ConnectionTimeoutError):
        return Temporary("unreachable", scope="all")
    reason = "timed_out" if isinstance(error, TimeoutError) else "answer_lost"
    return OutcomeUnknown(reason) if writing else Temporary(reason, scope="all")


def wait_s(header: str | None, now: datetime, *, otherwise: float) -> float:
    """Retry-After in seconds, from seconds or from a date (RFC 9110 10.2.3), within 0 and MAX_WAIT_S."""
    if header is None:
        return otherwise
    text = header.strip()
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return min(float(text), MAX_WAIT_S)
    at = http_date(text)
    return otherwise if at is None else min(max((at - now).total_seconds(), 0.0), MAX_WAIT_S)


def http_date(header: str | None) -> datetime | None:
    """An HTTP date as aware UTC, or None if it is none."""
    try:
        at = parsedate_to_datetime(header or "")
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _place(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
