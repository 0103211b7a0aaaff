"""Text that cannot ping, break or imitate anything, whoever wrote it.

`Mrkdwn` is text that is already safe to put before Slack; a plain `str` is not, and every constructor of the
kit escapes it. So forgetting to escape is impossible, and escaping twice is too. The rules are those of the
page "Formatting message text" (https://docs.slack.dev/messaging/formatting-message-text): & < > are escaped.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import SupportsIndex
from urllib.parse import quote, urlsplit

from bot.blocks.kit.limits import URL_CHARS
from bot.words import Say

ELLIPSIS = "…"
NOTHING = "–"
"""Stands where a text is empty, since Slack refuses an empty text and with it the whole message."""

SAFE_SCHEMES = frozenset({"http", "https", "mailto"})
DATE_AND_TIME = "{time} {date_short_pretty}"
"""Reads in the middle of a sentence: `stop it by 4:04 AM today`. Slack writes the first token with a capital."""

TIME = "{time}"
DATE = "{date_short_pretty}"


class Mrkdwn(str):
    """Text in Slack's markup that is safe to send. Adding a plain `str` escapes it first."""

    __slots__ = ()

    def __add__(self, other: str) -> "Mrkdwn":
        return Mrkdwn(str.__add__(self, escaped(other, multiline=True)))

    def __radd__(self, other: str) -> "Mrkdwn":
        return Mrkdwn(str.__add__(escaped(other, multiline=True), self))

    def join(self, parts: Iterable[str], /) -> "Mrkdwn":
        return Mrkdwn(str.join(self, [escaped(part, multiline=True) for part in parts]))

    def __mul__(self, times: SupportsIndex) -> "Mrkdwn":
        return Mrkdwn(str.__mul__(self, times))


