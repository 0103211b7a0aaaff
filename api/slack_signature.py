"""Slack's request signature, version 0, checked on the raw bytes before anything looks into them.

`X-Slack-Signature: v0=` + hex HMAC-SHA256(secret, `v0:` + timestamp + `:` + body), and a timestamp within
five minutes: https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
from dataclasses import dataclass, field

TOLERANCE_S = 300
"""Slack's advice: refuse what is more than five minutes away, past or future."""

VERSION = "v0"
SIGNATURE_CHARS = len(VERSION) + 1 + 64
MAX_TIMESTAMP_CHARS = 12


class SignatureRefused(Exception):
    """`reason` is a short word of ours for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What the two headers say, in proper form but not yet proven."""

    timestamp: str
    signature: str


@dataclass(frozen=True, kw_only=True)
class SigningSecrets:
    """The secret in use and, while it is being rotated, the one before it."""

    current: str = field(repr=False)
    previous: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not self.current or self.previous == "":
            raise ValueError("a Slack signing secret is empty; copy it from the app's Basic Information page")

    def hmac_keys(self) -> tuple[bytes, ...]:
        secrets = (self.current,) if self.previous is None else (self.current, self.previous)
        return tuple(secret.encode() for secret in secrets)


def claim_of(timestamps: list[str], signatures: list[str], *, now_s: float) -> Claim:
    """Judge the headers alone, so that most forgeries cost no body. Raises SignatureRefused.

    The lists hold every header of that name; two of one name is a forgery or a confused proxy.
    """
    if len(timestamps) != 1 or len(signatures) != 1:
        raise SignatureRefused("signature_headers_missing_or_doubled")
    timestamp, signature = timestamps[0], signatures[0]
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= MAX_TIMESTAMP_CHARS):
        raise SignatureRefused("timestamp_malformed")
    if (
        not signature.isascii()
        or len(signature) != SIGNATURE_CHARS
        or not signature.startswith(f"{VERSION}=")
    ):
        raise SignatureRefused("signature_malformed")
    if abs(now_s - int(timestamp)) > TOLERANCE_S:
        raise SignatureRefused("timestamp_too_old_or_new")
    return Claim(timestamp=timestamp, signature=signature)


def prove(claim: Claim, body: bytes, secrets: SigningSecrets) -> None:
    """Raises SignatureRefused unless one of the secrets signed exactly these bytes at that time."""
    claimed = claim.signature.encode("ascii")
    proven = False
    for key in secrets.hmac_keys():  # every key is tried: the time spent tells nothing about which one fitted
        proven |= hmac.compare_digest(signature_of(body, claim.timestamp, key).encode("ascii"), claimed)
    if not proven:
        raise SignatureRefused("signature_wrong")


def signature_of(body: bytes, timestamp: str, key: bytes) -> str:
    """The header value Slack would send."""
    message = b"%s:%s:%s" % (VERSION.encode(), timestamp.encode(), body)
    return f"{VERSION}={hmac.new(key, message, hashlib.sha256).hexdigest()}"
