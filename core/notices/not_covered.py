"""A case that no channel subscribed to (C15)."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class NobodySubscribed(Notice):
    number: int
    title: str
    kind: str


NobodySubscribed.EXAMPLES = (
    NobodySubscribed(number=20262010, title="eBay AU order sync keeps failing", kind="job_ticket"),
)
