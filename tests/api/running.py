"""A whole API over a real SQLite file, on a real socket, with the few things that stand outside it made small."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, FormData

from api.health import Check
from api.house import ApiHouse, EventSource, MailSource
from api.limits import listening
from api.metrics import Metrics, measured
from api.server import make_api
from api.slack import SlackRoutes
from api.tokens import ApiToken, Pace, Tokens, hash_of
from connectors.signing import key_of
from core.command import Command
from core.dispatch import Dispatch, make_ask, make_dispatch
from core.domain.member import Actor, Role
from core.domain.workspace import Contact, Workspace
from core.errors import NotAllowed
from core.ports.checks import FoundTicket, JobCheckReport, Unreachable
from evidence.local import LocalEvidenceStore
from evidence.spool import LocalUploads
from mail.addresses import SignedAddress
from mail.door import MailDoor
from mail.inbound.parser import MAX_MAIL_BYTES
from storage.history import verify_history
from storage.sqlite import SqliteTransactions
from storage.tables import metadata
from tests.contracts.world import World
from tests.fakes.clock import MONDAY_MORNING, SetClock
from tests.fakes.ids import CountingIds
from tests.fakes.transactions import TEAM

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
OLD_SECRET = "whsec_" + base64.b64encode(b"o" * 32).decode()
ROLES = (Role.VIEWER, Role.OPERATOR, Role.LEAD, Role.ADMIN)
TOKENS = {role: f"andon_{role.word}_0123456789" for role in ROLES}
CARE = SignedAddress("care@shop.example", (key_of(SECRET),))
RETAILER = Contact(account="acme", name="Rita", email="rita@acme.example", may_confirm=True)


def workspace() -> Workspace:
    return Workspace(team_id=TEAM, contacts=(RETAILER,))


class Checked:
    """The job check, as far as the API sees it."""

    def __init__(self) -> None:
        self.asked_by: list[Actor] = []

    async def run(self, actor: Actor) -> JobCheckReport:
        if actor.role < Role.OPERATOR:
            raise NotAllowed(needs=Role.OPERATOR.word)
        self.asked_by.append(actor)
        return JobCheckReport(
            checked_at=MONDAY_MORNING,
            platforms=2,
            opened=1,
            known=0,
            reopened=0,
            recovered=0,
            tickets=(FoundTicket(number=20260001, case_id="case-1", found="opened"),),
            unreachable=(Unreachable(platform_id="shop", reason="timeout"),),
        )


class Stubborn:
    """The door, which can be told to fail before it opens."""

    def __init__(self, door: Dispatch) -> None:
        self._door = door
        self.fails_with: list[Exception] = []
        self.open = asyncio.Event()
        """Cleared: whoever comes waits."""
        self.open.set()
        self.shuts_after: int | None = None
        """So many more are let in, then whoever comes waits."""

    async def __call__(self, command: Command[Any], *, by: Actor) -> Any:
        if self.fails_with:
            raise self.fails_with.pop(0)
        if self.shuts_after == 0:
            self.open.clear()
        await self.open.wait()
        if self.shuts_after is not None:
            self.shuts_after -= 1
        return await self._door(command, by=by)


class DatabaseGone(Exception):
    """What an adapter's driver might raise."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    headers: Any
    raw: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.raw)

    @property
    def code(self) -> str:
        """Of a refusal; fails when it is no problem document."""
        assert self.headers["Content-Type"] == "application/problem+json", self.raw
        assert self.body["status"] == self.status
        assert self.body["detail"].endswith("."), self.body
        return str(self.body["code"])


@dataclass(frozen=True, kw_only=True)
class Running:
    session: ClientSession
    address: str
    house: ApiHouse
    world: World
    door: Stubborn
    checked: Checked
    uploads: LocalUploads
    pictures: LocalEvidenceStore
    woken: list[str]

    async def ask(
        self,
        method: str,
        path: str,
        *,
        role: Role | None = Role.OPERATOR,
        token: str | None = None,
        **more: Any,
    ) -> Answer:
        headers = dict(more.pop("headers", {}))
        presented = token if token is not None else TOKENS[role] if role is not None else None
        if presented is not None:
            headers["Authorization"] = f"Bearer {presented}"
        async with self.session.request(method, self.address + path, headers=headers, **more) as response:
            return Answer(status=response.status, headers=response.headers, raw=await response.read())

    async def get(self, path: str, **more: Any) -> Answer:
        return await self.ask("GET", path, **more)

    async def post(self, path: str, body: object = None, **more: Any) -> Answer:
        return await self.ask("POST", path, json={} if body is None else body, **more)

    async def send(self, body: bytes, headers: dict[str, str], source: str = "shop") -> Answer:
        given = {"Content-Type": "application/json", **headers}
        return await self.ask(
            "POST", f"/v1/sources/{source}/events", role=None, data=BytesIO(body), headers=given
        )

    async def tell(self, event: dict[str, Any], message_id: str = "evt_1", **more: Any) -> Answer:
        """An honest event."""
        body = json.dumps(event).encode()
        return await self.send(body, self.signed(body, message_id), **more)

    def signed(
        self, body: bytes, message_id: str = "evt_1", *, secret: str = SECRET, ago_s: int = 0
    ) -> dict[str, str]:
        timestamp = str(int(self.house.clock.now().timestamp()) - ago_s)
        key = base64.b64decode(secret.removeprefix("whsec_"))
        told = f"{message_id}.{timestamp}.".encode() + body
        proof = base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode()
        return {
            "webhook-id": message_id,
            "webhook-timestamp": timestamp,
            "webhook-signature": f"v1,{proof}",
        }

    async def stored(self) -> dict[str, int]:
        """Rows of every table that an event could leave something in."""

        def count(conn: Any) -> dict[str, int]:
            return {
                table.name: conn.exec_driver_sql(f'SELECT count(*) FROM "{table.name}"').scalar()
                for table in metadata.sorted_tables
            }

        transactions = self.world.transactions
        assert isinstance(transactions, SqliteTransactions)
        return await transactions.look(count)


