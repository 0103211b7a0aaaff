"""A mail to a retailer could not be delivered: the owner has to reach them another way."""

from bot.blocks import kit
from bot.blocks.message import Message, note
from bot.blocks.people import NO_NAMES, Names, mentioned
from bot.words import Say
from core.notices.letter_failed import LetterFailed


def render(notice: LetterFailed, say: Say, names: Names = NO_NAMES) -> Message:
    words = kit.said(
        say,
        "notice.letter_failed",
        number=f"#{notice.number}",
        address=notice.to_address,
        reason=notice.reason,
    )
    return note(kit.words(":warning:", mentioned(notice.owner, say) if notice.owner else None, words))
