"""People, and what each may do."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Role(IntEnum):
    """Ordered: whoever has a role may do all that the smaller ones may."""

    NONE = 0
    VIEWER = 1
    OPERATOR = 2
    LEAD = 3
    ADMIN = 4
    SYSTEM = 5
    """Andon itself and the platforms: never a person."""

    @property
    def word(self) -> str:
        return self.name.lower()


API_PREFIX = "api:"
"""How the member id of a token of the REST API begins; the rest is its name in andon.toml."""


def is_reachable(member_id: str) -> bool:
    """Whether a message can be sent there. A token reads its answers where it asked for them."""
    return not member_id.startswith(API_PREFIX)


class Path(StrEnum):
    """By which way an act came in. The history keeps it."""

    BUTTON = "button"
    SLASH = "slash"
    MODAL = "modal"
    HOME = "home"
    MENTION = "mention"
    SHORTCUT = "shortcut"
    REACTION = "reaction"
    REST = "rest"
    CLI = "cli"
    PLATFORM = "platform"
    MAIL = "mail"
    SCHEDULE = "schedule"
    LOOP = "loop"


class DigestChoice(StrEnum):
    """Which overviews a member wants."""

    OFF = "off"
    MORNING = "morning"
    WEEKLY = "weekly"
    BOTH = "both"

    @property
    def mornings(self) -> bool:
        return self in (DigestChoice.MORNING, DigestChoice.BOTH)

    @property
    def weeks(self) -> bool:
        return self in (DigestChoice.WEEKLY, DigestChoice.BOTH)


class Means(StrEnum):
    """By which way a member hears of what they subscribed to."""

    DIRECT = "direct"
    MAIL = "mail"
    BOTH = "both"
    DIGEST = "digest"
    """Nothing at once: it stands in their next overview."""

    @property
    def directly(self) -> bool:
        return self in (Means.DIRECT, Means.BOTH)

    @property
    def by_mail(self) -> bool:
        return self in (Means.MAIL, Means.BOTH)


@dataclass(frozen=True, kw_only=True)
class Member:
    """A Slack user as Andon knows them. `role` is NONE for somebody unknown: refused everything."""

    id: str
    team_id: str
    name: str
    role: Role
    locale: str = "en"
    timezone: str = "UTC"
    email: str | None = None
    accounts: frozenset[str] | None = None
    """Accounts this member may see; None means all."""
    standing: Role | None = None
    """What the chat alone makes of them: operator, of a guest viewer, of a bot or somebody who left nobody. None
    where it was not asked since this is kept."""
    digest: DigestChoice = DigestChoice.BOTH
    """This and what follows is their own choice; what Slack says of them never changes it."""
    means: Means = Means.DIRECT
    typed_email: str | None = None
    """What they typed where Slack tells no address. Personal: never in a log."""
    weekly_day: int | None = None
    """ISO weekday of their overview of the week; None for the workspace's."""

    @property
    def address(self) -> str | None:
        """Where mail to them goes: what Slack knows is theirs, else what they typed."""
        return self.email or self.typed_email

    def may_see(self, account: str | None) -> bool:
        return self.accounts is None or account in self.accounts


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who asks, and by which path."""

    id: str
    team_id: str
    name: str
    role: Role
    path: Path
    locale: str = "en"
    accounts: frozenset[str] | None = None

    @classmethod
    def of(cls, member: Member, path: Path) -> "Actor":
        return cls(
            id=member.id,
            team_id=member.team_id,
            name=member.name,
            role=member.role,
            path=path,
            locale=member.locale,
            accounts=member.accounts,
        )

    @classmethod
    def system(cls, team_id: str, path: Path, *, name: str = "Andon") -> "Actor":
        return cls(id="andon", team_id=team_id, name=name, role=Role.SYSTEM, path=path)
