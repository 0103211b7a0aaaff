"""A support ticket was opened for a case of another kind (C10, D12)."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class SupportTicketOpened(Notice):
    number: int
    support_number: int
    category: str
    by: str


SupportTicketOpened.EXAMPLES = (
    SupportTicketOpened(number=20262050, support_number=20262064, category="refund_exchange", by="U0ANA"),
)
