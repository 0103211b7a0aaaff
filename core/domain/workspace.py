"""What andon.toml says of this workspace: people, platforms, targets, hours, switches. Read, never written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum

from core.domain.platform_facts import Capabilities
from core.domain.user_group import GroupRule


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody at a retailer. Only who `may_confirm` can confirm a change in writing (W1)."""

    account: str
    name: str
    email: str
    locale: str = "en"
    may_confirm: bool = False


@dataclass(frozen=True, kw_only=True)
class Account:
    """Whose cases they are (C4). `role`: buyer, seller, retailer or store. `members` are the Slack user ids of
    those who see this account and only those they are named for; whoever is named for none sees all."""

    name: str
    role: str
    members: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class CannedReply:
    """An answer to begin from. `{name}`, `{order}` and `{number}` in it are filled in; `locale` None suits all."""

    name: str
    text: str
    locale: str | None = None


class Waits(StrEnum):
    """Whom a carrier's code waits for."""

    US = "us"
    LATER = "later"
    """Nobody for a day, then us."""
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class CarrierCode:
    """What a carrier's incident code means. `reason` is our word, `offers` resolutions worth offering first,
    `tip` the words of advice, `urgent` that the parcel goes back soon."""

    reason: str
    waits: Waits = Waits.US
    offers: tuple[str, ...] = ()
    tip: str | None = None
    urgent: bool = False


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Working hours in the workspace's zone; `days` are ISO weekdays, Monday is 1."""

    start: time = time(9)
    end: time = time(18)
    days: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Targets:
    """How soon a kind of case should be acknowledged, contained, notified and resolved (DOMAIN 2.7). A support
    ticket is acknowledged by the first letter to the customer."""

    acknowledge: timedelta
    resolve: timedelta
    contain: timedelta | None = None
    notify: timedelta | None = None


DEFAULT_TARGETS: Mapping[str, Targets] = {
    "issue": Targets(acknowledge=timedelta(minutes=30), resolve=timedelta(days=1)),
    "job_ticket": Targets(
        acknowledge=timedelta(minutes=15),
        contain=timedelta(minutes=30),
        notify=timedelta(hours=4),
        resolve=timedelta(days=5),
    ),
    "delivery_incident": Targets(acknowledge=timedelta(hours=4), resolve=timedelta(days=2)),
    "support_ticket": Targets(acknowledge=timedelta(hours=4), resolve=timedelta(days=2)),
}
"""Days here are working days: a day of `resolve` is one day of Hours."""


@dataclass(frozen=True, kw_only=True)
class Switches:
    """Choices of the workspace; the defaults are the decided ones."""

    four_eyes_on_close: bool = False
    human_verification: bool = False
    repause_on_failed_verification: bool = True
    members_are_operators: bool = True


@dataclass(frozen=True, kw_only=True)
class Digests:
    """What people are told by the clock, each to be switched off alone (C20). Times are local: a channel's those
    of the workspace, a member's their own. `weekly_day` is an ISO weekday: Tuesday."""

    channel_morning: bool = True
    member_morning: bool = True
    weekly: bool = True
    morning_at: time = time(8, 30)
    weekly_at: time = time(9)
    weekly_day: int = 2


@dataclass(frozen=True, kw_only=True)
class Workspace:
    team_id: str
    name: str = ""
    locale: str = "en"
    timezone: str = "UTC"
    hours: Hours = Hours()
    targets: Mapping[str, Targets] = field(default_factory=lambda: dict(DEFAULT_TARGETS))
    """Kind -> its targets; `kind.severity` -> those of that priority, before the kind's."""
    switches: Switches = Switches()
    digests: Digests = Digests()
    accounts: tuple[Account, ...] = ()
    contacts: tuple[Contact, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    """Slack user id -> role word, for those who are not what Slack makes them."""
    groups: tuple[GroupRule, ...] = ()
    runbooks: Mapping[str, str] = field(default_factory=dict)
    """Issue code or job cause -> address of its support document."""
    support_channel: str | None = None
    """Where "Ask support" posts (C10); a channel id."""
    leads_channel: str | None = None
    capabilities: Mapping[str, Capabilities] = field(default_factory=dict)
    """Platform id -> what it can do, as last read; a platform not yet read is not in it."""
    tolerances: Mapping[str, int] = field(default_factory=dict)
    """Job id -> failed items that still count as a success (E9); shown on the ticket."""
    required_successes: Mapping[str, int] = field(default_factory=dict)
    """Job id -> runs in a row that have to succeed before its ticket can be closed (E24); one where not named."""
    carrier_codes: Mapping[str, CarrierCode] = field(default_factory=dict)
    """`carrier:CODE` -> what it means here; before Andon's own tables."""
    claim_days: Mapping[str, timedelta] = field(default_factory=dict)
    """Carrier -> calendar days within which it takes a claim, before Andon's own table; `other` for the rest."""
    ticket_reopen: timedelta = timedelta(days=14)
    issue_reopen: timedelta = timedelta(hours=24)
    support_reopen: timedelta = timedelta(days=7)
    """How long after its closing a customer's word opens a ticket again; later it is a follow-up."""
    canned_replies: tuple[CannedReply, ...] = ()
    mail: bool = False
    """Whether mail can be sent: [mail] stands in andon.toml."""
    mail_opens_tickets: bool = False
    """A mail that belongs to no case opens a support ticket; else it is kept for an admin."""
    mail_channel: str = "Mail"
    """The sales channel of such a ticket."""

    def accounts_of(self, member_id: str) -> frozenset[str] | None:
        """The accounts this member may see; None for all."""
        named = frozenset(a.name for a in self.accounts if member_id in a.members)
        return named or None

    def targets_for(self, kind: str, severity: str) -> Targets:
        return self.targets.get(f"{kind}.{severity}") or self.targets[kind]

    def account_role(self, account: str | None) -> str | None:
        wanted = (account or "").casefold()
        return next((a.role for a in self.accounts if a.name.casefold() == wanted), None)

    def contacts_of(self, account: str | None) -> tuple[Contact, ...]:
        wanted = (account or "").casefold()
        return tuple(c for c in self.contacts if c.account.casefold() == wanted)
