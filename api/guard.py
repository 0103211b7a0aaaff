"""The small guard before Bolt: nothing unproven is parsed, and nothing misshapen is answered with a 500.

In this order, each step cheaper than the next: the headers, the size, the body, the signature on its raw
bytes, and only then a look inside. Stock Bolt 1.30 parses first, answers most malformed requests with 500,
and logs the body of a forged one.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from api.forms import FormRefused, parse_form
from api.problems import Refused, problem
from api.reading import BodyLimits, read_body
from api.slack_shape import SlackKind, fault_of, is_known_interaction, kind_of_json
from api.slack_signature import SignatureRefused, SigningSecrets, claim_of, prove

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

LAZY_PREFIX = "x-slack-bolt-lazy-"
"""With these Bolt would run a listener of the sender's choice without its middleware."""

PASSED_ON = ("X-Slack-Retry-Num", "X-Slack-Retry-Reason")
MAX_CHALLENGE_CHARS = 500
MAX_RETRY_HEADER_CHARS = 40


@dataclass(frozen=True, kw_only=True)
class Verified:
    """A request that Slack signed, ready for `AsyncBoltRequest(body=..., mode="socket_mode", headers=...)`.

    In that mode Bolt takes the body as parsed and does not verify again.
    """

    kind: SlackKind
    body: dict[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


class SlackGuard:
    """Stateless; one serves every route that Slack calls."""

    def __init__(
        self,
        secrets: SigningSecrets,
        *,
        limits: BodyLimits | None = None,
        now_s: Callable[[], float] = time.time,
    ) -> None:
        self._secrets = secrets
        self._limits = limits or BodyLimits()
        self._now_s = now_s

    async def guarded(self, request: web.Request) -> Verified | web.Response:
        """Verified, or the answer to give: a refusal (4xx), or Slack's own checks (url_verification,
        ssl_check) already answered. Never raises for anything a client can send.
        """
        try:
            body = await self._proven_body(request)
            return _look_inside(request, body)
        except Refused as refused:
            return problem(refused, of="a Slack request")

    async def _proven_body(self, request: web.Request) -> bytes:
        if any(name.lower().startswith(LAZY_PREFIX) for name in request.headers):
            raise Refused(400, "lazy_header", "This header is not for the outside.", hang_up=True)
        try:
            claim = claim_of(
                request.headers.getall("X-Slack-Request-Timestamp", []),
                request.headers.getall("X-Slack-Signature", []),
                now_s=self._now_s(),
            )
            body = await read_body(request, self._limits)
            prove(claim, body, self._secrets)
        except SignatureRefused as refused:
            raise Refused(401, refused.reason, _UNPROVEN) from None
        return body


def _look_inside(request: web.Request, body: bytes) -> Verified | web.Response:
    content_type = _content_type(request)
    if content_type == JSON:
        return _from_json(request, _object_in(body))
    return _from_form(request, body)


def _from_json(request: web.Request, body: dict[str, Any]) -> Verified | web.Response:
    kind = kind_of_json(body)
    if kind is None:
        raise Refused(400, "unknown_type", "No such type is subscribed to; see manifest.yml.")
    if kind is SlackKind.URL_VERIFICATION:
        challenge = body.get("challenge")
        if not isinstance(challenge, str) or len(challenge) > MAX_CHALLENGE_CHARS:
            raise Refused(400, "challenge_malformed", "The challenge is missing or too long.")
        return web.Response(body=orjson.dumps({"challenge": challenge}), content_type=JSON)
    return _verified(request, kind, body)


def _from_form(request: web.Request, raw: bytes) -> Verified | web.Response:
    try:
        fields = parse_form(raw)
    except FormRefused as refused:
        raise Refused(400, f"form_{refused}", "The form is not encoded as Slack encodes it.") from None
    if "payload" in fields:
        body = _object_in(fields["payload"].encode("utf-8", "surrogatepass"))
        if not is_known_interaction(body):
            raise Refused(400, "unknown_type", "No such interaction is known here.")
        return _verified(request, SlackKind.INTERACTION, body)
    if fields.get("ssl_check") == "1":
        return web.Response()
    if not fields.get("command", "").startswith("/"):
        raise Refused(400, "unknown_type", "Neither an interaction nor a slash command.")
    return _verified(request, SlackKind.COMMAND, dict(fields))


def _verified(request: web.Request, kind: SlackKind, body: dict[str, Any]) -> Verified:
    if fault := fault_of(kind, body):
        raise Refused(400, fault, "The request does not have the shape Slack documents.")
    if len(body.get("response_urls", ())) > 1:
        # Bolt takes the first and logs that there are more, with a logger it does not have yet (1.30).
        body = {**body, "response_urls": body["response_urls"][:1]}
    headers = {"content-type": JSON}
    for name in PASSED_ON:
        value = request.headers.get(name, "")
        if value and value.isascii() and value.isprintable() and len(value) <= MAX_RETRY_HEADER_CHARS:
            headers[name.lower()] = value
    return Verified(kind=kind, body=body, headers=headers)


def _object_in(raw: bytes) -> dict[str, Any]:
    try:
        parsed = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise Refused(400, "json_malformed", "The body is not valid JSON.") from None
    if not isinstance(parsed, dict):
        raise Refused(400, "json_not_an_object", "The body is JSON, but not an object.")
    return parsed


def _content_type(request: web.Request) -> str:
    """The media type, if it is one of the two that Slack uses and in UTF-8. Raises Refused (415)."""
    given = request.headers.getall("Content-Type", [])
    media, _, rest = (given[0] if len(given) == 1 else "").partition(";")
    media = media.strip().lower()
    if media not in (JSON, FORM):
        raise Refused(415, "content_type", f"Send {JSON} or {FORM}.")
    for parameter in rest.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip(' "').lower() not in ("utf-8", "utf8"):
            raise Refused(415, "charset", "Send UTF-8.")
    return media


_UNPROVEN = (
    "The request does not carry a valid Slack signature of the last five minutes. If Slack sent it, compare "
    "the signing secret with the app's Basic Information page, and this machine's clock with the real time."
)
