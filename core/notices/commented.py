"""A comment, for the thread."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class CommentAdded(Notice):
    number: int
    by: str
    text: str


CommentAdded.EXAMPLES = (CommentAdded(number=20262010, by="U0ANA", text="Asked eBay support, waiting."),)
