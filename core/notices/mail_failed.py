"""Mail to a member does not arrive; what stood in it comes as a direct message."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class MailToYouFailed(Notice):
    reason: str
    """A code of ours, or what the mail system said. Never the address."""


MailToYouFailed.EXAMPLES = (MailToYouFailed(reason="550 mailbox unavailable"),)
