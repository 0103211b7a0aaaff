"""How each write of the core looks on the wire of the platform contract."""

import json

from core.domain.operation import WriteKind
from core.ports.platform import Write

ARGUMENTS: dict[WriteKind, tuple[str, ...]] = {
    WriteKind.JOB_PAUSE: ("cancel_inflight",),
    WriteKind.JOB_RESUME: (),
    WriteKind.RUN_START: ("purpose", "of_run_id"),
    WriteKind.CONNECTION_SET_STATUS: ("status",),
    WriteKind.ORDER_RETRY: ("duplicate_checked",),
    WriteKind.INCIDENT_RESOLVE: ("resolution", "note", "delivery_date", "time_window"),
}
"""Only these travel: a stray argument never becomes part of a signed command."""

PATHS: dict[WriteKind, tuple[str, str]] = {
    WriteKind.JOB_PAUSE: ("jobs", "pause"),
    WriteKind.JOB_RESUME: ("jobs", "resume"),
    WriteKind.RUN_START: ("jobs", "runs"),
    WriteKind.CONNECTION_SET_STATUS: ("connections", "status"),
    WriteKind.ORDER_RETRY: ("orders", "retry"),
    WriteKind.INCIDENT_RESOLVE: ("incidents", "resolution"),
}

ADDRESS = ("street", "address_line_2", "postal_code", "city", "country")
"""The parts of a new address, which travel as one object."""

MAX_REASON_CHARS = 500
"""By the contract (Command.reason)."""


def path_of(write: Write) -> tuple[str, str, str]:
    """The parts of the path: collection, target, act."""
    collection, act = PATHS[write.kind]
    return collection, write.target, act


def body_of(write: Write) -> bytes:
    """The command, which repeats action and target because the signature does not cover the path."""
    arguments: dict[str, object] = {
        name: write.arguments[name] for name in ARGUMENTS[write.kind] if name in write.arguments
    }
    if write.kind is WriteKind.INCIDENT_RESOLVE and "street" in write.arguments:
        arguments["address"] = {part: write.arguments[part] for part in ADDRESS if write.arguments.get(part)}
    command = {
        "action": write.kind.value,
        "target": write.target,
        "actor": {"id": write.actor_id, "name": write.actor_name},
        "ticket": write.ticket,
        "reason": write.reason[:MAX_REASON_CHARS],
        **arguments,
    }
    return json.dumps(command, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
