"""Buttons on a case, a function of its state and of what is allowed: one table from act to route."""

from bot import routes
from bot.blocks import kit
from bot.blocks.headline import place, thing
from bot.blocks.kit import Block, Style
from bot.routes import CaseRoute
from bot.words import Say
from core.domain.case import Common
from core.domain.case_parts import Kind
from core.domain.delivery_incident_table import Action as IncidentAction
from core.domain.delivery_incident_table import State as IncidentState
from core.domain.issue import Action as IssueAction
from core.domain.issue import State as IssueState
from core.domain.job_ticket_table import Action, ContainmentKind, State
from core.domain.support_ticket_table import Action as SupportAction
from core.domain.support_ticket_table import State as SupportState
from core.views import CaseCard, IssueCard, JobTicketCard

MOST = 3
"""Buttons on a card beside More (EXPERIENCE, the card)."""

CHOOSE = "choose_containment"
"""Another containment than the smallest: the pause button, asking which."""

NAME_CHARS = 28
"""Characters of a name in a label. Slack's clients cut labels near 30."""


def card_row(card: CaseCard, say: Say) -> Block:
    """At most three buttons for what comes next, and More for everything else that is allowed."""
    wanted = [does for does in _next(card) if does in offered(card) and _apt(does, card)]
    drawn = [
        button(does, card, say, style=_style(does, first=n == 0)) for n, does in enumerate(wanted[:MOST])
    ]
    return kit.actions(*drawn, button("more", card, say))


def offered(card: CaseCard) -> frozenset[str]:
    """What a person may do now, as words of ROUTE_OF: three decisions are one button, an undo is its own."""
    acts = {"decide" if act in DECISIONS else act for act in card.actions} & set(ROUTE_OF)
    if not isinstance(card, JobTicketCard):
        acts -= {Common.ADD_EVIDENCE}  # a written confirmation belongs to a job ticket
    if isinstance(card, IssueCard) and card.retry_after is not None:
        acts -= {IssueAction.RETRY}
    if card.unread_write:
        acts |= {"was_done", "was_not_done"}
    if isinstance(card, JobTicketCard):
        if Action.CONTAIN in acts and len(card.containments) > 1:
            acts |= {CHOOSE}
        if card.proof is not None:
            acts |= {"proof"}
    if card.can_undo_by is not None:
        acts |= {Common.UNDO}
    return frozenset(str(act) for act in acts)


def button(does: str, card: CaseCard, say: Say, *, style: Style | None = None) -> Block:
    """One button on this card. Raises KeyError for an act without a route."""
    route = (
        routes.PauseButton(case_id=card.case_id, version=card.version, kind="choose")
        if does == CHOOSE
        else ROUTE_OF[does](case_id=card.case_id, version=card.version)
    )
    return kit.button(label(does, card, say), route.element(), style=style, confirm=_confirm(does, card, say))


def label(does: str, card: CaseCard, say: Say) -> str:
    """`Pause eBay AU order sync`: the verb names the object."""
    return say(f"action.{_variant(does, card)}", **_names(card, say))


def about(does: str, card: CaseCard, say: Say) -> str:
    """What the act does, for the menu."""
    own = f"action.{does}.{card.kind}.about"
    return say(own if say.has(own) else f"action.{does}.about", **_names(card, say))


def _variant(does: str, card: CaseCard) -> str:
    if does == Action.CONTAIN and isinstance(card, JobTicketCard) and card.containments:
        return f"{does}.{card.containments[0]}"
    if does == "decide" and isinstance(card, JobTicketCard) and card.decision is not None:
        return "decide.again"
    return does


def _names(card: CaseCard, say: Say) -> dict[str, object]:
    connection = card.connection_name if isinstance(card, JobTicketCard) else card.channel
    return {
        "number": card.shown_number,
        "thing": kit.plain(thing(card, say), NAME_CHARS),
        "connection": kit.plain(connection or say("card.the_connection"), NAME_CHARS),
        "retailer": kit.plain(place(card) or say("card.the_retailer"), NAME_CHARS),
        "undo": say(f"undo.{card.can_undo_what}") if card.can_undo_what else "",
    }


def _next(card: CaseCard) -> tuple[str, ...]:
    if card.archived_at is not None:
        return (Common.UNARCHIVE,)
    if card.unread_write:
        return ("was_done", "was_not_done")
    usual = NEXT[card.kind][card.state]
    told_again = card.letter_problem is not None and Action.NOTIFY_RETAILER in card.actions
    return (Action.NOTIFY_RETAILER, *usual) if told_again and Action.NOTIFY_RETAILER not in usual else usual


def _apt(does: str, card: CaseCard) -> bool:
    """What the table allows and yet helps nobody stands in the menu only."""
    if does == Common.TAKE:
        return card.owner is None
    if does == Action.NOT_STOPPABLE:
        return Action.CONTAIN not in card.actions
    return True


