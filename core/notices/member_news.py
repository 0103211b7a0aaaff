"""What a member subscribed to and now hears of: one case, or in a storm all that came together."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class NewsLine:
    """`url` leads to the card in Slack; it is filled in when the message goes out, since the card may not stand
    before."""

    case_id: str
    version: int
    number: int
    kind: str
    title: str
    severity: str
    account: str | None
    occasion: str
    """opened, reopened or escalated."""
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class NewsForYou(Notice):
    lines: tuple[NewsLine, ...]
    more: int = 0
    """Cases that have no line."""


_ORDER = NewsLine(
    case_id="c1",
    version=1,
    number=20262044,
    kind="issue",
    title="Order 1001-A was fulfilled without tracking",
    severity="critical",
    account="Hartley & Sons",
    occasion="opened",
    url="https://platform.example/archives/C0OPS/p1795338600000100",
)
_JOB = NewsLine(
    case_id="c2",
    version=4,
    number=20262010,
    kind="job_ticket",
    title="eBay AU order sync keeps failing",
    severity="high",
    account="Kitchenware Co",
    occasion="reopened",
    url="https://platform.example/archives/C0OPS/p1795338600000200",
)
_PARCEL = NewsLine(
    case_id="c3",
    version=2,
    number=20262051,
    kind="delivery_incident",
    title="Commande 55120",
    severity="normal",
    account=None,
    occasion="escalated",
)

NewsForYou.EXAMPLES = (
    NewsForYou(lines=(_ORDER,)),
    NewsForYou(lines=(_PARCEL,)),
    NewsForYou(lines=(_ORDER, _JOB, _PARCEL), more=17),
)
