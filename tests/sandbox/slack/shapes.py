"""Blocks and views that several tests use."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(action_id: str, value: str = "v") -> Json:
    return {"type": "button", "action_id": action_id, "text": plain("Press"), "value": value}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def buttons(*action_ids: str, block_id: str = "row") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": [button(name) for name in action_ids]}


def field(block_id: str, action_id: str, *, optional: bool = False, **element: Any) -> Json:
    whole = {"type": "plain_text_input", **element, "action_id": action_id}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain("Say"),
        "optional": optional,
        "element": whole,
    }


def modal(*blocks: Json, callback_id: str = "m", **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain("Title"),
        "submit": plain("Send"),
        "blocks": list(blocks) or [section("hello")],
        **more,
    }


def home(text: str) -> Json:
    return {"type": "home", "blocks": [section(text)]}
