"""The lines that cards of every kind have: title, links, how often it was seen, and the strip at the bottom."""

from bot.blocks import kit
from bot.blocks.headline import headline, numbered, place
from bot.blocks.kit import Block, Mrkdwn
from bot.blocks.people import mentioned
from bot.blocks.states import look_of
from bot.words import Say
from core.domain.case_parts import Link, Severity
from core.views import CaseCard, Needs

LINKS = 3
"""Linked cases that a card names; the details name them all."""

QUOTE_CHARS = 160
"""Characters of a foreign error or reason on a card."""


def title_line(card: CaseCard, say: Say) -> Mrkdwn:
    """Emoji, number and headline; bold, and linked to the thing where it has a page."""
    url = (card.subject.url or "").replace("*", "%2A")  # an asterisk would end the bold
    return kit.words(look_of(card).emoji, kit.bold(kit.link(url, numbered(card, say))))


def links_line(card: CaseCard, say: Say, *more: str | None) -> Mrkdwn:
    """What to open: the runbook for this code, and cases that belong to this one."""
    runbook = kit.safe_url(card.runbook_url)
    return kit.dotted(
        *more, kit.link(runbook, say("card.what_to_do")) if runbook else None, others_line(card, say)
    )


def others_line(card: CaseCard, say: Say) -> Mrkdwn:
    """Cases that belong to this one, the last few."""
    return kit.dotted(*(relation(link, say) for link in card.links[-LINKS:]))


def relation(link: Link, say: Say) -> Mrkdwn:
    known = link.relation if link.relation in ("recurs_from", "duplicate_of", "support") else "related"
    return kit.said(say, f"relation.{known}", number=f"#{link.number}")


def seen_line(card: CaseCard, say: Say) -> Mrkdwn | None:
    """`seen 14 times since 09:10`; nothing for the first time, since that says nothing."""
    if card.occurrences < 2:
        return None
    return kit.said_n(say, "card.seen", card.occurrences, since=card.first_seen_at)


def strip(card: CaseCard, say: Say, *more: str | None) -> Block:
    """The colour strip: state as emoji, word and colour, whose turn it is, and by when."""
    look = look_of(card)
    words = kit.dotted(
        kit.words(look.emoji, kit.bold(say(look.word))),
        kit.bold(say("card.overdue")) if card.overdue else None,
        _severity(card, say),
        *more,
        _archived(card, say),
        needs_line(card, say),
        deadline_line(card, say),
    )
    return kit.attachment(look.color, [kit.section(words)], plain_state(card, say))


def needs_line(card: CaseCard, say: Say) -> Mrkdwn | None:
    """Whose turn it is; nothing when nobody's."""
    if card.needs is Needs.NOBODY:
        return None
    if card.needs is Needs.MEMBER and card.needs_member is None:
        return kit.said(say, "needs.anyone")
    member = mentioned(card.needs_member, say) if card.needs_member else ""
    return kit.said(
        say, f"needs.{card.needs}", member=member, retailer=place(card) or say("card.the_retailer")
    )


def deadline_line(card: CaseCard, say: Say) -> Mrkdwn | None:
    return kit.said(say, f"deadline.{card.deadline.what}", at=card.deadline.at) if card.deadline else None


def fallback(card: CaseCard, say: Say) -> Mrkdwn:
    """The `text`: number, what and where first, since a notification shows some forty characters."""
    where = place(card)
    key = "card.text_at" if where else "card.text"
    return kit.said(
        say,
        key,
        number=card.shown_number,
        headline=headline(card, say),
        where=where,
        state=plain_state(card, say),
    )


def plain_state(card: CaseCard, say: Say) -> Mrkdwn:
    """State, overdue and whose turn, as the end of a sentence."""
    parts = [say(look_of(card).word), say("card.overdue") if card.overdue else None, needs_line(card, say)]
    return Mrkdwn(", ").join(part for part in parts if part)


def problem_words(code: str, say: Say) -> Mrkdwn:
    """The words of a platform's or our own code; a code without words is shown as it came."""
    known = code.replace("_", "").isalnum() and say.has(f"problem.{code}")
    return (
        kit.said(say, f"problem.{code}") if known else kit.said(say, "card.problem", code=code[:QUOTE_CHARS])
    )


def _severity(card: CaseCard, say: Say) -> Mrkdwn | None:
    if card.severity is Severity.NORMAL or card.closed_at is not None:
        return None
    return kit.said(say, f"severity.{card.severity}")


def _archived(card: CaseCard, say: Say) -> Mrkdwn | None:
    if card.archived_at is None:
        return None
    known = card.archived_reason in ("actioned", "no_action_needed")
    why = say(f"archive.{card.archived_reason}") if known else (card.archived_reason or "")
    return kit.dotted(
        kit.escaped(why, limit=QUOTE_CHARS), kit.said(say, "card.archived_at", at=card.archived_at)
    )
