"""How carriers write themselves."""

from bot.blocks import kit
from bot.blocks.kit import Mrkdwn

NAME_CHARS = 30
CARRIERS = {"tipsa": "TIPSA", "gls_es": "GLS"}


def carrier_words(carrier: str) -> Mrkdwn:
    """One that is not in the table is shown as it came."""
    return kit.escaped(CARRIERS.get(carrier, carrier), limit=NAME_CHARS)
