"""A letter to the customer, with what was said so far above it. Submitting shows it, and sends nothing."""

from collections.abc import Sequence

from bot.blocks import form_modal, kit
from bot.blocks.kit import Block
from bot.blocks.support_card import who_line
from bot.forms import ReplyForm
from bot.routes import ReplyModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import SupportCard

SHOWN, QUOTE_CHARS = 3, 600
"""Words of the conversation above the letter, and characters of each: the newest ones."""

MOST = 100
"""Options that one menu holds (SLACK 1.2)."""

Canned = Sequence[tuple[str, str]]
"""Name and text, in the order of andon.toml."""


def render(
    card: SupportCard, canned: Canned, route: ReplyModal, say: Say, draft: Draft | None = None
) -> Block:
    options = [kit.option(name, str(n)) for n, (name, _) in enumerate(canned[:MOST])]
    return form_modal.render(
        ReplyForm,
        card,
        route,
        say,
        options={"canned": options},
        only=("canned", "text") if options else ("text",),
        before=[kit.section(who_line(card, say)), *conversation(card, say)],
        draft=draft,
    )


def conversation(card: SupportCard, say: Say) -> list[Block]:
    """The newest words, oldest first; what the customer came with where nothing was said since."""
    said = [(m.text, m.by) for m in card.messages] or [(card.description, None)]
    return [
        kit.section(
            kit.said(
                say,
                "support.we_said" if by is not None else "support.customer_said",
                text=kit.escaped(text or say("support.no_words"), limit=QUOTE_CHARS),
            )
        )
        for text, by in said[-SHOWN:]
    ]
