"""Reading back what became of an order that was sent again: the one write that is not harmless twice."""

from dataclasses import asdict
from datetime import datetime

from core.domain.operation import Operation
from core.ports.platform import Platform
from scheduler.write_rules import (
    DONE,
    FAILED_THERE,
    OTHERWISE,
    UNMOVED,
    WORKING,
    End,
    Look,
    Seen,
    ended,
    failed,
)


class RetryOrder:
    """A new attempt, by our key or by the count; then the order's own status says how it ended."""

    repeatable = True
    """While the count stands still and the order is still failed, nothing has been sent."""
    on_success: End | None = None

    async def look(self, platform: Platform, operation: Operation, now: datetime) -> Seen:
        order = await platform.order(operation.target)
        return Seen(
            read_at=order.checked_at,
            facts={"status": order.status, "attempts": order.attempts, "key": order.last_attempt_key},
            shown={"order": asdict(order)},
            order=order,
        )

    def before(self, operation: Operation, seen: Seen) -> End | None:
        order = seen.order
        if order is None:
            return None
        if order.status in ("sent", "fulfilled"):
            return DONE
        if order.downstream and not operation.arguments.get("duplicate_checked"):
            return failed("duplicate_suspected")
        if order.status == "pending":
            return failed("already_running")
        if order.status != "failed":
            return failed("not_allowed_in_state")
        known = (operation.baseline or {}).get("attempts")
        return failed("changed_meanwhile") if known not in (None, order.attempts) else None

    def after(self, operation: Operation, seen: Seen) -> Look:
        base = (operation.baseline or {}).get("attempts")
        attempts = seen.facts["attempts"]
        ours = seen.facts["key"] == operation.id
        more = isinstance(base, int) and isinstance(attempts, int) and attempts > base
        status = seen.facts["status"]
        if status in ("sent", "fulfilled"):
            return ended(DONE)
        if not (ours or more):
            return UNMOVED if status == "failed" else OTHERWISE
        if status == "cancelled":
            return ended(failed("cancelled"))
        return FAILED_THERE if status == "failed" else WORKING
