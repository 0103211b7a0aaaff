"""How people are named. Whoever acted is named without a mention: nobody is notified of their own act."""

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import TypeAlias

from bot.blocks import kit
from bot.blocks.kit import Mrkdwn
from bot.words import Say
from core.notices import Notice

ANDON = "andon"
"""The member id under which Andon itself acts."""

NAME_CHARS = 60
"""Characters of a name on a card: Slack shows no longer ones."""

Names: TypeAlias = Mapping[str, str]
"""Member id -> the name to show."""

NO_NAMES: Names = MappingProxyType({})


def mentioned(member_id: str | None, say: Say) -> Mrkdwn:
    """A mention. Only where nobody is notified by it (a redrawn card, a modal), or who has to act next."""
    if member_id == ANDON:
        return kit.said(say, "people.andon")
    return kit.mention(member_id) if member_id else kit.said(say, "people.somebody")


def named(member_id: str | None, names: Names, say: Say) -> Mrkdwn:
    """The name alone, for whoever did it."""
    if member_id == ANDON:
        return kit.said(say, "people.andon")
    known = names.get(member_id or "", "").strip()
    return kit.escaped(known, limit=NAME_CHARS) if known else kit.said(say, "people.somebody")


def acting_in(notice: Notice) -> frozenset[str]:
    """The member ids whose names the renderer of *notice* wants to know."""
    by = [getattr(notice, f.name) for f in fields(notice) if f.name == "by"]  # type: ignore[arg-type]  # each notice is a dataclass
    return frozenset(b for b in by if b and b != ANDON)
