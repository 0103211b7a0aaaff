"""What a job check found: new tickets, known ones, and what could not be looked at (J1)."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.blocks import kit
from bot.blocks.case_facts import problem_words
from bot.blocks.kit import Mrkdwn
from bot.blocks.message import Message, message
from bot.words import Say
from core.ports.checks import FoundTicket, JobCheckReport

MOST = 20
"""Names that one line holds."""

GROUPS = ("opened", "reopened", "known")
NO_LINKS: Mapping[str, str] = MappingProxyType({})


def render(report: JobCheckReport, say: Say, links: Mapping[str, str] = NO_LINKS) -> Message:
    """`links`: case id -> the address of its card. A number without one stands alone."""
    failing = report.opened + report.known + report.reopened + len(report.not_recorded)
    head = kit.words(
        kit.said_n(say, "jobcheck.failing", failing), kit.said_n(say, "jobcheck.platforms", report.platforms)
    )
    good = report.complete and not failing
    rest = kit.lines(
        kit.said_n(say, "jobcheck.recovered", report.recovered) if report.recovered else None,
        _not_recorded(report.not_recorded, say),
        *(_unreachable(one.platform_id, one.reason, say) for one in report.unreachable[:MOST]),
    )
    blocks = [
        kit.section(kit.words(":white_check_mark:" if good else ":rotating_light:", head)),
        *(kit.section(line) for line in _tickets(report, links, say)),
        *([kit.section(rest)] if rest else []),
        kit.context(kit.said(say, "jobcheck.checked_at", at=report.checked_at)),
    ]
    return message(head, blocks)


def shown(report: JobCheckReport, found: str) -> list[FoundTicket]:
    """The tickets of that group (one of GROUPS) which are named, each once: two jobs may have one ticket."""
    return list({t.number: t for t in report.tickets if t.found == found}.values())[:MOST]


def _tickets(report: JobCheckReport, links: Mapping[str, str], say: Say) -> list[Mrkdwn]:
    """A line for each group that has any: how many, and which. Groups that say nothing are left out."""
    counts = (report.opened, report.reopened, report.known)
    lines = []
    for found, count in zip(GROUPS, counts, strict=True):
        what, named = kit.said_n(say, f"jobcheck.{found}", count), shown(report, found)
        if named:
            numbers = {t.number for t in named}
            left = count - sum(t.number in numbers for t in report.tickets if t.found == found)
            which = _which(named, left, links, say)
            lines.append(kit.said(say, "jobcheck.named", what=what, tickets=which))
        elif count:
            lines.append(what)
    return lines


def _which(named: Sequence[FoundTicket], left: int, links: Mapping[str, str], say: Say) -> Mrkdwn:
    numbers = Mrkdwn(", ").join(kit.link(links.get(t.case_id), f"#{t.number}") for t in named)
    return kit.words(numbers, kit.said_n(say, "jobcheck.more", left) if left > 0 else None)


def _not_recorded(jobs: Sequence[str], say: Say) -> Mrkdwn | None:
    if not jobs:
        return None
    listed = kit.escaped(", ".join(jobs[:MOST]), limit=600)
    return kit.words(":warning:", kit.said_n(say, "jobcheck.not_recorded", len(jobs), jobs=listed))


def _unreachable(platform_id: str, reason: str, say: Say) -> Mrkdwn:
    """Silence about a platform that was not read would be an assumption."""
    why = problem_words(reason, say)
    return kit.words(":warning:", kit.said(say, "jobcheck.unreachable", platform=platform_id[:60], why=why))
