"""/andon help: every verb with an example, or one of them in full; and the nearest verb to a word unknown."""

from bot.blocks import kit
from bot.blocks.message import Message, message, note
from bot.words import Say

GROUPS: dict[str, tuple[str, ...]] = {
    "see": ("list", "view", "why", "history", "jobcheck"),
    "act": ("take", "assign", "pause", "notify", "decide", "hold", "resume", "reactivate", "verify", "close"),
    "parcels": ("contact", "solve", "reviewed"),
    "customers": ("reply", "category", "merge", "reopen"),
    "say": ("acknowledge", "comment", "priority", "cause", "link"),
    "tidy": ("retry", "archive", "unarchive", "undo"),
    "hear": ("subscribe", "unsubscribe", "subscriptions", "digest", "notifications", "help"),
}
"""The verbs of bot/grammar.py in the order in which a newcomer needs them."""


def render(topic: str | None, say: Say) -> Message:
    if topic is not None and say.has(f"help.{topic}"):
        words = kit.lines(kit.code(say(f"help.{topic}.example")), kit.said(say, f"help.{topic}"))
        more = kit.said(say, "help.all_verbs")
        return message(kit.dotted(words, more), [kit.section(words), kit.context(more)])
    head = kit.said(say, "help.head")
    return message(
        head, [kit.section(head), *(kit.section(_group(g, verbs, say)) for g, verbs in GROUPS.items())]
    )


def unknown(verb: str, near: str | None, say: Say) -> Message:
    """Never only an error: what was meant, or where the list is."""
    typed = kit.code(verb[:40]) or kit.code("?")
    if near:
        return note(kit.said(say, "help.did_you_mean", typed=typed, verb=kit.code(f"/andon {near}")))
    return note(kit.said(say, "help.unknown", typed=typed))


def _group(group: str, verbs: tuple[str, ...], say: Say) -> str:
    lines = [
        kit.dotted(kit.code(say(f"help.{verb}.example")), kit.said(say, f"help.{verb}")) for verb in verbs
    ]
    return kit.lines(kit.bold(say(f"help.group.{group}")), *lines)
