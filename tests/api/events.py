"""Events as an honest platform writes them, at the time of the tests' clock."""

from typing import Any

TIME = "2026-11-23T08:55:00Z"
ORDER = {"type": "order", "id": "1001", "label": "Order 1001", "url": "https://shop.example/orders/1001"}
STOCK_OUT = {"code": "order.stock_out", "title": "Out of stock", "about": ORDER}
JOB = {
    "job_id": "j1",
    "name": "eBay orders",
    "paused": False,
    "checked_at": TIME,
    "connection_id": "c1",
    "retailer": "acme",
}
RUN = {
    "run_id": "r1",
    "job_id": "j1",
    "state": "failed",
    "ended_at": TIME,
    "error": {"class": "token_expired", "message": "invalid_grant"},
}


def event(type_: str, data: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": type_, "time": TIME, "subject": "s1", "account": "acme", "data": data, **more}


def issue(**changes: Any) -> dict[str, Any]:
    return event("order.issue.opened", {**STOCK_OUT, **changes}, subject="1001")


def resolved(**more: Any) -> dict[str, Any]:
    return event("order.issue.resolved", STOCK_OUT, subject="1001", **more)


def incident(
    code: str = "NAM", status: str = "pending", type_: str = "opened", **more: Any
) -> dict[str, Any]:
    """A word of a carrier on incident i1."""
    there = {
        "incident_id": "i1",
        "status": status,
        "allowed_resolutions": ["retry_delivery"],
        "checked_at": TIME,
    }
    data = {"incident": there, "carrier": "TIPSA", "carrier_code": code, "order": ORDER, **more}
    return event(f"shipment.incident.{type_}", data, subject="i1")


def support(type_: str = "opened", **more: Any) -> dict[str, Any]:
    """A word on ticket t1 of a customer."""
    data = {
        "ticket_id": "t1",
        "channel": "Amazon",
        "requester": {"name": "Joana Reis", "email": "joana@mail.example", "phone": "+351 900 000 000"},
        "category": "damage",
        "order_number": "403-118",
        "title": "Mug arrived broken",
        "message": "It came in pieces.",
    }
    return event(f"support.ticket.{type_}", data | more, subject="t1")


def failed_run(**changes: Any) -> dict[str, Any]:
    return event("job.run.failed", {"job": JOB, "run": {**RUN, **changes}}, subject="j1")
