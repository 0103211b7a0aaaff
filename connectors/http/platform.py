"""A platform behind the generic signed-HTTP contract (docs/platform-contract.openapi.yaml)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from connectors.breaker import Breaker
from connectors.contract import (
    ConnectionShape,
    IncidentShape,
    JobShape,
    connection_fact,
    job_fact,
    run_fact,
)
from connectors.http.answers import (
    CapabilitiesShape,
    ConnectionsPage,
    JobsPage,
    OperationShape,
    OrderShape,
    RunsPage,
    WriteAnswer,
    capabilities_fact,
)
from connectors.http.wire import Answer, Query, Wire, understood
from connectors.http.writes import body_of, path_of
from connectors.kit import VettedSession
from core.domain.platform_facts import (
    IN_FLIGHT,
    Capabilities,
    Connection,
    Downstream,
    Incident,
    Job,
    OperationReport,
    Order,
    Run,
)
from core.errors import NotFound, OutcomeUnknown, Permanent
from core.ports.platform import Write

PAGE = 200
"""The most that one page may hold, by the contract."""

MAX_PAGES = 50
"""10,000 failing jobs; a platform that pages on beyond them is going in circles."""

FIND_LIMIT = 50
MAX_QUERY_CHARS = 100
"""By the contract (parameter q)."""

CAPABILITIES_FOR = timedelta(seconds=60)
"""How long an answer of /capabilities is believed. It changes with a release of the platform."""

OLDEST = datetime.min.replace(tzinfo=UTC)


class HttpPlatform:
    """One configured platform. Takes the shared session; opens and closes nothing itself.

    Raises Invalid at once for an address, a token or a secret that cannot be used.
    """

    def __init__(
        self,
        http: VettedSession,
        base_url: str,
        *,
        token: str,
        secret: str,
        allow_private: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        breaker: Breaker | None = None,
    ) -> None:
        self._wire = Wire(
            http,
            base_url,
            token=token,
            secret=secret,
            allow_private=allow_private,
            now=now,
            breaker=breaker or Breaker(),
        )
        self._known: tuple[Capabilities, datetime] | None = None

    async def capabilities(self) -> Capabilities:
        answer = await self._wire.read("capabilities")
        capabilities = capabilities_fact(understood(CapabilitiesShape, answer))
        self._known = capabilities, answer.read_at
        return capabilities

    async def failing_jobs(self) -> tuple[Job, ...]:
        jobs: list[Job] = []
        cursor: str | None = None
        seen: set[str] = set()
        for _ in range(MAX_PAGES):
            query = [("failing", "true"), ("limit", str(PAGE)), *([("cursor", cursor)] if cursor else [])]
            page, answer = await self._jobs(query)
            jobs += await self._job_facts(page, answer)
            cursor = page.next_cursor
            if cursor is None:
                return tuple(jobs)
            if cursor in seen:
                break
            seen.add(cursor)
        raise Permanent("endless_pages")

    async def find_jobs(self, text: str) -> tuple[Job, ...]:
        page, answer = await self._jobs([("q", text[:MAX_QUERY_CHARS]), ("limit", str(FIND_LIMIT))])
        return tuple((await self._job_facts(page, answer))[:FIND_LIMIT])

    async def job(self, job_id: str) -> Job:
        answer = await self._wire.read("jobs", job_id)
        shape = understood(JobShape, answer)
        if shape.job_id != job_id:
            raise Permanent("answer_invalid")
        forced = await self._reports_forced(answer)
        return job_fact(shape, checked_at=answer.checked_at(shape.checked_at), reports_forced=forced)

    async def runs(self, job_id: str, *, limit: int = 50) -> tuple[Run, ...]:
        """In flight is read first: a run that ends between the two reads is then seen twice, not missed."""
        running = [("state", one.value) for one in sorted(IN_FLIGHT)]
        first, answer = await self._runs(job_id, [*running, ("limit", str(PAGE))])
        wanted = min(max(limit, 1) + len(first.runs), PAGE)
        newest, _ = await self._runs(job_id, [("limit", str(wanted))])
        forced = await self._reports_forced(answer)
        shapes = {shape.run_id: shape for shape in (*first.runs, *newest.runs) if shape.job_id == job_id}
        found = [run_fact(shape, reports_forced=forced) for shape in shapes.values()]
        in_flight = sorted((run for run in found if run.state in IN_FLIGHT), key=_begun, reverse=True)
        ended = sorted((run for run in found if run.state not in IN_FLIGHT), key=_ended, reverse=True)
        return (*in_flight, *ended[:limit])

    async def find_connections(self, text: str) -> tuple[Connection, ...]:
        query = [("q", text[:MAX_QUERY_CHARS]), ("limit", str(FIND_LIMIT))]
        answer = await self._wire.read("connections", query=query)
        page = understood(ConnectionsPage, answer)
        return tuple(_connection(shape, answer) for shape in page.connections[:FIND_LIMIT])

    async def connection(self, connection_id: str) -> Connection:
        answer = await self._wire.read("connections", connection_id)
        shape = understood(ConnectionShape, answer)
        if shape.connection_id != connection_id:
            raise Permanent("answer_invalid")
        return _connection(shape, answer)

    async def order(self, order_id: str) -> Order:
        answer = await self._wire.read("orders", order_id)
        shape = understood(OrderShape, answer)
        if shape.order_id != order_id:
            raise Permanent("answer_invalid")
        return Order(
            order_id=shape.order_id,
            status=shape.status,
            attempts=shape.attempts,
            checked_at=answer.checked_at(shape.checked_at),
            number=shape.number,
            last_attempt_key=shape.last_attempt_key,
            downstream=tuple(
                Downstream(id=one.id, created_at=one.created_at, url=one.url) for one in shape.downstream
            ),
            url=shape.url,
        )

    async def incident(self, incident_id: str) -> Incident:
        answer = await self._wire.read("incidents", incident_id)
        shape = understood(IncidentShape, answer)
        if shape.incident_id != incident_id:
            raise Permanent("answer_invalid")
        return Incident(
            incident_id=shape.incident_id,
            status=shape.status,
            allowed_resolutions=frozenset(shape.allowed_resolutions),
            checked_at=answer.checked_at(shape.checked_at),
            changed_at=shape.changed_at,
        )

    async def carry_out(self, write: Write) -> None:
        answer = await self._wire.write(*path_of(write), message_id=write.id, body=body_of(write))
        try:
            told = understood(WriteAnswer, answer)
        except Permanent:
            raise OutcomeUnknown("answer_invalid") from None
        if told.operation_id is not None and told.status == "failed":
            raise Permanent((told.error.code if told.error else None) or "failed")

    async def outcome(self, operation_id: str) -> OperationReport | None:
        try:
            answer = await self._wire.read("operations", operation_id)
        except NotFound:
            return None
        shape = understood(OperationShape, answer)
        if shape.operation_id != operation_id:
            raise Permanent("answer_invalid")
        return OperationReport(
            operation_id=shape.operation_id,
            status=shape.status,
            error_code=shape.error.code if shape.error else None,
            error_detail=shape.error.detail if shape.error else None,
        )

    async def _jobs(self, query: Query) -> tuple[JobsPage, Answer]:
        answer = await self._wire.read("jobs", query=query)
        return understood(JobsPage, answer), answer

    async def _runs(self, job_id: str, query: Query) -> tuple[RunsPage, Answer]:
        answer = await self._wire.read("jobs", job_id, "runs", query=query)
        return understood(RunsPage, answer), answer

    async def _job_facts(self, page: JobsPage, answer: Answer) -> list[Job]:
        forced = await self._reports_forced(answer)
        return [
            job_fact(shape, checked_at=answer.checked_at(shape.checked_at), reports_forced=forced)
            for shape in page.jobs
        ]

    async def _reports_forced(self, answer: Answer) -> bool:
        """Whether a run that is not called forced was really not forced; asked of the platform once a minute."""
        if self._known is None or answer.read_at - self._known[1] > CAPABILITIES_FOR:
            return (await self.capabilities()).reports_forced
        return self._known[0].reports_forced


def _connection(shape: ConnectionShape, answer: Answer) -> Connection:
    return connection_fact(shape, checked_at=answer.checked_at(shape.checked_at))


def _begun(run: Run) -> datetime:
    return run.started_at or run.queued_at or OLDEST


def _ended(run: Run) -> datetime:
    return run.ended_at or run.started_at or run.queued_at or OLDEST
