"""What a renderer of messages returns: everything a post or an update needs, and nothing of where it goes."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks import kit
from bot.blocks.kit import Block


@dataclass(frozen=True, kw_only=True)
class Message:
    """`text` is a full sentence for notifications and screen readers; `attachments` is the colour strip."""

    text: str
    blocks: tuple[Block, ...] = ()
    attachments: tuple[Block, ...] = ()

    def payload(self) -> Block:
        """The arguments of chat.postMessage and chat.update."""
        return {"text": self.text, "blocks": list(self.blocks), "attachments": list(self.attachments)}


def message(text: str, blocks: Sequence[Block] = (), attachments: Sequence[Block] = ()) -> Message:
    """A message within Slack's limits. Raises ValueError for more blocks than one takes."""
    body = kit.message(text, blocks, attachments)
    return Message(text=body["text"], blocks=tuple(body["blocks"]), attachments=tuple(body["attachments"]))


def note(text: str, *more: Block) -> Message:
    """A message of one paragraph, which is also its `text`, and what stands below it."""
    return message(text, [kit.section(text), *more])
