"""What the mailbox can do wrong on demand, so that tests see how the sender takes it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class FaultKind(StrEnum):
    """Each is a thing that real relays do."""

    BUSY = "busy"
    """421 to the recipient: come back later."""

    GREYLIST = "greylist"
    """450 to the recipient: try again in a while."""

    UNKNOWN_MAILBOX = "unknown_mailbox"
    """550 to the recipient: never."""

    TOO_BIG = "too_big"
    """552 to the whole mail: never."""

    DROP_BEFORE_DATA = "drop_before_data"
    """The line breaks before the mail was sent: nothing is kept."""

    DROP_AFTER_DATA = "drop_after_data"
    """The mail is kept, and the line breaks before the sender hears of it."""


@dataclass(kw_only=True)
class PlannedFault:
    kind: FaultKind
    to: str | None = None
    """Only for this recipient; None for everybody."""
    times: int = 1

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "to": self.to, "times": self.times}


class FaultPlan:
    """Faults to come, each used up after its number of times."""

    def __init__(self) -> None:
        self._planned: list[PlannedFault] = []

    @property
    def planned(self) -> tuple[PlannedFault, ...]:
        return tuple(self._planned)

    def add(self, fault: PlannedFault) -> None:
        self._planned.append(fault)

    def clear(self) -> None:
        self._planned.clear()

    def next_for(self, recipients: list[str], among: frozenset[FaultKind]) -> FaultKind | None:
        """The first fault of these kinds that fits, spent by one."""
        for fault in self._planned:
            if fault.kind in among and (fault.to is None or fault.to in recipients):
                fault.times -= 1
                if fault.times <= 0:
                    self._planned.remove(fault)
                return fault.kind
        return None
