"""The closing checklist in words: each condition with a sign, what is missing, and the button that supplies it."""

from collections.abc import Mapping

from bot import routes
from bot.blocks import kit
from bot.blocks.buttons import ROUTE_OF, label, offered
from bot.blocks.kit import Block, Mrkdwn
from bot.words import Say
from core.domain.case import Common
from core.domain.close_attempt import Tick, moment_of
from core.views import JobTicketCard

PENDING = "not_checked"
"""The reason of what only the platform can say, while it has not been asked."""

FACT_CHARS = 80


def tick_block(tick: Tick, card: JobTicketCard, say: Say) -> Block:
    return kit.section(tick_line(tick, say), accessory=_button(tick, card, say))


def tick_line(tick: Tick, say: Say) -> Mrkdwn:
    """`:x: *Screenshot*: missing. Attach ...`: sign and word say the same."""
    name = kit.bold(say(f"checklist.condition.{tick.condition}"))
    if tick.ok:
        done = kit.said(say, "checklist.done", condition=name)
        return kit.words(":white_check_mark:", done, _tolerance(tick, say))
    if tick.ok is None or tick.reason == PENDING:
        return kit.words(":hourglass_flowing_sand:", kit.said(say, "checklist.pending", condition=name))
    why = reason_words(tick.reason or "unknown", tick.facts, say)
    return kit.words(
        ":x:", kit.said(say, "checklist.missing", condition=name, why=why), _tolerance(tick, say)
    )


def reason_words(reason: str, facts: Mapping[str, str | int | None], say: Say) -> Mrkdwn:
    """The words of a reason of the closing policy; one that has none is shown as it is."""
    key = f"checklist.{reason}"
    if not (reason.replace("_", "").isalnum() and say.has(key)):
        return kit.said(say, "checklist.other", reason=reason[:FACT_CHARS])
    return kit.said(say, key, **_facts(facts, say))


def reason_line(reason: str, say: Say) -> Mrkdwn:
    """A reason that stands alone, where no condition is named before it."""
    words = reason_words(reason, {}, say)
    return kit.words(":x:", Mrkdwn(words[:1].upper() + words[1:]))


def _facts(facts: Mapping[str, str | int | None], say: Say) -> dict[str, object]:
    """Every fact that words may name; what is unknown has a word too, so no sentence breaks."""
    run, url = facts.get("run"), facts.get("url")
    because = facts.get("because")
    named = (
        kit.said(say, "checklist.run", run=str(run)[:FACT_CHARS])
        if run
        else kit.said(say, "checklist.the_run")
    )
    found = str(facts.get("found") or "unknown")
    return {
        "run": kit.link(str(url) if url else None, named),
        "at": moment_of(facts.get("ended_at")) or say("checklist.unknown_time"),
        "failed": facts.get("items_failed") or 0,
        "file": str(facts.get("file") or say("checklist.the_file"))[:FACT_CHARS],
        "found": say(f"found.{found}") if found in FOUND else found[:FACT_CHARS],
        "number": f"#{facts['number']}" if facts.get("number") else say("checklist.another_ticket"),
        "because": reason_words(str(because), {**facts, "because": None}, say) if because else "",
    }


def _tolerance(tick: Tick, say: Say) -> Mrkdwn | None:
    """How many failed items an administrator lets pass for this job is said wherever it matters (E9)."""
    tolerated = tick.facts.get("tolerance")
    return (
        kit.said_n(say, "checklist.tolerance", tolerated)
        if isinstance(tolerated, int) and tolerated
        else None
    )


def _button(tick: Tick, card: JobTicketCard, say: Say) -> Block | None:
    """The act that supplies what is missing, where it is allowed now. A picture is attached further down."""
    if tick.ok or tick.reason == PENDING or tick.action is None:
        return None
    does = ACTS.get(tick.action, tick.action)
    if does == routes.StateRunButton.does or does in offered(card):
        route = ROUTE_OF[does](case_id=card.case_id, version=card.version)
        return kit.button(label(does, card, say), route.element())
    return None


ACTS = {"add_confirmation": Common.ADD_EVIDENCE}
"""Words of the policy -> acts with a button."""

FOUND = frozenset(
    {"pdf", "svg", "heic", "gif", "html", "text", "zip", "empty", "unknown", "mp4", "xml", "tiff"}
)
"""Kinds of files with a word of their own; see evidence/sniff.py."""
