"""One person's week."""

from bot.blocks import kit
from bot.blocks.message import Message
from bot.blocks.overview import count, overview, standing
from bot.blocks.people import NO_NAMES, Names
from bot.words import Say
from core.notices.weekly_overview import WeeklyOverview


def render(notice: WeeklyOverview, say: Say, names: Names = NO_NAMES) -> Message:
    counts = [
        count("closed", notice.closed, say),
        count("came", notice.came, say),
        *standing(notice.open, notice.overdue, notice.held, say),
    ]
    head = kit.said(say, "digest.weekly_head", at=notice.since)
    return overview(
        head, counts, notice.lines, notice.more, say, news=notice.news, more_news=notice.more_news
    )
