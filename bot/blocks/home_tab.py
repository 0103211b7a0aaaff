"""App Home: how much there is, my queue on top, then the list as filtered, newest first."""

from collections.abc import Sequence

from bot.blocks import case_line, kit
from bot.blocks.kit import Block
from bot.routes import HomeFilterButton, HomeRowMenu, NotificationsButton
from bot.words import Say
from core.domain.case_parts import Kind
from core.domain.delivery_incident import FIRST_ABSENCE
from core.domain.delivery_incident_table import State as IncidentState
from core.domain.job_ticket_table import Action
from core.domain.member import Role
from core.domain.subscription import Topic
from core.views import CaseCard, CasePage, Counters

GROUPS = ("open", "overdue", "held", "closed", "archived")
TABS: dict[str, tuple[str, ...]] = {
    Kind.DELIVERY_INCIDENT: (
        *("", IncidentState.PENDING, FIRST_ABSENCE),
        *(IncidentState.SOLUTION_SENT, IncidentState.CARRIER_REPLIED),
    ),
}
"""Kinds whose open cases stand under tabs of their own."""

UNDER: dict[str, tuple[str, ...]] = {
    IncidentState.PENDING: (IncidentState.PENDING, IncidentState.SOLUTION_SENDING),
    IncidentState.SOLUTION_SENT: (IncidentState.SOLUTION_SENT, IncidentState.CARRIER_REPLIED),
}
"""What stands under a tab beside its own: under "sent" both what the carrier has and what it answered (D16, D17),
under "pending" what is on its way but not read back. So the tabs are all there is (D2); the last one repeats,
apart, what has to be looked at."""

OPTION_VALUE_CHARS = 150
"""A filter that does not fit an option's value is left out (SLACK 1.2)."""

MOST_CHANNELS = 99


def render(
    *,
    counters: Counters,
    queue: CasePage,
    page: CasePage,
    shown: HomeFilterButton,
    sales_channels: Sequence[str],
    uncovered: Sequence[Topic],
    role: Role,
    say: Say,
) -> Block:
    blocks = [
        *_welcome(role, say),
        _counters(counters, say),
        *_uncovered(uncovered, say),
        *_queue(queue, say),
        kit.header(say("home.cases")),
        _kinds(shown, say),
        *_tabs(shown, say),
        _groups(shown, counters, say),
        *_channels(shown, sales_channels, say),
        *(_row(card, say) for card in page.cards),
        *([] if page.cards else [kit.section(say("home.nothing_here"))]),
        *_paging(page, shown, say),
    ]
    return kit.home(blocks, callback_id=shown.name, private_metadata=shown.packed())


def _welcome(role: Role, say: Say) -> list[Block]:
    """Somebody who may only look is told so before a button refuses."""
    return [] if role >= Role.OPERATOR else [kit.section(kit.said(say, "home.you_may_look"))]


def _counters(counters: Counters, say: Say) -> Block:
    """With the way to what the reader hears of."""
    own = kit.button(say("home.my_notifications"), NotificationsButton().element())
    return kit.section(_counted(counters, say), accessory=own)


def _counted(counters: Counters, say: Say) -> str:
    """Open, Overdue, On hold, Closed, Total (S2 to S5)."""
    counts = [
        kit.said(say, f"home.count.{name}", count=kit.bold(say.number(getattr(counters, name))))
        for name in ("open", "overdue", "held", "closed", "total")
    ]
    return kit.dotted(*counts)


def _uncovered(uncovered: Sequence[Topic], say: Say) -> list[Block]:
    """Topics that no channel watches: somebody should (C15)."""
    if not uncovered:
        return []
    topics = say.listed([say(f"topic.{topic}") for topic in uncovered])
    return [kit.section(kit.words(":warning:", kit.said(say, "home.uncovered", topics=topics)))]


def _queue(queue: CasePage, say: Say) -> list[Block]:
    head = kit.header(say("home.my_queue"))
    if not queue.cards:
        return [head, kit.section(say("home.queue_empty"))]
    left = queue.total - len(queue.cards)
    more = [kit.context(kit.said_n(say, "list.more", left))] if left > 0 else []
    return [head, *(_row(card, say) for card in queue.cards), *more]


