"""A customer's message, in the thread of their ticket; the owner is called, since it is their turn."""

from bot.blocks import kit
from bot.blocks.message import Message, message
from bot.blocks.people import NO_NAMES, Names, mentioned
from bot.words import Say
from core.notices.customer_wrote import CustomerMessage

NAME_CHARS = 60


def render(notice: CustomerMessage, say: Say, names: Names = NO_NAMES) -> Message:
    what = notice.what if notice.what in SIGNS else "wrote"
    head = kit.said(say, f"customer.{what}", number=f"#{notice.number}", name=notice.name[:NAME_CHARS])
    words = notice.text if notice.text.strip() else say("support.no_words")
    called = mentioned(notice.owner, say) if notice.owner else None
    return message(
        kit.words(head, words),
        [kit.section(kit.lines(kit.words(SIGNS[what], called, head), kit.quoted(words)))],
    )


SIGNS = {
    "wrote": ":incoming_envelope:",
    "woke": ":sunrise:",
    "reopened": ":leftwards_arrow_with_hook:",
    "late": ":hourglass:",
}
"""See core/notices/customer_wrote.py."""
