"""A customer's message, in the thread of their ticket."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class CustomerMessage(Notice):
    number: int
    name: str
    text: str
    what: str = "wrote"
    """wrote, woke (it ended a hold), reopened, or late (written before the newest word heard)."""
    owner: str | None = None


CustomerMessage.EXAMPLES = (
    CustomerMessage(number=20262063, name="Joana Reis", text="The mug arrived broken. Can I return it?"),
    CustomerMessage(
        number=20262063, name="Joana Reis", text="Here is the photo.", what="woke", owner="U0LUIS"
    ),
    CustomerMessage(number=20262063, name="Joana Reis", text="It broke again.", what="reopened"),
    CustomerMessage(number=20262063, name="Joana Reis", text="Hello?", what="late"),
)
