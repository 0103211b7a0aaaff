"""What the writer wrote now: without the letter that is answered below it, and without the signature.

Only what is certain is cut, since a customer's words must not be lost: an answer written between the quoted lines
is kept with them, and a mail that would end up empty is kept whole. Time grows with the length alone.
"""

import re

_SAID = r"(wrote|escribió|a écrit|escreveu|schrieb|ha scritto)"
_ATTRIBUTION = re.compile(rf"(On|El|Le|Em|A|Am|Il|O)\b[^\n]{{4,400}}\b{_SAID}[^\n:]{{0,120}}:", re.IGNORECASE)
_ADDRESSED = re.compile(
    rf"[^<>\n]{{0,200}}<[^<>\s]{{3,200}}> ?{_SAID}\b[^\n:]{{0,60}}(:[^\n:]{{1,20}})?:", re.IGNORECASE
)
"""`Shop <ops@shop.example> escreveu (quinta, 5/11/2026 à(s) 10:11):`"""

_FORWARDED = re.compile(
    r"\s*-{2,} ?(original message|mensaje original|message d'origine|message original|mensagem original|"
    r"forwarded message|mensaje reenviado|message transféré|mensagem encaminhada) ?-{2,}\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\*?(from|sent|to|subject|date|cc|de|enviado|enviado el|enviada|fecha|para|asunto|envoyé|date|à|objet|"
    r"data|assunto|von|gesendet|an|betreff) ?:\*? ?",
    re.IGNORECASE,
)
_LABELS = 3
"""So many header lines on end are the head of a letter, fewer may be somebody's own words."""

_ATTRIBUTION_LINES = 3
_MAX_LINE = 500
_SIGNATURE_LINES = 12


def own_words(text: str) -> str:
    lines = _without_signature(text.split("\n"))
    kept = _without_signature(lines[: _tail_begins(lines)])
    words = "\n".join(kept).strip()
    return words or text.strip()


def _tail_begins(lines: list[str]) -> int:
    """The line where the answered letter begins; the number of lines where there is none to be cut."""
    quoted = _quoted_from(lines)
    for at, line in enumerate(lines):
        if at and (_FORWARDED.fullmatch(line[:_MAX_LINE]) or _is_head(lines, at)):
            return at
        end = _attribution_ends(lines, at)
        if (end is not None and quoted[end]) or (line.startswith(">") and quoted[at]):
            return at
    return len(lines)


def _quoted_from(lines: list[str]) -> list[bool]:
    """For each line, and behind the last: whether something is quoted from there on, and nothing else said."""
    found, some, only = [False] * (len(lines) + 1), False, True
    for at in range(len(lines) - 1, -1, -1):
        some = some or lines[at].startswith(">")
        only = only and (lines[at].startswith(">") or not lines[at].strip())
        found[at] = some and only
    return found


def _attribution_ends(lines: list[str], at: int) -> int | None:
    """Behind `On 5 Nov 2026, Shop <ops@shop.example> wrote:`, which mail programs wrap."""
    if not lines[at][:1].isalpha():
        return None
    for count in range(1, _ATTRIBUTION_LINES + 1):
        if not "".join(lines[at + count - 1 : at + count]).strip():
            return None
        joined = " ".join(line.strip() for line in lines[at : at + count])[: _MAX_LINE * 2].replace(
            "\xa0", " "
        )
        if joined.endswith(":"):
            said = _ATTRIBUTION.fullmatch(joined) or ("<" in lines[at] and _ADDRESSED.fullmatch(joined))
            return at + count if said else None
    return None


def _is_head(lines: list[str], at: int) -> bool:
    following = lines[at : at + _LABELS]
    return len(following) == _LABELS and all(_LABEL.match(line[:80]) for line in following)


def _without_signature(lines: list[str]) -> list[str]:
    """Cut at `-- ` (RFC 3676, 4.3), if what follows is short enough to be one."""
    for at in range(max(0, len(lines) - _SIGNATURE_LINES), len(lines)):
        if lines[at].rstrip() == "--":
            return lines[:at]
    return lines
