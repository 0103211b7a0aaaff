"""How long things may take and how far apart they are. One value for tests and demos to scale."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class Timing:
    """All in seconds. The defaults are those under which the delivery was simulated with 11,821 kills."""

    lease_s: float = 15.0
    """How long a lane or an operation belongs to whoever claimed it."""
    call_s: float = 10.0
    """The total deadline of one outside call. A lease that would not outlive it is refused the call."""
    settle_s: float = 6.0
    """How long after its deadline a call may still take effect out there."""
    pace_s: float = 1.0
    """Between two sends to one channel: https://docs.slack.dev/apis/web-api/rate-limits"""
    slow_for_s: float = 600.0
    """After a 429 a lane is spaced from the end of a call, not from its start, for this long."""

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.lease_s)

    @property
    def call(self) -> timedelta:
        return timedelta(seconds=self.call_s)

    @property
    def settled(self) -> timedelta:
        """After this a call that was begun has taken effect, or never will."""
        return timedelta(seconds=self.call_s + self.settle_s)

    @property
    def pace(self) -> timedelta:
        return timedelta(seconds=self.pace_s)
