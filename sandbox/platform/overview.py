"""All that the page shows, as one JSON document: the state, and for each thing the acts that make sense on it."""

from datetime import datetime
from typing import TYPE_CHECKING

from sandbox.platform import answers
from sandbox.platform.clockwork import why_it_fails
from sandbox.platform.hands import ENDED
from sandbox.platform.world import Connection, Feed, Incident, Job, Order, Ticket, World

if TYPE_CHECKING:
    from sandbox.platform.demo import DemoPlatform

SHOWN_RUNS = 14
SHOWN_EVENTS = 40

Act = dict[str, str]


def overview(demo: "DemoPlatform") -> answers.Json:
    world, now = demo.world, demo.now()
    return {
        "now": now.isoformat(),
        "frozen": world.frozen_at is not None,
        "andon": demo.events_go_to(),
        "runs_while_paused": demo.config.runs_while_paused,
        "jobs": [_job(world, job, now) for job in world.jobs.values() if not job.deleted],
        "connections": [_connection(world, one) for one in world.connections.values()],
        "feeds": [_feed(world, one) for one in world.feeds.values()],
        "orders": [_order(world, one) for one in world.orders.values()],
        "incidents": [_incident(one) for one in world.incidents.values()],
        "tickets": [_ticket(one) for one in world.tickets.values()],
        "operations": [
            {**answers.operation(one), "action": one.action, "target": one.target, "actor": one.actor,
             "ticket": one.ticket, "at": one.received_at.isoformat()}
            for one in list(world.operations.values())[: -SHOWN_EVENTS - 1 : -1]
        ],
        "events": [
            {"id": one.id, "type": one.type, "subject": one.subject, "at": one.at.isoformat(),
             "status": one.status, "attempts": one.attempts, "last_answer": one.last_answer}
            for one in world.events[: -SHOWN_EVENTS - 1 : -1]
        ],
        "waiting": len(demo.waiting_events()),
        "faults": [
            {"kind": one.kind, "on": one.on, "times": one.times} for one in demo.faults.planned()
        ],
    }  # fmt: skip


def _job(world: World, job: Job, now: datetime) -> answers.Json:
    fault = why_it_fails(world, job, now)
    acts: list[Act] = [
        _act("Resume", "job.resume", job.id) if job.paused else _act("Pause", "job.pause", job.id)
    ]
    acts += [
        _act("Run now", "job.run", job.id),
        _act("Accept all items" if job.rejects else "Refuse 2 items", "job.reject", job.id),
    ]
    newest = world.newest_ended(job.id)
    if newest is not None and newest.state in ("failed", "partial"):
        acts.append(_act("Mark successful by hand", "job.force", job.id))
    acts.append(_act("Delete", "job.delete", job.id))
    return {
        **answers.job(world, job),
        "runs": [answers.run(world, run) for run in world.runs_of(job.id)[-SHOWN_RUNS:]],
        "backlog": job.backlog,
        "cause": fault.message if fault else None,
        "mend": _mend(world, job, fault.cause) if fault else None,
        "acts": acts,
    }


def _mend(world: World, job: Job, cause: str) -> Act:
    """The one act that takes away what stands in this job's way."""
    if cause == "token_expired":
        return _act("Renew token", "token.renew", job.connection_id)
    if cause == "offboarded":
        return _act("Reinstate account", "account.reinstate", job.connection_id)
    if cause == "connection_failure":
        return _act("Mend the line", "line.mend", job.connection_id)
    if cause == "website_changed":
        return _act("Teach the new page", "job.teach", job.id)
    return _act("Restore feed", "feed.restore", job.feed_id or "")


def _connection(world: World, one: Connection) -> answers.Json:
    deactivated = one.status_on_marketplace == "DEACTIVATED"
    acts: list[Act] = []
    if one.authorisation_expires_at is not None:
        acts += [_act("Renew token", "token.renew", one.id), _act("Revoke token", "token.expire", one.id)]
    acts.append(
        _act("Reinstate account", "account.reinstate", one.id)
        if deactivated
        else _act("Close account", "account.deactivate", one.id)
    )
    acts.append(
        _act("Cut the line", "line.cut", one.id)
        if one.reachable
        else _act("Mend the line", "line.mend", one.id)
    )
    if one.status in ("paused", "suspended"):
        acts.append(_act("Reactivate", "connection.active", one.id))
    elif one.status != "removed":
        acts.append(_act("Pause", "connection.paused", one.id))
    if one.status != "removed":
        acts.append(_act("Remove", "connection.removed", one.id))
    return {**answers.connection(world, one), "reachable": one.reachable, "acts": acts}


def _feed(world: World, one: Feed) -> answers.Json:
    readers = [job for job in world.jobs.values() if job.feed_id == one.id]
    off = any(job.reads_schema != one.schema for job in readers)
    act = (
        _act("Restore format", "feed.restore", one.id)
        if off
        else _act("Change format", "feed.change", one.id)
    )
    return {
        "id": one.id,
        "name": one.name,
        "kind": one.kind,
        "schema": one.schema,
        "columns": one.columns.get(one.schema, []),
        "readers": [{"name": job.name, "reads": job.reads_schema} for job in readers],
        "off": off,
        "acts": [act],
    }


def _order(world: World, one: Order) -> answers.Json:
    acts: list[Act] = []
    if one.trouble == "stock_out":
        acts.append(_act("Book stock in", "order.stock", one.id))
    if not one.address_ok:
        acts.append(_act("Structure address", "order.address", one.id))
    if one.trouble == "sync_timeout" and one.downstream:
        acts.append(_act("Delete the copy", "order.uncopy", one.id))
    if one.trouble == "fulfilled_without_tracking":
        acts.append(_act("Add tracking", "order.track", one.id))
    return {
        **answers.order(world, one),
        "title": one.title,
        "retailer": world.retailers[one.retailer_id].name,
        "amount": f"{one.currency} {one.amount}",
        "trouble": one.trouble,
        "severity": one.severity,
        "sku": one.sku,
        "stock": one.stock if one.sku else None,
        "tracking": one.tracking,
        "acts": acts,
    }


def _incident(one: Incident) -> answers.Json:
    acts: list[Act] = []
    if not one.told:
        acts.append(_act("Report it", "incident.tell", one.id))
    elif one.status not in ENDED:
        if one.status == "solution_sent":
            acts.append(_act("Carrier replies", "incident.reply", one.id))
        acts += [
            _act("Fails again", "incident.fail", one.id),
            _act("Deliver", "incident.deliver", one.id),
            _act("Send back", "incident.return", one.id),
        ]
    return {
        **answers.incident(one),
        "order": one.order_number,
        "carrier": one.carrier,
        "carrier_code": one.carrier_code,
        "reason": one.reason,
        "attempt": one.attempt,
        "solution": one.solution,
        "acts": acts,
    }


def _ticket(one: Ticket) -> answers.Json:
    acts = [_act("Customer writes", "ticket.write", one.id)]
    if not one.said:
        acts = [_act("Open it", "ticket.open", one.id)]
    elif one.status == "open":
        acts.append(_act("Close it here", "ticket.close", one.id))
    return {
        "ticket_id": one.id,
        "title": one.title,
        "name": one.name,
        "channel": one.channel,
        "category": one.category,
        "order": one.order_number,
        "status": one.status if one.said else "not opened",
        "said": one.words[: one.said],
        "acts": acts,
    }


def _act(label: str, act: str, id_: str) -> Act:
    return {"label": label, "act": act, "id": id_}
