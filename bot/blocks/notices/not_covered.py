"""A case that no channel subscribed to (C15): somebody should hear of it."""

from bot.blocks import kit
from bot.blocks.message import Message, note
from bot.blocks.people import NO_NAMES, Names
from bot.words import Say
from core.domain.case_parts import Kind
from core.notices.not_covered import NobodySubscribed


def render(notice: NobodySubscribed, say: Say, names: Names = NO_NAMES) -> Message:
    kind = say(f"kind.{notice.kind}") if notice.kind in set(Kind) else notice.kind
    words = kit.said(say, "notice.not_covered", number=f"#{notice.number}", title=notice.title, kind=kind)
    return note(kit.words(":warning:", words), kit.context(kit.said(say, "subscriptions.how")))
