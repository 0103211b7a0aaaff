"""Rate limits as Slack keeps them: per method, and per channel for posts.

https://docs.slack.dev/apis/web-api/rate-limits
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Tier: TypeAlias = Literal["t1", "t2", "t3", "t4", "special", "post", "hook"]
PER_MINUTE: dict[str, int] = {"t1": 1, "t2": 20, "t3": 50, "t4": 100, "special": 600}
POSTS_PER_CHANNEL_PER_S = 1.0
POSTS_PER_WORKSPACE_PER_MINUTE = 300  # "several hundred"


@dataclass(kw_only=True)
class _Bucket:
    tokens: float
    filled_at_s: float


class Limits:
    """Token buckets. `scale` multiplies every rate and size; None is no limit at all."""

    def __init__(self, *, scale: float | None, post_burst: int) -> None:
        self.scale = scale
        self._post_burst = post_burst
        self._buckets: dict[str, _Bucket] = {}
        self._paused_until_s: dict[tuple[str, str], float] = {}

    def pause(self, method: str, tier: Tier, channel: str, until_s: float) -> None:
        """Close a method (a post: in that channel) until then, whatever its bucket holds."""
        self._paused_until_s[method, channel if tier == "post" else ""] = until_s

    def paused_s(self, method: str, tier: Tier, channel: str, now_s: float) -> float:
        """How long the method is still closed by `pause`; 0.0 when it is open."""
        until_s = self._paused_until_s.get((method, channel if tier == "post" else ""), now_s)
        return max(0.0, until_s - now_s)

    def take(self, method: str, tier: Tier, channel: str, now_s: float) -> float | None:
        """Take one call; None when it is allowed, else the seconds until the next one is.

        For a "hook", a response url, `channel` is the url's own key: each takes one answer a second.
        """
        paused_s = self.paused_s(method, tier, channel, now_s)
        if paused_s:
            return paused_s
        if self.scale is None:
            return None
        if tier == "hook":
            return self._take(f"{method}:{channel}", POSTS_PER_CHANNEL_PER_S, float(self._post_burst), now_s)
        if tier == "post":
            wait_s = self._take(
                f"{method}:{channel}", POSTS_PER_CHANNEL_PER_S, float(self._post_burst), now_s
            )
            if wait_s is not None:
                return wait_s
            per_minute = POSTS_PER_WORKSPACE_PER_MINUTE
        else:
            per_minute = PER_MINUTE[tier]
        return self._take(method, per_minute / 60, float(per_minute), now_s)

    def _take(self, key: str, per_s: float, size: float, now_s: float) -> float | None:
        scale = self.scale or 1.0
        per_s, size = per_s * scale, max(1.0, size * max(1.0, scale))
        bucket = self._buckets.setdefault(key, _Bucket(tokens=size, filled_at_s=now_s))
        bucket.tokens = min(size, bucket.tokens + (now_s - bucket.filled_at_s) * per_s)
        bucket.filled_at_s = now_s
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return None
        return (1 - bucket.tokens) / per_s
