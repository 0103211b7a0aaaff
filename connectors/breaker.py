"""A circuit breaker: a platform that does not answer is left alone for a while, then asked once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from core.errors import AndonError, OutcomeUnknown, Temporary

OPENS_AFTER = 5
"""Failures in a row. One lost answer is a hiccup, five are an outage."""

FIRST_PAUSE_S = 5.0
LONGEST_PAUSE_S = 60.0
"""So that a platform that is back is noticed within a minute."""

CIRCUIT_OPEN = "circuit_open"


class Breaker:
    """Opens after OPENS_AFTER failures in a row; then one call at a time may probe, after 5, 10, 20 ... 60 s."""

    def __init__(self, clock: Callable[[], float] = monotonic, *, opens_after: int = OPENS_AFTER) -> None:
        self._clock = clock
        self._opens_after = opens_after
        self._failures = 0
        self._closed_until = 0.0
        self._probing = False

    @contextmanager
    def call(self) -> Iterator[None]:
        """Around one call. Raises Temporary (circuit_open) without calling while the circuit is open.

        A platform that answers, even with a refusal or "too many", counts as alive.
        """
        probe = self._enter()
        try:
            yield
        except (Temporary, OutcomeUnknown) as failure:
            if failure.reason == "rate_limited":
                self._failures = 0
            else:
                self._failed()
            raise
        except AndonError:
            self._failures = 0
            raise
        else:
            self._failures = 0
        finally:
            if probe:
                self._probing = False

    def _enter(self) -> bool:
        if self._failures < self._opens_after:
            return False
        left_s = self._closed_until - self._clock()
        if left_s > 0 or self._probing:
            raise Temporary(CIRCUIT_OPEN, retry_in_s=max(left_s, 1.0), scope="all")
        self._probing = True
        return True

    def _failed(self) -> None:
        self._failures += 1
        beyond = self._failures - self._opens_after
        if beyond >= 0:
            pause_s = min(FIRST_PAUSE_S * 2 ** min(beyond, 10), LONGEST_PAUSE_S)
            self._closed_until = self._clock() + pause_s
