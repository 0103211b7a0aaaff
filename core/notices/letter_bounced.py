"""A letter came back: a mail server says that it cannot be delivered."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class LetterBounced(Notice):
    """`to` is a retailer's address or a customer's name, `status` the server's code, `words` what it said."""

    number: int
    to: str
    status: str
    words: str
    owner: str | None = None


LetterBounced.EXAMPLES = (
    LetterBounced(
        number=20262063,
        to="Joana Reis",
        status="5.1.1",
        words="550 5.1.1 mailbox unavailable",
        owner="U0LUIS",
    ),
    LetterBounced(number=20262010, to="noor@kitchenware.example", status="", words=""),
)
