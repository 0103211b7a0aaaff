"""A language that nobody speaks: English with every letter changed, two fifths longer, and between brackets.

Drawn with it, whatever is still plain does not come from the catalogues, and whatever has lost its closing bracket
was cut because it had grown.
"""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot.blocks.kit import limits
from bot.words import BASE, Say, key_of, load, merged

LANGUAGE = "el"
"""Greek: dates, spans and lists come from Babel in letters that are not English ones either."""

OPEN, CLOSE = "⟦⟧"
GROWTH = 0.4
"""How much longer than English a short text of another language can be."""

NUMBER = "#20262010"
NAME_CHARS = 28
"""Characters of a name in a label; see bot/blocks/buttons.py."""

LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "åƀçđéƒğħîĵķļɱñöþɋřšţûṽŵẋýžÅƁÇÐÉƑĞĦÎĴĶĻṀÑÖÞɊŘŠŢÛṼŴẊÝŽ",
)
LIMITS: tuple[tuple[str, int], ...] = (
    (r"modal\.(.+\.(title|submit)|cancel|close_window)", limits.VIEW_TITLE_CHARS),
    (r"confirm\.cancel", limits.CONFIRM_BUTTON_CHARS),
    (r"confirm\..+\.title", limits.CONFIRM_TITLE_CHARS),
    (r"confirm\..+\.text", limits.CONFIRM_TEXT_CHARS),
    (r"(action|home\.act|menu\.entry|list|group)\.(?!.*about$).+", limits.BUTTON_CHARS),
    (r"(choice|claim|said|medium|containment|hold|cause|severity|archive|wake_on)\..+", limits.OPTION_CHARS),
    (r"form\..+\.tick", limits.OPTION_CHARS),
    (r"contact\.may_confirm", limits.OPTION_CHARS),
    (r"(menu\.group|home\.(cases|my_queue))(\..+)?", limits.HEADER_CHARS),
)
"""Keys -> the characters that Slack gives the place where they stand."""


def limit_of(key: str) -> int | None:
    return next((limit for keys, limit in LIMITS if re.fullmatch(keys, key)), None)


def filled(text: str) -> str:
    """With what stands in its holes at most: a number of nine signs, names as long as a label shows them."""
    return re.sub(r"\{(\w+)\}", lambda hole: NUMBER if hole[1] == "number" else "x" * NAME_CHARS, text)


def pseudo(folder: Path) -> Say:
    """The language, made of today's English in *folder*."""
    catalogue = Catalog(locale=LANGUAGE, charset="utf-8")
    for message in merged(BASE):
        if message.id:
            key, said = key_of(message), message.string or ""
            catalogue.add(
                message.id,
                _changed(key, said) if isinstance(said, str) else [_changed(key, form) for form in said],
            )
    path = folder / LANGUAGE / "LC_MESSAGES" / "all.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalogue)
    return load(strict=True, folder=folder)[LANGUAGE]


def _changed(key: str, text: str) -> str:
    parts = re.split(r"(\{\w+\})", text)
    accented = "".join(part if part.startswith("{") else part.translate(LETTERS) for part in parts)
    more = round(GROWTH * sum(map(str.isalpha, re.sub(r"\{\w+\}", "", text))))
    limit = limit_of(key)
    if limit is not None:
        more = min(more, limit - len(filled(text)) - len(OPEN + CLOSE))
    return f"{OPEN}{accented}{'ẋ' * more}{CLOSE}" if more >= 0 else accented
