"""What waits for one person, every working morning."""

from bot.blocks import kit
from bot.blocks.message import Message
from bot.blocks.overview import overview, standing
from bot.blocks.people import NO_NAMES, Names
from bot.words import Say
from core.notices.member_digest import MemberDigest


def render(notice: MemberDigest, say: Say, names: Names = NO_NAMES) -> Message:
    counts = standing(notice.open, notice.overdue, notice.held, say)
    head = kit.said(say, "digest.member_head")
    return overview(
        head, counts, notice.lines, notice.more, say, news=notice.news, more_news=notice.more_news
    )
