"""What is drawn is said by the catalogues alone, and what is longer in another language still fits."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from bot.blocks import RENDERERS
from bot.blocks import examples as ex
from bot.blocks.examples import own
from bot.blocks.examples.drawings import NAMES, Drawing, drawings
from bot.blocks.examples.drawn_modals import CONTACT
from bot.blocks.kit.text import ELLIPSIS
from bot.blocks.validator import validate
from bot.words import BASE, Say, languages, load
from tests.bot.pseudo import CLOSE, OPEN, pseudo

WORDS = load(strict=True)
OTHERS = [language for language in languages() if language != BASE]
SHOWN = ("text", "fallback", "alt_text", "title", "label", "hint", "description", "accessibility_label")
KEPT = ("initial_value", "placeholder")
"""What stands in a field, which can be words of ours too."""

DATA = (
    *("Website", "Amazon", "B2B", "eBay", "eBay AU", "somewhere", "We renewed the token this morning."),
    *("SomethingNew", "connection", "account", "code", "TIPSA", "GLS", "gift_wrap", "Photo"),
)
"""What bot/blocks/examples/drawings.py puts in itself (names, fields of a filter), and names of carriers."""

MARKUP = re.compile(r"<!date[^>]*>|<[@#!][^>]*>|`[^`]*`|:[a-z_]+:|&(?:amp|lt|gt);|<[^|>]*\||https?://\S+")
"""Date tokens, mentions, commands, emoji, entities and addresses: Slack's or typed, not said."""

GROWN = ("hostile", "long")
"""Examples whose data is cut in every language."""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Drawing]:
    """Everything, in the language that nobody speaks; letters too, which are in their reader's language."""
    say = pseudo(tmp_path_factory.mktemp("pseudo"))
    return drawings(say, dict.fromkeys(WORDS, say))


def shown(value: object, *, inside: str = "") -> Iterator[str]:
    """Every text that somebody reads. The button of a dialog is left out: it repeats a label, cut to 30."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key in SHOWN + KEPT and isinstance(part, str):
                yield part
            elif not (inside == "confirm" and key == "confirm"):
                yield from shown(part, inside=key)
    elif isinstance(value, list):
        for part in value:
            yield from shown(part, inside=inside)


def data_of(value: object) -> Iterator[str]:
    """The names, sentences and codes in an example; a single lower-case word could be one of ours."""
    if isinstance(value, str):
        if re.search(r"[^a-z_]", value):
            yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from data_of(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from data_of([*value.values()])
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from data_of(part)


def known() -> list[str]:
    """All data of the drawings, the longest first, line by line."""
    notices = [kind.EXAMPLES for kind in RENDERERS]
    found = {*data_of([ex.CARDS, ex.checklist(), notices, NAMES, CONTACT, own.mine("eBay AU")]), *DATA}
    return sorted({line for text in found for line in text.splitlines() if line}, key=len, reverse=True)


def plain_in(text: str, data: list[str]) -> list[str]:
    """The words of a text that no catalogue has said and no example has given."""
    bare = MARKUP.sub(" ", text.replace("&amp;", "&"))
    for one in data:
        bare = bare.replace(one, " ")
    return re.findall(r"[A-Za-z]{2,}", bare)


def test_a_plain_word_is_seen() -> None:
    payload = {
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "⟦Çļöšé⟧ *Close it* for Ana"}}]
    }
    assert [plain_in(text, ["Ana"]) for text in shown(payload)] == [["Close", "it", "for"]]


def test_everything_that_is_drawn_is_said_by_the_catalogues(drawn: dict[str, Drawing]) -> None:
    data = known()
    plain = {
        name: sorted({word for text in shown(drawing.payload) for word in plain_in(text, data)})
        for name, drawing in drawn.items()
        if not name.endswith(GROWN)
    }
    assert {name: words for name, words in plain.items() if words} == {}, "say it with a key of locales/en"


def test_words_that_are_two_fifths_longer_are_not_cut(drawn: dict[str, Drawing]) -> None:
    cut = {
        name: [text for text in shown(drawing.payload) if text.count(OPEN) != text.count(CLOSE)]
        for name, drawing in drawn.items()
        if not name.endswith(GROWN)
    }
    assert {name: texts for name, texts in cut.items() if texts} == {}


def test_slack_would_take_words_that_are_two_fifths_longer(drawn: dict[str, Drawing]) -> None:
    refused = {name: [str(p) for p in validate(d.payload, d.surface)] for name, d in drawn.items()}
    assert {name: problems for name, problems in refused.items() if problems} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_no_language_is_cut_where_english_is_not(language: str) -> None:
    english, spoken = cuts(WORDS[BASE]), cuts(WORDS[language])
    assert {name: (english[name], n) for name, n in spoken.items() if n > english[name]} == {}


def cuts(say: Say) -> dict[str, int]:
    """Name of a drawing -> its texts that end in an ellipsis; the examples that are cut anyway are left out."""
    return {
        name: sum(ELLIPSIS in text for text in shown(drawing.payload))
        for name, drawing in drawings(say, WORDS).items()
        if not name.endswith(GROWN)
    }


def test_the_language_that_nobody_speaks_is_made_anew(tmp_path: Path) -> None:
    say = pseudo(tmp_path)
    assert say("action.take") == "⟦Ţåķé îţẋẋ⟧"
    assert say("step.by", by="Ana") == "⟦ƀý Anaẋ⟧"
    assert not re.search("[a-z]", say("modal.decide.title", number="#1")), (
        "too long for brackets, and yet changed"
    )
