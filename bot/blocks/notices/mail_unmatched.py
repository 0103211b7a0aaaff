"""A mail belongs to no case: somebody wrote, and nobody will answer unless an admin looks."""

from bot.blocks import kit
from bot.blocks.message import Message, note
from bot.blocks.people import NO_NAMES, Names
from bot.words import Say
from core.notices.mail_unmatched import MailUnmatched

SUBJECT_CHARS = 150


def render(notice: MailUnmatched, say: Say, names: Names = NO_NAMES) -> Message:
    subject = notice.subject[:SUBJECT_CHARS] or say("mail.no_subject")
    words = kit.said(say, "mail.unmatched", sender=notice.sender[:SUBJECT_CHARS], subject=subject)
    return note(kit.words(":mailbox_with_mail:", words))
