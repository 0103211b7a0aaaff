"""/andon list, view, jobcheck."""

from bot.blocks import answers, case_card, case_list, job_check_report
from bot.blocks.message import Message
from bot.grammar import Typed
from bot.handlers.click import Answer, Click, Later, Whisper
from bot.handlers.finding import links_to, named_card
from core.domain.case_parts import Kind, Severity
from core.domain.member import Role
from core.errors import Invalid
from core.ports.unit_of_work import CaseFilter
from core.services.members import RequireRole
from core.services.reading import ListCards

GROUPS = ("open", "overdue", "held", "archived", "closed", "all", "mine")
LIST_ROWS = 10

_KINDS = {
    "issue": Kind.ISSUE,
    "issues": Kind.ISSUE,
    "job_ticket": Kind.JOB_TICKET,
    "delivery": Kind.DELIVERY_INCIDENT,
    "delivery_incident": Kind.DELIVERY_INCIDENT,
    "deliveries": Kind.DELIVERY_INCIDENT,
    "job": Kind.JOB_TICKET,
    "support": Kind.SUPPORT_TICKET,
    "support_ticket": Kind.SUPPORT_TICKET,
    "tickets": Kind.SUPPORT_TICKET,
    "jobs": Kind.JOB_TICKET,
}


async def list_cases(typed: Typed, click: Click) -> Answer:
    group, texts = "open", []
    for word in typed.words:
        if word.casefold() in GROUPS:
            group = word.casefold()
        else:
            texts.append(word)
    mine = group == "mine"
    wanted = CaseFilter(
        group="open" if mine else group,
        owner=click.actor.id if mine else None,
        kinds=_kinds(typed),
        severities=_severities(typed),
        codes=typed.keys.get("code", ()),
        accounts=typed.keys.get("account", ()) + typed.keys.get("retailer", ()),
        channels=typed.keys.get("channel", ()),
        subject_id=typed.one("order") or typed.one("job"),
        text=" ".join(texts) or None,
    )
    page = await click.house.ask(ListCards(wanted=wanted, limit=LIST_ROWS), by=click.actor)
    return Whisper(message=case_list.render(page, group, click.say))


async def view(typed: Typed, click: Click) -> Answer:
    card = await named_card(typed, click)
    return Whisper(message=case_card.render(card, click.say))


async def job_check(typed: Typed, click: Click) -> Answer:
    """Reading every platform takes longer than an ack may: the report follows."""
    await click.house.ask(RequireRole(role=Role.OPERATOR), by=click.actor)

    async def check() -> Message:
        report = await click.house.run_job_check(click.actor)
        named = [t for found in job_check_report.GROUPS for t in job_check_report.shown(report, found)]
        links = await links_to((t.case_id for t in named), click)
        return job_check_report.render(report, click.say, links)

    return Later(meanwhile=answers.checking_jobs(click.say), answer=check)


def _kinds(typed: Typed) -> tuple[Kind, ...]:
    return tuple(_kind(word) for word in typed.keys.get("kind", ()))


def _kind(word: str) -> Kind:
    kind = _KINDS.get(word.casefold())
    if kind is None:
        raise Invalid("error.unknown_kind", field="kind", word=word, kinds=", ".join(Kind))
    return kind


def _severities(typed: Typed) -> tuple[str, ...]:
    least = typed.at_least.get("severity")
    if least is not None and least in set(Severity):
        ordered = [s.value for s in (Severity.LOW, Severity.NORMAL, Severity.HIGH, Severity.CRITICAL)]
        return tuple(ordered[ordered.index(least) :])
    return tuple(v.casefold() for v in typed.keys.get("severity", ()))


RUNS = {"list": list_cases, "view": view, "jobcheck": job_check}
