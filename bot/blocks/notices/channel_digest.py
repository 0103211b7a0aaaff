"""What a channel looks after, every working morning. Nobody is mentioned: nobody in particular has to act."""

from bot.blocks import kit
from bot.blocks.message import Message
from bot.blocks.overview import count, overview, standing
from bot.blocks.people import NO_NAMES, Names
from bot.words import Say
from core.notices.channel_digest import ChannelDigest


def render(notice: ChannelDigest, say: Say, names: Names = NO_NAMES) -> Message:
    closed = count("closed", notice.closed, say)
    counts = standing(notice.open, notice.overdue, notice.held, say)
    since = kit.said(say, "digest.since", at=notice.since) if closed else None
    head = kit.said(say, "digest.channel_head")
    return overview(head, [*counts, closed and kit.words(closed, since)], notice.lines, notice.more, say)
