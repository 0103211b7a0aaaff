"""A mail on the case that counts as nobody's word; nobody is called."""

from bot.blocks import kit
from bot.blocks.message import Message, message
from bot.blocks.people import NO_NAMES, Names
from bot.words import Say
from core.notices.mail_kept import MailOnTheCase

NAME_CHARS = 200


def render(notice: MailOnTheCase, say: Say, names: Names = NO_NAMES) -> Message:
    why = notice.why if notice.why in SIGNS else "stranger"
    who = notice.who[:NAME_CHARS] or say("card.the_retailer")
    head = kit.said(say, f"mail_kept.{why}", number=f"#{notice.number}", who=who)
    quoted = kit.quoted(notice.text) if notice.text.strip() else None
    return message(
        kit.words(head, notice.text), [kit.section(kit.lines(kit.words(SIGNS[why], head), quoted))]
    )


SIGNS = {"stranger": ":grey_question:", "automatic": ":robot_face:", "delayed": ":hourglass:"}
"""See core/notices/mail_kept.py."""
