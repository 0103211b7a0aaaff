"""What a person can press, pick or fill in. Ids are passed in: `bot/routes` alone spells them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.blocks.kit import limits
from bot.blocks.kit.objects import Block, Style, exact, listed, plain_text, present
from bot.blocks.kit.text import plain, safe_url


def button(
    label: str,
    element: Mapping[str, str],
    *,
    style: Style | None = None,
    url: str | None = None,
    confirm: Block | None = None,
    accessibility_label: str | None = None,
) -> Block:
    """A button. `element` is a route's {"action_id", "value"}. Raises ValueError for a value too long."""
    value = element.get("value")
    return present(
        type="button",
        text=plain_text(label, limits.BUTTON_CHARS),
        action_id=_id(element["action_id"]),
        value=exact("value", value, limits.BUTTON_VALUE_CHARS) if value else None,
        style=style,
        url=safe_url(url),
        confirm=confirm,
        accessibility_label=plain(accessibility_label, limits.BUTTON_CHARS) if accessibility_label else None,
    )


def link_button(label: str, url: str, element: Mapping[str, str], *, style: Style | None = None) -> Block:
    """A button that opens a page. Slack tells the app of the click all the same, so it has a route.

    Raises ValueError when no safe link can be made: leave the button out when `safe_url(url)` is None.
    """
    if safe_url(url) is None:
        raise ValueError(f"not an address a button can open: {url[:80]!r}")
    return button(label, element, url=url, style=style)


def overflow(action_id: str, options: Sequence[Block], *, confirm: Block | None = None) -> Block:
    return present(
        type="overflow",
        action_id=_id(action_id),
        options=listed("options", options, limits.OVERFLOW_OPTIONS),
        confirm=confirm,
    )


def static_select(
    action_id: str,
    options: Sequence[Block] = (),
    *,
    option_groups: Sequence[Block] = (),
    placeholder: str | None = None,
    initial: str | None = None,
    confirm: Block | None = None,
    focus: bool = False,
) -> Block:
    """A menu of up to 100 options, or of groups of them. `initial` is the value of the chosen option."""
    return present(
        type="static_select",
        action_id=_id(action_id),
        **_choices(options, option_groups),
        placeholder=_placeholder(placeholder),
        initial_option=_chosen(options, option_groups, [initial])[0] if initial is not None else None,
        confirm=confirm,
        focus_on_load=focus or None,
    )


def multi_static_select(
    action_id: str,
    options: Sequence[Block] = (),
    *,
    option_groups: Sequence[Block] = (),
    placeholder: str | None = None,
    initial: Sequence[str] = (),
    most: int | None = None,
) -> Block:
    return present(
        type="multi_static_select",
        action_id=_id(action_id),
        **_choices(options, option_groups),
        placeholder=_placeholder(placeholder),
        initial_options=_chosen(options, option_groups, initial) or None,
        max_selected_items=most,
    )


def external_select(
    action_id: str, *, placeholder: str | None = None, initial: Block | None = None, least_typed: int = 0
) -> Block:
    """A menu whose options the app supplies while the person types. `least_typed` is in characters."""
    return present(
        type="external_select",
        action_id=_id(action_id),
        placeholder=_placeholder(placeholder),
        initial_option=initial,
        min_query_length=least_typed,
    )


def users_select(
    action_id: str, *, placeholder: str | None = None, initial: str | None = None, focus: bool = False
) -> Block:
    return present(
        type="users_select",
        action_id=_id(action_id),
        placeholder=_placeholder(placeholder),
        initial_user=initial,
        focus_on_load=focus or None,
    )


def multi_users_select(
    action_id: str, *, placeholder: str | None = None, initial: Sequence[str] = (), most: int | None = None
) -> Block:
    return present(
        type="multi_users_select",
        action_id=_id(action_id),
        placeholder=_placeholder(placeholder),
        initial_users=list(initial) or None,
        max_selected_items=most,
    )


def conversations_select(
    action_id: str,
    *,
    placeholder: str | None = None,
    initial: str | None = None,
    current: bool = False,
    include: Sequence[str] = (),
    exclude_bots: bool = False,
) -> Block:
    """A menu of conversations. `include`: im, mpim, private, public; `current` starts at the one open."""
    return present(
        type="conversations_select",
        action_id=_id(action_id),
        placeholder=_placeholder(placeholder),
        initial_conversation=initial,
        default_to_current_conversation=current or None,
        filter=_filter(include, exclude_bots),
    )


