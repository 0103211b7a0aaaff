"""Whatever a platform, a retailer or a colleague writes: it pings nobody, links nowhere and breaks nothing."""

import re
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks import case_card
from bot.blocks.examples import HOSTILE, LONG
from bot.blocks.examples.hostile import hostile_drawings, hostile_issue, hostile_job
from bot.blocks.validator import Surface, validate
from bot.words import load
from core.domain.job_ticket_table import State

WORDS = load(strict=True)
SAY = WORDS["en"]
OURS = re.compile(
    r"<(?:!date\^\d+\^[^<>|]*\|[^<>|]*|@[UW][A-Z0-9]+|#[CG][A-Z0-9]+|!subteam\^S0LEADS"
    r"|https://(?:platform|docs)\.example/[^<>|]*(?:\|[^<>]*)?)>"
)
PEOPLE = {"<@U0ANA>", "<@U0LUIS>", "<@U0BO>"}
SPARKS = (
    "<!channel>",
    "<!here|x>",
    "<@U0BOSS>",
    "<https://evil.example|eBay>",
    "&lt;",
    "`",
    "*",
    "\n",
    "\u202e",
    "\x00",
)
PIECES = st.lists(st.one_of(st.sampled_from(SPARKS), st.text(max_size=40)), max_size=6).map("".join)
TEXTS = st.one_of(st.sampled_from([HOSTILE, LONG, "", " ", "\n", "x" * 5000, "<" * 3000, "😀" * 800]), PIECES)


def marked_up(piece: Any) -> Iterator[str]:
    """Every text in which Slack would read markup: mrkdwn objects and the `text` of the message."""
    if isinstance(piece, dict):
        if piece.get("type") == "mrkdwn":
            yield piece["text"]
        if isinstance(piece.get("text"), str) and "type" not in piece:
            yield piece["text"]
        for value in piece.values():
            yield from marked_up(value)
    elif isinstance(piece, list):
        for value in piece:
            yield from marked_up(value)


def assert_harmless(payload: dict[str, Any]) -> None:
    for text in marked_up(payload):
        left = OURS.sub("", text)
        assert "<" not in left, text
        found = set(re.findall(r"<@[^>]+>", text))
        assert found <= PEOPLE, text


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(list(State)))
def test_a_card_is_harmless_and_whole_whatever_it_is_about(text: str, state: State) -> None:
    for card in (hostile_job(text, state), hostile_issue(text)):
        payload = case_card.render(card, SAY).payload()
        assert_harmless(payload)
        assert payload["text"].startswith(card.shown_number)


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.sampled_from(list(State)))
def test_slack_takes_a_card_whatever_it_is_about(text: str, state: State) -> None:
    for card in (hostile_job(text, state), hostile_issue(text)):
        assert validate(case_card.render(card, SAY).payload(), Surface.MESSAGE) == []


@settings(max_examples=15, deadline=None)
@given(TEXTS)
def test_everything_else_is_harmless_and_whole_too(text: str) -> None:
    for name, drawn in hostile_drawings(text, SAY, WORDS).items():
        assert_harmless(drawn.payload)
        assert validate(drawn.payload, drawn.surface) == [], name


def test_the_check_itself_sees_a_ping_and_a_foreign_link() -> None:
    for bad in ("<!channel>", "<@U0BOSS>", "<https://evil.example|eBay>", "<!subteam^S1>"):
        try:
            assert_harmless({"text": f"hello {bad}"})
        except AssertionError:
            continue
        raise AssertionError(f"{bad} went unseen")
