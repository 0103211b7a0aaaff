"""Signed HTTP: the same deliveries as POSTs to the app's request url.

Signing: https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import asyncio
import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp
import orjson

from sandbox.slack.documents import Json
from sandbox.slack.envelope import Ack, Envelope

FORM = "application/x-www-form-urlencoded"
WRONG_SECRET = "not the secret of this app"  # noqa: S105 - what a stranger would sign with
MAX_ACK_BYTES = 1024 * 1024  # of an ack's body; more than any view


class HttpLink:
    """Posts to `request_url` and reads the answer within the deadline."""

    def __init__(self, *, request_url: str, signing_secret: str, deadline_s: float) -> None:
        self.request_url = request_url
        self.signing_secret = signing_secret
        self._deadline_s = deadline_s
        self._session: aiohttp.ClientSession | None = None

    @property
    def connected(self) -> bool:
        return True

    async def deliver(self, envelope: Envelope) -> Ack:
        body, content_type = _encoded(envelope)
        headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0 (sandbox)"}
        secret = WRONG_SECRET if envelope.wrongly_signed else self.signing_secret
        headers |= signature_headers(secret, body, at_s=int(time.time()) - envelope.signed_ago_s)
        if envelope.retry_attempt:
            headers["x-slack-retry-num"] = str(envelope.retry_attempt)
            headers["x-slack-retry-reason"] = envelope.retry_reason
        try:
            async with asyncio.timeout(self._deadline_s):
                return await self._post(body, headers)
        except TimeoutError:
            return Ack(outcome="timeout", reason="http_timeout")
        except aiohttp.TooManyRedirects:
            return Ack(outcome="failed", reason="too_many_redirects")
        except aiohttp.ClientSSLError:
            return Ack(outcome="unreachable", reason="ssl_error")
        except (aiohttp.ClientError, ValueError, OSError):
            return Ack(outcome="unreachable", reason="connection_failed")

    async def challenge(self, challenge: str) -> bool:
        """The url_verification handshake: whether the app echoed the challenge."""
        payload: Json = {"type": "url_verification", "token": "", "challenge": challenge}
        ack = await self.deliver(Envelope(kind="events_api", payload=payload))
        return ack.ok and ack.body is not None and challenge in ack.body.values()

    async def ssl_check(self) -> int:
        """Slack's probe of the address of a command, which the app answers with 200; the status."""
        payload: Json = {"ssl_check": "1", "token": ""}
        return (await self.deliver(Envelope(kind="slash_commands", payload=payload))).status

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _post(self, body: bytes, headers: dict[str, str]) -> Ack:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        async with self._session.post(self.request_url, data=body, headers=headers) as response:
            content = await response.content.read(MAX_ACK_BYTES)
            no_retry = response.headers.get("x-slack-no-retry") == "1"
            if not 200 <= response.status < 300:
                return Ack(outcome="failed", status=response.status, reason="http_error", no_retry=no_retry)
            return Ack(outcome="acked", status=response.status, body=_decoded(content), no_retry=no_retry)


def signature_headers(signing_secret: str, body: bytes, *, at_s: int) -> dict[str, str]:
    """The two headers that prove a request comes from Slack; `at_s` is real time, which the app checks."""
    base = b"v0:%d:%s" % (at_s, body)
    digest = hmac.new(signing_secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(at_s), "X-Slack-Signature": f"v0={digest}"}


def _encoded(envelope: Envelope) -> tuple[bytes, str]:
    if envelope.kind == "events_api":
        return orjson.dumps(envelope.payload), "application/json"
    if envelope.kind == "interactive":
        return urlencode({"payload": json.dumps(envelope.payload)}).encode(), FORM
    return urlencode({k: str(v) for k, v in envelope.payload.items() if v is not None}).encode(), FORM


def _decoded(content: bytes) -> Json | None:
    """The ack's body: an object, or plain text as Slack takes it from a command."""
    text = content.decode(errors="replace").strip()
    if not text:
        return None
    try:
        document = json.loads(text)
    except ValueError:
        return {"text": text}
    return document if isinstance(document, dict) else {"text": text}
