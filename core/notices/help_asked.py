"""Somebody asks one of those who may to do it for them."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class HelpAskedOfYou(Notice):
    """`act` is the name of the command that was refused; `case_id` and `version` address the button."""

    case_id: str
    version: int
    number: int
    title: str
    act: str
    by: str


HelpAskedOfYou.EXAMPLES = (
    HelpAskedOfYou(
        case_id="c1",
        version=3,
        number=20262010,
        title="eBay AU order sync keeps failing",
        act="RequestClose",
        by="U0LUIS",
    ),
    HelpAskedOfYou(
        case_id="c1",
        version=3,
        number=20262010,
        title="eBay AU order sync keeps failing",
        act="NewestAttempt",
        by="U0LUIS",
    ),
)