def multi_conversations_select(
    action_id: str,
    *,
    placeholder: str | None = None,
    initial: Sequence[str] = (),
    include: Sequence[str] = (),
    exclude_bots: bool = False,
    most: int | None = None,
) -> Block:
    return present(
        type="multi_conversations_select",
        action_id=_id(action_id),
        placeholder=_placeholder(placeholder),
        initial_conversations=list(initial) or None,
        filter=_filter(include, exclude_bots),
        max_selected_items=most,
    )


def checkboxes(action_id: str, options: Sequence[Block], *, initial: Sequence[str] = ()) -> Block:
    return present(
        type="checkboxes",
        action_id=_id(action_id),
        options=listed("options", options, limits.CHOICES),
        initial_options=_chosen(options, (), initial) or None,
    )


def radio_buttons(action_id: str, options: Sequence[Block], *, initial: str | None = None) -> Block:
    return present(
        type="radio_buttons",
        action_id=_id(action_id),
        options=listed("options", options, limits.CHOICES),
        initial_option=_chosen(options, (), [initial])[0] if initial is not None else None,
    )


def plain_text_input(
    action_id: str,
    *,
    multiline: bool = False,
    placeholder: str | None = None,
    initial: str | None = None,
    least: int | None = None,
    most: int | None = None,
    focus: bool = False,
) -> Block:
    """A field to type in. `least` and `most` are in characters; a longer `initial` is cut to fit."""
    length = min(most or limits.INPUT_CHARS, limits.INPUT_CHARS)
    return present(
        type="plain_text_input",
        action_id=_id(action_id),
        multiline=multiline or None,
        placeholder=_placeholder(placeholder),
        initial_value=initial[:length] if initial else None,
        min_length=least,
        max_length=most,
        focus_on_load=focus or None,
    )


def file_input(action_id: str, *, filetypes: Sequence[str] = (), most: int = 1) -> Block:
    """A field for files, in modals only. `filetypes` is a hint to the picker and checks nothing."""
    return present(
        type="file_input", action_id=_id(action_id), filetypes=list(filetypes) or None, max_files=most
    )


def datepicker(action_id: str, *, initial: date | None = None, placeholder: str | None = None) -> Block:
    return present(
        type="datepicker",
        action_id=_id(action_id),
        initial_date=initial.strftime("%Y-%m-%d") if initial else None,
        placeholder=_placeholder(placeholder),
    )


def datetimepicker(action_id: str, *, initial: datetime | None = None) -> Block:
    """A moment, answered in seconds since 1970. Raises ValueError for an `initial` without a time zone."""
    if initial is not None and initial.tzinfo is None:
        raise ValueError("a date picker needs an aware datetime")
    return present(
        type="datetimepicker",
        action_id=_id(action_id),
        initial_date_time=int(initial.timestamp()) if initial else None,
    )


def image_element(alt_text: str, *, url: str | None = None, file_id: str | None = None) -> Block:
    """A small picture for `section` or `context`. Raises ValueError unless it has one source."""
    return present(
        type="image", **image_source(url, file_id), alt_text=plain(alt_text, limits.ALT_TEXT_CHARS)
    )


def image_source(url: str | None, file_id: str | None) -> Block:
    """Where a picture comes from. Raises ValueError unless exactly one is given and the address is safe."""
    if (url is None) == (file_id is None):
        raise ValueError("an image needs either an address or a file id")
    if file_id is not None:
        return {"slack_file": {"id": file_id}}
    address = safe_url(url)
    if address is None:
        raise ValueError("an image needs an address of http or https")
    return {"image_url": address}


def _id(action_id: str) -> str:
    return exact("action_id", action_id, limits.ACTION_ID_CHARS)


def _placeholder(text: str | None) -> Block | None:
    return plain_text(text, limits.PLACEHOLDER_CHARS) if text else None


def _choices(options: Sequence[Block], groups: Sequence[Block]) -> Block:
    if groups and options:
        raise ValueError("a menu has options or option_groups, not both")
    if groups:
        return {"option_groups": listed("option_groups", groups, limits.OPTION_GROUPS)}
    return {"options": listed("options", options, limits.OPTIONS)}


def _chosen(options: Sequence[Block], groups: Sequence[Block], values: Sequence[str | None]) -> list[Block]:
    """The very options that stand in the menu: Slack compares the whole object. Raises ValueError."""
    every = [*options, *(entry for group in groups for entry in group["options"])]
    by_value = {entry["value"]: entry for entry in every}
    unknown = [value for value in values if value not in by_value]
    if unknown:
        raise ValueError(f"no option has the value {unknown[0]!r}")
    return [by_value[value] for value in values]


def _filter(include: Sequence[str], exclude_bots: bool) -> Block | None:
    return present(include=list(include) or None, exclude_bot_users=exclude_bots or None) or None