def escaped(text: str, *, limit: int | None = None, multiline: bool = False) -> Mrkdwn:
    """Foreign words as markup that cannot mention or link; `Mrkdwn` is returned as it is, but for its length.

    `limit` is in code points of the result. Control characters go, as do the marks that turn the direction of
    the words after them; a line break stays only when `multiline`.
    """
    if not isinstance(text, Mrkdwn):
        cleaned = clean(text, multiline=multiline)
        text = Mrkdwn(cleaned.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    return text if limit is None else trimmed(text, limit)


def said(say: Say, key: str, /, **facts: object) -> Mrkdwn:
    """The words of `key` with every fact escaped, and moments in each reader's own time zone.

    The words themselves may carry markup: they are ours.
    """
    return Mrkdwn(say(key, **_safe(say, facts)))


def said_n(say: Say, key: str, count: int, /, **facts: object) -> Mrkdwn:
    """As `said`, for words that depend on a number: `{count}` in the catalogue."""
    return Mrkdwn(say.n(key, count, **_safe(say, facts)))


def bold(text: str) -> Mrkdwn:
    safe = escaped(text).strip()
    return Mrkdwn(f"*{safe.replace('*', '∗')}*") if safe else Mrkdwn()


def italic(text: str) -> Mrkdwn:
    safe = escaped(text).strip()
    return Mrkdwn(f"_{safe}_") if safe else Mrkdwn()


def struck(text: str) -> Mrkdwn:
    safe = escaped(text).strip()
    return Mrkdwn(f"~{safe.replace('~', '∼')}~") if safe else Mrkdwn()


def code(text: str) -> Mrkdwn:
    """A value in a code span. A backtick would end the span, so it becomes an apostrophe."""
    safe = escaped(identifier(text)).replace("`", "'").strip()
    return Mrkdwn(f"`{safe}`") if safe else Mrkdwn()


def quoted(text: str) -> Mrkdwn:
    """Somebody's own words, each line behind a quote bar."""
    return Mrkdwn("\n".join(f"> {line}" for line in escaped(text, multiline=True).splitlines()))


def link(url: str | None, label: str) -> Mrkdwn:
    """A link, or only its label when the address is missing, too long, or not http, https or mailto."""
    shown = escaped(label).strip()
    address = safe_url(url)
    if address is None:
        return Mrkdwn(shown)
    target = address.replace("&", "&amp;").replace("|", "%7C")
    return Mrkdwn(f"<{target}|{shown}>") if shown else Mrkdwn(f"<{target}>")


def safe_url(url: str | None) -> str | None:
    """The address as Slack takes it, or None when no link should be made of it."""
    if not url or len(url) > URL_CHARS or clean(url) != url or any(mark in url for mark in " \\"):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    whole = bool(parts.path) if parts.scheme == "mailto" else bool(parts.hostname)
    if parts.scheme not in SAFE_SCHEMES or not whole:
        return None
    address = quote(url, safe="!#$%&'()*+,/:;=?@[]~|-._")
    return address if len(address) <= URL_CHARS else None


def mention(user_id: str) -> Mrkdwn:
    return Mrkdwn(f"<@{user_id}>") if _USER_ID.fullmatch(user_id) else escaped(identifier(user_id))


def group_mention(usergroup_id: str) -> Mrkdwn:
    known = _GROUP_ID.fullmatch(usergroup_id)
    return Mrkdwn(f"<!subteam^{usergroup_id}>") if known else escaped(identifier(usergroup_id))


def channel_ref(channel_id: str) -> Mrkdwn:
    return (
        Mrkdwn(f"<#{channel_id}>") if _CHANNEL_ID.fullmatch(channel_id) else escaped(identifier(channel_id))
    )


def date(at: datetime, fallback: str, form: str = DATE_AND_TIME) -> Mrkdwn:
    """A moment that each reader sees in their own time zone. `fallback` is what older clients show.

    `form` is one of the tokens of "Formatting message text", such as DATE_AND_TIME, TIME or DATE.
    Raises ValueError for a moment without a time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a date on a card needs a time zone; pass an aware datetime")
    shown = escaped(fallback).replace("|", "/").strip() or at.strftime("%Y-%m-%d %H:%M %Z")
    return Mrkdwn(f"<!date^{int(at.timestamp())}^{form}|{shown}>")


def lines(*parts: str | None) -> Mrkdwn:
    """The parts one below another; what is empty or None leaves no gap."""
    return Mrkdwn("\n").join(part for part in parts if part)


def dotted(*parts: str | None) -> Mrkdwn:
    """The parts in one line with a dot between; what is empty or None is left out."""
    return Mrkdwn("  ·  ").join(part for part in parts if part)


def words(*parts: str | None) -> Mrkdwn:
    """The parts in one line with a space between; what is empty or None is left out."""
    return Mrkdwn(" ").join(part for part in parts if part)


def trimmed(text: Mrkdwn, limit: int) -> Mrkdwn:
    """At most `limit` code points, ending in an ellipsis when cut; never half an entity or link."""
    if len(text) <= limit:
        return text
    kept, length = [], 0
    for token in _TOKEN.findall(text):
        if length + len(token) > limit - len(ELLIPSIS):
            break
        kept.append(token)
        length += len(token)
    return Mrkdwn("".join(kept).rstrip() + ELLIPSIS)


def plain(text: str, limit: int) -> str:
    """One line for a plain_text object, where nothing is markup: cleaned and trimmed, NOTHING when empty."""
    words_only = unescaped(text) if isinstance(text, Mrkdwn) else text
    cleaned = clean(words_only).strip()
    cut = cleaned if len(cleaned) <= limit else cleaned[: limit - len(ELLIPSIS)].rstrip() + ELLIPSIS
    return cut or NOTHING


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def clean(text: str, *, multiline: bool = False) -> str:
    """The text without control characters, turned directions and halves of characters."""
    flat = _NEWLINES.sub("\n" if multiline else " ", text).replace("\t", " ")
    return _HALVES.sub("\N{REPLACEMENT CHARACTER}", _CONTROLS.sub("", flat))


def identifier(text: str) -> str:
    """A code, number or name that must look like what it is: also without direction marks and zero widths.

    In free text those stay, since Persian words and joined emoji are made with them.
    """
    return _UNSEEN.sub("", clean(text)).strip()


def _safe(say: Say, facts: dict[str, object]) -> dict[str, object]:
    return {name: _shown(say, fact) for name, fact in facts.items()}


def _shown(say: Say, fact: object) -> object:
    if isinstance(fact, datetime):
        return date(fact, say.when(fact, zone=True))
    return escaped(fact) if isinstance(fact, str) else fact


_USER_ID = re.compile(r"[UW][A-Z0-9]{1,30}")
_GROUP_ID = re.compile(r"S[A-Z0-9]{1,30}")
_CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{1,30}")
_TOKEN = re.compile(r"&(?:amp|lt|gt);|<[^<>]*>|.", re.DOTALL)
_NEWLINES = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# C0 and C1 controls but the newline, the embeddings, overrides and isolates of Unicode bidi (UAX #9).
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_HALVES = re.compile(r"[\ud800-\udfff]")
# Direction marks, zero widths, soft hyphen, fillers, tags and variation selectors.
_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\u3164\ufeff\ufe00-\ufe0f\U000e0000-\U000e007f]"
)
