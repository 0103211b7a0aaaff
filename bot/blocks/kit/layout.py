"""The blocks a message, modal or tab is made of, from top to bottom."""

from collections.abc import Sequence

from bot.blocks.kit import limits
from bot.blocks.kit.elements import image_source
from bot.blocks.kit.objects import Block, exact, listed, mrkdwn, plain_text, present
from bot.blocks.kit.text import plain


def header(text: str, *, block_id: str | None = None) -> Block:
    return present(type="header", text=plain_text(text, limits.HEADER_CHARS), block_id=_id(block_id))


def section(
    text: str | None = None,
    *,
    fields: Sequence[str] = (),
    accessory: Block | None = None,
    block_id: str | None = None,
) -> Block:
    """Words, up to ten fields in two columns, and one element at the side. Raises ValueError for neither."""
    if text is None and not fields:
        raise ValueError("a section needs text or fields")
    boxed = [mrkdwn(field, limits.SECTION_FIELD_CHARS) for field in fields]
    return present(
        type="section",
        text=None if text is None else mrkdwn(text),
        fields=listed("fields", boxed, limits.SECTION_FIELDS) if boxed else None,
        accessory=accessory,
        block_id=_id(block_id),
    )


def context(*elements: str | Block, block_id: str | None = None) -> Block:
    """Small grey words: texts, and images made by `image_element`."""
    drawn = [mrkdwn(element) if isinstance(element, str) else element for element in elements]
    return present(
        type="context",
        elements=listed("elements", drawn, limits.CONTEXT_ELEMENTS),
        block_id=_id(block_id),
    )


def divider(*, block_id: str | None = None) -> Block:
    return present(type="divider", block_id=_id(block_id))


def image(
    alt_text: str,
    *,
    url: str | None = None,
    file_id: str | None = None,
    title: str | None = None,
    block_id: str | None = None,
) -> Block:
    """A picture by address or by Slack file id, one of the two. Raises ValueError for none or both."""
    return present(
        type="image",
        **image_source(url, file_id),
        alt_text=plain(alt_text, limits.ALT_TEXT_CHARS),
        title=plain_text(title, limits.IMAGE_TITLE_CHARS) if title else None,
        block_id=_id(block_id),
    )


def actions(*elements: Block, block_id: str | None = None) -> Block:
    return present(
        type="actions",
        elements=listed("elements", elements, limits.ACTIONS_ELEMENTS),
        block_id=_id(block_id),
    )


def input_block(
    label: str,
    element: Block,
    block_id: str,
    *,
    optional: bool = False,
    hint: str | None = None,
    dispatch: bool = False,
) -> Block:
    """A labelled field of a form. `dispatch` tells the app while the person is still typing."""
    return present(
        type="input",
        block_id=_id(block_id),
        label=plain_text(label, limits.LABEL_CHARS),
        element=element,
        optional=optional or None,
        hint=plain_text(hint, limits.LABEL_CHARS) if hint else None,
        dispatch_action=dispatch or None,
    )


def _id(block_id: str | None) -> str | None:
    return None if block_id is None else exact("block_id", block_id, limits.BLOCK_ID_CHARS)
