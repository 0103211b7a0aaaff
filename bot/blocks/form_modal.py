"""The modal around a form: title, what it is about, the fields, and a submit that names verb and number."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.blocks import kit
from bot.blocks.fields import NOTHING_KEPT, Options, inputs
from bot.blocks.headline import numbered, place, thing
from bot.blocks.kit import Block
from bot.form_drafts import brought_back
from bot.form_fields import VALUE, VALUE_AFRESH, Form
from bot.routes import CaseModal, Route, StartEmptyButton
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(
    form: type[Form],
    card: CaseCard,
    route: CaseModal,
    say: Say,
    *,
    kept: Mapping[str, object] = NOTHING_KEPT,
    options: Options = MappingProxyType({}),
    only: Sequence[str] | None = None,
    before: Sequence[Block] = (),
    after: Sequence[Block] = (),
    draft: Draft | None = None,
) -> Block:
    """Words: modal.<form>.title, .submit and, where there is something to explain, .about. What the reader typed
    before goes over `kept`, which is what we suggest."""
    typed = brought_back(form, draft)
    fields = inputs(form, say, kept={**kept, **typed}, options=options, only=only, action_id=field_id(route))
    return view(
        form.name,
        card,
        route,
        say,
        [*opening(form.name, card, say), *draft_line(form, card, draft, say), *before, *fields, *after],
        submit=True,
    )


def view(
    name: str, card: CaseCard, route: Route, say: Say, blocks: Sequence[Block], *, submit: bool = False
) -> Block:
    """A modal about one case. Without `submit` it is only read. Slack says when one with fields is closed, so
    that what was typed can be kept."""
    address = route.view()
    return kit.modal(
        say(f"modal.{name}.title", number=card.shown_number),
        blocks,
        callback_id=address["callback_id"],
        private_metadata=address["private_metadata"],
        submit=say(f"modal.{name}.submit", number=card.shown_number) if submit else None,
        close=say("modal.cancel") if submit else say("modal.close_window"),
        notify_on_close=any(block["type"] == "input" for block in blocks),
    )


def opening(name: str, card: CaseCard, say: Say) -> list[Block]:
    """Which case it is, and what the act will do to what."""
    own = f"modal.{name}.{card.kind}.about"
    key = own if say.has(own) else f"modal.{name}.about"
    if not say.has(key):
        return [kit.section(kit.bold(numbered(card, say)))]
    words = kit.said(say, key, thing=thing(card, say), retailer=place(card) or say("card.the_retailer"))
    return [kit.section(kit.lines(kit.bold(numbered(card, say)), words))]


def draft_line(form: type[Form], card: CaseCard, draft: Draft | None, say: Say) -> list[Block]:
    """That what stands here is the reader's own, from when, and the way to begin without it."""
    if draft is None or not brought_back(form, draft):
        return []
    empty = StartEmptyButton(case_id=card.case_id, version=card.version, form=form.name)
    words = kit.said(say, "modal.your_draft", at=draft.kept_at)
    return [kit.section(words, accessory=kit.button(say("modal.start_empty"), empty.element()))]


def field_id(route: CaseModal) -> str:
    return VALUE_AFRESH if route.afresh else VALUE
