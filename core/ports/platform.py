"""What Andon asks of a platform: reads that return facts, and writes that are safe to ask for twice.

Reads raise Temporary (unreachable, limited), Permanent (refused) or NotFound (no such thing).
Writes raise Temporary (certainly not done), Permanent with the platform's code as `reason` (refused:
not_found, forbidden, job_paused, already_running, target_mismatch, duplicate_suspected,
already_resolved, not_allowed_in_state, validation), or OutcomeUnknown (the answer was lost; ask `outcome` first).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from core.domain.operation import WriteKind
from core.domain.platform_facts import Capabilities, Connection, Incident, Job, OperationReport, Order, Run


@dataclass(frozen=True, kw_only=True)
class Write:
    """One write. `id` is the idempotency key: the same id never takes effect twice.

    `arguments` by kind: job.pause {cancel_inflight: bool}; job.resume {};
    run.start {purpose: retry|verification, of_run_id?}; connection.set_status {status};
    order.retry {duplicate_checked: bool}; incident.resolve {resolution, note, delivery_date?, time_window?,
    street?, address_line_2?, postal_code?, city?, country?}.
    """

    id: str
    kind: WriteKind
    target: str
    actor_id: str
    actor_name: str
    ticket: str
    reason: str
    arguments: Mapping[str, str | bool] = field(default_factory=dict)


class Platform(Protocol):
    """One configured platform."""

    async def capabilities(self) -> Capabilities: ...

    async def failing_jobs(self) -> tuple[Job, ...]:
        """Every job whose newest finished run failed, all pages."""

    async def find_jobs(self, text: str) -> tuple[Job, ...]:
        """Jobs with *text* in their name, at most 50."""

    async def job(self, job_id: str) -> Job: ...

    async def runs(self, job_id: str, *, limit: int = 50) -> tuple[Run, ...]:
        """Newest end first; runs still in flight come first of all."""

    async def find_connections(self, text: str) -> tuple[Connection, ...]: ...

    async def connection(self, connection_id: str) -> Connection: ...

    async def order(self, order_id: str) -> Order: ...

    async def incident(self, incident_id: str) -> Incident: ...

    async def carry_out(self, write: Write) -> None:
        """Ask for the write. Returning means accepted, not yet that it took effect: read back."""

    async def outcome(self, operation_id: str) -> OperationReport | None:
        """What became of the write with that id; None means it was never received, so it may be sent."""


class Platforms(Protocol):
    """The configured platforms, by the id they have in andon.toml."""

    def get(self, platform_id: str) -> Platform:
        """Raises NotFound."""

    def ids(self) -> tuple[str, ...]: ...
