"""Overviews: what they count and name, in every language, whatever the cases are called."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from bot.blocks import RENDERERS
from bot.blocks.message import Message
from bot.blocks.validator import Surface, validate
from bot.words import load
from core.notices.channel_digest import ChannelDigest
from core.notices.digest_line import DigestLine
from core.notices.member_digest import MemberDigest
from core.notices.weekly_overview import WeeklyOverview
from core.policies.digests import MOST_LINES
from tests.bot.blocks.test_hostile import TEXTS, assert_harmless

WORDS = load(strict=True)
SAY = WORDS["en"]
KINDS = (ChannelDigest, MemberDigest, WeeklyOverview)
AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def drawn(notice: ChannelDigest | MemberDigest | WeeklyOverview, language: str = "en") -> Message:
    return RENDERERS[type(notice)](notice, WORDS[language])


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_a_hostile_title_is_harmless_and_slack_takes_it(text: str) -> None:
    line = DigestLine(number=20262010, title=text, standing="overdue", at=AT, url=text)
    for kind in KINDS:
        notice = replace(kind.EXAMPLES[0], lines=(line,) * MOST_LINES)
        payload = drawn(notice).payload()
        assert_harmless(payload)
        assert validate(payload, Surface.MESSAGE) == []


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_ten_long_lines_are_whole_in_every_language(kind: type[ChannelDigest], language: str) -> None:
    url = "https://platform.example/" + "x" * 170
    line = DigestLine(number=20262010, title="&" * 200, standing="overdue", at=AT, url=url)
    message = drawn(replace(kind.EXAMPLES[0], lines=(line,) * MOST_LINES), language)

    assert validate(message.payload(), Surface.MESSAGE) == []
    assert str(message.blocks).count(f"<{url}|") == MOST_LINES
    sections = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    assert not any(text.endswith("…") for text in sections)


def test_a_line_says_which_case_how_it_stands_and_since_when() -> None:
    (line, *_) = ChannelDigest.EXAMPLES[0].lines
    shown = str(drawn(ChannelDigest.EXAMPLES[0]).blocks)
    assert f":red_circle: #{line.number} <https://platform.example/jobs/7|eBay AU order sync>" in shown
    assert "overdue since <!date^" in shown and "on hold since <!date^" in shown and "waits until" in shown
    assert "And 9 more" in shown


def test_a_count_of_none_is_left_out() -> None:
    text = drawn(ChannelDigest.EXAMPLES[1]).text
    assert "Open: 1" in text
    assert not any(word in text for word in ("Overdue", "On hold", "Closed"))


def test_a_week_says_what_was_done_before_what_is_left() -> None:
    text = drawn(WeeklyOverview.EXAMPLES[0]).text
    assert text.index("Closed: 7") < text.index("New: 4") < text.index("Open: 5") < text.index("Overdue: 1")


def test_a_standing_that_a_newer_andon_wrote_is_still_drawn() -> None:
    line = DigestLine(number=1, title="x", standing="floating", at=AT)
    assert "open since" in str(drawn(MemberDigest(open=1, overdue=0, held=0, lines=(line,))).blocks)


def test_nobody_is_mentioned() -> None:
    for kind in KINDS:
        for example in kind.EXAMPLES:
            assert "<@" not in str(drawn(example).payload())
