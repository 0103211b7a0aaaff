"""The answer to /andon digest: what will come from now on."""

from bot.blocks import kit
from bot.blocks.kit import Block
from bot.blocks.message import Message, note
from bot.words import Say
from core.domain.member import DigestChoice


def channel(channel_id: str, on: bool, workspace_off: bool, say: Say) -> Message:
    where = kit.channel_ref(channel_id)
    words = kit.said(say, "digest.channel_on" if on else "digest.channel_off", channel=where)
    return note(words, *_but(workspace_off, say))


def mine(choice: DigestChoice, workspace_off: bool, say: Say) -> Message:
    return note(kit.said(say, f"digest.me.{choice}"), *_but(workspace_off, say))


def _but(workspace_off: bool, say: Say) -> list[Block]:
    return (
        [kit.context(kit.words(":warning:", kit.said(say, "digest.workspace_off")))] if workspace_off else []
    )
