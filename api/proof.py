"""Who sent it: Standard Webhooks signatures over the raw body, for events and for mails alike."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from aiohttp import web

from api.problems import Refused
from connectors.inbound.signature import SignatureRefused, verify
from connectors.signing import ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER

MOST_LOGGED_CHARS = 64


def proven(
    request: web.Request, body: bytes, secrets: Sequence[str], now: datetime, words: Mapping[str, str]
) -> str:
    """The message's id, signed with one of *secrets*. Raises Refused (401)."""
    if any(
        len(request.headers.getall(name, [])) > 1 for name in (ID_HEADER, TIMESTAMP_HEADER, SIGNATURE_HEADER)
    ):
        raise Refused(401, "missing_header", words["signature.missing_header"])
    try:
        return verify(body, request.headers, secrets, now)
    except SignatureRefused as refused:
        code = refused.code if refused.code != "signature.bad" else "signature.bad_signature"
        raise Refused(401, code.removeprefix("signature."), words[refused.code]) from None


def loggable_id(request: web.Request) -> str:
    """The id as it stands in the header, if it can stand in a log: anybody may have written it."""
    given = request.headers.get(ID_HEADER, "")
    plain = given.isascii() and given.isprintable() and " " not in given
    return given[:MOST_LOGGED_CHARS] if given and plain else "none"
