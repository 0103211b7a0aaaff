"""Letters to members: plain, in their language, with a link for each case and the way to end them."""

from dataclasses import replace

import pytest

from bot.blocks.member_mail import write
from bot.words import languages, load
from core.notices.assigned import YouWereAssigned
from core.notices.member_digest import MemberDigest
from core.notices.member_news import NewsForYou
from core.notices.weekly_overview import WeeklyOverview

WORDS = load(strict=True)
SAY = WORDS["en"]
ONE, NO_CARD, MANY = NewsForYou.EXAMPLES


def test_a_letter_on_one_case_names_it_and_leads_to_its_card() -> None:
    mail = write(ONE, SAY, "Ana", "UTC")

    assert mail.subject == "New: #20262044 Order 1001-A was fulfilled without tracking"
    assert mail.case_number == "20262044"
    assert mail.body.startswith("Dear Ana,\n\nNew: #20262044 Order 1001-A")
    assert "issue · critical · Hartley & Sons\n" in mail.body
    assert f"In Slack: {ONE.lines[0].url}\n" in mail.body
    assert "/andon notifications direct" in mail.body


def test_without_a_card_it_says_what_to_type() -> None:
    mail = write(NO_CARD, SAY, "Ana", "UTC")

    assert "https://" not in mail.body
    assert "/andon view 20262051" in mail.body


def test_a_list_names_each_case_and_how_many_more_there_are() -> None:
    mail = write(MANY, SAY, "Ana", "UTC")

    assert (mail.subject, mail.case_number) == ("20 cases that you subscribed to", "")
    assert all(f"#{line.number} {line.title}" in mail.body for line in MANY.lines)
    assert "And 17 more: /andon list" in mail.body


def test_an_overview_is_a_letter_with_its_times_in_the_readers_zone() -> None:
    mail = write(MemberDigest.EXAMPLES[0], SAY, "Ana", "America/Bogota")
    assert mail.subject.startswith("Good morning: what waits for you · Open: 5")
    assert "#20262044 Order 1001-A · due 23 Nov 2026, 10:30" in mail.body, "15:30 in UTC"

    week = write(WeeklyOverview.EXAMPLES[0], SAY, "Ana", "UTC")
    assert week.subject.startswith("Your week since ")
    assert "Closed: " in week.body


def test_no_title_can_pretend_to_be_more_of_the_letter() -> None:
    line = replace(
        ONE.lines[0], title="Order\n\n-- \nPay here: https://evil.example" + "x" * 300, account="a\nb"
    )
    mail = write(NewsForYou(lines=(line,)), SAY, "Ana\nBcc: everybody", "UTC")

    assert "\n" not in mail.subject
    assert "Dear Ana Bcc: everybody,\n" in mail.body
    assert mail.body.count("\n-- \n") == 1
    assert max(map(len, mail.body.splitlines())) < 260


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("notice", [*NewsForYou.EXAMPLES, *MemberDigest.EXAMPLES, *WeeklyOverview.EXAMPLES])
def test_it_is_written_in_every_language(language: str, notice: NewsForYou) -> None:
    mail = write(notice, WORDS[language], "Ana", "Europe/Madrid")

    assert mail.subject and "Ana" in mail.body.splitlines()[0]
    assert (mail.body == write(notice, SAY, "Ana", "Europe/Madrid").body) is (language == "en")


def test_what_is_never_sent_by_mail_is_refused() -> None:
    with pytest.raises(TypeError):
        write(YouWereAssigned.EXAMPLES[0], SAY, "Ana", "UTC")