def form(fields: dict[str, str], *pictures: tuple[str, bytes]) -> FormData:
    data = FormData(default_to_multipart=True)
    for name, value in fields.items():
        data.add_field(name, value)
    for file_name, content in pictures:
        data.add_field("picture", BytesIO(content), filename=file_name, content_type="image/png")
    return data


@dataclass(frozen=True, kw_only=True)
class Setting:
    checks: dict[str, Check] = field(default_factory=dict)
    slack: SlackRoutes | None = None
    burst: int = 10_000
    explain: Any = None
    extra_tokens: tuple[ApiToken, ...] = ()
    patience_s: float = 20.0
    mail: bool = True


_NOT_YET: Any = None
"""Stands where `running` puts the real thing a line later."""


@asynccontextmanager
async def running(
    sqlite_url: str, folder: Path, clock: SetClock, setting: Setting | None = None
) -> AsyncIterator[Running]:
    setting = setting or Setting()
    transactions = SqliteTransactions(sqlite_url, clock=clock, ids=CountingIds(), workspace=workspace)
    uploads = LocalUploads(folder / "uploads", clock=clock)
    pictures = LocalEvidenceStore(folder / "evidence")
    metrics = Metrics({"deliveries_waiting": _three})
    door, checked, woken = Stubborn(make_dispatch(transactions)), Checked(), list[str]()

    house = _house(transactions, door, metrics, clock, setting)
    house = replace(house, uploads=uploads, pictures=pictures, job_checks=checked, wake_watch=woken.append)
    app = make_api(house, checks=setting.checks, version="0.0.1", slack=setting.slack)
    try:
        async with listening(app, host="127.0.0.1", port=0) as opened, ClientSession() as session:
            yield Running(
                session=session,
                address=f"http://127.0.0.1:{opened.port}",
                house=house,
                world=World(transactions, clock),
                door=door,
                checked=checked,
                uploads=uploads,
                pictures=pictures,
                woken=woken,
            )
    finally:
        await transactions.close()
        await pictures.close()
        await uploads.close()


def _house(
    transactions: SqliteTransactions, door: "Stubborn", metrics: Metrics, clock: SetClock, setting: Setting
) -> ApiHouse:
    async def verify(case_id: str) -> tuple[str, ...]:
        return await transactions.look(lambda conn: verify_history(conn, case_id))

    measured_door = measured(door, metrics)
    mail = MailDoor(measured_door, TEAM, CARE, counted=metrics.mail, patience_s=setting.patience_s)
    house = ApiHouse(
        team_id=TEAM,
        dispatch=measured_door,
        mail=MailSource(secrets=(SECRET, OLD_SECRET), take=mail.take, max_bytes=MAX_MAIL_BYTES)
        if setting.mail
        else None,
        ask=make_ask(transactions),
        clock=clock,
        tokens=Tokens((*_tokens(), *setting.extra_tokens)),
        pace=Pace(per_s=1.0, burst=setting.burst, now_s=lambda: clock.now().timestamp()),
        sources={"shop": EventSource(source_id="shop", platform_id="shop", secrets=(SECRET, OLD_SECRET))},
        uploads=_NOT_YET,
        pictures=_NOT_YET,
        job_checks=_NOT_YET,
        verify_history=verify,
        metrics=metrics,
        patience_s=setting.patience_s,
        database_errors=(DatabaseGone,),
    )
    return replace(house, explain=setting.explain) if setting.explain is not None else house


async def _three() -> int:
    return 3


def _tokens() -> tuple[ApiToken, ...]:
    return tuple(ApiToken(name=role.word, role=role, sha256=hash_of(text)) for role, text in TOKENS.items())
