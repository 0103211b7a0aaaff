"""Submitting and closing modals: what the person filled in goes to the app, its ack decides what is shown."""

from collections.abc import Mapping

from sandbox.slack import payloads
from sandbox.slack.checking import check_view
from sandbox.slack.documents import Json
from sandbox.slack.envelope import Ack, Envelope
from sandbox.slack.input_state import complete_state, missing_inputs
from sandbox.slack.refusal import Refusal
from sandbox.slack.refused_acks import note_refused_ack
from sandbox.slack.showing import show_stack
from sandbox.slack.slack_files import check_slack_files
from sandbox.slack.surfaces import find_view
from sandbox.slack.ui_problem import UiProblem, not_there
from sandbox.slack.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"
MAX_INPUT_FILE_BYTES = 10 * 1024 * 1024  # per file of a file_input
_PICKERS = {"conversations_select": "selected_conversation", "channels_select": "selected_channel"}


async def submit(workspace: Workspace, user_id: str, view_id: str, given: object) -> dict[str, str] | None:
    """Send a modal; None when it went through, else what is wrong by block id.

    Raises `UiProblem` (status 200) when the app did not ack in time or answered nonsense.
    """
    view = find_view(workspace, user_id, view_id)
    if view["type"] != "modal" or workspace.modals.stack(user_id)[-1]["id"] != view_id:
        not_there("view")
    values = complete_state(view, given)
    errors = _own_files(workspace, user_id, view, values) | missing_inputs(view, values)
    if errors:
        return errors
    workspace.modals.remember_state(user_id, view, values)
    payload = payloads.view_interaction(workspace, user_id, view, "view_submission")
    payload["trigger_id"] = workspace.triggers.give(user_id, view_id)
    payload["response_urls"] = _response_urls(workspace, user_id, view, values)
    envelope = Envelope(kind="interactive", payload=payload, wants_body=True)
    ack = await workspace.delivery.send(envelope, f"submit {view['callback_id']}")
    if not ack.ok:
        raise UiProblem(ack.error_word, TROUBLE, 200)
    return _answered(workspace, user_id, view, ack)


async def close(workspace: Workspace, user_id: str, view_id: str, given: object, *, everything: bool) -> None:
    """Cancel closes one view, the cross the whole stack. The app hears only if the view asked for it, and then
    with what stands in its inputs; files that were not sent stay the person's own."""
    view = find_view(workspace, user_id, view_id)
    if view["type"] == "modal":
        standing = given if isinstance(given, Mapping) else view["state"]["values"]
        workspace.modals.remember_state(user_id, view, _without_files(view, complete_state(view, standing)))
    clears = everything or bool(view["clear_on_close"])
    closed = workspace.modals.clear(user_id) if clears else [view]
    if not clears:
        workspace.modals.close_top(user_id, view_id)
    show_stack(workspace, user_id)
    for gone in reversed(closed):
        if gone["notify_on_close"]:
            payload = payloads.view_interaction(workspace, user_id, gone, "view_closed")
            payload["is_cleared"] = everything
            envelope = Envelope(kind="interactive", payload=payload)
            workspace.delivery.start(workspace.delivery.send(envelope, f"closed {gone['callback_id']}"))


def _without_files(view: Json, values: Json) -> Json:
    for block in view["blocks"]:
        element = block.get("element") or {}
        if element.get("type") == "file_input":
            values[block["block_id"]][element["action_id"]]["files"] = []
    return values


def _answered(workspace: Workspace, user_id: str, view: Json, ack: Ack) -> dict[str, str] | None:
    body = ack.body or {}
    action = body.get("response_action")
    if action == "errors":
        return _field_errors(view, body)
    try:
        if action == "clear":
            workspace.modals.clear(user_id)
        elif action == "update":
            workspace.modals.update(user_id, view, _new_view(workspace, body))
        elif action == "push":
            workspace.modals.push(user_id, _new_view(workspace, body))
        else:
            workspace.modals.close_top(user_id, view["id"])
    except Refusal as refusal:
        note_refused_ack(workspace, "view_submission", refusal)
        raise UiProblem("invalid_answer", f"{TROUBLE} ({refusal.code})", 200) from refusal
    show_stack(workspace, user_id)
    return None


def _field_errors(view: Json, body: Json) -> dict[str, str]:
    """The errors by block id; anything but ids of input blocks is trouble, as in Slack."""
    errors = body.get("errors")
    inputs = {block["block_id"] for block in view["blocks"] if block.get("type") == "input"}
    if not isinstance(errors, Mapping) or not errors or not set(errors) <= inputs:
        raise UiProblem("invalid_answer", TROUBLE, 200)
    return {str(block_id): str(words) for block_id, words in errors.items()}


def _new_view(workspace: Workspace, body: Json) -> Json:
    view = body.get("view")
    if not isinstance(view, dict) or view.get("type") != "modal":
        raise Refusal("invalid_view")
    check_view(view)
    error, pointer = "invalid_arguments", "/view/blocks"
    check_slack_files(workspace.files, workspace.channels, error, pointer, view["blocks"])
    return view


def _own_files(workspace: Workspace, user_id: str, view: Json, values: Json) -> dict[str, str]:
    """Put the true file objects in place of what the page said, and hand the files to the app."""
    errors: dict[str, str] = {}
    for block in view["blocks"]:
        element = block.get("element") or {}
        if element.get("type") != "file_input":
            continue
        value = values[block["block_id"]][element["action_id"]]
        said = value["files"] if isinstance(value["files"], list) else []
        records = [_owned(workspace, user_id, item) for item in said]
        if len(records) > element.get("max_files", 10):
            errors[block["block_id"]] = f"Please choose at most {element.get('max_files', 10)} files."
        if any(record["size"] > MAX_INPUT_FILE_BYTES for record in records):
            errors[block["block_id"]] = "Files must be smaller than 10 MB."
        for record in records:
            workspace.files.hand_to_app(record)
        value["files"] = [workspace.files.json(record, with_shares=False) for record in records]
    return errors


def _owned(workspace: Workspace, user_id: str, item: object) -> Json:
    file_id = item.get("id") if isinstance(item, Mapping) else item
    record = workspace.files.get(str(file_id))
    if record is None or record["user"] != user_id:
        not_there("file")
    return record


def _response_urls(workspace: Workspace, user_id: str, view: Json, values: Json) -> list[Json]:
    """One for each picked channel whose select asked for it."""
    made = []
    for block in view["blocks"]:
        element = block.get("element") or {}
        field = _PICKERS.get(element.get("type", ""))
        if field is None or not element.get("response_url_enabled"):
            continue
        channel_id = values[block["block_id"]][element["action_id"]].get(field)
        if channel_id:
            key = workspace.response_urls.make(user_id=user_id, channel_id=channel_id)
            made.append(
                {
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": channel_id,
                    "response_url": payloads.response_url(workspace, "app", key),
                }
            )
    return made
