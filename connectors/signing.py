"""Standard Webhooks signatures, as both directions of the platform contract use them.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

Written out here, not taken from the library of that name, because the library reads any datetime as if it
were UTC, and answers garbage in a header with ValueError. The tests hold the two equal on what both accept.
"""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime

from core.errors import Invalid

ID_HEADER = "webhook-id"
TIMESTAMP_HEADER = "webhook-timestamp"
SIGNATURE_HEADER = "webhook-signature"

SECRET_PREFIX = "whsec_"  # noqa: S105 - the public prefix of every such secret
VERSION = "v1"


def key_of(secret: str) -> bytes:
    """The signing key inside a `whsec_...` secret; the prefix and the base64 padding may be left out.

    Raises Invalid (signing.bad_secret), which never repeats the secret.
    """
    text = secret.strip().removeprefix(SECRET_PREFIX).rstrip("=")
    try:
        key = base64.b64decode((text + "=" * (-len(text) % 4)).encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise Invalid("signing.bad_secret", field="secret") from None
    if not key:
        raise Invalid("signing.bad_secret", field="secret")
    return key


def digest(key: bytes, message_id: str, timestamp: str, body: bytes) -> bytes:
    """HMAC-SHA256 over `id.timestamp.body`, with the timestamp as it stands in its header."""
    signed = message_id.encode() + b"." + timestamp.encode() + b"." + body
    return hmac.new(key, signed, hashlib.sha256).digest()


def signed_headers(key: bytes, message_id: str, body: bytes, now: datetime) -> dict[str, str]:
    """The three headers of one message. *now* must be aware."""
    if now.tzinfo is None:
        raise ValueError("a signature needs an aware time")
    timestamp = str(int(now.timestamp()))
    signature = base64.b64encode(digest(key, message_id, timestamp, body)).decode("ascii")
    return {
        ID_HEADER: message_id,
        TIMESTAMP_HEADER: timestamp,
        SIGNATURE_HEADER: f"{VERSION},{signature}",
    }
