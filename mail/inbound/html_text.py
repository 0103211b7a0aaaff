"""What a person would read of a message that came as HTML alone. Words and line breaks, no links, no pictures.

Not the standard library's parser: on unfinished tags its time grows with the square of the length, in Pythons that
people still run. This one looks at each character a fixed number of times, and builds nothing.
"""

import re
from html import unescape

MAX_HTML_CHARS = 400_000

BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "hr", "pre"})
UNREAD = frozenset({"script", "style", "head", "title", "template"})
OUTLOOK_TAILS = frozenset({"divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container"})
"""Ids of what Outlook puts before the letter that is answered."""

_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9]{0,20}")
_ID = re.compile(r"""\bid\s{0,4}=\s{0,4}["']?([\w-]{1,60})""")
MAX_TAG_CHARS = 2_000


def html_text(html: str) -> str:
    """Lines; what stands in a quotation begins with `> `, as in plain mail."""
    html = html[:MAX_HTML_CHARS]
    page, lowered, at = _Page(), _lowered(html), 0
    while (opens := html.find("<", at)) >= 0:
        page.words(html[at:opens])
        if html.startswith("<!--", opens):
            at = _behind(html, "-->", opens)
            continue
        name = _NAME.match(html, opens + 1)
        if name is None and not html.startswith(("<!", "<?"), opens):
            page.words("<")
            at = opens + 1
            continue
        at = _behind(html, ">", opens)
        tag = name[0].lower() if name else ""
        if tag in UNREAD:
            at = _behind(html, ">", _behind(lowered, f"</{tag}", at))
        page.tag(tag, html[opens : min(at, opens + MAX_TAG_CHARS)])
    page.words(html[at:])
    return page.text()


def _behind(text: str, end: str, start: int) -> int:
    """Where it goes on behind *end*; the end of all where that never comes."""
    found = text.find(end, start)
    return found + len(end) if found >= 0 else len(text)


def _lowered(html: str) -> str:
    """Each character in its place: only ASCII letters change."""
    return html.translate({code: code + 32 for code in range(ord("A"), ord("Z") + 1)})


class _Page:
    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quotes = 0
        self._answered = False

    def words(self, text: str) -> None:
        self._line.append(text)

    def tag(self, name: str, whole: str) -> None:
        if name.removeprefix("/") in BREAKS or name.endswith("blockquote"):
            self._end_line(blank=name == "br")
        if name == "blockquote":
            self._quotes += 1
        elif name == "/blockquote":
            self._quotes = max(0, self._quotes - 1)
        marked = _ID.search(whole)
        if marked and marked[1].lower() in OUTLOOK_TAILS:
            self._answered = True

    def text(self) -> str:
        self._end_line(blank=False)
        return "\n".join(self._lines).strip()

    def _end_line(self, *, blank: bool) -> None:
        words = " ".join(unescape("".join(self._line)).split())
        self._line = []
        if words or (blank and self._lines and self._lines[-1]):
            quoted = bool(words) and (self._quotes > 0 or self._answered)
            self._lines.append(f"> {words}" if quoted else words)
