"""A hold or a snooze is over."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class CaseWoke(Notice):
    number: int
    title: str
    why: str
    """time, reply, green or by hand."""
    owner: str | None = None


CaseWoke.EXAMPLES = (
    CaseWoke(number=20262010, title="eBay AU order sync keeps failing", why="time", owner="U0ANA"),
)
