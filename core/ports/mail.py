"""Mail out."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One message to one address. `id` becomes the Message-ID, so a mail system can tell a repeat.
    `case_number` is empty where it is about no case, or several.
    `in_reply_to` is the Message-ID of a mail that came in, or the id of an earlier letter of ours;
    `references` are those before it, oldest first."""

    id: str
    to_name: str
    to_address: str
    subject: str
    body: str
    language: str
    case_number: str
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()


class Mail(Protocol):
    async def send(self, letter: Letter) -> str:
        """Hand the letter over and return its Message-ID.

        Raises Temporary (not taken, try again), Permanent (refused for good: bad address, blocked) or
        OutcomeUnknown (the connection broke after the body was sent).
        """
