"""Reading back what was done to a connection."""

from dataclasses import asdict
from datetime import datetime

from core.domain.operation import Operation
from core.domain.platform_facts import ConnectionStatus
from core.errors import NotFound
from core.ports.platform import Platform
from scheduler.write_rules import DONE, OTHERWISE, UNAUTHORISED, UNMOVED, End, Look, Seen, ended, failed


class SetConnectionStatus:
    """The status is the one asked for. A removed connection may also simply be gone (404)."""

    repeatable = True
    on_success: End | None = None

    async def look(self, platform: Platform, operation: Operation, now: datetime) -> Seen:
        try:
            connection = await platform.connection(operation.target)
        except NotFound:
            if operation.arguments.get("status") != ConnectionStatus.REMOVED:
                raise
            # The moment is ours: a platform gives none for what is not there.
            gone = {"connection_id": operation.target, "gone": True}
            return Seen(read_at=now, facts={"status": ConnectionStatus.REMOVED.value}, shown=gone)
        return Seen(
            read_at=connection.checked_at,
            facts={"status": connection.status.value, "authorised": connection.authorised(now)},
            shown={"connection": asdict(connection)},
        )

    def before(self, operation: Operation, seen: Seen) -> End | None:
        wanted = operation.arguments.get("status")
        if wanted == ConnectionStatus.ACTIVE and not seen.facts["authorised"]:
            return UNAUTHORISED
        if seen.facts["status"] == wanted:
            return DONE
        known = (operation.baseline or {}).get("status")
        return failed("changed_meanwhile") if known not in (None, seen.facts["status"]) else None

    def after(self, operation: Operation, seen: Seen) -> Look:
        if seen.facts["status"] == operation.arguments.get("status"):
            return ended(DONE)
        return UNMOVED if seen.facts["status"] == (operation.baseline or {}).get("status") else OTHERWISE