def _kinds(shown: HomeFilterButton, say: Say) -> Block:
    return kit.actions(
        *(
            _tab(say(f"home.kind.{kind or 'all'}"), shown, "kind", kind, slot=f"kind_{kind or 'all'}")
            for kind in ("", *Kind)
        )
    )


def _tabs(shown: HomeFilterButton, say: Say) -> list[Block]:
    """All, Pending, Pending (1st absence), Sent, Replied: a carrier's panel tells them apart (D2 to D17)."""
    tabs = TABS.get(shown.kind, ())
    if not tabs:
        return []
    drawn = [
        _tab(say(f"home.tab.{tab or 'all'}"), shown, "tab", tab, slot=f"tab_{tab or 'all'}") for tab in tabs
    ]
    return [kit.actions(*drawn)]


def _groups(shown: HomeFilterButton, counters: Counters, say: Say) -> Block:
    return kit.actions(
        *(
            _tab(
                say("home.group", group=say(f"group.{group}"), count=say.number(getattr(counters, group))),
                shown,
                "group",
                group,
                slot=f"group_{group}",
            )
            for group in GROUPS
        )
    )


def _tab(label: str, shown: HomeFilterButton, field: str, value: str, *, slot: str) -> Block:
    """The one that is on is green and starts with a mark, since colour alone says nothing."""
    on = getattr(shown, field) == value
    elsewhere = {"tab": ""} if field == "kind" else {}
    route = shown.model_copy(update={field: value, "offset": 0, "slot": slot, **elsewhere})
    return kit.button(f"▸ {label}" if on else label, route.element(), style="primary" if on else None)


def _channels(shown: HomeFilterButton, channels: Sequence[str], say: Say) -> list[Block]:
    """Which sales channel (S6); a menu, since a workspace adds its own."""
    routes = [
        (name, shown.model_copy(update={"channel": name, "offset": 0, "slot": "channel"}).packed())
        for name in dict.fromkeys(("", *channels[:MOST_CHANNELS]))
    ]
    options = [
        kit.option(name or say("home.all_channels"), value)
        for name, value in routes
        if len(value) <= OPTION_VALUE_CHARS
    ]
    if len(options) < 2:
        return []
    chosen = next((v for name, v in routes if name == shown.channel and len(v) <= OPTION_VALUE_CHARS), None)
    slot = shown.model_copy(update={"slot": "channel"}).element()["action_id"]
    menu = kit.static_select(slot, options, initial=chosen)
    return [kit.section(say("home.channel"), accessory=menu)]


def _row(card: CaseCard, say: Say) -> Block:
    """Two lines and the three dots: view, everything else, close (S12)."""
    acts = ["view", "menu"]
    if Action.CLOSE in card.actions:
        acts.append("close")
    options = [
        kit.option(
            say(f"home.act.{act}", number=card.shown_number),
            HomeRowMenu(case_id=card.case_id, version=card.version, act=act).packed(),
        )
        for act in acts
    ]
    return kit.section(case_line.render(card, say), accessory=kit.overflow(HomeRowMenu.name, options))


def _paging(page: CasePage, shown: HomeFilterButton, say: Say) -> list[Block]:
    if page.total <= page.limit and not page.offset:
        return []
    last = min(page.offset + page.limit, page.total)
    buttons = []
    if page.offset > 0:
        earlier = shown.model_copy(update={"offset": max(0, page.offset - page.limit), "slot": "newer"})
        buttons.append(kit.button(say("home.newer"), earlier.element()))
    if last < page.total:
        later = shown.model_copy(update={"offset": last, "slot": "older"})
        buttons.append(kit.button(say("home.older"), later.element()))
    first = min(page.offset + 1, page.total)
    where = kit.said(
        say, "home.page", first=say.number(first), last=say.number(last), total=say.number(page.total)
    )
    return [kit.context(where), *([kit.actions(*buttons)] if buttons else [])]
