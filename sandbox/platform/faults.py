"""Faults to order: the ways a real platform and the network before it misbehave, for tests and for curiosity."""

from dataclasses import dataclass
from typing import Literal, get_args

FaultKind = Literal[
    "accept_then_timeout",  # carried out, the answer never comes
    "accept_then_reset",  # carried out, the connection breaks
    "accept_then_5xx",  # carried out, the answer says 503
    "late_landing",  # answered 503, carried out some time later
    "refuse_5xx",  # not carried out, 503
    "unreachable",  # the connection breaks, nothing carried out
    "timeout",  # no answer, nothing carried out
    "rate_limited",  # 429 with Retry-After
]
KINDS: tuple[str, ...] = get_args(FaultKind)


ENDLESS = -1


@dataclass(kw_only=True)
class PlannedFault:
    """`on` is "read", "write", "all" or an action such as "job.pause". `times` counts down, ENDLESS never does.

    `seconds` is how long the time-outs hold the connection, when a late landing lands, what Retry-After says.
    """

    kind: FaultKind
    on: str = "write"
    times: int = 1
    seconds: float = 5.0


class FaultPlan:
    """The faults still to come, the oldest first."""

    def __init__(self) -> None:
        self._planned: list[PlannedFault] = []

    def add(self, fault: PlannedFault) -> None:
        self._planned.append(fault)

    def clear(self) -> None:
        self._planned.clear()

    def planned(self) -> tuple[PlannedFault, ...]:
        return tuple(self._planned)

    def take(self, *, action: str | None) -> PlannedFault | None:
        """The fault for this request, spent by one. *action* is None for a read."""
        names = {"all", "read"} if action is None else {"all", "write", action}
        fault = next((one for one in self._planned if one.on in names), None)
        if fault is not None and fault.times != ENDLESS:
            fault.times -= 1
            if fault.times <= 0:
                self._planned.remove(fault)
        return fault
