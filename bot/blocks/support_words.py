"""What a support ticket is about, in words."""

from bot.blocks import kit
from bot.blocks.kit import Mrkdwn
from bot.words import Say
from core.domain.support_ticket_table import CATEGORIES

CATEGORY_CHARS = 60


def category_words(category: str, say: Say) -> Mrkdwn:
    """Our word for it; one that only the platform knows is shown as it came."""
    if category in CATEGORIES:
        return kit.said(say, f"category.{category}")
    return kit.escaped(category, limit=CATEGORY_CHARS)
