"""A message on what a member subscribed to: harmless, whole, a link in every line, however bad the storm."""

import re
from dataclasses import replace

import pytest

from bot.blocks import RENDERERS
from bot.blocks.kit.text import ELLIPSIS
from bot.blocks.validator import Surface, validate
from bot.routes import ViewButton
from bot.words import languages, load
from core.notices.member_news import NewsForYou
from core.policies.member_news import MOST_LINES
from tests.bot.blocks.test_hostile import SPARKS, assert_harmless

WORDS = load(strict=True)
SAY = WORDS["en"]
ONE, NO_CARD, MANY = NewsForYou.EXAMPLES
LINE = ONE.lines[0]
ADDRESS = "https://platform.example/archives/C0OPS/p"


def drawn(notice: NewsForYou, language: str = "en") -> dict[str, object]:
    payload = RENDERERS[NewsForYou](notice, WORDS[language]).payload()
    assert validate(payload, Surface.MESSAGE) == []
    return payload


def test_one_case_says_what_happened_first_links_to_its_card_and_opens_it() -> None:
    payload = drawn(ONE)

    assert str(payload["text"]).startswith("New: #20262044 Order 1001-A")
    assert f"<{LINE.url}|" in str(payload["blocks"])
    assert f"<{LINE.url}|" not in str(payload["text"]), "what a telephone shows has no markup"
    assert ViewButton.name in str(payload["blocks"])


def test_without_a_card_the_button_still_leads_to_the_case() -> None:
    payload = drawn(NO_CARD)

    assert "<http" not in str(payload)
    assert ViewButton.name in str(payload["blocks"])


@pytest.mark.parametrize("text", [*SPARKS, "<!channel> " * 40, "&" * 500])
def test_a_title_and_an_account_are_harmless(text: str) -> None:
    hostile = replace(LINE, title=text, account=text)

    assert_harmless(drawn(NewsForYou(lines=(hostile,))))
    assert_harmless(drawn(NewsForYou(lines=(hostile, hostile, LINE), more=3)))


@pytest.mark.parametrize("language", languages())
def test_the_longest_list_has_every_number_and_every_link_whole(language: str) -> None:
    long = replace(LINE, title="&" * 300, account="&" * 300, kind="delivery_incident", occasion="escalated")
    lines = tuple(
        replace(long, number=20260000 + n, url=(ADDRESS + f"{n:016}").ljust(200, "0"))
        for n in range(MOST_LINES)
    )
    payload = drawn(NewsForYou(lines=lines, more=400), language)
    shown = str(payload["blocks"])

    assert all(f"#{line.number}" in shown and f"<{line.url}|" in shown for line in lines)
    assert len(re.findall(rf"{ELLIPSIS}>", shown)) == MOST_LINES, "a title is cut, the line behind it is not"
    assert "430" in str(payload["text"])


def test_an_address_too_long_for_a_line_is_left_out() -> None:
    endless = replace(LINE, url="https://platform.example/" + "x" * 400)

    assert "platform.example" not in str(drawn(NewsForYou(lines=(endless,))))
