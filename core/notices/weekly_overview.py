"""One person's week: what they closed, what came, and what is left."""

from dataclasses import dataclass
from datetime import UTC, datetime

from core.notices import Notice
from core.notices.channel_digest import LINES
from core.notices.digest_line import DigestLine


@dataclass(frozen=True, kw_only=True)
class WeeklyOverview(Notice):
    """`closed` and `came` count since `since`; the rest is as it stands now."""

    since: datetime
    closed: int
    came: int
    open: int
    overdue: int
    held: int
    lines: tuple[DigestLine, ...]
    more: int = 0
    """Cases that have no line."""
    news: tuple[DigestLine, ...] = ()
    """What they subscribed to and were not told at once."""
    more_news: int = 0


_SINCE = datetime(2026, 11, 17, 9, tzinfo=UTC)

WeeklyOverview.EXAMPLES = (
    WeeklyOverview(since=_SINCE, closed=7, came=4, open=5, overdue=1, held=2, lines=LINES[:5]),
    WeeklyOverview(since=_SINCE, closed=2, came=0, open=0, overdue=0, held=0, lines=()),
)
