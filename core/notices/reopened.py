"""It failed again after it was closed, or somebody opened it again."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class TicketReopenedNotice(Notice):
    number: int
    why: str
    by: str
    times: int


TicketReopenedNotice.EXAMPLES = (
    TicketReopenedNotice(number=20262010, why="failed_again", by="andon", times=1),
    TicketReopenedNotice(number=20262010, why="closed by mistake", by="U0ANA", times=2),
)
