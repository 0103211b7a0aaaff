"""Everything Andon draws, from the examples: name -> JSON and the surface it stands on."""

from dataclasses import dataclass, fields, replace
from typing import Any

from bot import routes
from bot.blocks import (
    RENDERERS,
    answers,
    case_card,
    case_list,
    checklist,
    digest_answers,
    help_text,
    home_tab,
    job_check_report,
    menu,
    menu_modal,
    subscriptions_list,
)
from bot.blocks import examples as ex
from bot.blocks.examples import drawn_modals, own
from bot.blocks.examples.incidents import CARDS as INCIDENTS
from bot.blocks.message import Message
from bot.blocks.validator import Surface
from bot.words import Say
from core.domain.issue import State as IssueState
from core.domain.job_ticket_table import State
from core.domain.member import DigestChoice, Role
from core.domain.platform_facts import Downstream, Order
from core.domain.subscription import Filters, Subscription, Topic
from core.errors import CloseRefused, Invalid, NotAllowed, NotFound, Repeated, Stale, TransitionRefused
from core.ports.checks import FoundTicket, JobCheckReport, Unreachable
from core.views import CaseCard, CasePage, Counters

NAMES = {"U0ANA": "Ana", "U0LUIS": "Luis"}


@dataclass(frozen=True)
class Drawing:
    payload: dict[str, Any]
    surface: Surface


def drawings(say: Say, words: dict[str, Say]) -> dict[str, Drawing]:
    return {
        **{f"card.{name}": as_message(case_card.render(card, say)) for name, card in ex.CARDS.items()},
        **notices(say),
        **modals(say, words),
        **menus(say),
        **screens(say),
        **spoken(say),
    }


def notices(say: Say, text: str | None = None) -> dict[str, Drawing]:
    """Every example; with *text*, in each of its fields that holds words."""
    drawn = {}
    for kind, render in RENDERERS.items():
        for n, example in enumerate(kind.EXAMPLES):
            shown = example if text is None else replace(example, **_worded(example, text))  # type: ignore[type-var]
            drawn[f"notice.{kind.__name__}.{n}"] = as_message(render(shown, say, NAMES))
    return drawn


def modals(say: Say, words: dict[str, Say], *cards: Any) -> dict[str, Drawing]:
    """Every modal; *cards* are a job ticket, an issue and a text to fill in, for hostile ones."""
    drawn = drawn_modals.modals(say, words, *cards)
    return {f"modal.{name}": Drawing(view, Surface.MODAL) for name, view in drawn.items()}


def menus(say: Say) -> dict[str, Drawing]:
    """More, in every state of both kinds."""
    return {
        f"menu.{name}": Drawing(
            menu_modal.render(card, routes.MenuModal(case_id=card.case_id, version=card.version), say),
            Surface.MODAL,
        )
        for name, card in ex.CARDS.items()
    }


def screens(say: Say, text: str = "eBay AU") -> dict[str, Drawing]:
    homes, lists = (
        _homes(say, text),
        {**_lists(say, text), **_subscriptions(say, text), **_reports(say, text), **own.messages(say, text)},
    )
    return {
        **{f"screen.{name}": Drawing(view, Surface.HOME) for name, view in homes.items()},
        **{f"screen.{name}": as_message(message) for name, message in lists.items()},
    }


def _cards(text: str) -> tuple[CaseCard, ...]:
    return tuple(replace(card, title=text, account=text) for card in ex.CARDS.values())


def _page(text: str) -> CasePage:
    return CasePage(cards=_cards(text)[:10], total=31, offset=10, limit=10)


EMPTY = CasePage(cards=(), total=0, offset=0, limit=10)


