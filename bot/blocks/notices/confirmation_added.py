"""A written confirmation was put on record; what does not count is said at once."""

from bot.blocks import kit
from bot.blocks.message import Message, message
from bot.blocks.people import NO_NAMES, Names, named
from bot.blocks.ticks import reason_words
from bot.words import Say
from core.notices.confirmation_added import ConfirmationAdded


def render(notice: ConfirmationAdded, say: Say, names: Names = NO_NAMES) -> Message:
    said = say(f"said.{notice.said}") if notice.said in ("change", "stop") else notice.said
    head = kit.said(
        say,
        "notice.confirmation",
        number=f"#{notice.number}",
        author=notice.author,
        said=said,
        by=named(notice.by, names, say),
    )
    doubt = None
    if notice.problem is not None:
        doubt = kit.words(
            ":warning:", kit.said(say, "notice.does_not_count", why=reason_words(notice.problem, {}, say))
        )
    return message(kit.words(head, doubt), [kit.section(kit.lines(head, kit.quoted(notice.text), doubt))])
