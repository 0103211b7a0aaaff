"""The retailer's answer, in the thread of the job ticket; the owner is called, since it is their turn."""

from bot.blocks import kit
from bot.blocks.message import Message, message
from bot.blocks.people import NO_NAMES, Names, mentioned
from bot.words import Say
from core.notices.retailer_answered import RetailerAnswered

NAME_CHARS = 200


def render(notice: RetailerAnswered, say: Say, names: Names = NO_NAMES) -> Message:
    head = kit.said(say, "mail.retailer_wrote", number=f"#{notice.number}", name=notice.name[:NAME_CHARS])
    words = notice.text if notice.text.strip() else say("support.no_words")
    called = mentioned(notice.owner, say) if notice.owner else None
    return message(
        kit.words(head, words),
        [
            kit.section(kit.lines(kit.words(":incoming_envelope:", called, head), kit.quoted(words))),
            kit.context(kit.said(say, "mail.retailer_wrote_about")),
        ],
    )
