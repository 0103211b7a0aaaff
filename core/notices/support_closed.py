"""A support ticket has ended: how, by whom, and with which note."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class SupportTicketClosed(Notice):
    number: int
    by: str
    outcome: str
    """An Outcome of the support ticket."""
    note: str = ""
    reference: str = ""
    into: int | None = None
    """The ticket that it was merged into."""


SupportTicketClosed.EXAMPLES = (
    SupportTicketClosed(number=20262063, by="U0LUIS", outcome="solved", note="A new mug is on its way."),
    SupportTicketClosed(number=20262063, by="U0LUIS", outcome="refunded", reference="R-2210"),
    SupportTicketClosed(number=20262063, by="U0ANA", outcome="duplicate", into=20262061),
    SupportTicketClosed(number=20262063, by="andon", outcome="closed_there"),
)
