"""Everything on record of one case that the card has no room for."""

from collections.abc import Sequence

from bot.blocks import form_modal, kit, plan_line
from bot.blocks.buttons import button
from bot.blocks.case_facts import deadline_line, needs_line, problem_words, relation, seen_line
from bot.blocks.headline import place, thing
from bot.blocks.incident_card import carrier_name, facts_lines, reason_line, reason_words
from bot.blocks.job_steps import steps_line
from bot.blocks.job_ticket_card import cause_words, last_run
from bot.blocks.kit import Block, Style
from bot.blocks.people import mentioned
from bot.blocks.proof import Removed, evidence_blocks, proof_blocks
from bot.blocks.reply_modal import conversation
from bot.blocks.states import look_of
from bot.blocks.support_card import claim_line, who_line
from bot.blocks.support_words import category_words
from bot.routes import DetailModal, OpenLinkButton, RunbookLinkButton
from bot.words import Say
from core.domain.evidence import Evidence
from core.domain.support_ticket_table import Action
from core.views import CaseCard, IncidentCard, JobTicketCard, PlannedStep, RunbookRating, SupportCard

LABEL_CHARS = 40
LINKS = 10


RATINGS = {
    "rate_helpful": RunbookRating.HELPFUL,
    "rate_not_helpful": RunbookRating.NOT_HELPFUL,
}


def render(
    card: CaseCard,
    evidence: Sequence[Evidence],
    removed: Removed,
    route: DetailModal,
    say: Say,
    *,
    rating: RunbookRating | None = None,
    steps: Sequence[PlannedStep] = (),
) -> Block:
    """`rating` is what the reader said of the runbook; None for whom it is not asked. `steps` are the reminders
    to come."""
    blocks = [
        *form_modal.opening("detail", card, say),
        kit.section(fields=_fields(card, say)),
        *plan_line.blocks(steps, say),
        *_ticket(card, say),
        *_incident(card, say),
        *_description(card, say),
        *_support(card, say),
        *_links(card, say),
        *(proof_blocks(card, say) if isinstance(card, JobTicketCard) and card.proof else []),
        *evidence_blocks(card, evidence, removed, say),
        _buttons(card, say),
        *_did_it_help(card, rating, say),
    ]
    return form_modal.view("detail", card, route, say, blocks)


def _fields(card: CaseCard, say: Say) -> list[str]:
    """Ten at most: two columns of five (SLACK 1.2)."""
    look = look_of(card)
    code = cause_words(card, say) if isinstance(card, JobTicketCard) else _code(card, say)
    support = isinstance(card, SupportCard)
    shown: list[tuple[str, str | None]] = [
        ("state", kit.words(look.emoji, say(look.word))),
        ("turn", needs_line(card, say)),
        ("severity", say(f"severity.{card.severity}")),
        ("category" if support else "code", kit.escaped(code, limit=100)),
        ("account", place(card)),
        _where(card),
        ("owner", mentioned(card.owner, say) if card.owner else say("detail.nobody")),
        ("opened", kit.said(say, "detail.at", at=card.created_at)),
        ("seen", seen_line(card, say)),
        ("deadline", deadline_line(card, say)),
    ]
    return [kit.lines(kit.bold(say(f"detail.{name}")), value) for name, value in shown if value]


def _where(card: CaseCard) -> tuple[str, str]:
    """The sales channel, or who carries the parcel."""
    if isinstance(card, IncidentCard):
        return "carrier", carrier_name(card)
    return "channel", kit.escaped(card.channel or "", limit=60)


def _code(card: CaseCard, say: Say) -> str:
    if isinstance(card, SupportCard):
        return category_words(card.code, say)
    return reason_words(card.code, say) if isinstance(card, IncidentCard) else card.code


def _incident(card: CaseCard, say: Say) -> list[Block]:
    if not isinstance(card, IncidentCard):
        return []
    heard = kit.said(say, "incident.checked", at=card.carrier_checked_at)
    return [kit.section(kit.lines(reason_line(card, say), *facts_lines(card, say), heard))]


def _support(card: CaseCard, say: Say) -> list[Block]:
    """Who asks, and the newest words (S13); the address is behind a button that leaves a line in the history."""
    if not isinstance(card, SupportCard):
        return []
    note = kit.section(kit.quoted(card.close_note)) if card.close_note.strip() else None
    who = kit.lines(who_line(card, say), claim_line(card, say))
    return [
        kit.section(who, accessory=button(Action.SHOW_CUSTOMER, card, say)),
        *(conversation(card, say) if card.messages else []),
        *([note] if note else []),
    ]


def _ticket(card: CaseCard, say: Say) -> list[Block]:
    if not isinstance(card, JobTicketCard):
        return []
    lines = kit.lines(
        steps_line(card, say),
        problem_words(card.problem, say) if card.problem else None,
        kit.said(say, "detail.last_failure", at=card.last_failure_at),
        last_run(card, say),
    )
    return [kit.section(lines)]


def _description(card: CaseCard, say: Say) -> list[Block]:
    blocks = []
    if card.description.strip():
        blocks.append(kit.section(kit.quoted(card.description)))
    if card.hold is not None:
        whom = say(f"hold.{card.hold.kind}")
        blocks.append(kit.section(kit.said(say, "card.waits_for", whom=whom, reason=card.hold.reason)))
    return blocks


def _links(card: CaseCard, say: Say) -> list[Block]:
    others = [relation(link, say) for link in card.links[-LINKS:]]
    return [kit.section(kit.dotted(*others))] if others else []


def _buttons(card: CaseCard, say: Say) -> Block:
    drawn = []
    if card.subject.url and kit.safe_url(card.subject.url):
        name = kit.plain(thing(card, say), LABEL_CHARS)
        drawn.append(
            kit.link_button(say("detail.open", thing=name), card.subject.url, OpenLinkButton().element())
        )
    if card.runbook_url and kit.safe_url(card.runbook_url):
        drawn.append(kit.link_button(say("card.what_to_do"), card.runbook_url, RunbookLinkButton().element()))
    return kit.actions(*drawn, button("history", card, say), button("more", card, say))


def _did_it_help(card: CaseCard, rating: RunbookRating | None, say: Say) -> list[Block]:
    """How did we do (C18): asked where the runbook is linked, with one's own answer marked."""
    if rating is None or not kit.safe_url(card.runbook_url):
        return []
    words = kit.said(say, f"runbook.{rating}", name=say("card.what_to_do"))
    drawn = [button(does, card, say, style=_marked(said, rating)) for does, said in RATINGS.items()]
    return [kit.context(words), kit.actions(*drawn)]


def _marked(said: RunbookRating, rating: RunbookRating) -> Style | None:
    return "primary" if said is rating else None
