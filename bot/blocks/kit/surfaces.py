"""What is sent as a whole: messages with their colour strip, modals and home tabs."""

from collections.abc import Sequence

from bot.blocks.kit import limits
from bot.blocks.kit.objects import Block, exact, listed, plain_text, present
from bot.blocks.kit.text import NOTHING, escaped, plain


def message(text: str, blocks: Sequence[Block] = (), attachments: Sequence[Block] = ()) -> Block:
    """The body of a post or an update.

    `text` is what notifications show and what screen readers read in place of the blocks, so it is a full
    sentence. `attachments` is always present: an update that omits it would keep the old colour strip
    ("chat.update"). Raises ValueError for more blocks than a message takes.
    """
    if len(blocks) > limits.MESSAGE_BLOCKS or len(attachments) > limits.ATTACHMENTS:
        raise ValueError(f"a message takes {limits.MESSAGE_BLOCKS} blocks, not {len(blocks)}")
    safe = escaped(text, limit=limits.MESSAGE_TEXT_CHARS, multiline=True)
    return {
        "text": str(safe) if safe.strip() else NOTHING,
        "blocks": [dict(block) for block in blocks],
        "attachments": [dict(attachment) for attachment in attachments],
    }


def attachment(color: str, blocks: Sequence[Block], fallback: str) -> Block:
    """The colour strip below a message. `color` is "#rrggbb", good, warning or danger; words say it too."""
    return {
        "color": color,
        "blocks": listed("blocks", blocks, limits.MESSAGE_BLOCKS),
        "fallback": plain(fallback, limits.TEXT_CHARS),
    }


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str,
    submit: str | None = None,
    close: str | None = None,
    private_metadata: str | None = None,
    notify_on_close: bool = False,
) -> Block:
    """A dialog. `submit` is needed as soon as it holds an input. Raises ValueError for metadata too long."""
    return present(
        type="modal",
        callback_id=exact("callback_id", callback_id, limits.CALLBACK_ID_CHARS),
        title=plain_text(title, limits.VIEW_TITLE_CHARS),
        blocks=listed("blocks", blocks, limits.VIEW_BLOCKS),
        submit=plain_text(submit, limits.VIEW_TITLE_CHARS) if submit else None,
        close=plain_text(close, limits.VIEW_TITLE_CHARS) if close else None,
        private_metadata=_metadata(private_metadata),
        notify_on_close=notify_on_close or None,
    )


def home(
    blocks: Sequence[Block], *, private_metadata: str | None = None, callback_id: str | None = None
) -> Block:
    """The Home tab of the app, for one reader."""
    return present(
        type="home",
        blocks=listed("blocks", blocks, limits.VIEW_BLOCKS),
        private_metadata=_metadata(private_metadata),
        callback_id=callback_id,
    )


def _metadata(text: str | None) -> str | None:
    return exact("private_metadata", text, limits.PRIVATE_METADATA_CHARS) if text else None
