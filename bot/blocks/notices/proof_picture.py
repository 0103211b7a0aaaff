"""The screenshot beside a closing: the words under the picture, which delivery uploads."""

from bot.blocks import kit
from bot.blocks.message import Message, note
from bot.blocks.people import NO_NAMES, Names, named
from bot.words import Say
from core.notices.proof_picture import ProofPicture


def render(notice: ProofPicture, say: Say, names: Names = NO_NAMES) -> Message:
    by = named(notice.by, names, say)
    return note(
        kit.said(say, "notice.proof_picture", number=f"#{notice.number}", file=notice.file_name, by=by)
    )