def _homes(say: Say, text: str) -> dict[str, Any]:
    shown = routes.HomeFilterButton(kind="job_ticket", group="overdue", channel=text[:20], offset=10)
    return {
        "home": home_tab.render(
            counters=Counters(open=12, overdue=2, held=1, closed=40, total=53, archived=7, mine=3),
            queue=CasePage(cards=_cards(text)[:5], total=8, offset=0, limit=5),
            page=_page(text),
            shown=shown,
            sales_channels=("Website", "eBay", "Amazon", "B2B", text[:20]),
            uncovered=(Topic.INVOICES,),
            role=Role.OPERATOR,
            say=say,
        ),
        "home_deliveries": home_tab.render(
            counters=Counters(open=3, overdue=1, held=0, closed=9, total=12),
            queue=EMPTY,
            page=CasePage(cards=tuple(INCIDENTS.values())[:4], total=4, offset=0, limit=10),
            shown=routes.HomeFilterButton(kind="delivery_incident", tab="first_absence"),
            sales_channels=("Website",),
            uncovered=(),
            role=Role.OPERATOR,
            say=say,
        ),
        "home_empty": home_tab.render(
            counters=Counters(open=0, overdue=0, held=0, closed=0, total=0),
            queue=EMPTY,
            page=EMPTY,
            shown=routes.HomeFilterButton(),
            sales_channels=(),
            uncovered=(),
            role=Role.VIEWER,
            say=say,
        ),
    }


def _lists(say: Say, text: str) -> dict[str, Message]:
    return {
        "list": case_list.render(_page(text), "overdue", say),
        "list_empty": case_list.render(EMPTY, text, say),
        "menu": menu.render(Role.OPERATOR, say),
        "menu_viewer": menu.render(Role.VIEWER, say),
        "help": help_text.render(None, say),
        "help_close": help_text.render("close", say),
        "help_near": help_text.unknown(text, "close", say),
        "help_unknown": help_text.unknown(text, None, say),
        "checklist": checklist.render(ex.checklist(), say),
    }


def _subscriptions(say: Say, text: str) -> dict[str, Message]:
    one = Subscription(
        id="s1",
        team_id="T0DEMO",
        channel_id="C0OPS",
        channel_name="ops",
        topics=frozenset({Topic.JOBS, Topic.ORDERS}),
        filters=Filters(severity_at_least="high", wanted={"connection": (text,)}, unwanted={"code": (text,)}),
        created_by="U0ANA",
        created_at=ex.AT,
    )
    return {
        "subscriptions": subscriptions_list.render((one,), (Topic.INVOICES,), say),
        "digest_channel": digest_answers.channel("C0OPS", True, False, say),
        "digest_channel_off": digest_answers.channel("C0OPS", False, False, say),
        "digest_mine": digest_answers.mine(DigestChoice.WEEKLY, True, say),
        "subscriptions_none": subscriptions_list.render((), (), say),
        "subscribed": subscriptions_list.subscribed(one, say),
        "unsubscribed": subscriptions_list.unsubscribed(one, say),
        "unsubscribed_all": subscriptions_list.unsubscribed(None, say),
        "preview": subscriptions_list.preview(one.topics, one.filters, _cards(text)[:3], say),
    }


def _reports(say: Say, text: str) -> dict[str, Message]:
    report = JobCheckReport(
        checked_at=ex.AT,
        platforms=2,
        opened=1,
        known=24,
        reopened=1,
        recovered=1,
        tickets=(
            FoundTicket(number=20262010, case_id="c1", found="opened"),
            *(FoundTicket(number=20262020 + n, case_id=f"k{n}", found="known") for n in range(22)),
        ),
        not_recorded=(text,),
        unreachable=(Unreachable(platform_id=text, reason="unreachable"),),
    )
    well = JobCheckReport(checked_at=ex.AT, platforms=1, opened=0, known=0, reopened=0, recovered=0)
    return {
        "job_check": job_check_report.render(
            report, say, {"c1": "https://platform.example/archives/C0OPS/p1795338600000100"}
        ),
        "job_check_well": job_check_report.render(well, say),
    }


