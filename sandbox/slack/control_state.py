"""GET /control/state: how the sandbox stands, for a panel that shows its levers."""

from dataclasses import asdict

from sandbox.slack.channels import Channel
from sandbox.slack.documents import Json
from sandbox.slack.faults import CALL_FAULTS, DELIVERY_FAULTS
from sandbox.slack.methods import METHODS
from sandbox.slack.refusal import Refusal
from sandbox.slack.workspace import Workspace

OTHER_CALLS = ("upload", "download", "response_url")  # what faults name as methods beside the Web API's
DELIVERIES = (
    "block_actions", "block_suggestion", "event_callback", "message_action", "shortcut", "slash_command",
    "view_closed", "view_submission",
)  # fmt: skip


def state_of(workspace: Workspace) -> Json:
    """The rules in force and how often each kind hit, what may be named in a rule, and the way to the app."""
    delivery = workspace.delivery
    return {
        "ok": True,
        "now_s": workspace.clock.now_s(),
        "due_in_s": workspace.clock.due_in_s(),
        "faults": [asdict(rule) for rule in workspace.faults.rules()],
        "hits": workspace.faults.hits,
        "kinds": {"call": list(CALL_FAULTS), "delivery": list(DELIVERY_FAULTS)},
        "methods": {"call": [*sorted(METHODS), *OTHER_CALLS], "delivery": list(DELIVERIES)},
        "transport": delivery.transport,
        "connected": delivery.connected,
        "connections": delivery.socket.connection_count,
        "socket_open": delivery.socket.enabled,
        "request_url": delivery.http.request_url if delivery.http else None,
        "token": _token(workspace),
        "channels": [
            _channel(workspace, channel) for channel in workspace.channels.all() if not channel.is_im
        ],
    }


def _token(workspace: Workspace) -> Json:
    """Whether the bot token lives, else the error that each call with it gets; and its scopes."""
    try:
        token = workspace.tokens.check(workspace.tokens.bot_secret)
    except Refusal as refusal:
        return {"dead": refusal.code, "scopes": []}
    return {"dead": None, "scopes": list(token.scopes)}


def _channel(workspace: Workspace, channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "bot_is_member": workspace.channels.bot_is_in(channel),
    }
