"""Finds what a person acted on: the message, ephemeral, modal or home, and the element in it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from sandbox.slack.channels import Channel
from sandbox.slack.documents import Json
from sandbox.slack.input_state import VALUE_FIELDS, checked_choice, options_of
from sandbox.slack.refusal import Refusal
from sandbox.slack.sidebar import sees
from sandbox.slack.stored_blocks import all_blocks, elements
from sandbox.slack.ui_problem import UiProblem, not_there
from sandbox.slack.workspace import Workspace

SurfaceKind: TypeAlias = Literal["message", "ephemeral", "view"]


@dataclass(frozen=True, kw_only=True)
class Surface:
    """What stands on the screen; `channel` is None for a modal or home."""

    kind: SurfaceKind
    document: Json
    channel: Channel | None = None


@dataclass(frozen=True, kw_only=True)
class Placed:
    """An element, the block it stands in, and the attachment around that, if any."""

    element: Json
    block: Json
    attachment_id: int | None


def visible_channel(workspace: Workspace, user_id: str, channel_id: object) -> Channel:
    """The channel, if this person may look into it."""
    channel = workspace.channels.get(str(channel_id))
    if channel is None or not sees(workspace, user_id, channel):
        not_there("channel")
    return channel


def find_surface(workspace: Workspace, user_id: str, container: Json) -> Surface:
    """The surface that `container` names; raises `UiProblem` when this person does not see it."""
    kind = container.get("type")
    if kind in ("view", "home"):
        return Surface(kind="view", document=find_view(workspace, user_id, str(container.get("view_id"))))
    channel = visible_channel(workspace, user_id, container.get("channel"))
    ts = str(container.get("message_ts"))
    if kind == "ephemeral":
        whisper = workspace.messages.ephemeral(channel.id, user_id, ts)
        if whisper is None:
            not_there("message")
        return Surface(kind="ephemeral", document=whisper, channel=channel)
    message = workspace.messages.find(channel.id, ts)
    if message is None:
        not_there("message")
    return Surface(kind="message", document=message, channel=channel)


def find_view(workspace: Workspace, user_id: str, view_id: str) -> Json:
    """This person's open modal or home of that id."""
    try:
        owner, view = workspace.modals.owner_and_view(view_id=view_id)
    except Refusal:
        not_there("view")
    if owner != user_id:
        not_there("view")
    return view


def find_element(surface: Surface, block_id: str, action_id: str) -> Placed:
    for block, attachment_id in all_blocks(surface.document):
        if block.get("block_id") != block_id:
            continue
        for element in elements(block):
            if element["action_id"] == action_id:
                return Placed(element=element, block=block, attachment_id=attachment_id)
    not_there("button")


def acted(placed: Placed, said: Json, action_ts: str) -> Json:
    """The entry of `actions`: the element's own words and the value that was chosen."""
    element = placed.element
    action: Json = {
        "type": element["type"],
        "block_id": placed.block["block_id"],
        "action_id": element["action_id"],
        "action_ts": action_ts,
    }
    if element["type"] in ("button", "icon_button", "workflow_button"):
        for field in ("text", "value", "style", "url", "icon"):
            if field in element:
                action[field] = element[field]
        return action
    if element["type"] == "feedback_buttons":
        return {**action, "value": said.get("value"), "text": said.get("text")}
    field = "selected_option" if element["type"] == "overflow" else VALUE_FIELDS.get(element["type"], "value")
    value = said.get(field)
    if field in ("selected_option", "selected_options") and options_of(element):
        checked = checked_choice(element, value)
        if value and not checked:
            raise UiProblem("unknown_option", "That choice is not among the options of this element.")
        value = checked
    if value is None and field.endswith("s") and field != "selected_times":
        value = []
    for extra in ("placeholder", "timezone"):
        if extra in element:
            action[extra] = element[extra]
    return {**action, field: value}
