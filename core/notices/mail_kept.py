"""A mail stands on the case and counts as nobody's word."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class MailOnTheCase(Notice):
    """`why`: stranger (`who` is part of an address), automatic or delayed (`who` is the customer, or empty)."""

    number: int
    why: str
    who: str
    text: str


MailOnTheCase.EXAMPLES = (
    MailOnTheCase(number=20262063, why="stranger", who="e\u2026@post.example", text="I am her husband."),
    MailOnTheCase(number=20262063, why="automatic", who="Joana Reis", text="I am away until Monday."),
    MailOnTheCase(number=20262063, why="delayed", who="Joana Reis", text="4.4.7 still trying"),
    MailOnTheCase(number=20262010, why="automatic", who="", text=""),
)
