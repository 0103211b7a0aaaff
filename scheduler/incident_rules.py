"""Reading back what became of a solution that was sent to a carrier."""

from dataclasses import asdict
from datetime import datetime

from core.domain.operation import Operation
from core.ports.platform import Platform
from scheduler.write_rules import DONE, OTHERWISE, UNMOVED, End, Look, Seen, ended, failed

OPEN = ("pending", "carrier_replied")
"""States in which a carrier takes a solution (D5; a second one after its answer)."""


class ResolveIncident:
    """The incident says that it has a solution; which of two it has, no platform tells."""

    repeatable = True
    """While the incident still waits, nothing has been taken."""
    on_success: End | None = DONE

    async def look(self, platform: Platform, operation: Operation, now: datetime) -> Seen:
        incident = await platform.incident(operation.target)
        allowed = operation.arguments.get("resolution") in incident.allowed_resolutions
        changed = incident.changed_at.isoformat() if incident.changed_at else None
        return Seen(
            read_at=incident.checked_at,
            facts={"status": incident.status, "allowed": allowed, "changed_at": changed},
            shown={"incident": asdict(incident)},
        )

    def before(self, operation: Operation, seen: Seen) -> End | None:
        if seen.facts["status"] not in OPEN:
            return failed("already_resolved")
        return None if seen.facts["allowed"] else failed("not_allowed_in_state")

    def after(self, operation: Operation, seen: Seen) -> Look:
        status, base = seen.facts["status"], operation.baseline or {}
        if status not in OPEN:
            return ended(DONE)
        if status == base.get("status") and seen.facts["changed_at"] == base.get("changed_at"):
            return UNMOVED
        # The carrier answered again in between, or refused: which it was, its report says.
        return OTHERWISE
