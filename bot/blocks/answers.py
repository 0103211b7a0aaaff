"""The answer to every click: done, already done by whom, not allowed and who can, too old, not done and why."""

from collections.abc import Sequence
from datetime import datetime

from bot.blocks import case_card, kit
from bot.blocks.buttons import NEXT_ISSUE, NEXT_JOB, button
from bot.blocks.headline import numbered, place
from bot.blocks.kit import Block, Mrkdwn
from bot.blocks.message import Message, message, note
from bot.blocks.people import mentioned
from bot.blocks.states import LOOKS
from bot.blocks.ticks import reason_line
from bot.routes import AskButton
from bot.words import Say
from core.domain.case import Common
from core.domain.case_parts import Kind
from core.domain.issue import Action as IssueAction
from core.domain.job_ticket_table import Action
from core.domain.platform_facts import Order
from core.errors import CloseRefused, CoreError, NotAllowed, Repeated, Stale, TransitionRefused
from core.views import CaseCard

AGO = "{ago}"
"""A date token: `3 minutes ago` in each reader's words ("Formatting message text")."""

COPIES = 5


def done(card: CaseCard, what: str, say: Say, actor_id: str) -> Message:
    """After a typed command. `what` is the name of the command that was carried out."""
    key = f"done.{what}"
    words = kit.said(say, key if say.has(key) else "done.other", case=kit.bold(numbered(card, say)))
    return note(
        words, kit.actions(*_undo(card, say, actor_id), button("view", card, say), button("more", card, say))
    )


def undoable(card: CaseCard, say: Say, actor_id: str) -> Message | None:
    """After a form: a way back, as long as there is one; None where the card says enough."""
    undo = _undo(card, say, actor_id)
    if not undo:
        return None
    what = say(f"undo.{card.can_undo_what}")
    return note(
        kit.said(say, "done.undoable", case=kit.bold(numbered(card, say)), what=what), kit.actions(*undo)
    )


def dry_run(card: CaseCard, order: Order | None, say: Say) -> Message:
    """What a retry would do, without doing it: look before the retry (C22)."""
    if order is None:
        return note(kit.said(say, "dry_run.unreadable", number=card.shown_number))
    copies = [kit.link(copy.url, copy.id[:80]) for copy in order.downstream[:COPIES]]
    words = kit.lines(
        kit.bold(numbered(card, say)),
        kit.said(say, "dry_run.status", status=order.status[:40], at=order.checked_at),
        kit.said_n(say, "dry_run.attempts", order.attempts),
        kit.said(say, "dry_run.copies", copies=Mrkdwn(", ").join(copies)) if copies else None,
        kit.said(say, "dry_run.would_duplicate" if copies else "dry_run.would_send", place=place(card)),
    )
    return note(words)


def refused(error: CoreError, say: Say, actor_id: str) -> Message:
    """Why nothing was done, and who can or what is missing."""
    match error:
        case Stale():
            return note(_stale(error, say, actor_id))
        case Repeated():
            return note(_repeated(error, say, actor_id))
        case TransitionRefused() if error.facts.get("kind"):
            return note(_no_arrow(error, say))
        case NotAllowed():
            return _not_allowed(error, say)
        case CloseRefused():
            return _close_refused(error, say)
        case _:
            return note(error_words(error, say))


def asked(number: int, who: Sequence[str], say: Say, *, before: bool) -> Message:
    """Who was asked to help; a second time nobody is told again."""
    names = Mrkdwn(say.listed([mentioned(w, say) for w in who]))
    return note(
        kit.said(say, "answer.asked_before" if before else "answer.asked", number=f"#{number}", who=names)
    )


def error_words(error: CoreError, say: Say) -> Mrkdwn:
    """The words of an error's code; a code without words still says that nothing was done."""
    if not say.has(error.code):
        return kit.said(say, "answer.not_done")
    return kit.said(say, error.code, **{"number": "", **error.facts})


