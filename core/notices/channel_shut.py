"""Something could not be posted because the destination is shut."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class DestinationShut(Notice):
    lane: str
    reason: str
    waiting: int


DestinationShut.EXAMPLES = (DestinationShut(lane="channel:C0OPS", reason="is_archived", waiting=3),)
