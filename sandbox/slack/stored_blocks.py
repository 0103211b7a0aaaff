"""What Slack adds to blocks when it stores them: block ids, `emoji`, `verbatim`."""

import copy
from collections.abc import Iterator

from sandbox.slack.documents import Json
from sandbox.slack.ids import Mint


def stored(blocks: list[Json], mint: Mint) -> list[Json]:
    """A deep copy of `blocks` with the fields that Slack fills in; blocks within blocks get ids too."""
    copies = copy.deepcopy(blocks)
    for block in copies:
        _fill(block)
        for each in _with_nested(block):
            if not each.get("block_id"):
                each["block_id"] = mint.block_id()
    return copies


def stored_attachments(attachments: list[Json], mint: Mint) -> list[Json]:
    """Attachments numbered from 1, each with a fallback and stored blocks."""
    result = []
    for number, attachment in enumerate(copy.deepcopy(attachments), start=1):
        attachment["id"] = number
        attachment.setdefault("fallback", "[no preview available]")
        if isinstance(attachment.get("blocks"), list):
            attachment["blocks"] = stored(attachment["blocks"], mint)
        colour = attachment.get("color")
        if isinstance(colour, str):
            attachment["color"] = _COLOURS.get(colour, colour).lstrip("#")
        result.append(attachment)
    return result


def all_blocks(document: Json) -> Iterator[tuple[Json, int | None]]:
    """Each block of a message or view with the id of the attachment it stands in, if any.

    The cards of a carousel and the blocks of a container come after the block that holds them.
    """
    for block in document.get("blocks") or []:
        for each in _with_nested(block):
            yield each, None
    for attachment in document.get("attachments") or []:
        for block in attachment.get("blocks") or []:
            for each in _with_nested(block):
                yield each, attachment.get("id")


def elements(block: Json) -> Iterator[Json]:
    """The interactive elements of a block itself, wherever its kind keeps them."""
    for element in _candidates(block):
        if "action_id" in element:
            yield element


def give_action_ids(blocks: list[Json], mint: Mint) -> None:
    """Slack gives an interactive element that came without an action_id one of its own."""
    for outer in blocks:
        for block in _with_nested(outer):
            for element in _candidates(block):
                if element.get("type") in _INTERACTIVE:
                    element.setdefault("action_id", mint.block_id())


def _with_nested(block: Json) -> Iterator[Json]:
    """The block, then the blocks inside it: `child_blocks` of a container, the cards of a carousel."""
    yield block
    inner = block.get("elements") if block.get("type") == "carousel" else block.get("child_blocks")
    for child in inner or []:
        if isinstance(child, dict):
            yield from _with_nested(child)


def _candidates(block: Json) -> list[Json]:
    found = [] if block.get("type") == "carousel" else list(block.get("elements") or [])
    found += block.get("actions") or []
    found += [block.get("accessory"), block.get("element")]
    return [element for element in found if isinstance(element, dict)]


def _fill(node: object) -> None:
    if isinstance(node, list):
        for item in node:
            _fill(item)
    elif isinstance(node, dict):
        if isinstance(node.get("text"), str):
            if node.get("type") == "plain_text":
                node.setdefault("emoji", True)
            elif node.get("type") == "mrkdwn":
                node.setdefault("verbatim", False)
        for value in node.values():
            _fill(value)


_COLOURS = {"good": "2eb886", "warning": "daa038", "danger": "a30200"}
_INTERACTIVE = frozenset(
    {
        "button",
        "overflow",
        "checkboxes",
        "radio_buttons",
        "datepicker",
        "timepicker",
        "datetimepicker",
        "plain_text_input",
        "email_text_input",
        "url_text_input",
        "number_input",
        "rich_text_input",
        "file_input",
        "static_select",
        "external_select",
        "users_select",
        "conversations_select",
        "channels_select",
        "multi_static_select",
        "multi_external_select",
        "multi_users_select",
        "multi_conversations_select",
        "multi_channels_select",
        "feedback_buttons",
        "icon_button",
    }
)
