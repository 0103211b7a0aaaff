"""A mail belongs to no case: told to admins, once a day at most."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class MailUnmatched(Notice):
    """The first of a day. `sender` is part of an address, and proven by nothing."""

    sender: str
    subject: str


MailUnmatched.EXAMPLES = (MailUnmatched(sender="j\u2026@mail.example", subject="Where is my order?"),)
