"""What a member hears of, as a letter: plain text, a link into Slack for each case, and how to end it."""

from dataclasses import dataclass

from bot.words import Say
from core.notices import Notice
from core.notices.digest_line import DigestLine
from core.notices.member_digest import MemberDigest
from core.notices.member_news import NewsForYou, NewsLine
from core.notices.weekly_overview import WeeklyOverview

TITLE_CHARS = 150


@dataclass(frozen=True, kw_only=True)
class MemberMail:
    """`case_number` is empty where it speaks of several cases. Nothing is escaped: it is no HTML."""

    subject: str
    body: str
    case_number: str = ""


def write(notice: Notice, say: Say, name: str, timezone: str) -> MemberMail:
    """The letter to somebody of that name, its times in that zone. Raises TypeError for a notice that is never
    sent by mail."""
    match notice:
        case NewsForYou():
            return _news(notice, say, name)
        case MemberDigest():
            return _digest(notice, say, name, timezone)
        case WeeklyOverview():
            return _week(notice, say, name, timezone)
        case _:
            raise TypeError(f"{type(notice).__name__} is not written as a letter")


def _news(notice: NewsForYou, say: Say, name: str) -> MemberMail:
    count = len(notice.lines) + notice.more
    if count == 1:
        subject, number = _happened(notice.lines[0], say), str(notice.lines[0].number)
    else:
        subject, number = say.n("heard.many", count), ""
    cases = [_case(line, say) for line in notice.lines]
    more = [say.n("heard.more", notice.more)] if notice.more else []
    return MemberMail(subject=subject, body=_letter([*cases, *more], say, name), case_number=number)


def _digest(notice: MemberDigest, say: Say, name: str, timezone: str) -> MemberMail:
    counts = _counts(say, open=notice.open, overdue=notice.overdue, held=notice.held)
    head = say("digest.member_head")
    subject = f"{head} · {counts}" if counts else head
    return MemberMail(subject=subject, body=_letter([counts, *_parts(notice, say, timezone)], say, name))


def _week(notice: WeeklyOverview, say: Say, name: str, timezone: str) -> MemberMail:
    counts = _counts(
        say,
        closed=notice.closed,
        came=notice.came,
        open=notice.open,
        overdue=notice.overdue,
        held=notice.held,
    )
    head = say("digest.weekly_head", at=say.when(notice.since, timezone, zone=True))
    return MemberMail(subject=head, body=_letter([counts, *_parts(notice, say, timezone)], say, name))


def _happened(line: NewsLine, say: Say) -> str:
    return say(f"heard.{line.occasion}", case=f"#{line.number} {_one_line(line.title)}")


def _case(line: NewsLine, say: Say) -> str:
    facts = (say(f"kind.{line.kind}"), say(f"severity.{line.severity}"), _one_line(line.account or ""))
    there = say("heard.link", url=line.url) if line.url else say("heard.no_card", number=line.number)
    return "\n".join((_happened(line, say), " · ".join(fact for fact in facts if fact), there))


def _parts(notice: MemberDigest | WeeklyOverview, say: Say, timezone: str) -> list[str]:
    """Their own cases, and what they subscribed to."""
    lines = _overview(notice.lines, notice.more, say, timezone)
    if not notice.news:
        return [lines]
    head = say.n("digest.news", len(notice.news) + notice.more_news)
    return [lines, "\n".join((head, _overview(notice.news, notice.more_news, say, timezone)))]


def _overview(lines: tuple[DigestLine, ...], more: int, say: Say, timezone: str) -> str:
    drawn = [
        f"#{line.number} {_one_line(line.title)} · "
        + say(f"digest.line.{line.standing}", at=say.when(line.at, timezone, zone=True))
        for line in lines
    ]
    return "\n".join((*drawn, say.n("digest.more", more)) if more else drawn)


def _counts(say: Say, **counts: int) -> str:
    return " · ".join(say(f"digest.{key}", count=say.number(n)) for key, n in counts.items() if n)


def _letter(parts: list[str], say: Say, name: str) -> str:
    why = "\n".join((say("heard.mail_why"), say("heard.mail_end", button=say("home.my_notifications"))))
    greeting = say("letter.greeting", name=_one_line(name))
    return "\n\n".join(part for part in (greeting, *parts, f"-- \n{why}") if part) + "\n"


def _one_line(text: str) -> str:
    """A title came from outside: with its line breaks it could pretend to be more of the letter than it is."""
    line = " ".join(text.split())
    return line if len(line) <= TITLE_CHARS else line[: TITLE_CHARS - 1].rstrip() + "…"
