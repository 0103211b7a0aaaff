"""The person at the platform's own page: what they mend, break and do by hand."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sandbox.platform import customers, orders, telling
from sandbox.platform.acts import Refused, find, set_paused, set_status
from sandbox.platform.catalogue import AUTHORISED_FOR
from sandbox.platform.clockwork import queue_run, restore_schedule
from sandbox.platform.world import Connection, ConnectionStatus, Feed, Incident, Job, Order, World


def do(world: World, act: str, id_: str, at: datetime) -> str:
    """One act of the page on one thing; answers a sentence about it. Raises acts.Refused."""
    if act not in HANDS:
        raise Refused(404, "not_found", f"Known acts: {', '.join(HANDS)}.")
    return HANDS[act](world, id_, at)


def _renew(world: World, id_: str, at: datetime) -> str:
    connection = _connection(world, id_)
    connection.authorisation_expires_at = at + AUTHORISED_FOR
    if connection.status == "reauthorisation_required":
        set_status(world, connection, "active", at)
    return f"{connection.name}: the retailer signed in again, the token is good for 18 months."


def _expire(world: World, id_: str, at: datetime) -> str:
    connection = _connection(world, id_)
    connection.authorisation_expires_at = at - timedelta(seconds=1)
    return f"{connection.name}: the refresh token is revoked."


def _deactivate(world: World, id_: str, at: datetime) -> str:
    connection = _connection(world, id_)
    connection.status_on_marketplace = "DEACTIVATED"
    telling.connection_event(world, connection, at)
    return f"{connection.marketplace} closed the account."


def _reinstate(world: World, id_: str, at: datetime) -> str:
    connection = _connection(world, id_)
    connection.status_on_marketplace = "NORMAL"
    telling.connection_event(world, connection, at)
    return f"{connection.marketplace} opened the account again."


def _cut_line(world: World, id_: str, at: datetime) -> str:
    _connection(world, id_).reachable = False
    return "The line is cut."


def _mend_line(world: World, id_: str, at: datetime) -> str:
    _connection(world, id_).reachable = True
    return "The line is up again."


def _status(status: ConnectionStatus) -> Callable[[World, str, datetime], str]:
    def act(world: World, id_: str, at: datetime) -> str:
        connection = _connection(world, id_)
        if connection.status == "removed" and status != "removed":
            raise Refused(409, "not_allowed_in_state", "A removed connection cannot come back.")
        set_status(world, connection, status, at)
        return f"{connection.name} is {status}."

    return act


def _change_feed(world: World, id_: str, at: datetime) -> str:
    feed = _feed(world, id_)
    others = [version for version in feed.columns if version != feed.schema]
    feed.schema = max(others, default=feed.schema + 1)
    return f"{feed.name} now has format {feed.schema}."


def _restore_feed(world: World, id_: str, at: datetime) -> str:
    feed = _feed(world, id_)
    wanted = next((job.reads_schema for job in world.jobs.values() if job.feed_id == feed.id), None)
    feed.schema = wanted if wanted is not None else feed.schema
    return f"{feed.name} has format {feed.schema} again."


def _teach_job(world: World, id_: str, at: datetime) -> str:
    job = _job(world, id_)
    job.reads_schema = _feed(world, job.feed_id or "").schema
    return f"{job.name} reads format {job.reads_schema} now."


def _pause(world: World, id_: str, at: datetime) -> str:
    set_paused(world, _job(world, id_), at, paused=True)
    return "Paused by hand."


def _resume(world: World, id_: str, at: datetime) -> str:
    job = _job(world, id_)
    if world.connections[job.connection_id].status == "removed":
        raise Refused(409, "not_allowed_in_state", "Its connection was removed.")
    set_paused(world, job, at, paused=False)
    return "Resumed by hand."


def _run_now(world: World, id_: str, at: datetime) -> str:
    job = _job(world, id_)
    if world.in_flight(job.id) is not None:
        raise Refused(409, "already_running", "A run is queued or running.")
    return f"Run {queue_run(world, job, at).id} is queued."


def _force_success(world: World, id_: str, at: datetime) -> str:
    job = _job(world, id_)
    run = world.newest_ended(job.id)
    if run is None or run.state == "succeeded":
        raise Refused(409, "not_allowed_in_state", "There is no failed run to mark.")
    run.state, run.forced, run.ended_at, run.items_failed = "succeeded", True, at, 0
    return f"Run {run.id} is marked successful by hand. No work was done."


def _reject_some(world: World, id_: str, at: datetime) -> str:
    job = _job(world, id_)
    job.rejects = 0 if job.rejects else 2
    return f"The other side refuses {job.rejects or 'none'} of its items."


def _delete_job(world: World, id_: str, at: datetime) -> str:
    job = _job(world, id_)
    set_paused(world, job, at, paused=True)
    job.deleted = True
    restore_schedule(world, job, at)
    return f"{job.name} is deleted."


def _book_stock(world: World, id_: str, at: datetime) -> str:
    order = _order(world, id_)
    order.stock += 5
    return f"Five of {order.sku or 'it'} are booked in."


def _structure_address(world: World, id_: str, at: datetime) -> str:
    _order(world, id_).address_ok = True
    return "Street and number stand apart now."


def _delete_copy(world: World, id_: str, at: datetime) -> str:
    _order(world, id_).downstream.clear()
    return "The copies at the seller's shop are deleted."


def _add_tracking(world: World, id_: str, at: datetime) -> str:
    order = _order(world, id_)
    order.tracking = f"AP{world.next_number()}"
    if order.trouble == "fulfilled_without_tracking":
        orders.clear_trouble(world, order, at)
    return f"Tracking {order.tracking} is on the order."


def _tell_incident(world: World, id_: str, at: datetime) -> str:
    incident = _incident(world, id_)
    telling.incident_event(world, "shipment.incident.opened", incident, at)
    return f"The carrier reports {incident.id}."


def _reply(world: World, id_: str, at: datetime) -> str:
    incident = _moved(world, id_, "carrier_replied", at)
    incident.notes = "Se entrega el lunes por la mañana; que deje un teléfono."
    telling.incident_event(world, "shipment.incident.carrier_replied", incident, at)
    return f"{incident.id}: the carrier replied."


def _fail_delivery(world: World, id_: str, at: datetime) -> str:
    incident = _moved(world, id_, "pending", at)
    incident.attempt += 1
    incident.notes = "Ausente"
    telling.incident_event(world, "shipment.incident.opened", incident, at)
    return f"{incident.id}: attempt {incident.attempt} failed."


def _ended(status: str) -> Callable[[World, str, datetime], str]:
    def act(world: World, id_: str, at: datetime) -> str:
        incident = _moved(world, id_, status, at)
        telling.incident_event(world, "shipment.incident.closed", incident, at)
        return f"{incident.id} is {status}."

    return act


def _moved(world: World, id_: str, status: str, at: datetime) -> Incident:
    incident = _incident(world, id_)
    if incident.status in ENDED:
        raise Refused(409, "not_allowed_in_state", f"The incident is {incident.status}.")
    incident.status, incident.changed_at = status, at
    return incident


def _incident(world: World, id_: str) -> Incident:
    return find(world.incidents, id_, "incident")


def _connection(world: World, id_: str) -> Connection:
    return find(world.connections, id_, "connection")


def _feed(world: World, id_: str) -> Feed:
    return find(world.feeds, id_, "feed")


def _order(world: World, id_: str) -> Order:
    return find(world.orders, id_, "order")


def _job(world: World, id_: str) -> Job:
    job = find(world.jobs, id_, "job")
    if job.deleted:
        raise Refused(404, "not_found", "The job was deleted.")
    return job


ENDED = ("delivered", "returned", "lost", "destroyed")
"""After these a parcel moves no more."""

_BY_HAND: tuple[ConnectionStatus, ...] = ("active", "paused", "removed")

HANDS: dict[str, Callable[[World, str, datetime], str]] = {
    "token.renew": _renew,
    "token.expire": _expire,
    "account.deactivate": _deactivate,
    "account.reinstate": _reinstate,
    "line.cut": _cut_line,
    "line.mend": _mend_line,
    **{f"connection.{one}": _status(one) for one in _BY_HAND},
    "feed.change": _change_feed,
    "feed.restore": _restore_feed,
    "job.teach": _teach_job,
    "job.pause": _pause,
    "job.resume": _resume,
    "job.run": _run_now,
    "job.force": _force_success,
    "job.reject": _reject_some,
    "job.delete": _delete_job,
    "order.stock": _book_stock,
    "order.address": _structure_address,
    "order.uncopy": _delete_copy,
    "order.track": _add_tracking,
    "incident.tell": _tell_incident,
    "incident.reply": _reply,
    "incident.fail": _fail_delivery,
    "incident.deliver": _ended("delivered"),
    "incident.return": _ended("returned"),
    **customers.HANDS,
}