def spoken(say: Say, text: str = "somewhere") -> dict[str, Drawing]:
    job = ex.job_ticket(State.CONTAINED, can_undo_by="U0ANA", can_undo_what="take", title=text)
    issue = ex.issue(IssueState.OPEN, title=text)
    order = Order(
        order_id="1001-A",
        status=text,
        attempts=2,
        checked_at=ex.AT,
        downstream=(Downstream(id=text, url="https://platform.example/orders/77"),),
    )
    undoable = answers.undoable(job, say, "U0ANA")
    drawn = {
        "done": answers.done(job, "TakeCase", say, "U0ANA"),
        "done_other": answers.done(job, "SomethingNew", say, "U0LUIS"),
        **({"undoable": undoable} if undoable else {}),
        "dry_run": answers.dry_run(issue, order, say),
        "dry_run_clear": answers.dry_run(issue, replace(order, downstream=()), say),
        "dry_run_unreadable": answers.dry_run(issue, None, say),
        **_refusals(say, text),
        "asked": answers.asked(20262010, ("U0LUIS", "U0ANA"), say, before=False),
        "asked_before": answers.asked(20262010, ("U0LUIS",), say, before=True),
        "expired": answers.expired(say),
        "checking_jobs": answers.checking_jobs(say),
        "checking_evidence": answers.checking_evidence(job, say),
        "mention_help": answers.mention_help(say),
        "needs_button": answers.needs_button(say),
        "bug": answers.bug("a1b2c3", say),
    }
    as_modal = answers.as_modal(case_card.render(job, say), say)
    return {
        **{f"answer.{name}": as_message(message) for name, message in drawn.items()},
        "answer.as_modal": Drawing(as_modal, Surface.MODAL),
    }


def _refusals(say: Say, text: str) -> dict[str, Message]:
    stale = Stale(number=1, by="U0LUIS", at=ex.AT, what="take", state="contained", mine=False)
    return {
        "stale": answers.refused(stale, say, "U0ANA"),
        "stale_mine": answers.refused(stale, say, "U0LUIS"),
        "repeated": answers.refused(Repeated(by="U0ANA", at=ex.AT), say, "U0ANA"),
        "under_way": answers.refused(Repeated(by="U0ANA", at=ex.AT, under_way=True), say, "U0LUIS"),
        "stale_form": answers.draft_kept(answers.refused(stale, say, "U0ANA"), say),
        "not_allowed": answers.refused(NotAllowed(needs="lead", who=("U0LUIS",)), say, "U0ANA"),
        "not_allowed_ask": answers.refused(
            NotAllowed(needs="lead", who=("U0LUIS",), case_id="c1", act="SkipNotify"), say, "U0ANA"
        ),
        "not_allowed_many": answers.refused(
            NotAllowed(needs="lead", groups=("S0LEADS",), who=("U0LUIS", "U0BO"), more=4), say, "U0ANA"
        ),
        "not_allowed_nobody": answers.refused(NotAllowed(needs="lead", who=()), say, "U0ANA"),
        "close_refused": answers.refused(CloseRefused(("still_paused", "screenshot_missing")), say, "U0ANA"),
        "not_found": answers.refused(NotFound(text, text=text), say, "U0ANA"),
        "no_arrow": answers.refused(
            TransitionRefused(number=20262010, kind="job_ticket", state="contained", action="hold"),
            say,
            "U0ANA",
        ),
        "invalid": answers.refused(Invalid("error.unknown_contact", field="to", address=text), say, "U0ANA"),
        "card_too_old": answers.refused(routes.CardTooOld(), say, "U0ANA"),
    }


def _worded(example: Any, text: str) -> dict[str, str]:
    """Its fields that hold words; addresses of runs and ids of people stay."""
    kept = {"by", "case_id", "owner", "run_url", "outcome"}
    return {
        f.name: text
        for f in fields(example)
        if isinstance(getattr(example, f.name), str) and f.name not in kept
    }


def as_message(message: Any) -> Drawing:
    return Drawing(message.payload(), Surface.MESSAGE)
