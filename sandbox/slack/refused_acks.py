"""The line of traffic for what an app put into an ack and Slack would not take."""

from sandbox.slack.refusal import Refusal
from sandbox.slack.workspace import Workspace


def note_refused_ack(workspace: Workspace, kind: str, refusal: Refusal) -> None:
    """`kind` is the delivery that was acked: view_submission, slash_command, block_suggestion."""
    workspace.hub.record(
        {
            "direction": "from_app",
            "transport": workspace.delivery.transport,
            "kind": f"{kind} ack",
            "ms": 0.0,
            "status": refusal.code,
            "summary": "what stood in the ack was refused",
            "ok": False,
            "error": refusal.code,
            "reply": refusal.body(),
            "pointers": refusal.pointers,
        }
    )
