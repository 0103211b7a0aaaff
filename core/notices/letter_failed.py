"""A mail to a retailer could not be delivered."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class LetterFailed(Notice):
    number: int
    to_address: str
    reason: str
    owner: str | None = None


LetterFailed.EXAMPLES = (
    LetterFailed(
        number=20262010, to_address="noor@kitchenware.example", reason="mailbox unavailable", owner="U0ANA"
    ),
)
