"""The events this platform writes about what happened in it, put in line to be sent."""

import json
from datetime import UTC, datetime

from sandbox.platform import answers
from sandbox.platform.world import Connection, Incident, Job, Order, Outgoing, Run, Ticket, World

KEPT_SENT = 200
"""Sent events kept for the page. Those still waiting are all kept."""

RUNBOOKS = {
    "order.fulfilled_without_tracking": "add-tracking",
    "order.stock_out": "stock-out",
    "order.sync_timeout": "order-timeout",
    "order.address_unstructured": "structure-address",
}


def job_event(world: World, type_: str, job: Job, run: Run | None, at: datetime) -> None:
    """`job.*`. A job that never ran has no run to tell of, so nothing is told."""
    if run is not None:
        severity = "critical" if job.kind == "order_sync" else "high"
        data = {"job": answers.job(world, job), "run": answers.run(world, run)}
        _put(world, type_, job.id, at, data, account=world.retailers[job.retailer_id].name, severity=severity)


def connection_event(world: World, connection: Connection, at: datetime) -> None:
    account = world.retailers[connection.retailer_id].name
    data = answers.connection(world, connection)
    _put(world, "connection.status.changed", connection.id, at, data, account=account)


def order_event(world: World, type_: str, order: Order, at: datetime) -> None:
    """`order.issue.*`, while the trouble is still on the order."""
    code = f"order.{order.trouble}"
    data = {
        "code": code,
        "title": order.title,
        "description": order.description,
        "about": {
            "type": "order",
            "id": order.id,
            "label": f"Order {order.number}",
            "url": answers.link(world, f"order-{order.id}"),
        },
        "amount": {"value": order.amount, "currency": order.currency},
    }
    account = world.retailers[order.retailer_id].name
    runbook = answers.link(world, f"runbook-{RUNBOOKS.get(code, 'other')}")
    _put(world, type_, order.id, at, data, account=account, severity=order.severity, runbook_url=runbook)


def incident_event(world: World, type_: str, incident: Incident, at: datetime) -> None:
    """`shipment.incident.*`, as the carrier has it now."""
    incident.told = True
    data = {
        "incident": answers.incident(incident),
        "carrier": incident.carrier,
        "carrier_code": incident.carrier_code,
        "incident_type": "delivery",
        "reason": incident.reason,
        "courier_notes": incident.notes,
        "distance_km": incident.distance_km,
        "attempt": incident.attempt,
        "order": {
            "type": "order",
            "id": incident.order_number,
            "label": f"Order {incident.order_number}",
            "url": answers.link(world, f"incident-{incident.id}"),
        },
    }
    _put(world, type_, incident.id, at, data, account="Casa Lume")


def ticket_event(world: World, type_: str, ticket: Ticket, words: str, at: datetime) -> None:
    """`support.ticket.*`, with what the customer says now."""
    data = {
        "ticket_id": ticket.id,
        "channel": ticket.channel,
        "requester": {"name": ticket.name, "email": ticket.email, "phone": ticket.phone or None},
        "category": ticket.category,
        "order_number": ticket.order_number or None,
        "title": ticket.title,
        "message": words or None,
        "locale": ticket.locale,
    }
    _put(world, type_, ticket.id, at, data, account="Casa Lume")


def _put(world: World, type_: str, subject: str, at: datetime, data: object, **more: str) -> None:
    event = {"type": type_, "time": at.astimezone(UTC).isoformat(), "subject": subject, **more, "data": data}
    body = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
    number = world.next_number()
    world.events.append(Outgoing(id=f"evt_{number}", type=type_, subject=subject, at=at, body=body))
    done = [one for one in world.events if one.status != "waiting"]
    for old in done[:-KEPT_SENT]:
        world.events.remove(old)
