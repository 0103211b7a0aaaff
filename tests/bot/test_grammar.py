"""What people type is understood in any order, case and language, and nothing they type breaks it."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar import TEXT_LIMIT, TRANSLATED, VERBS, Typed, did_you_mean, parse, verb_of

PERMALINK = "https://harbour.slack.com/archives/C07OPSJOBS1/p1795338600000100"
MESSAGE = ("C07OPSJOBS1", "1795338600.000100")

EXAMPLES: dict[str, dict[str, Any]] = {
    'subscribe jobs,orders severity>=high connection:"eBay AU" -code:low_stock <#C07ORDERS01|orders>': {
        "verb": "subscribe",
        "words": ("jobs", "orders"),
        "at_least": {"severity": "high"},
        "keys": {"connection": ("eBay AU",)},
        "negated": {"code": ("low_stock",)},
        "channel": ("C07ORDERS01", "orders"),
    },
    "subscribe jobs preview": {"verb": "subscribe", "words": ("jobs", "preview")},
    "unsubscribe delivery courier:gls": {
        "verb": "unsubscribe",
        "words": ("delivery",),
        "keys": {"courier": ("gls",)},
    },
    "subscriptions <#G07PRIVATE1>": {"verb": "subscriptions", "channel": ("G07PRIVATE1", "")},
    "list overdue": {"verb": "list", "words": ("overdue",)},
    "view 20262010": {"verb": "view", "numbers": (20262010,)},
    "close 20262010": {"verb": "close", "numbers": (20262010,)},
    f"close <{PERMALINK}>": {"verb": "close", "message": MESSAGE},
    f"close <{PERMALINK}?thread_ts=1&amp;cid=2|the card>": {"verb": "close", "message": MESSAGE},
    f"close {PERMALINK}": {"verb": "close", "message": MESSAGE},
    "close order:1001": {"verb": "close", "keys": {"order": ("1001",)}},
    "close tracking:ABC": {"verb": "close", "keys": {"tracking": ("ABC",)}},
    'hold 20262010 until:tomorrow reason:"awaiting payment"': {
        "verb": "hold",
        "numbers": (20262010,),
        "keys": {"until": ("tomorrow",), "reason": ("awaiting payment",)},
    },
    "retry 20262010 dry-run": {"verb": "retry", "numbers": (20262010,), "words": ("dry-run",)},
    'pause "eBay AU"': {"verb": "pause", "words": ("eBay AU",)},
    "assign 20262010 <@U07LUISPRAD|luis>": {
        "verb": "assign",
        "numbers": (20262010,),
        "members": ("U07LUISPRAD",),
    },
    "help close": {"verb": "help", "words": ("close",)},
    "": {},
    "   ": {},
    # order and case do not matter
    "20262010 close": {"verb": "close", "numbers": (20262010,)},
    "jobs severity>=high SUBSCRIBE": {
        "verb": "subscribe",
        "words": ("jobs",),
        "at_least": {"severity": "high"},
    },
    '"close" pause': {"verb": "pause", "words": ("close",)},
    "Subscribe CONNECTION:eBay": {"verb": "subscribe", "keys": {"connection": ("eBay",)}},
    # : or =, spaces behind it, comma is or, minus is not
    "list code=token_expired,feed_failure": {
        "verb": "list",
        "keys": {"code": ("token_expired", "feed_failure")},
    },
    "list code:a code=b": {"verb": "list", "keys": {"code": ("a", "b")}},
    "hold until: tomorrow": {"verb": "hold", "keys": {"until": ("tomorrow",)}},
    "hold reason: 'awaiting payment'": {"verb": "hold", "keys": {"reason": ("awaiting payment",)}},
    'subscribe connection:"a, b"': {"verb": "subscribe", "keys": {"connection": ("a, b",)}},
    # what phones make of it
    "pause “eBay AU”": {"verb": "pause", "words": ("eBay AU",)},
    "hold reason:„noch nicht“": {"verb": "hold", "keys": {"reason": ("noch nicht",)}},
    "hold reason:« pas encore »": {"verb": "hold", "keys": {"reason": (" pas encore ",)}},
    "hold reason:‘not yet’": {"verb": "hold", "keys": {"reason": ("not yet",)}},
    "subscribe jobs –code:x —kind:y": {
        "verb": "subscribe",
        "words": ("jobs",),
        "negated": {"code": ("x",), "kind": ("y",)},
    },
    "subscribe severity≥high": {"verb": "subscribe", "at_least": {"severity": "high"}},
    "close\u00a020262010": {"verb": "close", "numbers": (20262010,)},
    # what Slack escapes
    "subscribe severity&gt;=high account:A&amp;B": {
        "verb": "subscribe",
        "at_least": {"severity": "high"},
        "keys": {"account": ("A&B",)},
    },
    # numbers
    "take #20262010": {"verb": "take", "numbers": (20262010,)},
    "take 20262010,20262011": {"verb": "take", "numbers": (20262010, 20262011)},
    "take 1999": {"verb": "take", "words": ("1999",)},
    "take 202620101234567": {"verb": "take", "words": ("202620101234567",)},
    # nothing is made up
    'subscribe jobs connection:""': {"verb": "subscribe", "words": ("jobs",)},
    "list code:": {"verb": "list", "words": ("code:",)},
    'pause "eBay AU': {"verb": "pause", "words": ("eBay AU",)},
    "it's broken": {"words": ("it's", "broken")},
    "clsoe 20262010": {"verb": "clsoe", "numbers": (20262010,)},
    # other languages
    "fermer 20262010": {"verb": "close", "numbers": (20262010,)},
    "Réactiver 20262010": {"verb": "reactivate", "numbers": (20262010,)},
    "20262010 desfazer": {"verb": "undo", "numbers": (20262010,)},
    "pausar “eBay AU”": {"verb": "pause", "words": ("eBay AU",)},
}


@pytest.mark.parametrize("text", EXAMPLES)
def test_it_is_understood(text: str) -> None:
    assert parse(text) == Typed(**EXAMPLES[text])


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_known_in_any_case_and_place(verb: str) -> None:
    assert parse(verb.upper()).verb == verb
    assert parse(f"20262010 {verb.title()}").verb == verb


def test_every_verb_has_a_word_in_the_other_languages() -> None:
    assert set(TRANSLATED.values()) == set(VERBS)
    assert set(TRANSLATED) & set(VERBS) == set(), "an English verb means what it says"
    assert [word for word in TRANSLATED if word != word.casefold() or not word.isalpha()] == []


def test_the_nearest_word_is_meant() -> None:
    assert did_you_mean("clsoe") == "close"
    assert did_you_mean("SUBSCRIB") == "subscribe"
    assert did_you_mean("xyzzy") is None
    assert did_you_mean("severty", ("severity", "code")) == "severity"
    assert verb_of("Fechar") == "close" and verb_of("xyzzy") is None


@given(st.text(max_size=300))
def test_whatever_is_typed_is_some_command(text: str) -> None:
    found = parse(text)
    assert all(value for values in found.keys.values() for value in values)
    assert all(20_000_000 <= n < 10**12 for n in found.numbers)
    assert all(word.strip() for word in found.words)


PARTS = ["subscribe", "jobs", "severity>=high", 'connection:"eBay AU"', "-code:x", "20262010"]
IN_ORDER = " ".join(PARTS)


@given(
    st.permutations(PARTS),
    st.sampled_from(["", "  ", "\t", "\u00a0"]),
)
def test_the_order_never_matters(parts: list[str], gap: str) -> None:
    assert parse(f" {gap}".join(parts)) == parse(
        'subscribe jobs severity>=high connection:"eBay AU" -code:x 20262010'
    )


@pytest.mark.parametrize(
    "piece", ["a", '"', "'", "' ", ":", "a:", "a: ", "<", "<@", ">=", "-", "a:'", "«", "&amp;", " "]
)
def test_no_text_takes_long(piece: str) -> None:
    began = time.perf_counter()
    parse(piece * 100_000)
    assert time.perf_counter() - began < 0.5


def test_more_than_anybody_types_is_cut_off() -> None:
    assert parse("a " * TEXT_LIMIT).words == ("a",) * (TEXT_LIMIT // 2 - 1)
