"""The platform's state in the words of the contract (docs/platform-contract.openapi.yaml)."""

from datetime import UTC, datetime

from sandbox.platform.world import Connection, Incident, Job, Operation, Order, Problem, Run, World

Json = dict[str, object]

CONNECTION_STATUSES = ("active", "paused", "suspended", "removed")
"""What may be asked for. `reauthorisation_required` only happens."""


OPEN_INCIDENT = ("pending", "carrier_replied")
"""While an incident stands so, a carrier takes a solution."""


def capabilities(*, runs_while_paused: bool) -> Json:
    return {
        "contract_version": "1.0",
        "jobs": {
            "pause": True,
            "retry": True,
            "verification_run": True,
            "runs_while_paused": runs_while_paused,
            "cancel_inflight": True,
            "reports_forced": True,
        },
        "connections": {"status": list(CONNECTION_STATUSES)},
        "orders": {"retry": True},
        "incidents": {
            "resolutions": [
                *("provide_solution", "retry_delivery", "change_address", "pickup_at_agency"),
                "return_to_sender",
            ],
            "contact_attempt_is_final": False,
        },
    }


def job(world: World, one: Job, *, unchanged: bool | None = None) -> Json:
    connection = world.connections[one.connection_id]
    last = world.newest_ended(one.id) or world.in_flight(one.id)
    told: Json = {
        "job_id": one.id,
        "name": one.name,
        "kind": one.kind,
        "retailer": world.retailers[one.retailer_id].name,
        "marketplace": connection.marketplace,
        "connection_id": one.connection_id,
        "paused": one.paused,
        "schedule": None if connection.status == "removed" else f"PT{one.interval_s:g}S",
        "next_run_at": _time(one.next_run_at),
        "last_run": run(world, last) if last else None,
        "last_success_at": _time(one.last_success_at),
        "consecutive_failures": one.consecutive_failures,
        "url": link(world, f"job-{one.id}"),
        "checked_at": _time(datetime.now(UTC)),
    }
    return told if unchanged is None else {**told, "unchanged": unchanged}


def run(world: World, one: Run) -> Json:
    error = None
    if one.error is not None:
        error = {"class": one.error.cause, "code": one.error.code, "message": one.error.message}
    return {
        "run_id": one.id,
        "job_id": one.job_id,
        "retry_of": one.retry_of,
        "attempt": one.attempt,
        "state": one.state,
        "forced": one.forced,
        "queued_at": _time(one.queued_at),
        "started_at": _time(one.started_at),
        "ended_at": _time(one.ended_at),
        "items_total": one.items_total,
        "items_failed": one.items_failed,
        "error": error,
        "url": link(world, f"run-{one.id}"),
    }


def connection(world: World, one: Connection) -> Json:
    return {
        "connection_id": one.id,
        "name": one.name,
        "retailer": world.retailers[one.retailer_id].name,
        "marketplace": one.marketplace,
        "status": one.status,
        "status_on_marketplace": one.status_on_marketplace,
        "authorisation_expires_at": _time(one.authorisation_expires_at),
        "checked_at": _time(datetime.now(UTC)),
    }


def order(world: World, one: Order) -> Json:
    url = link(world, f"order-{one.id}")
    return {
        "order_id": one.id,
        "number": one.number,
        "status": one.status,
        "attempts": one.attempts,
        "last_attempt_key": one.last_attempt_key,
        "downstream": [
            {"id": copy.id, "created_at": _time(copy.created_at), "url": url} for copy in one.downstream
        ],
        "url": url,
        "checked_at": _time(datetime.now(UTC)),
    }


def incident(one: Incident) -> Json:
    return {
        "incident_id": one.id,
        "status": one.status,
        "allowed_resolutions": one.allowed if one.status in OPEN_INCIDENT else [],
        "changed_at": _time(one.changed_at),
        "checked_at": _time(datetime.now(UTC)),
    }


def operation(one: Operation) -> Json:
    error = problem(one.error) if one.error else None
    return {"operation_id": one.id, "status": one.status, "error": error}


def problem(one: Problem) -> Json:
    """RFC 9457. The contract has no code for a missing or wrong credential: such a problem carries none."""
    told: Json = {
        "type": f"urn:andon-demo:{one.code or 'unauthorised'}",
        "title": (one.code or "unauthorised").replace("_", " ").capitalize(),
        "status": one.status,
        "detail": one.detail,
    }
    if one.code:
        told["code"] = one.code
    if one.retry_after_s is not None:
        told["retry_after_s"] = one.retry_after_s
    return told


def link(world: World, anchor: str) -> str:
    """A place on the platform's own page."""
    return f"{world.public_url}#{anchor}"


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()
