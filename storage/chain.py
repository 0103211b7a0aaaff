"""The hash chain of a case's history: pure arithmetic, shared by every store.

    hash = SHA-256(prev_hash + canonical JSON of the row)

The row holds a salted digest of its private part instead of the part itself. Erasing the private part leaves
the chain whole; changing, removing, adding or reordering rows does not.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from storage.types import canonical

GENESIS = "0" * 64
"""What the first row of a case follows."""

SALT_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class Link:
    """What a row says, as the hash sees it."""

    case_id: str
    seq: int
    at: datetime
    actor_id: str
    path: str
    event: str
    action: str
    from_state: str
    to_state: str
    facts: dict[str, object]
    private_digest: str

    def hash_after(self, prev_hash: str) -> str:
        row = [
            self.case_id,
            self.seq,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.actor_id,
            self.path,
            self.event,
            self.action,
            self.from_state,
            self.to_state,
            self.facts,
            self.private_digest,
        ]
        return sha256(f"{prev_hash}{canonical(row)}".encode()).hexdigest()


def private_digest(salt: bytes, private: dict[str, object]) -> str:
    """Without the salt a short name could be guessed from its digest after it was erased."""
    return sha256(salt + canonical(private).encode()).hexdigest()
