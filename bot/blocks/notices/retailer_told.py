"""The retailer was written to: a copy of the letter for the thread (J13)."""

from bot.blocks import kit
from bot.blocks.message import Message, message
from bot.blocks.people import NO_NAMES, Names, named
from bot.words import Say
from core.notices.retailer_told import RetailerTold

BODY_CHARS = 2900
"""A section holds 3,000 characters, quote bars among them; longer letters take two."""


def render(notice: RetailerTold, say: Say, names: Names = NO_NAMES) -> Message:
    head = kit.said(
        say,
        "notice.retailer_told",
        number=f"#{notice.number}",
        by=named(notice.by, names, say),
        name=notice.to_name,
        address=notice.to_address,
    )
    subject = kit.said(say, "preview.subject", subject=notice.subject)
    parts = [p for p in notice.body.split("\n\n") if p.strip()]
    body = [kit.section(kit.quoted(part[:BODY_CHARS])) for part in _joined(parts)]
    return message(head, [kit.section(kit.lines(head, subject)), *body])


def _joined(parts: list[str]) -> list[str]:
    """Paragraphs in as few sections as hold them, whole."""
    joined: list[str] = []
    for part in parts:
        if joined and len(joined[-1]) + len(part) + 2 <= BODY_CHARS // 2:
            joined[-1] = f"{joined[-1]}\n\n{part}"
        else:
            joined.append(part)
    return joined[:MOST]


MOST = 6
"""Sections of one letter: its parts hold 9,000 characters together, a message some 12,000."""
