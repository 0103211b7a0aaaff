"""Mail to the reader does not arrive."""

from bot.blocks import kit
from bot.blocks.message import Message, note
from bot.blocks.people import NO_NAMES, Names
from bot.words import Say
from core.notices.mail_failed import MailToYouFailed

REASON_CHARS = 200


def render(notice: MailToYouFailed, say: Say, names: Names = NO_NAMES) -> Message:
    return note(kit.said(say, "heard.mail_failed", reason=kit.escaped(notice.reason, limit=REASON_CHARS)))
