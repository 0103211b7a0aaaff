"""Who calls the REST API: bearer tokens, known only by their hash, and how fast each may ask.

A token is 256 random bits; its SHA-256 stands in andon.toml with a name and a role. The role is the scope:
what a token may do is what a person of that role may do, and the history names it `api:<name>`.
"""

import hashlib
import hmac
import math
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from core.domain.member import API_PREFIX, Actor, Path, Role

TOKEN_PREFIX = "andon_"  # noqa: S105 - what every token begins with, so that scanners of leaks know one
TOKEN_BYTES = 32
NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}\Z", re.ASCII)
HASH = re.compile(r"[0-9a-f]{64}\Z", re.ASCII)
MOST_CHARS = 200
"""Nothing longer can be a token of ours, so it is not even hashed."""


@dataclass(frozen=True, kw_only=True)
class ApiToken:
    """One line of andon.toml. `sha256` is the hex hash of the token's text; `accounts` None means all."""

    name: str
    role: Role
    sha256: str
    accounts: frozenset[str] | None = None
    expires_at: datetime | None = None

    def __post_init__(self) -> None:
        if not NAME.match(self.name):
            raise ValueError("an API token's name has 1 to 40 of a-z, 0-9, dot, dash and underscore")
        if not HASH.match(self.sha256):
            raise ValueError(f"API token {self.name}: sha256 is not 64 hex digits; make one with andon token")
        if not Role.VIEWER <= self.role <= Role.ADMIN:
            raise ValueError(f"API token {self.name}: the role is viewer, operator, lead or admin")

    def actor(self, team_id: str, path: Path) -> Actor:
        return Actor(
            id=API_PREFIX + self.name,
            team_id=team_id,
            name=self.name,
            role=self.role,
            path=path,
            accounts=self.accounts,
        )


class Tokens:
    """Looks a presented token up by its hash. Every known hash is compared, so time tells nothing."""

    def __init__(self, tokens: Iterable[ApiToken]) -> None:
        self._tokens = tuple(tokens)
        names = [token.name for token in self._tokens]
        if len(set(names)) != len(names):
            raise ValueError("two API tokens have the same name; the history could not tell them apart")

    def find(self, presented: str, now: datetime) -> ApiToken | None:
        """None for a token that is unknown, or whose time is over."""
        if len(presented) > MOST_CHARS:
            return None
        digest = hash_of(presented).encode()
        found = None
        for token in self._tokens:
            if hmac.compare_digest(token.sha256.encode(), digest):
                found = token
        if found is None or (found.expires_at is not None and found.expires_at <= now):
            return None
        return found


@dataclass(kw_only=True)
class Bucket:
    left: float
    at_s: float


class Pace:
    """A token bucket for each caller: `burst` at once, then `per_s`. `now_s` is a monotonic clock."""

    def __init__(self, *, per_s: float, burst: int, now_s: Callable[[], float]) -> None:
        self._per_s, self._burst, self._now_s = per_s, burst, now_s
        self._buckets: dict[str, Bucket] = {}

    def wait_s(self, name: str) -> int:
        """0 when this call may go on; else the whole seconds to wait. Names are ours, so they are few."""
        now_s = self._now_s()
        bucket = self._buckets.setdefault(name, Bucket(left=self._burst, at_s=now_s))
        bucket.left = min(self._burst, bucket.left + (now_s - bucket.at_s) * self._per_s)
        bucket.at_s = now_s
        if bucket.left >= 1:
            bucket.left -= 1
            return 0
        return max(1, math.ceil((1 - bucket.left) / self._per_s))


def new_token() -> tuple[str, str]:
    """The text to hand to whoever will call, shown once; and the hash to keep in andon.toml."""
    text = TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    return text, hash_of(text)


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
