"""What somebody typed into a form about a case and did not send."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

CLOSING = "close"
"""The closing form's name: its draft ends when the closing is granted, which no form sees."""

Typed: TypeAlias = str | int | None
"""What stands in one field: text, the value of a choice, a moment in seconds since 1970, None where emptied."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One for each member, case and form. `values` by field; never a file."""

    member_id: str
    case_id: str
    form: str
    values: Mapping[str, Typed]
    kept_at: datetime
