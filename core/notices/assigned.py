"""Somebody was given a case."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class YouWereAssigned(Notice):
    number: int
    title: str
    by: str


YouWereAssigned.EXAMPLES = (
    YouWereAssigned(number=20262010, title="eBay AU order sync keeps failing", by="U0LUIS"),
)
