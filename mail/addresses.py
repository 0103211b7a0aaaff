"""The address that an answer comes back to: `care+20262010-k3v...@shop.example`, with a proof that we wrote it.

Some mail programs forget which letter they answer. The number alone would let anybody write into any case; the
proof behind it is as hard to guess as a password of 80 bits, and says nothing about anybody.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence

PROOF_BYTES = 10
MAX_LOCAL_CHARS = 64
"""RFC 5321 4.5.3.1.1, the whole of it before the @."""

MAX_OWN_CHARS = 30
"""Of the part before the plus sign: number and proof take up to 33."""

_TAG = re.compile(r"(20\d{6,10})-([a-z2-7]{16})")


class SignedAddress:
    """`keys` are tried in turn when an address comes back, and the first one signs: several stand while one is
    being rotated. Raises ValueError for an address that leaves no room."""

    def __init__(self, address: str, keys: Sequence[bytes]) -> None:
        local, at, self._domain = address.strip().casefold().rpartition("@")
        if not (at and local and self._domain and keys) or len(local) > MAX_OWN_CHARS or "+" in local:
            raise ValueError("use a short address without a plus sign, such as care@shop.example")
        self._local, self._keys = local, tuple(keys)

    def of(self, number: int) -> str:
        return f"{self._local}+{number}-{_proof(self._keys[0], number)}@{self._domain}"

    def number_in(self, recipients: Iterable[str]) -> int | None:
        """The case of the first recipient that we signed. Mail systems may fold an address to lower case."""
        for address in recipients:
            local, _, domain = address.casefold().rpartition("@")
            own, _, tag = local.partition("+")
            found = _TAG.fullmatch(tag)
            if (own, domain) != (self._local, self._domain) or found is None:
                continue
            number = int(found[1])
            if any(hmac.compare_digest(found[2], _proof(key, number)) for key in self._keys):
                return number
        return None


def _proof(key: bytes, number: int) -> str:
    """Another use of the key than a webhook's signature, so it is another text."""
    digest = hmac.new(key, f"andon-reply-address:{number}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:PROOF_BYTES]).decode("ascii").lower()
