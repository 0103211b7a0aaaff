"""What a member subscribed to, as a direct message: one case with the way to it, or a list."""

from bot.blocks import kit
from bot.blocks.kit import Block, Mrkdwn
from bot.blocks.message import Message, message
from bot.blocks.people import NO_NAMES, Names
from bot.routes import ViewButton
from bot.words import Say
from core.notices.member_news import NewsForYou, NewsLine

TITLE_CHARS = 150
LINE_TITLE_CHARS = 60
PLACE_CHARS = 60
URL_CHARS = 200
"""A longer address is left out: a line that has to be cut would be cut inside its link."""

TOGETHER = 3
"""Lines of one section, which takes 3000 characters (SLACK 1.2)."""


def render(notice: NewsForYou, say: Say, names: Names = NO_NAMES) -> Message:
    if len(notice.lines) == 1 and not notice.more:
        return _one(notice.lines[0], say)
    return _many(notice, say)


def _one(line: NewsLine, say: Say) -> Message:
    """The number, what happened and where first: it is what a telephone shows."""
    head = kit.said(say, f"heard.{line.occasion}", case=_case(line, TITLE_CHARS, linked=False))
    linked = kit.said(say, f"heard.{line.occasion}", case=_case(line, TITLE_CHARS))
    route = ViewButton(case_id=line.case_id, version=line.version)
    label = say("action.view", number=f"#{line.number}")
    blocks = [
        kit.section(kit.lines(kit.bold(linked), _facts(line, say))),
        kit.actions(kit.button(label, route.element())),
        kit.context(kit.said(say, "heard.why")),
    ]
    return message(kit.dotted(head, _facts(line, say)), blocks)


def _many(notice: NewsForYou, say: Say) -> Message:
    head = kit.said_n(say, "heard.many", len(notice.lines) + notice.more)
    lines = [
        kit.dotted(
            kit.said(say, f"heard.{line.occasion}", case=_case(line, LINE_TITLE_CHARS)), _facts(line, say)
        )
        for line in notice.lines
    ]
    blocks: list[Block] = [kit.section(kit.bold(head))]
    blocks += [kit.section(kit.lines(*lines[n : n + TOGETHER])) for n in range(0, len(lines), TOGETHER)]
    if notice.more:
        blocks.append(kit.context(kit.said_n(say, "heard.more", notice.more)))
    return message(head, [*blocks, kit.context(kit.said(say, "heard.why"))])


def _case(line: NewsLine, limit: int, *, linked: bool = True) -> Mrkdwn:
    title = kit.escaped(line.title, limit=limit)
    url = line.url if linked and line.url and len(line.url) <= URL_CHARS else None
    return kit.words(f"#{line.number}", kit.link(url, title))


def _facts(line: NewsLine, say: Say) -> Mrkdwn:
    where = kit.escaped(line.account, limit=PLACE_CHARS) if line.account else None
    return kit.dotted(say(f"kind.{line.kind}"), say(f"severity.{line.severity}"), where)
