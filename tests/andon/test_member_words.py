"""What delivery is lent for messages to members: words of their language, and the addresses of cards."""

import pytest

from andon.member_words import member_words
from bot.words import load
from core.notices.member_news import NewsForYou
from core.ports.rows import CardCopy

WORDS = load(strict=True)
CARD = CardCopy(case_id="c1", channel_id="C0OPS", locale="en", home=True, ts="1795338600.000100")


@pytest.mark.parametrize(("locale", "begins"), [("fr", "Nouveau"), ("en", "New"), ("xx", "New")])
def test_a_letter_is_in_the_readers_language_else_in_english(locale: str, begins: str) -> None:
    written = member_words(WORDS, None).writes(NewsForYou.EXAMPLES[0], locale, "Ana", "UTC")

    assert written.subject.startswith(begins)
    assert written.case_number == "20262044" and "Ana" in written.body


def test_a_card_has_an_address_where_it_stands_and_slack_told_the_workspaces() -> None:
    link = member_words(WORDS, "https://harbour.slack.com/").link

    assert link(CARD) == "https://harbour.slack.com/archives/C0OPS/p1795338600000100"
    assert link(CardCopy(case_id="c1", channel_id="C0OPS", locale="en", home=True)) is None
    assert member_words(WORDS, None).link(CARD) is None
