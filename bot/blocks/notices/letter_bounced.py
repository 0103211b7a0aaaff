"""A letter came back: the owner is called, since somebody waits for an answer to what nobody got."""

from bot.blocks import kit
from bot.blocks.message import Message, message
from bot.blocks.people import NO_NAMES, Names, mentioned
from bot.words import Say
from core.notices.letter_bounced import LetterBounced


def render(notice: LetterBounced, say: Say, names: Names = NO_NAMES) -> Message:
    head = kit.said(say, "mail.bounced", number=f"#{notice.number}", to=notice.to[:200])
    called = mentioned(notice.owner, say) if notice.owner else None
    said = " ".join(part for part in (notice.status, notice.words) if part)
    words = notice.words if notice.status and notice.status in notice.words else said
    return message(
        kit.words(head, words),
        [
            kit.section(
                kit.lines(
                    kit.words(":leftwards_arrow_with_hook:", called, head),
                    kit.quoted(words) if words else None,
                )
            )
        ],
    )