def too_old(card: CaseCard, say: Say) -> Message:
    """A button that is no longer drawn: the card as it is drawn now, under a line that says why."""
    return _over_card(kit.said(say, "answer.too_old"), card, say)


def stale_copy(error: Stale, card: CaseCard, say: Say, actor_id: str) -> Message:
    """Somebody was first, on a copy that only its reader sees and that nobody redraws: here is a new one."""
    return _over_card(_stale(error, say, actor_id), card, say)


def draft_kept(refusal: Message, say: Say) -> Message:
    """A refused form: what was typed is not lost with it."""
    kept = kit.said(say, "answer.draft_kept")
    text = kit.words(Mrkdwn(refusal.text), kept)
    return message(text, [*refusal.blocks, kit.context(kept)], refusal.attachments)


def expired(say: Say) -> Message:
    return note(kit.said(say, "answer.expired"))


def checking_evidence(card: CaseCard, say: Say) -> Message:
    """A picture from the thread was handed in: the answer follows here."""
    return note(
        kit.words(
            ":hourglass_flowing_sand:", kit.said(say, "answer.checking_evidence", number=card.shown_number)
        )
    )


def mention_help(say: Say) -> Message:
    """What can be done by mentioning Andon in a thread."""
    return note(kit.said(say, "answer.mention_help"))


def needs_button(say: Say) -> Message:
    """A mention has no trigger, so what needs a modal is done by the card's button."""
    return note(kit.said(say, "answer.needs_button"))


def asking_platform(card: CaseCard, say: Say) -> Message:
    """Reading a platform takes longer than an answer may: the rest follows here."""
    return note(
        kit.words(
            ":hourglass_flowing_sand:", kit.said(say, "answer.asking_platform", number=card.shown_number)
        )
    )


def checking_jobs(say: Say) -> Message:
    return note(kit.words(":hourglass_flowing_sand:", kit.said(say, "answer.checking_jobs")))


def bug(reference: str, say: Say) -> Message:
    return note(kit.said(say, "error.unknown", reference=kit.code(reference[:20])))


def as_modal(answer: Message, say: Say) -> Block:
    """The same answer where only a modal can be shown."""
    blocks = [*answer.blocks, *(block for strip in answer.attachments for block in strip["blocks"])]
    return {
        "type": "modal",
        "title": kit.plain_text(say("modal.answer.title"), 24),
        "close": kit.plain_text(say("modal.close_window"), 24),
        "blocks": [*(blocks or [kit.section(Mrkdwn(answer.text))])],
    }


def _undo(card: CaseCard, say: Say, actor_id: str) -> list[Block]:
    """Only whoever did it can take it back (core/domain/case.py, undo)."""
    return [button(Common.UNDO, card, say, style="primary")] if card.can_undo_by == actor_id else []


def _over_card(why: Mrkdwn, card: CaseCard, say: Say) -> Message:
    fresh = case_card.render(card, say)
    return message(kit.words(why, Mrkdwn(fresh.text)), [kit.context(why), *fresh.blocks], fresh.attachments)


def _repeated(error: Repeated, say: Say, actor_id: str) -> Mrkdwn:
    """On record already; or somebody else asked for it and it is being done."""
    ago, by = _ago(error.facts.get("at"), say), str(error.facts.get("by") or "")
    if error.facts.get("under_way") and by and by != actor_id:
        return kit.said(say, "answer.under_way", by=mentioned(by, say), ago=ago)
    if by and by != actor_id:
        return kit.said(say, "answer.repeated_by", by=mentioned(by, say), ago=ago)
    return kit.said(say, "answer.repeated", ago=ago)


