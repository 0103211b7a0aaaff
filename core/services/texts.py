"""What a person typed, before it is kept: there at all, and not longer than it may be."""

from core.errors import Invalid

TEXT_LIMIT = 3000
"""Characters. A Slack text object carries as many (SLACK 1.2), so nothing kept is ever shown cut."""

NAME_LIMIT = 200
"""Characters of a name, an address or a run id: longer ones are no such thing."""

REASON_MIN, REASON_LIMIT = 3, 500
"""Characters of a reason (S18 asks 3 to 500; every reason is held to it)."""


def checked_text(text: str, field: str, *, limit: int = TEXT_LIMIT) -> str:
    """The text without the white space around it. Raises Invalid at *field*."""
    text = text.strip()
    if not text:
        raise Invalid("error.text_missing", field=field)
    if len(text) > limit:
        raise Invalid("error.text_too_long", field=field, limit=limit, length=len(text))
    return text


def checked_reason(text: str, field: str = "reason") -> str:
    text = checked_text(text, field, limit=REASON_LIMIT)
    if len(text) < REASON_MIN:
        raise Invalid("error.reason_too_short", field=field, least=REASON_MIN)
    return text
