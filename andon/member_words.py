"""The words of letters to members and the addresses of cards, for the delivery loop, which has neither."""

from collections.abc import Mapping

from bot.blocks import member_mail
from bot.words import Say
from core.notices import Notice
from core.ports.rows import CardCopy
from scheduler.member_sendings import MemberWords, Written


def member_words(words: Mapping[str, Say], team_url: str | None) -> MemberWords:
    """`team_url` is the workspace's own address, ending in a slash; None where Slack told none."""

    def writes(notice: Notice, locale: str, name: str, timezone: str) -> Written:
        mail = member_mail.write(notice, words.get(locale) or words["en"], name, timezone)
        return Written(subject=mail.subject, body=mail.body, case_number=mail.case_number)

    def link(card: CardCopy) -> str | None:
        if team_url is None or card.ts is None:
            return None
        return f"{team_url}archives/{card.channel_id}/p{card.ts.replace('.', '')}"

    return MemberWords(writes=writes, link=link)
