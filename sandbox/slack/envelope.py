"""What Slack sends to an app, and what came back of it."""

from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias
from uuid import uuid4

from sandbox.slack.documents import Json

Kind: TypeAlias = Literal["events_api", "interactive", "slash_commands"]
Outcome: TypeAlias = Literal["acked", "timeout", "failed", "unreachable"]


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """One delivery. `wants_body` is Slack's accepts_response_payload.

    The last two spoil the signature of one that goes by HTTP: another secret, or a moment that long ago.
    """

    kind: Kind
    payload: Json
    wants_body: bool = False
    retry_attempt: int = 0
    retry_reason: str = ""
    id: str = field(default_factory=lambda: str(uuid4()))
    wrongly_signed: bool = False
    signed_ago_s: int = 0

    @property
    def word(self) -> str:
        """What the traffic and the faults call it: event_callback, block_actions, slash_command ..."""
        return str(self.payload.get("type", "slash_command"))

    @property
    def channel_id(self) -> str:
        """Where it comes from; "" for a modal, a home or an event without a channel."""
        payload = self.payload
        place = (payload.get("event") or {}).get("channel") or payload.get("channel")
        found = place.get("id") if isinstance(place, dict) else place
        return str(found or payload.get("channel_id") or "")


@dataclass(frozen=True, kw_only=True)
class Ack:
    """What the app answered. `reason` is Slack's word for the failure, as in x-slack-retry-reason."""

    outcome: Outcome
    body: Json | None = None
    status: int = 0
    reason: str = ""
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        return self.outcome == "acked"

    @property
    def error_word(self) -> str:
        """What Slack shows to the person: too late, or not at all."""
        return "operation_timeout" if self.outcome == "timeout" else "dispatch_failed"


class Link(Protocol):
    """A way to the app."""

    @property
    def connected(self) -> bool: ...

    async def deliver(self, envelope: Envelope) -> Ack:
        """Hand it over and wait for the ack, at most the deadline. Never raises for what the app does."""
        ...
