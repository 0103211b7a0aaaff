"""What a person typed, before it is kept: there at all, and not longer than it may be."""

from core.errors import Invalid

TEXT_LIMIT = 3000
"""Characters. A Slack text object carries as many (SLACK 1.2), so nothing kept is ever shown cut."""

NAME_LIMIT = 200
"""Characters of a name, an address or a run id: longer ones are no such thing."""

ADDRESS_LIMIT = 254
"""Characters of a mail address (RFC 5321 4.5.3.1.3: a path of 256 octets, its two brackets included)."""

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


def checked_address(text: str, field: str) -> str:
    """A mail address, as far as that can be seen. Raises Invalid at *field*; the mail system has the last word."""
    address = checked_text(text, field, limit=ADDRESS_LIMIT)
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or any(c.isspace() for c in address):
        raise Invalid("error.bad_address", field=field)
    return address
