"""What listens: the REST API, the intake, health and metrics, and Slack's requests where it comes over HTTP."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from slack_bolt.async_app import AsyncApp

from andon.config import Config
from andon.settings import Settings
from api.guard import SlackGuard
from api.health import Check
from api.house import ApiHouse, EventSource, MailSource
from api.limits import listening
from api.metrics import Metrics
from api.server import make_api
from api.slack import SlackRoutes
from api.slack_signature import SigningSecrets
from api.tokens import ApiToken, Pace, Tokens
from bot.door import SocketDoor, carry
from bot.words import Say
from core.dispatch import Ask, Dispatch
from core.domain.member import Role
from core.ports.checks import JobChecks
from core.ports.clock import Clock
from core.ports.evidence_store import EvidenceStore
from core.ports.leases import Leases
from core.ports.uploads import Uploads
from mail.door import MailDoor
from mail.inbound.parser import MAX_MAIL_BYTES
from storage.database import REFUSALS
from storage.history import verify_history
from storage.transactions import SqlTransactions

CALLS_PER_S, BURST = 20.0, 60
"""What one token may ask: a script that closes a hundred tickets passes, a loop gone wild does not."""


@dataclass(frozen=True, kw_only=True)
class FrontParts:
    """What the front stands on; all of it is built before."""

    settings: Settings
    config: Config
    team_id: str
    dispatch: Dispatch
    ask: Ask
    clock: Clock
    transactions: SqlTransactions
    evidence: EvidenceStore
    uploads: Uploads
    job_checks: JobChecks
    metrics: Metrics
    mail_door: MailDoor
    say: Say
    bolt: AsyncApp
    socket: SocketDoor | None
    wake_watch: Callable[[str], None]
    leases: Leases


@asynccontextmanager
async def open_front(parts: FrontParts) -> AsyncIterator[str]:
    """Serve until the block ends; yields the address."""
    api = make_api(
        _house(parts), checks=_checks(parts), version=_version(), slack=_slack(parts.settings, parts.bolt)
    )
    async with listening(api, host=parts.settings.host, port=parts.settings.port) as open_at:
        yield f"http://{open_at.host}:{open_at.port}"


def _house(parts: FrontParts) -> ApiHouse:
    async def verified(case_id: str) -> tuple[str, ...]:
        return await parts.transactions.look(lambda conn: verify_history(conn, case_id))

    def explained(key: str, facts: Mapping[str, object]) -> str | None:
        return parts.say(key, **facts) if parts.say.has(key) else None

    config = parts.config
    return ApiHouse(
        team_id=parts.team_id,
        dispatch=parts.dispatch,
        ask=parts.ask,
        clock=parts.clock,
        tokens=tokens_of(config),
        pace=Pace(per_s=CALLS_PER_S, burst=BURST, now_s=time.monotonic),
        sources={
            s.id: EventSource(source_id=s.id, platform_id=s.platform_id, secrets=s.secrets)
            for s in config.sources
        },
        uploads=parts.uploads,
        pictures=parts.evidence,
        job_checks=parts.job_checks,
        verify_history=verified,
        metrics=parts.metrics,
        mail=_mail(parts),
        explain=explained,
        wake_watch=parts.wake_watch,
        database_errors=REFUSALS,
    )


def _mail(parts: FrontParts) -> MailSource | None:
    secrets, take = parts.config.mail.secrets, parts.mail_door.take
    return MailSource(secrets=secrets, take=take, max_bytes=MAX_MAIL_BYTES) if secrets else None


def tokens_of(config: Config) -> Tokens:
    """Those of andon.toml, each with what it may do and see, and until when."""
    return Tokens(
        ApiToken(
            name=t.name,
            role=Role[t.role.upper()],
            sha256=t.sha256,
            accounts=t.accounts or None,
            expires_at=t.expires_at,
        )
        for t in config.file.tokens
    )


def _checks(parts: FrontParts) -> Mapping[str, Check]:
    async def database() -> str | None:
        await parts.leases.hold("readiness", "probe", lease_s=1.0)  # a write: a full disk still reads
        return None

    async def slack() -> str | None:
        if parts.socket is None or await parts.socket.connected():
            return None
        return "Socket Mode is not connected"

    # A shut channel or a silent platform is no reason to take Andon out of service: /metrics counts them.
    return {"database": database, "slack": slack}


def _slack(settings: Settings, bolt: AsyncApp) -> SlackRoutes | None:
    secret = settings.slack_signing_secret.get_secret_value()
    if not secret or settings.slack_app_token.get_secret_value():
        return None
    before = settings.slack_signing_secret_before.get_secret_value() or None

    async def handler(
        body: dict[str, object], headers: Mapping[str, str]
    ) -> tuple[int, dict[str, object] | None]:
        return await carry(bolt, body, headers)

    return SlackRoutes(guard=SlackGuard(SigningSecrets(current=secret, previous=before)), handler=handler)


def _version() -> str:
    try:
        return version("andon")
    except PackageNotFoundError:  # run from a checkout
        return "0.1.0"