def _style(does: str, *, first: bool) -> Style | None:
    if does == Action.REMOVE_CONNECTION:
        return "danger"
    return "primary" if first and does not in QUIET else None


def _confirm(does: str, card: CaseCard, say: Say) -> Block | None:
    """The dialog before an act on an outside system that is larger than its button looks."""
    large = (ContainmentKind.PAUSE_MARKETPLACE, ContainmentKind.SUSPEND_CONNECTION)
    stops_much = (
        does == Action.CONTAIN
        and isinstance(card, JobTicketCard)
        and card.containments[:1] in {(k,) for k in large}
    )
    asks_itself = isinstance(card, IssueCard) and card.needs_duplicate_check
    if not (stops_much or does in CONFIRMED) or (does == IssueAction.RETRY and asks_itself):
        return None
    names = _names(card, say)
    return kit.confirm(
        say(f"confirm.{does}.title", **names),
        say(f"confirm.{does}.text", **names),
        label(does, card, say),
        say("confirm.cancel"),
    )


DECISIONS = frozenset({Action.DECIDE_REACTIVATE, Action.DECIDE_REMAIN_PAUSED, Action.DECIDE_REMOVE})
CONFIRMED = frozenset({Action.REACTIVATE, IssueAction.RETRY})
QUIET = frozenset(
    {Common.TAKE, Common.ARCHIVE, Common.UNARCHIVE, Action.CLOSE, Action.REOPEN, "proof", "was_done"}
)
"""First in the row and yet not the one thing to do."""

NEXT_JOB: dict[str, tuple[str, ...]] = {
    State.OPEN: (Action.CONTAIN, Action.NOT_STOPPABLE, Common.TAKE),
    State.CONTAINING: (Common.TAKE,),
    State.CONTAINED: (Action.NOTIFY_RETAILER, Common.TAKE, Action.CLOSE),
    State.RETAILER_NOTIFIED: ("decide", Common.TAKE, Action.CLOSE),
    State.DECIDED_REACTIVATE: (Action.REACTIVATE, Action.VERIFICATION_RUN, Action.CLOSE),
    State.DECIDED_REMAIN_PAUSED: (Action.HOLD, "decide", Action.CLOSE),
    State.DECIDED_REMOVE: (Action.REMOVE_CONNECTION, Common.ADD_EVIDENCE, Action.CLOSE),
    State.REACTIVATING: (Common.TAKE,),
    State.REMOVING: (Common.TAKE,),
    State.ON_HOLD: (Action.RESUME_WORK, Action.CLOSE),
    State.VERIFYING: (Action.CLOSE, Action.VERIFICATION_RUN),
    State.CLOSED: ("proof", Action.REOPEN),
}

NEXT_ISSUE: dict[str, tuple[str, ...]] = {
    IssueState.OPEN: (Common.TAKE, IssueAction.RETRY),
    IssueState.ACKNOWLEDGED: (IssueAction.RETRY, Common.ARCHIVE),
    IssueState.RETRYING: (Common.TAKE,),
    IssueState.RESOLVED: (Common.ARCHIVE,),
}

NEXT_INCIDENT: dict[str, tuple[str, ...]] = {
    IncidentState.PENDING: (IncidentAction.PROVIDE_SOLUTION, IncidentAction.LOG_CONTACT, Common.TAKE),
    IncidentState.SOLUTION_SENDING: (Common.TAKE,),
    IncidentState.SOLUTION_SENT: (Common.TAKE,),
    IncidentState.CARRIER_REPLIED: (
        IncidentAction.PROVIDE_SOLUTION,
        IncidentAction.MARK_REVIEWED,
        Common.TAKE,
    ),
    IncidentState.CLOSED: (Common.ARCHIVE,),
}

NEXT_SUPPORT: dict[str, tuple[str, ...]] = {
    SupportState.OPEN: (SupportAction.REPLY, Common.TAKE, SupportAction.HOLD),
    SupportState.IN_PROGRESS: (SupportAction.REPLY, SupportAction.HOLD, SupportAction.CLOSE),
    SupportState.ON_HOLD: (SupportAction.RESUME_WORK, SupportAction.REPLY, Common.TAKE),
    SupportState.CLOSED: (SupportAction.REOPEN, Common.ARCHIVE),
}

NEXT: dict[Kind, dict[str, tuple[str, ...]]] = {
    Kind.ISSUE: NEXT_ISSUE,
    Kind.JOB_TICKET: NEXT_JOB,
    Kind.DELIVERY_INCIDENT: NEXT_INCIDENT,
    Kind.SUPPORT_TICKET: NEXT_SUPPORT,
}

ROUTE_OF: dict[str, type[CaseRoute]] = {
    route.does: route
    for route in routes.BUTTONS
    if issubclass(route, CaseRoute)
    and route not in (routes.HomeRowMenu, routes.RemovePictureButton, routes.StartEmptyButton)
}
"""Act -> the button that stands for it. Those left out are about a row or a form, not about the whole case."""
