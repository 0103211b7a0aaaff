"""Which mail belongs to which case: the letters that went out and the mails that came in, by their Message-IDs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class MailRow:
    """A mail that came in. `outcome` is a word of core.services.mail_in.Outcome. Sender, subject and text are kept
    here only where no case has them."""

    message_id: str
    arrived_at: datetime
    outcome: str
    case_id: str | None = None
    sender: str = ""
    subject: str = ""
    text: str = ""


class MailsRead(Protocol):
    def case_of(self, ids: tuple[str, ...]) -> str | None:
        """The case of the first of these Message-IDs that is known: a letter of ours, or a mail that came."""

    def letter(self, ids: tuple[str, ...]) -> tuple[str, str] | None:
        """(letter id, case id) of the first that is a letter of ours."""

    def has(self, message_id: str) -> bool:
        """Whether that mail came before."""

    def unmatched(self, limit: int) -> tuple[MailRow, ...]:
        """Mails that belong to no case, newest first."""


class MailBook(MailsRead, Protocol):
    def keep(self, row: MailRow) -> None:
        """One row for each Message-ID. Raises Repeated for one that is on record. Letters of ours are kept by the
        outbox."""
