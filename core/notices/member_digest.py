"""What waits for one person, every working morning."""

from dataclasses import dataclass

from core.notices import Notice
from core.notices.channel_digest import LINES
from core.notices.digest_line import DigestLine


@dataclass(frozen=True, kw_only=True)
class MemberDigest(Notice):
    open: int
    overdue: int
    held: int
    lines: tuple[DigestLine, ...]
    more: int = 0
    """Cases that have no line."""
    news: tuple[DigestLine, ...] = ()
    """What they subscribed to and were not told at once."""
    more_news: int = 0


MemberDigest.EXAMPLES = (
    MemberDigest(open=5, overdue=1, held=2, lines=LINES[:5]),
    MemberDigest(open=1, overdue=0, held=0, lines=LINES[1:2], news=LINES[2:4], more_news=3),
    MemberDigest(open=12, overdue=0, held=0, lines=LINES[1:3], more=10),
)
