"""andon.toml: what it may say, and what it says that makes no sense, in words that name the line to mend."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator

from andon.desk_config import CannedReplySection, CarrierCodeSection, ClaimDays, claims_said
from andon.digest_config import DigestsSection
from andon.mail_config import MailParts, MailSection, mail_parts
from andon.people_config import AccountSection, ContactSection, GroupSections, MemberId, Name, RoleWord
from andon.settings import secret_of
from andon.target_config import HoursSection, TargetSections, targets_said
from connectors.table import PlatformConfig
from core.domain.subscription import Topic
from core.domain.workspace import (
    Account,
    CannedReply,
    Contact,
    Digests,
    Hours,
    Switches,
    Workspace,
)
from mail.config import SmtpConfig


class ConfigError(Exception):
    """andon.toml cannot be used. Each line says where and what to do."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WorkspaceSection(Section):
    name: str = ""
    locale: str = "en"
    timezone: str = "UTC"
    support_channel: str | None = None
    leads_channel: str | None = None
    job_check_at: time = time(7, 30)
    """Local time of the daily job check: before the working day, so that its tickets wait for people."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError):
            raise ValueError("use a name like Europe/Madrid") from None
        return value


class SwitchesSection(Section):
    four_eyes_on_close: bool = False
    human_verification: bool = False
    repause_on_failed_verification: bool = True
    members_are_operators: bool = True


class PlatformSection(Section):
    id: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,40}$")]
    type: str = "http"
    base_url: str
    token: str
    secret: str
    allow_private: bool = False


class SourceSection(Section):
    """Who may post events, and with which secrets: two while one is being rotated."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,40}$")]
    platform: str
    secrets: Annotated[tuple[str, ...], Field(min_length=1, max_length=4)]


class TokenSection(Section):
    name: Name
    role: RoleWord
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    accounts: frozenset[Name] = frozenset()
    """What it may see; none named: all."""
    expires_at: AwareDatetime | None = None


class SubscriptionSection(Section):
    """Kept when the channel has none yet; what people change later stays as they changed it."""

    channel: Annotated[str, Field(pattern=r"^[CG][A-Z0-9]+$")]
    name: str = ""
    topics: Annotated[frozenset[Topic], Field(min_length=1)]
    locale: str | None = None


class File(Section):
    """The whole of andon.toml."""

    workspace: WorkspaceSection = WorkspaceSection()
    hours: HoursSection = HoursSection()
    switches: SwitchesSection = SwitchesSection()
    digests: DigestsSection = DigestsSection()
    targets: TargetSections = {}
    roles: dict[MemberId, RoleWord] = {}
    groups: GroupSections = ()
    accounts: tuple[AccountSection, ...] = ()
    contacts: tuple[ContactSection, ...] = ()
    canned_replies: Annotated[tuple[CannedReplySection, ...], Field(max_length=100)] = ()
    carrier_codes: tuple[CarrierCodeSection, ...] = ()
    claim_days: ClaimDays = {}
    runbooks: dict[str, Annotated[str, Field(pattern=r"^https?://")]] = {}
    tolerances: dict[str, Annotated[int, Field(ge=0)]] = {}
    required_successes: dict[str, Annotated[int, Field(ge=1, le=10)]] = {}
    platforms: tuple[PlatformSection, ...] = ()
    sources: tuple[SourceSection, ...] = ()
    tokens: tuple[TokenSection, ...] = ()
    subscriptions: tuple[SubscriptionSection, ...] = ()
    mail: MailSection | None = None


@dataclass(frozen=True, kw_only=True)
class Source:
    id: str
    platform_id: str
    secrets: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Config:
    """andon.toml with its references to the environment followed."""

    file: File
    platforms: tuple[PlatformConfig, ...]
    sources: tuple[Source, ...]
    mail: MailParts

    @property
    def smtp(self) -> SmtpConfig | None:
        return self.mail.smtp

    def workspace(self, team_id: str) -> Workspace:
        said = self.file
        return Workspace(
            team_id=team_id,
            name=said.workspace.name,
            locale=said.workspace.locale,
            timezone=said.workspace.timezone,
            hours=Hours(**said.hours.model_dump()),
            targets=targets_said(said.targets),
            switches=Switches(**said.switches.model_dump()),
            digests=Digests(**said.digests.model_dump()),
            accounts=tuple(Account(**a.model_dump()) for a in said.accounts),
            contacts=tuple(Contact(**c.model_dump()) for c in said.contacts),
            roles=dict(said.roles),
            groups=tuple(group.rule() for group in said.groups),
            canned_replies=tuple(CannedReply(**r.model_dump()) for r in said.canned_replies),
            carrier_codes=dict(code.known_as() for code in said.carrier_codes),
            claim_days=claims_said(said.claim_days),
            runbooks=dict(said.runbooks),
            support_channel=said.workspace.support_channel,
            leads_channel=said.workspace.leads_channel,
            tolerances=dict(said.tolerances),
            required_successes=dict(said.required_successes),
            mail=self.smtp is not None,
            mail_opens_tickets=self.mail.opens_tickets,
            mail_channel=self.mail.channel,
        )


def read_config(path: Path) -> Config:
    """Raises ConfigError, with every line that has to be mended."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError((f"{path} does not exist: copy andon.example.toml there and edit it",)) from None
    except OSError as error:
        raise ConfigError((f"{path} cannot be read: {error.strerror}",)) from None
    try:
        file = File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError((f"{path} is not TOML: {error}",)) from None
    except ValidationError as error:
        raise ConfigError(
            tuple(f"{path}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        ) from None
    return _followed(file, path)


def _followed(file: File, path: Path) -> Config:
    wrong: list[str] = []

    def secret(reference: str, where: str) -> str:
        try:
            return secret_of(reference)
        except KeyError as missing:
            wrong.append(f"{path}: {where}: the environment variable {missing.args[0]} is not set")
        except ValueError as refused:
            wrong.append(f"{path}: {where}: {refused}")
        return ""

    platforms = tuple(_platform(p, secret) for p in file.platforms)
    known = {p.id for p in platforms}
    for source in file.sources:
        if source.platform not in known:
            wrong.append(f"{path}: sources.{source.id}.platform: there is no platform {source.platform!r}")
    sources = tuple(
        Source(
            id=s.id,
            platform_id=s.platform,
            secrets=tuple(secret(r, f"sources.{s.id}.secrets") for r in s.secrets),
        )
        for s in file.sources
    )
    mail = mail_parts(file.mail, secret, wrong, str(path))
    if wrong:
        raise ConfigError(tuple(wrong))
    return Config(file=file, platforms=platforms, sources=sources, mail=mail)


def _platform(section: PlatformSection, secret: Callable[[str, str], str]) -> PlatformConfig:
    where = f"platforms.{section.id}"
    return PlatformConfig(
        id=section.id,
        type=section.type,
        base_url=section.base_url,
        token=secret(section.token, f"{where}.token"),
        secret=secret(section.secret, f"{where}.secret"),
        allow_private=section.allow_private,
    )
