"""Modals in their stacks, and App Home tabs: one stack and one home for each person."""

import copy

import orjson

from sandbox.slack.config import SlackConfig
from sandbox.slack.documents import Json, Shelf, Store, json_shelf
from sandbox.slack.ids import Mint
from sandbox.slack.input_state import complete_state
from sandbox.slack.refusal import Refusal
from sandbox.slack.stored_blocks import give_action_ids, stored

MAX_STACK = 3  # views; https://docs.slack.dev/surfaces/modals
MAX_VIEW_BYTES = 250 * 1024  # of JSON; `view_too_large`
_SENT_FIELDS = ("title", "submit", "close")


class Modals:
    """What each person has open."""

    def __init__(self, config: SlackConfig, store: Store, mint: Mint) -> None:
        self._config, self._mint = config, mint
        self._stacks: Shelf[Json] = json_shelf(store, "modal_stack")
        self._homes: Shelf[Json] = json_shelf(store, "home")

    def stack(self, user_id: str) -> list[Json]:
        """The open views of this person, top last."""
        kept = self._stacks.get(user_id)
        return list(kept["views"]) if kept else []

    def home(self, user_id: str) -> Json | None:
        return self._homes.get(user_id)

    def owner_and_view(
        self, *, view_id: str | None = None, external_id: str | None = None
    ) -> tuple[str, Json]:
        """Whose view it is, and the view; raises `not_found` when it is closed or never was."""
        for user_id in self._stacks:
            for view in self.stack(user_id):
                if view["id"] == view_id or (external_id and view["external_id"] == external_id):
                    return user_id, view
        for user_id, view in self._homes.items():
            if view["id"] == view_id or (external_id and view["external_id"] == external_id):
                return user_id, view
        raise Refusal("not_found")

    def open(self, user_id: str, sent: Json) -> Json:
        view = self._built(sent)
        view["root_view_id"] = view["id"]
        self._keep(user_id, [view])
        return view

    def push(self, user_id: str, sent: Json) -> Json:
        stack = self.stack(user_id)
        if len(stack) >= MAX_STACK:
            raise Refusal("push_limit_reached")
        view = self._built(sent)
        view["previous_view_id"] = stack[-1]["id"] if stack else None
        view["root_view_id"] = stack[0]["id"] if stack else view["id"]
        self._keep(user_id, [*stack, view])
        return view

    def update(self, user_id: str, old: Json, sent: Json, *, expected_hash: str | None = None) -> Json:
        """Replace a view in place; typed values stay where block_id and action_id are equal."""
        if expected_hash and expected_hash != old["hash"]:
            raise Refusal("hash_conflict", response_metadata={"messages": ["[ERROR] hash conflict"]})
        view = self._built(sent, replacing=old)
        for field in ("id", "root_view_id", "previous_view_id"):
            view[field] = old[field]
        if typed := old["state"]["values"]:
            view["state"] = {"values": complete_state(view, typed)}
        if old["type"] == "home":
            self._homes.put(user_id, view)
        else:
            self._keep(user_id, [view if v["id"] == old["id"] else v for v in self.stack(user_id)])
        return view

    def publish(self, user_id: str, sent: Json, *, expected_hash: str | None = None) -> Json:
        old = self.home(user_id)
        if old is not None:
            return self.update(user_id, old, sent, expected_hash=expected_hash)
        if expected_hash:
            raise Refusal("hash_conflict")
        view = self._built(sent)
        view["root_view_id"] = view["id"]
        return self._homes.put(user_id, view)

    def remember_state(self, user_id: str, view: Json, values: Json) -> None:
        """Keep what was typed, as the client last said."""
        view["state"] = {"values": values}
        if view["type"] == "home":
            self._homes.put(user_id, view)
        else:
            self._keep(user_id, self.stack(user_id))

    def close_top(self, user_id: str, view_id: str) -> Json | None:
        """Close one view, and whatever stands above it; the views below show again."""
        stack = self.stack(user_id)
        at = next((n for n, view in enumerate(stack) if view["id"] == view_id), None)
        if at is None:
            return None
        self._keep(user_id, stack[:at])
        return stack[at]

    def clear(self, user_id: str) -> list[Json]:
        stack = self.stack(user_id)
        self._keep(user_id, [])
        return stack

    def _keep(self, user_id: str, views: list[Json]) -> None:
        if views:
            self._stacks.put(user_id, {"views": views})
        else:
            self._stacks.remove(user_id)

    def _built(self, sent: Json, *, replacing: Json | None = None) -> Json:
        """The view as Slack stores it. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload"""
        if len(orjson.dumps(sent)) > MAX_VIEW_BYTES:
            raise Refusal("view_too_large")
        external_id = str(sent.get("external_id") or "")
        if external_id and self._is_taken(external_id, replacing):
            raise Refusal("duplicate_external_id")
        blocks = stored(sent["blocks"], self._mint)
        give_action_ids(blocks, self._mint)
        view: Json = {
            "id": self._mint.id("V"),
            "team_id": self._config.team_id,
            "type": sent["type"],
            "blocks": blocks,
            "private_metadata": sent.get("private_metadata") or "",
            "callback_id": sent.get("callback_id") or "",
            "state": {"values": {}},
            "hash": self._mint.view_hash(),
            "clear_on_close": bool(sent.get("clear_on_close", False)),
            "notify_on_close": bool(sent.get("notify_on_close", False)),
            "root_view_id": None,
            "previous_view_id": None,
            "app_id": self._config.app.id,
            "external_id": external_id,
            "app_installed_team_id": self._config.team_id,
            "bot_id": self._config.app.bot_id,
        }
        for field in _SENT_FIELDS:
            view[field] = _plain(sent.get(field))
        return view

    def _is_taken(self, external_id: str, replacing: Json | None) -> bool:
        try:
            _, other = self.owner_and_view(external_id=external_id)
        except Refusal:
            return False
        return replacing is None or other["id"] != replacing["id"]


def _plain(text: object) -> Json | None:
    if not isinstance(text, dict):
        return None
    copied = copy.deepcopy(text)
    copied.setdefault("emoji", True)
    return copied
