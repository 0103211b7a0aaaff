"""What members subscribed to reaches them: at once and by their own means, in a storm as one list."""

from dataclasses import dataclass
from typing import ClassVar

from core.command import Command, Query
from core.domain.case import Case
from core.domain.member import Means, Member, Role
from core.domain.own_subscription import News, Occasion
from core.errors import NotFound
from core.notices import Notice
from core.notices.mail_failed import MailToYouFailed
from core.notices.member_news import NewsForYou, NewsLine
from core.policies.member_news import (
    AT_ONCE,
    GATHERED,
    MOST_LINES,
    WINDOW,
    may_hear,
    occasions_in,
    wants,
)
from core.ports.rows import CardCopy
from core.ports.unit_of_work import ReadUnit, UnitOfWork

MOST_REASON = 200
"""Characters of what a mail system said."""


@dataclass(frozen=True, kw_only=True)
class TellGathered(Command[int]):
    """Send each list that has waited long enough. Returns how many; done twice, the second finds none."""

    NEEDS: ClassVar[Role] = Role.SYSTEM


@dataclass(frozen=True, kw_only=True)
class TellInstead(Command[None]):
    """A mail to a member can never arrive: what stood in it comes directly, and once a day that mail fails."""

    NEEDS: ClassVar[Role] = Role.SYSTEM
    member_id: str
    notice: Notice
    reason: str


@dataclass(frozen=True, kw_only=True)
class WhereTheyStand(Query[dict[str, CardCopy | None]]):
    """Case id -> its posted card, None where none stands: of those cases that the member may see. Raises
    NotFound when there is none of these."""

    NEEDS: ClassVar[Role] = Role.SYSTEM
    member_id: str
    case_ids: tuple[str, ...]


def tell_members(case: Case, uow: UnitOfWork) -> None:
    """Called by the door for every case that something happened to. Nobody hears of what they did themselves."""
    occasions = () if case.ended else occasions_in(case)  # what ended in the same moment calls nobody
    if not occasions:
        return
    wanted = wants(occasions, case, uow.subscriptions.of_members())
    for member_id, occasion in wanted.items():
        member = uow.members.get(member_id) if member_id != uow.actor.id else None
        if member is not None and member.means is not Means.DIGEST and may_hear(member, case.account):
            _tell(member, _news(member, case, occasion, uow), uow)


def tell_gathered(cmd: TellGathered, uow: UnitOfWork) -> int:
    told = 0
    for member_id in uow.news.ripe(uow.now - GATHERED):
        waited, member = uow.news.take(member_id), uow.members.get(member_id)
        if member is None or member.means is Means.DIGEST:
            continue
        left = [news for news in waited if may_hear(member, news.account)]
        if left:
            lines = tuple(_line(news) for news in left[:MOST_LINES])
            send(member, NewsForYou(lines=lines, more=len(left) - len(lines)), uow)
            uow.news.told(member_id, uow.now)
            told += 1
    return told


def tell_instead(cmd: TellInstead, uow: UnitOfWork) -> None:
    member, today = uow.members.get(cmd.member_id), f"mail-failed:{cmd.member_id}:{uow.now.date()}"
    if member is None:
        return
    if uow.inbox.seen(today) is None:
        uow.inbox.keep(today)
        uow.outbox.direct(cmd.member_id, MailToYouFailed(reason=cmd.reason[:MOST_REASON]))
    if not member.means.directly:
        uow.outbox.direct(cmd.member_id, cmd.notice)


def where_they_stand(query: WhereTheyStand, unit: ReadUnit) -> dict[str, CardCopy | None]:
    member, found = unit.members.get(query.member_id), dict[str, CardCopy | None]()
    for case_id in query.case_ids:
        if may_hear(member, unit.cases.get(case_id).account):
            copies = (copy for copy in unit.cards.of(case_id) if copy.ts is not None)
            found[case_id] = next(copies, None)  # the home copy comes first
    if not found:
        raise NotFound(f"nothing that {query.member_id} may see")
    return found


def send(member: Member, notice: Notice, uow: UnitOfWork, *, after_card_of: str | None = None) -> None:
    """By their means. Who chose mail and has no address is told directly: better there than nowhere."""
    by_mail = member.means.by_mail and uow.workspace.mail and member.address is not None
    if by_mail:
        uow.outbox.mail(member.id, notice, after_card_of=after_card_of)
    if member.means.directly or not by_mail:
        uow.outbox.direct(member.id, notice, after_card_of=after_card_of)


def _tell(member: Member, news: News, uow: UnitOfWork) -> None:
    """At once; beyond AT_ONCE within WINDOW it waits, and so does what comes while something waits."""
    lately = uow.news.told_since(member.id, uow.now - WINDOW)
    if lately >= AT_ONCE or uow.news.gathering(member.id):
        uow.news.gather(news)
        return
    uow.news.told(member.id, uow.now)
    send(member, NewsForYou(lines=(_line(news),)), uow, after_card_of=news.case_id)


def _news(member: Member, case: Case, occasion: Occasion, uow: UnitOfWork) -> News:
    return News(
        id=uow.ids.new(),
        member_id=member.id,
        case_id=case.id,
        version=case.version,
        number=case.number,
        kind=case.KIND,
        title=case.title or case.subject.label,
        severity=case.severity,
        account=case.account,
        occasion=occasion,
        at=uow.now,
    )


def _line(news: News) -> NewsLine:
    said = {name: value for name, value in vars(news).items() if name not in ("id", "member_id", "at")}
    return NewsLine(**said)


SERVICES = (TellGathered.served_by(tell_gathered), TellInstead.served_by(tell_instead))
ANSWERS = (WhereTheyStand.answered_by(where_they_stand),)
