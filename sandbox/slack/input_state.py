"""`state.values`: what stands in the fields of a message or modal, in the shape Slack sends it.

Untouched optional inputs are present with null, so an app may index without asking.
"""

from collections.abc import Mapping

from sandbox.slack.documents import Json
from sandbox.slack.stored_blocks import all_blocks, elements

REQUIRED_WORDS = "Please complete this required field."


def complete_state(document: Json, given: object) -> Json:
    """The values of every stateful element of `document`, from `given` where it says, else initial or null."""
    values: Json = {}
    typed = given if isinstance(given, Mapping) else {}
    for block, _ in all_blocks(document):
        for element in elements(block):
            field = VALUE_FIELDS.get(str(element["type"]))
            if field is None:
                continue
            block_values = typed.get(block["block_id"])
            said = block_values.get(element["action_id"]) if isinstance(block_values, Mapping) else None
            values.setdefault(block["block_id"], {})[element["action_id"]] = _value(element, field, said)
    return values


def checked_choice(element: Json, chosen: object) -> object:
    """The element's own option(s) for what the page says was chosen; None when it is not among them."""
    known = options_of(element)
    if not known:
        return chosen
    if isinstance(chosen, list):
        wanted = [item.get("value") for item in chosen if isinstance(item, Mapping)]
        return [option for option in known if option.get("value") in wanted]
    if not isinstance(chosen, Mapping):
        return None
    return next((option for option in known if option.get("value") == chosen.get("value")), None)


def options_of(element: Json) -> list[Json]:
    """The options of a static select, overflow, checkboxes or radio buttons, groups flattened."""
    found = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        found += group.get("options") or []
    return found


def missing_inputs(view: Json, values: Json) -> dict[str, str]:
    """Slack's own complaint, by block id, about required inputs left empty; the app is not asked then."""
    errors: dict[str, str] = {}
    for block in view["blocks"]:
        if block.get("type") != "input":
            continue
        element = block["element"]
        value = values[block["block_id"]][element["action_id"]].get(VALUE_FIELDS[element["type"]])
        if not value and not block.get("optional"):
            errors[block["block_id"]] = REQUIRED_WORDS
        elif isinstance(value, str) and (words := _length_words(element, value)):
            errors[block["block_id"]] = words
    return errors


def _length_words(element: Json, value: str) -> str | None:
    least, most = element.get("min_length"), element.get("max_length")
    if least is not None and len(value) < least:
        return f"Please use at least {least} characters."
    if most is not None and len(value) > most:
        return f"Please use no more than {most} characters."
    return None


def _value(element: Json, field: str, said: object) -> Json:
    kind = str(element["type"])
    if isinstance(said, Mapping) and field in said:
        value = said[field]
        if field in ("selected_option", "selected_options"):
            value = checked_choice(element, value)
    else:
        value = _initial(element, field)
    if value is None and field in _LISTS:
        value = []
    if kind in _TYPED and value == "":
        value = None
    result: Json = {"type": kind, field: value}
    if kind == "timepicker" and element.get("timezone"):
        result["timezone"] = element["timezone"]
    return result


def _initial(element: Json, field: str) -> object:
    for name in _INITIAL.get(field, ()):
        if element.get(name) is not None:
            return element[name]
    return None


VALUE_FIELDS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "file_input": "files",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
_TYPED = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})
_LISTS = frozenset({"selected_options", "selected_users", "selected_conversations", "selected_channels"}) | {
    "files"
}
_INITIAL = {
    "value": ("initial_value",),
    "rich_text_value": ("initial_value",),
    "selected_option": ("initial_option",),
    "selected_options": ("initial_options",),
    "selected_user": ("initial_user",),
    "selected_users": ("initial_users",),
    "selected_conversation": ("initial_conversation",),
    "selected_conversations": ("initial_conversations",),
    "selected_channel": ("initial_channel",),
    "selected_channels": ("initial_channels",),
    "selected_date": ("initial_date",),
    "selected_time": ("initial_time",),
    "selected_date_time": ("initial_date_time",),
}
