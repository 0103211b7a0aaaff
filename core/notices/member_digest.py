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


MemberDigest.EXAMPLES = (
    MemberDigest(open=5, overdue=1, held=2, lines=LINES[:5]),
    MemberDigest(open=12, overdue=0, held=0, lines=LINES[1:3], more=10),
)
