"""What is said behind a verb is kept letter by letter; everything else on the line is taken apart as ever."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar import TEXT_LIMIT, TRANSLATED, Typed, parse
from bot.verbs import VERBS, WITH_TEXT

PERMALINK = "https://harbour.slack.com/archives/C07OPSJOBS1/p1795338600000100"
MESSAGE = ("C07OPSJOBS1", "1795338600.000100")
MONDAY = "Deliver on Monday, 10:30; gate code=7, ask for -Vera- & close the gate"

EXAMPLES: dict[str, dict[str, Any]] = {
    f"solve 20262051 {MONDAY}": {"verb": "solve", "numbers": (20262051,), "text": MONDAY},
    f"20262051 SOLVE {MONDAY}": {"verb": "solve", "numbers": (20262051,), "text": MONDAY},
    f"solucionar #20262051 {MONDAY}": {"verb": "solve", "numbers": (20262051,), "text": MONDAY},
    f"solve order:55120 {MONDAY}": {"verb": "solve", "keys": {"order": ("55120",)}, "text": MONDAY},
    f"comment <{PERMALINK}> seen": {"verb": "comment", "message": MESSAGE, "text": "seen"},
    "solve 20262051 as:retry_delivery Monday": {
        "verb": "solve",
        "numbers": (20262051,),
        "keys": {"as": ("retry_delivery",)},
        "text": "Monday",
    },
    "solve 20262051 “Monday, please”": {"verb": "solve", "numbers": (20262051,), "text": "Monday, please"},
    "reply 20262063 « Bientôt. »": {"verb": "reply", "numbers": (20262063,), "text": "Bientôt."},
    'reply 20262063 "Yes" or "no"?': {"verb": "reply", "numbers": (20262063,), "text": '"Yes" or "no"?'},
    "reply 20262063 A &amp; B &lt;3": {"verb": "reply", "numbers": (20262063,), "text": "A & B <3"},
    "reply 20262063 line one\nline two": {
        "verb": "reply",
        "numbers": (20262063,),
        "text": "line one\nline two",
    },
    "comment they called, 20262051 too": {"verb": "comment", "text": "they called, 20262051 too"},
    "solve 20262051": {"verb": "solve", "numbers": (20262051,)},
    "solve": {"verb": "solve"},
    # verbs without a text stay as free of order as ever
    "20262051 contact no_answer until:15:00": {
        "verb": "contact",
        "numbers": (20262051,),
        "words": ("no_answer",),
        "keys": {"until": ("15:00",)},
    },
    "merge 20262063 20262050": {"verb": "merge", "numbers": (20262063, 20262050)},
    "please solve 20262051": {"verb": "solve", "numbers": (20262051,), "words": ("please",)},
}


@pytest.mark.parametrize("line", EXAMPLES)
def test_it_is_understood(line: str) -> None:
    assert parse(line) == Typed(**EXAMPLES[line])


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_a_word_in_three_more_languages(verb: str) -> None:
    words = [word for word, means in TRANSLATED.items() if means == verb]
    assert len(words) >= 2, "Spanish and Portuguese may share one"


@given(st.sampled_from(sorted(WITH_TEXT)), st.text(max_size=200))
def test_whatever_is_said_is_kept_whole(verb: str, said: str) -> None:
    """Only Slack's own three escapes and the quotes around the whole are taken off."""
    escaped = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    found = parse(f"{verb} 20262051 .{escaped}.")
    assert (found.verb, found.numbers, found.text) == (verb, (20262051,), f".{said}.")


@pytest.mark.parametrize("piece", ["a", '"', " ", "as:x ", "«", "&amp;", "\n"])
def test_no_text_takes_long(piece: str) -> None:
    found = parse("solve 20262051 " + piece * 100_000)
    assert len(found.text) <= TEXT_LIMIT
