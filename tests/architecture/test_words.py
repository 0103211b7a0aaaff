"""The catalogues may not drift from the code, nor one language from another, nor one file from the next."""

import ast
import re
import string
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from bot.words import BASE, DYNAMIC_PREFIXES, LOCALES, catalogue_files, key_of, languages, merged

ROOT = Path(__file__).parents[2]
ROOMS = ("andon", "api", "bot", "connectors", "core", "mail", "sandbox", "scheduler")
FIRST = {"say", "n", "has"}
"""Where the key comes first: say("key"), say.n("key", 2), say.has("key")."""
SECOND = {"said", "said_n"}
"""Where it follows the language: kit.said(say, "key")."""

ENGLISH = {key_of(message): message for message in merged(BASE) if message.id}


@cache
def trees() -> list[tuple[Path, ast.Module]]:
    files = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return [(path, ast.parse(path.read_text("utf-8"), str(path))) for path in files]


def said_in(tree: ast.AST) -> set[str]:
    """The keys that stand in a call as a literal."""
    found = set()
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            argument = key_argument(call)
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                found.add(argument.value)
    return found


def key_argument(call: ast.Call) -> ast.expr | None:
    name, owner = last_name(call.func), owner_name(call.func)
    if name in SECOND:
        return call.args[1] if len(call.args) > 1 else None
    speaks = name.endswith("say") or (name in FIRST and owner.endswith("say"))
    return call.args[0] if speaks and call.args else None


def last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def owner_name(node: ast.expr) -> str:
    return last_name(node.value) if isinstance(node, ast.Attribute) else ""


def texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def holes(message: Message) -> set[str]:
    return {name for text in texts(message) for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_keys_of_all_ways_to_say_are_found() -> None:
    code = 'say("a"); self._say("b"); say.n("c", 2); kit.said(say, "d"); said_n(say, "e", 1); other("f"); x.n("g")'
    assert said_in(ast.parse(code)) == {"a", "b", "c", "d", "e"}


def test_every_key_said_in_code_is_in_english() -> None:
    said = {key: path for path, tree in trees() for key in said_in(tree)}
    missing = [f"{path.relative_to(ROOT)}: {key}" for key, path in said.items() if key not in ENGLISH]
    assert missing == [], "add them to a file of locales/en/LC_MESSAGES"


def test_every_english_key_is_said_somewhere() -> None:
    literals = {
        node.value
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    idle = [key for key in ENGLISH if key not in literals and not key.startswith(DYNAMIC_PREFIXES)]
    assert idle == [], "nobody says them: take them out, or name their beginning in DYNAMIC_PREFIXES"


def test_every_error_of_the_core_has_words() -> None:
    literals = {
        node.value
        for path, tree in trees()
        if path.is_relative_to(ROOT / "core")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    codes = {text for text in literals if re.fullmatch(r"error\.[a-z_]+", text)}
    assert codes, "the core has errors"
    assert sorted(codes - set(ENGLISH)) == [], "add them to locales/en/LC_MESSAGES/errors.po"


@pytest.mark.parametrize("language", languages())
def test_no_key_stands_twice(language: str) -> None:
    keys = Counter(
        key
        for path in (LOCALES / language / "LC_MESSAGES").glob("*.po")
        for key in re.findall(r'^msgid "(.+)"$', path.read_text("utf-8"), re.MULTILINE)
    )
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("language", languages())
def test_a_language_has_only_keys_that_english_has(language: str) -> None:
    assert {key_of(message) for message in merged(language) if message.id} - set(ENGLISH) == set()


def test_english_has_words_for_each_of_its_keys() -> None:
    assert [key for key, message in ENGLISH.items() if not all(texts(message)) or message.fuzzy] == []


@pytest.mark.parametrize("language", languages())
def test_a_language_keeps_every_placeholder(language: str) -> None:
    changed = [
        key_of(message)
        for message in merged(language)
        if message.id and any(texts(message)) and holes(message) != holes(ENGLISH[key_of(message)])
    ]
    assert changed == []


def test_placeholders_are_plain_names() -> None:
    odd = [key for key, message in ENGLISH.items() if not all(map(str.isidentifier, holes(message)))]
    assert odd == [], "write {name}, without dots, indexes or numbers"


@pytest.mark.parametrize("language", languages())
def test_the_files_count_plurals_as_their_language_does(language: str) -> None:
    for name, catalogue in catalogue_files(language).items():
        assert catalogue.num_plurals == merged(language).num_plurals, name
        assert catalogue.plural_expr == merged(language).plural_expr, name


@pytest.mark.parametrize("language", languages())
def test_a_plural_has_one_key_for_all_its_forms(language: str) -> None:
    pairs = [message.id for message in merged(language) if message.id and not isinstance(message.id, str)]
    assert [pair for pair in pairs if pair[0] != pair[1]] == [], "msgid_plural repeats the msgid"
