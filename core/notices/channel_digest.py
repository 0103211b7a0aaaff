"""What a channel looks after, every working morning."""

from dataclasses import dataclass
from datetime import UTC, datetime

from core.notices import Notice
from core.notices.digest_line import DigestLine


@dataclass(frozen=True, kw_only=True)
class ChannelDigest(Notice):
    """`open` counts all that is not closed, what is overdue or waits too; `closed` what was since `since`."""

    since: datetime
    open: int
    overdue: int
    held: int
    closed: int
    lines: tuple[DigestLine, ...]
    more: int = 0
    """Cases that have no line."""


_AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)

LINES = (
    DigestLine(
        number=20262010,
        title="eBay AU order sync",
        standing="overdue",
        at=_AT.replace(day=20, hour=17),
        url="https://platform.example/jobs/7",
    ),
    DigestLine(number=20262044, title="Order 1001-A", standing="due", at=_AT.replace(hour=15)),
    DigestLine(number=20262045, title="Order 1002", standing="open", at=_AT.replace(day=21)),
    DigestLine(number=20262051, title="Commande 55120", standing="waits", at=_AT.replace(hour=12)),
    DigestLine(number=20261990, title="Bluebird feed", standing="held", at=_AT.replace(day=18)),
    DigestLine(number=20261980, title="Order 0998", standing="closed", at=_AT.replace(day=22)),
)

ChannelDigest.EXAMPLES = (
    ChannelDigest(since=_AT.replace(day=20), open=14, overdue=1, held=2, closed=1, lines=LINES, more=9),
    ChannelDigest(since=_AT.replace(day=20), open=1, overdue=0, held=0, closed=0, lines=LINES[1:2]),
)
