"""What the routes may use, passed in once: the two doors of the core, and ports. No adapter is named here."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from aiohttp import web

from api.metrics import Metrics
from api.tokens import Pace, Tokens
from connectors.signing import key_of
from core.dispatch import Ask, Dispatch
from core.ports.checks import JobChecks
from core.ports.clock import Clock
from core.ports.evidence_store import EvidenceStore
from core.ports.uploads import Uploads
from core.services.mail_in import MailTaken

PATIENCE_S = 4.0
"""How long a commit may take. The contract's senders wait 5 s; a 503 in time is better than silence."""

UPLOADS_AT_ONCE = 4
"""Closings with pictures that are read at one time: each may hold some 24 MiB in memory."""

MAILS_AT_ONCE = 4
"""Mails that are received at one time, 12 MiB each at most."""

Explain: TypeAlias = Callable[[str, Mapping[str, object]], str | None]
"""(key, facts) -> a sentence, or None where there are no words. Keys are those of locales/: error.stale,
checklist.not_contained."""

VerifyHistory: TypeAlias = Callable[[str], Awaitable[tuple[str, ...]]]
"""Case id -> what is wrong with its chain of history, in words; empty when it is whole."""


@dataclass(frozen=True, kw_only=True)
class EventSource:
    """Who may send events. Several secrets stand while one is being rotated; the first is the current one.

    `platform_id` is the platform whose jobs and orders it speaks of. Raises Invalid for a secret that is no
    base64, when the program starts and not when the first event comes.
    """

    source_id: str
    platform_id: str
    secrets: tuple[str, ...] = field(repr=False)

    def __post_init__(self) -> None:
        if not self.secrets:
            raise ValueError(f"source {self.source_id} has no secret; set one in the environment")
        for secret in self.secrets:
            key_of(secret)


@dataclass(frozen=True, kw_only=True)
class MailSource:
    """Who may hand over mails, and the door behind which they are stored. Raises Invalid for a secret that is no
    base64, when the program starts."""

    secrets: tuple[str, ...] = field(repr=False)
    take: Callable[[bytes], Awaitable[MailTaken]]
    max_bytes: int
    room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MAILS_AT_ONCE))

    def __post_init__(self) -> None:
        for secret in self.secrets:
            key_of(secret)


@dataclass(frozen=True, kw_only=True)
class ApiHouse:
    """`database_errors` are the adapter's own exceptions that mean "the database refuses": answered 503."""

    team_id: str
    dispatch: Dispatch
    ask: Ask
    clock: Clock
    tokens: Tokens
    pace: Pace
    sources: Mapping[str, EventSource]
    uploads: Uploads
    pictures: EvidenceStore
    job_checks: JobChecks
    verify_history: VerifyHistory
    metrics: Metrics
    mail: MailSource | None = None
    explain: Explain = lambda _key, _facts: None
    wake_watch: Callable[[str], None] = lambda _platform_id: None
    database_errors: tuple[type[Exception], ...] = ()
    patience_s: float = PATIENCE_S
    upload_room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(UPLOADS_AT_ONCE))


HOUSE: web.AppKey[ApiHouse] = web.AppKey("house", ApiHouse)
