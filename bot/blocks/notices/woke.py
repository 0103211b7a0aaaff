"""A hold or a snooze is over: the owner is mentioned, since it is their turn again."""

from bot.blocks import kit
from bot.blocks.message import Message, note
from bot.blocks.people import NO_NAMES, Names, mentioned
from bot.words import Say
from core.notices.woke import CaseWoke


def render(notice: CaseWoke, say: Say, names: Names = NO_NAMES) -> Message:
    why = notice.why.replace(" ", "_")
    words = kit.said(
        say, f"woke.{why if why in KNOWN else 'time'}", number=f"#{notice.number}", title=notice.title
    )
    owner = mentioned(notice.owner, say) if notice.owner and why != "by_hand" else None
    return note(kit.words(":sunrise:", owner, words))


KNOWN = ("time", "reply", "stock", "green", "by_hand")
"""See core/notices/woke.py. By hand, the owner may be the one who woke it: nobody is mentioned."""
