"""views.*: modals and App Home."""

from sandbox.slack.checking import check_view
from sandbox.slack.documents import Json
from sandbox.slack.methods.call import Call, Method
from sandbox.slack.refusal import Refusal, refuse_invalid
from sandbox.slack.showing import show_home, show_stack
from sandbox.slack.stored_blocks import elements


def open_view(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/views.open"""
    view = _view(call, "modal")
    trigger = call.workspace.triggers.look(_trigger_id(call))
    opened = call.workspace.modals.open(trigger.user_id, view)
    trigger.used = True
    show_stack(call.workspace, trigger.user_id)
    return {"ok": True, "view": opened}


def push_view(call: Call) -> Json:
    """Only a trigger that came from a modal which is still open may push."""
    view = _view(call, "modal")
    trigger = call.workspace.triggers.look(_trigger_id(call))
    stack = call.workspace.modals.stack(trigger.user_id)
    if trigger.view_id not in [open_view["id"] for open_view in stack]:
        raise Refusal("not_found")
    pushed = call.workspace.modals.push(trigger.user_id, view)
    trigger.used = True
    show_stack(call.workspace, trigger.user_id)
    return {"ok": True, "view": pushed}


def update_view(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/views.update"""
    arguments, modals = call.arguments, call.workspace.modals
    view_id, external_id = arguments.text("view_id"), arguments.text("external_id")
    if not view_id and not external_id:
        raise refuse_invalid("invalid_arguments", ["missing required field: view_id"])
    view = _view(call, None)
    user_id, old = modals.owner_and_view(view_id=view_id or None, external_id=external_id or None)
    if view["type"] != old["type"]:
        raise refuse_invalid("invalid_arguments", ["type cannot change [json-pointer:/view/type]"])
    updated = modals.update(user_id, old, view, expected_hash=arguments.text("hash") or None)
    if updated["type"] == "home":
        show_home(call.workspace, user_id)
    else:
        show_stack(call.workspace, user_id)
    return {"ok": True, "view": updated}


def publish_view(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/views.publish"""
    view = _view(call, "home")
    user_id = call.arguments.required("user_id")
    if call.workspace.people.human(user_id) is None:
        raise refuse_invalid("invalid_arguments", ["user_not_found [json-pointer:/user_id]"])
    published = call.workspace.modals.publish(
        user_id, view, expected_hash=call.arguments.text("hash") or None
    )
    show_home(call.workspace, user_id)
    return {"ok": True, "view": published}


def _trigger_id(call: Call) -> str:
    trigger_id = call.arguments.text("trigger_id") or call.arguments.text("interactivity_pointer")
    if not trigger_id:
        raise refuse_invalid("invalid_arguments", ["missing required field: trigger_id"])
    return trigger_id


def _view(call: Call, kind: str | None) -> Json:
    view = call.arguments.document("view", "invalid_arguments")
    if not isinstance(view, dict):
        raise refuse_invalid("invalid_arguments", ["must provide an object [json-pointer:/view]"])
    if kind is not None and view.get("type", kind) != kind:
        words = f"unsupported type: {view.get('type')} [json-pointer:/view/type]"
        raise refuse_invalid("invalid_arguments", [words])
    check_view(view)
    if any(element["type"] == "file_input" for block in view["blocks"] for element in elements(block)):
        call.need_scope("files:read")
    call.check_images("invalid_arguments", "/view/blocks", view["blocks"])
    return view


METHODS = {
    "views.open": Method(run=open_view, tier="t4"),
    "views.push": Method(run=push_view, tier="t4"),
    "views.update": Method(run=update_view, tier="t4"),
    "views.publish": Method(run=publish_view, tier="t4"),
}