def _stale(error: Stale, say: Say, actor_id: str) -> Mrkdwn:
    """Already done by whom and when; by oneself, where it was a double click."""
    facts = error.facts
    ago, by = _ago(facts.get("at"), say), str(facts.get("by") or "")
    state = _state(str(facts.get("state") or ""), say)
    if not by:
        return kit.said(say, "error.stale")
    if by == actor_id:
        return kit.said(say, "answer.already_you", ago=ago, state=state)
    return kit.said(say, "answer.already", by=mentioned(by, say), ago=ago, state=state)


def _no_arrow(error: TransitionRefused, say: Say) -> Mrkdwn:
    """Where the case stands, and what can be done from there, as it would be typed."""
    facts = error.facts
    state, number = str(facts.get("state")), facts.get("number")
    after = (NEXT_JOB if facts.get("kind") == Kind.JOB_TICKET else NEXT_ISSUE).get(state, ())
    verbs = [VERB_OF[does] for does in after if does in VERB_OF] or ["view"]
    typed = Mrkdwn(", ").join(kit.code(f"/andon {verb} {number}") for verb in verbs)
    return kit.said(say, "answer.no_arrow", number=f"#{number}", state=_state(state, say), possible=typed)


def _state(state: str, say: Say) -> str:
    """The word of a state of either kind."""
    return next((say(look.word) for (_, name), look in LOOKS.items() if name == state), state)


def _not_allowed(error: NotAllowed, say: Say) -> Message:
    """Who can, by name: an ephemeral answer notifies nobody."""
    needs = str(error.facts.get("needs") or "operator")
    role = say(f"role.{needs}") if needs in ROLES else needs
    able = [*map(kit.group_mention, _ids(error, "groups")), *(mentioned(p, say) for p in _ids(error, "who"))]
    if not able:
        return note(kit.said(say, "answer.not_allowed_nobody", role=role))
    more = error.facts.get("more")
    if isinstance(more, int) and more > 0:
        able.append(kit.said_n(say, "answer.and_others", more))
    named = Mrkdwn(say.listed(able))
    return note(kit.said(say, "error.not_allowed", needs=role, who=named), *_ask(error, needs, say))


def _ids(error: NotAllowed, fact: str) -> list[str]:
    found = error.facts.get(fact)
    return [str(each) for each in found] if isinstance(found, Sequence) and not isinstance(found, str) else []


def _ask(error: NotAllowed, needs: str, say: Say) -> list[Block]:
    """The button that asks them, where the door said which case it was about."""
    case_id, act = error.facts.get("case_id"), error.facts.get("act")
    if not isinstance(case_id, str) or not isinstance(act, str) or needs not in ASKED:
        return []
    route = AskButton(case_id=case_id, act=act, role=needs)
    return [kit.actions(kit.button(say(f"action.ask.{needs}"), route.element(), style="primary"))]


def _close_refused(error: CloseRefused, say: Say) -> Message:
    """All that is missing, at once."""
    lines = [reason_line(reason, say) for reason in error.missing]
    ending = kit.said(say, "closing.assumptions")
    head = kit.said(say, "error.close_refused")
    return message(kit.words(head, ending), [kit.section(kit.lines(head, *lines)), kit.context(ending)])


def _ago(at: object, say: Say) -> Mrkdwn:
    return (
        kit.date(at, say.when(at, zone=True), AGO)
        if isinstance(at, datetime)
        else kit.said(say, "answer.just_now")
    )


ASKED = ("operator", "lead", "admin")
"""Roles that somebody can be asked for: everybody is a viewer."""

ROLES = ("viewer", "operator", "lead", "admin")

VERB_OF: dict[str, str] = {
    Action.CONTAIN: "pause",
    Action.NOTIFY_RETAILER: "notify",
    "decide": "decide",
    Action.HOLD: "hold",
    Action.RESUME_WORK: "resume",
    Action.REACTIVATE: "reactivate",
    Action.VERIFICATION_RUN: "verify",
    Action.CLOSE: "close",
    Common.TAKE: "take",
    Common.ARCHIVE: "archive",
    IssueAction.RETRY: "retry",
}
"""What is typed for an act."""
