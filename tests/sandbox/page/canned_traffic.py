"""What the page's test server says to the inspector and to the fault panel."""

from __future__ import annotations

from typing import Any

from tests.sandbox.page.canned import ANA, JOBS, ORDERS, Json, button, mrkdwn, plain

CLICK: Json = {
    "id": 1,
    "at": 1790000000.25,
    "direction": "to_app",
    "transport": "socket",
    "kind": "block_actions",
    "ms": 12.4,
    "status": "acked",
    "summary": "button job_ticket.take.v1",
    "retry_attempt": 0,
    "envelope_id": "5e1c0a0e-0000-4000-8000-000000000001",
    "fault": None,
    "pointers": [],
}


def click_bodies() -> Json:
    """What `/ui/traffic/entry` says of `CLICK`."""
    payload = {"type": "block_actions", "user": {"id": ANA}, "actions": [{"action_id": "job_ticket.take.v1"}]}
    ack = {"outcome": "acked", "status": 200, "reason": None, "body": {"text": "<b>taken</b>"}}
    return {"payload": payload, "ack": ack, "arguments": None, "reply": None}


def refused_blocks() -> list[Json]:
    """A section that is fine, and two blocks with one mistake each."""
    twice = [button("Take it", "take"), button("Leave it", "take")]
    fields = [mrkdwn("*Shop*\nWebsite"), mrkdwn("*Why*\n" + "x" * 2001)]
    return [
        {"type": "header", "text": plain("Fine")},
        {"type": "section", "text": mrkdwn("Too long below"), "fields": fields},
        {"type": "actions", "elements": twice},
    ]


REASONS = [
    "must be less than 2001 characters [json-pointer:/blocks/1/fields/1/text]",
    '`action_id` "take" already exists [json-pointer:/blocks/2/elements/1/action_id]',
]
REFUSED: Json = {
    "id": 2,
    "at": 1790000001.5,
    "direction": "from_app",
    "transport": "web_api",
    "kind": "chat.postMessage",
    "ms": 3.0,
    "status": "invalid_blocks",
    "summary": f"chat.postMessage {JOBS}",
    "http_status": 200,
    "ok": False,
    "error": "invalid_blocks",
    "fault": None,
    "pointers": REASONS,
    "pointer": REASONS[0],
}


def rule(**more: Any) -> Json:
    """A fault as the server lists it: every field of it."""
    whole = {
        "kind": "drop",
        "method": "*",
        "channel": None,
        "commit": None,
        "times": 1,
        "skip": 0,
        "status": 503,
        "delay_s": 1.0,
        "retry_after_s": 1,
        "age_s": 360,
        "error": "internal_error",
        "at_random": 1.0,
    }
    return {**whole, **{name: value for name, value in more.items() if name in whole}}


def state() -> Json:
    """The answer of `/control/state` with nothing wrong."""
    return {
        "ok": True,
        "now_s": 1790000100.0,
        "due_in_s": [],
        "faults": [],
        "hits": {},
        "kinds": {"call": ["drop", "slow"], "delivery": ["slow_ack", "lost"]},
        "methods": {"call": ["chat.postMessage", "chat.update"], "delivery": ["block_actions"]},
        "transport": "socket",
        "connected": True,
        "connections": 1,
        "socket_open": True,
        "request_url": None,
        "token": {"dead": None, "scopes": ["chat:write"]},
        "channels": [_room(JOBS, "jobs"), _room(ORDERS, "orders", bot_is_member=False)],
    }


def _room(id: str, name: str, **more: Any) -> Json:
    room = {"id": id, "name": name, "is_private": False, "is_archived": False, "bot_is_member": True}
    return {**room, **more}
