"""What kind of thing a verified Slack request is, and whether it has the shape that Bolt takes for granted.

Bolt looks for the team, the user and the channel in a dozen places and fails with a TypeError where it
finds a number; a failure there would be ours, a 500. So the places are looked at here first.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

MAX_DEPTH = 64
"""Block Kit's deepest message has some 15 levels."""


class SlackKind(StrEnum):
    """The four things Slack sends, by the way they are worded."""

    URL_VERIFICATION = "url_verification"
    EVENT = "event"
    INTERACTION = "interaction"
    COMMAND = "command"


def kind_of_json(body: dict[str, Any]) -> SlackKind | None:
    """None for a type that Andon does not take."""
    kind = body.get("type")
    return _JSON_KINDS.get(kind) if isinstance(kind, str) else None


def is_known_interaction(body: dict[str, Any]) -> bool:
    kind = body.get("type")
    return isinstance(kind, str) and kind in INTERACTIONS


def fault_of(kind: SlackKind, body: dict[str, Any]) -> str | None:
    """A short reason why this body cannot be handed on, or None."""
    if _deeper_than(body, MAX_DEPTH):
        return "too_deep"
    if kind is SlackKind.EVENT and body["type"] == "event_callback":
        event = body.get("event")
        if not isinstance(event, dict) or not isinstance(event.get("type"), str):
            return "event_malformed"
    if not _is_list_of_objects(body.get("response_urls", [])):
        return "response_urls_malformed"
    for place in _places(body):
        if not all(isinstance(place.get(name), str | dict | None) for name in IDENTITIES):
            return "identity_malformed"
        if place.get("authorizations") is not None and not _is_list_of_objects(place["authorizations"]):
            return "authorizations_malformed"
    return None


def _places(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every object in which Bolt looks for an identity."""
    waiting = [body]
    while waiting:
        place = waiting.pop()
        yield place
        waiting += [found for name in NESTING if isinstance(found := place.get(name), dict)]
        if _is_list_of_objects(place.get("authorizations")):
            waiting += place["authorizations"]


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(member, dict) for member in value)


def _deeper_than(body: dict[str, Any], limit: int) -> bool:
    level: list[Any] = [body]
    for _ in range(limit):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


IDENTITIES = ("team", "user", "channel", "enterprise")
NESTING = (
    "event",
    "message",
    "previous_message",
    "item",
    "assistant_thread",
    "view",
    "user",
    "function_data",
)

INTERACTIONS = frozenset(
    {"block_actions", "block_suggestion", "view_submission", "view_closed", "shortcut", "message_action"}
)

_JSON_KINDS = {
    "url_verification": SlackKind.URL_VERIFICATION,
    "event_callback": SlackKind.EVENT,
    "app_rate_limited": SlackKind.EVENT,
}
