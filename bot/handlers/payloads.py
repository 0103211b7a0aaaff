"""An interaction as Slack sends it, read once. Shapes: SLACK interaction payload references.

The same button arrives with a different container from a message, an attachment, an ephemeral message, a modal
and App Home; what differs is settled here and nowhere else.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from json import dumps, loads
from typing import Any

from bot.routes import SLOTTED, Place


class Payload:
    """A block_actions, view_submission, view_closed, message_action or shortcut body. Wrong shapes read as
    empty: the route then refuses them as a card too old."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self._body = body

    @property
    def type(self) -> str:
        return str(self._body.get("type") or "")

    @property
    def user_id(self) -> str:
        return str(_map(self._body.get("user")).get("id") or "")

    @property
    def team_id(self) -> str:
        return str(_map(self._body.get("team")).get("id") or "")

    @cached_property
    def action(self) -> Mapping[str, Any]:
        actions = self._body.get("actions")
        return _map(actions[0]) if isinstance(actions, list) and actions else {}

    @property
    def route_name(self) -> str:
        if self.type == "block_actions":
            name = str(self.action.get("action_id") or "")
            return next((r.name for r in SLOTTED if name.startswith(f"{r.name}.")), name)
        if self.type in ("message_action", "shortcut"):
            return str(self._body.get("callback_id") or "")
        return str(self._view.get("callback_id") or "")

    @property
    def value(self) -> str:
        """A button's value; for an overflow menu the value of the option chosen."""
        chosen = _map(self.action.get("selected_option")).get("value")
        return str(self.action.get("value") or chosen or "")

    @property
    def trigger_id(self) -> str | None:
        return _text(self._body.get("trigger_id"))

    @property
    def response_url(self) -> str | None:
        return _text(self._body.get("response_url"))

    @property
    def view_id(self) -> str | None:
        return _text(self._view.get("id"))

    @property
    def view_type(self) -> str | None:
        return _text(self._view.get("type"))

    @property
    def view_depth(self) -> int:
        """1 for a modal that stands alone, 3 for one on top of two others: no more can be pushed then."""
        previous = self._view.get("previous_view_id")
        if previous is None:
            return 1
        return 2 if previous == self._view.get("root_view_id") else 3

    @property
    def private_metadata(self) -> str:
        return str(self._view.get("private_metadata") or "")

    @property
    def state_values(self) -> Mapping[str, Any]:
        return _map(_map(self._view.get("state")).get("values"))

    @property
    def blocks(self) -> Sequence[object]:
        """Of the view, as it was drawn."""
        blocks = self._view.get("blocks")
        return blocks if isinstance(blocks, list) else ()

    @property
    def is_ephemeral(self) -> bool:
        return bool(_map(self._body.get("container")).get("is_ephemeral"))

    @property
    def case_id(self) -> str | None:
        """Of whatever case the button or modal is about, in any version of it; None where it does not say."""
        return _text(_json(self.value or self.private_metadata).get("c"))

    @property
    def message(self) -> Mapping[str, Any]:
        return _map(self._body.get("message"))

    @property
    def message_ts(self) -> str | None:
        container = _map(self._body.get("container"))
        stamps = (container.get("message_ts"), self.message.get("ts"), self._body.get("message_ts"))
        return next((ts for ts in map(_text, stamps) if ts), None)

    @property
    def place(self) -> Place:
        """Where the answer goes: the channel and thread of the message, else what the modal remembers. App
        Home carries the filter it shows, and a modal opened there remembers that."""
        container = _map(self._body.get("container"))
        channel = _text(container.get("channel_id")) or _text(_map(self._body.get("channel")).get("id"))
        if channel:
            thread = _text(container.get("thread_ts")) or _text(self.message.get("thread_ts"))
            # A message with replies names its own thread; who clicks on it looks at the channel.
            return Place(channel_id=channel, thread_ts=thread if thread != self.message_ts else None)
        if self.view_type == "home":
            return Place(home=self.private_metadata)
        return _remembered(self.private_metadata)

    @property
    def key(self) -> str:
        """Names this very act: the same one sent twice is one act (rule G2)."""
        if self.type == "view_submission":
            state = dumps(self.state_values, sort_keys=True, default=str)
            digest = sha256(f"{self._view.get('hash')}{state}".encode()).hexdigest()[:32]
            return f"submit:{self.team_id}:{self.user_id}:{self.view_id}:{digest}"
        stamp = self.action.get("action_ts") or self._body.get("action_ts") or self.trigger_id
        name = self.action.get("action_id") or self.route_name
        where = self.message_ts or self.view_id
        return f"click:{self.team_id}:{self.user_id}:{where}:{name}:{stamp}"

    @property
    def _view(self) -> Mapping[str, Any]:
        return _map(self._body.get("view"))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _remembered(metadata: str) -> Place:
    """A modal carries the place it was opened in."""
    try:
        return Place.model_validate(_json(metadata).get("p") or {})
    except ValueError:
        return Place()


def _json(text: str) -> Mapping[str, Any]:
    try:
        return _map(loads(text or "{}"))
    except (ValueError, RecursionError):
        return {}
