"""The customer was written to; a copy for the thread, without the address (it never stands in a channel)."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class ReplySent(Notice):
    number: int
    by: str
    name: str
    text: str


ReplySent.EXAMPLES = (
    ReplySent(
        number=20262063,
        by="U0LUIS",
        name="Joana Reis",
        text="Dear Joana,\n\nplease send us a photo of the mug.\n\nLuis",
    ),
)
