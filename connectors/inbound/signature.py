"""Whether a message that claims to come from a configured source does.

Every refusal is one of three errors, whatever stands in the headers: the door that calls this is open to
anybody on the network.
"""

import base64
import binascii
import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from connectors.signing import (
    ID_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    VERSION,
    digest,
    key_of,
)
from core.errors import Invalid

TOLERANCE_S = 300
"""How far a timestamp may lie from our clock, either way: five minutes, by the platform contract."""

MAX_ID_CHARS = 255
"""By the platform contract (WebhookId.maxLength)."""

MAX_TIMESTAMP_CHARS = 12
"""Seconds since 1970 need 10 digits until the year 2286."""

MAX_SIGNATURES = 8
"""Two stand there while a key is being changed; more than a few only cost us time."""

MAX_SIGNATURE_CHARS = 1024


class SignatureRefused(Invalid):
    """The message is not proven to come from the source. Answer 401 and store nothing."""

    code = "signature.bad"

    def __init__(self, *, field: str | None = None, **facts: object) -> None:
        super().__init__(type(self).code, field=field, **facts)


class MissingHeader(SignatureRefused):
    """One of the three headers is not there. `field` names it."""

    code = "signature.missing_header"


class OldTimestamp(SignatureRefused):
    """Signed too long ago, or in the future. Facts: tolerance_s."""

    code = "signature.old_timestamp"


class BadSignature(SignatureRefused):
    """Not signed with a key we know, or not readable as a signature. `field` names the header."""

    code = "signature.bad"


def verify(raw_body: bytes, headers: Mapping[str, str], secrets: Sequence[str], now: datetime) -> str:
    """The message's id, proven to be signed by one of *secrets* within five minutes of *now*.

    Several secrets stand while a key is being changed. Raises MissingHeader, OldTimestamp or BadSignature;
    a secret of ours that is not base64 raises Invalid (signing.bad_secret).
    """
    given = {name.lower(): value for name, value in headers.items()}
    message_id = _header(given, ID_HEADER)
    timestamp = _header(given, TIMESTAMP_HEADER)
    signatures = _header(given, SIGNATURE_HEADER)
    _check_id(message_id)
    _check_timestamp(timestamp, now)
    wanted = [digest(key_of(secret), message_id, timestamp, raw_body) for secret in secrets]
    if not any(hmac.compare_digest(one, good) for one in _decoded(signatures) for good in wanted):
        raise BadSignature(field=SIGNATURE_HEADER)
    return message_id


def _header(given: Mapping[str, str], name: str) -> str:
    value = given.get(name)
    if not value:
        raise MissingHeader(field=name)
    return value


def _check_id(message_id: str) -> None:
    """An id ends up in a unique index and in logs, so it is short, visible ASCII."""
    visible = message_id.isascii() and message_id.isprintable() and " " not in message_id
    if not visible or len(message_id) > MAX_ID_CHARS:
        raise BadSignature(field=ID_HEADER)


def _check_timestamp(timestamp: str, now: datetime) -> None:
    digits = timestamp.isascii() and timestamp.isdigit()
    if not digits or len(timestamp) > MAX_TIMESTAMP_CHARS:
        raise BadSignature(field=TIMESTAMP_HEADER)
    if abs(int(timestamp) - now.timestamp()) > TOLERANCE_S:
        raise OldTimestamp(field=TIMESTAMP_HEADER, tolerance_s=TOLERANCE_S)


def _decoded(signatures: str) -> Iterable[bytes]:
    """The v1 signatures that are well-formed; other versions and garbage are passed over."""
    if len(signatures) > MAX_SIGNATURE_CHARS:
        return
    for one in signatures.split(" ")[:MAX_SIGNATURES]:
        version, _, encoded = one.partition(",")
        if version != VERSION:
            continue
        try:
            yield base64.b64decode(encoded.encode("ascii"), validate=True)
        except (UnicodeEncodeError, binascii.Error):
            continue
