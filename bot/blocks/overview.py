"""What every overview is made of: how many stand how, and a line for each of the most pressing."""

from collections.abc import Sequence

from bot.blocks import kit
from bot.blocks.kit import Block, Mrkdwn
from bot.blocks.message import Message, message
from bot.words import Say
from core.notices.digest_line import DigestLine

TITLE_CHARS = 80
URL_CHARS = 200
"""A longer address is left out: a line that has to be cut would be cut inside its link."""

TOGETHER = 5
"""Lines of one section, which takes 3000 characters (SLACK 1.2)."""

SIGNS = {
    "overdue": ":red_circle:",
    "due": ":large_blue_circle:",
    "open": ":white_circle:",
    "waits": ":zzz:",
    "held": ":zzz:",
    "closed": ":white_check_mark:",
}
"""See core/notices/digest_line.py."""


def overview(
    head: Mrkdwn,
    counts: Sequence[Mrkdwn | None],
    lines: Sequence[DigestLine],
    more: int,
    say: Say,
    *,
    news: Sequence[DigestLine] = (),
    more_news: int = 0,
) -> Message:
    """Its `text` is the head and the counts: what a notification shows. `news`: what the reader subscribed to."""
    came = kit.said_n(say, "digest.news", len(news) + more_news) if news else None
    counted = kit.dotted(*counts, came)
    blocks: list[Block] = [kit.section(kit.lines(kit.bold(head), counted)), *_lines(lines, more, say)]
    if came is not None:
        blocks += [kit.section(kit.bold(came)), *_lines(news, more_news, say)]
    blocks.append(kit.context(kit.said(say, "digest.how")))
    return message(kit.dotted(head, counted), blocks)


def _lines(lines: Sequence[DigestLine], more: int, say: Say) -> list[Block]:
    drawn = [_line(line, say) for line in lines]
    blocks = [kit.section(kit.lines(*drawn[n : n + TOGETHER])) for n in range(0, len(drawn), TOGETHER)]
    return [*blocks, kit.context(kit.said_n(say, "digest.more", more))] if more else blocks


def count(key: str, number: int, say: Say) -> Mrkdwn | None:
    """`Overdue: 2`; nothing for none, which says nothing."""
    return kit.said(say, f"digest.{key}", count=say.number(number)) if number else None


def standing(open_: int, overdue: int, held: int, say: Say) -> list[Mrkdwn | None]:
    return [count("open", open_, say), count("overdue", overdue, say), count("held", held, say)]


def _line(line: DigestLine, say: Say) -> Mrkdwn:
    known = line.standing if line.standing in SIGNS else "open"
    url = line.url if line.url and len(line.url) <= URL_CHARS else None
    title = kit.link(url, kit.escaped(line.title, limit=TITLE_CHARS))
    name = kit.words(SIGNS[known], f"#{line.number}", title)
    return kit.dotted(name, kit.said(say, f"digest.line.{known}", at=line.at))
