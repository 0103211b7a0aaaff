"""The retailer was written to; a copy for the thread."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class RetailerTold(Notice):
    number: int
    by: str
    to_name: str
    to_address: str
    subject: str
    body: str


RetailerTold.EXAMPLES = (
    RetailerTold(
        number=20262010,
        by="U0ANA",
        to_name="Noor Visser",
        to_address="noor@kitchenware.example",
        subject="Your eBay AU connection is paused",
        body="What happened: the eBay token expired.\n\nWhat we need from you: authorise the connection again.",
    ),
)
