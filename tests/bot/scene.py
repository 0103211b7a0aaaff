"""Andon's Slack side as it runs: the real Bolt app on a core in memory, in front of the real local Slack."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import fixed_authorization, make_app
from bot.door import SocketDoor, carry
from bot.gateway.chat import SlackChat
from bot.gateway.files import SlackFiles
from bot.gateway.groups import SlackGroups
from bot.gateway.surface import Surface
from bot.handlers import BINDINGS
from bot.handlers.afterwards import Afterwards
from bot.handlers.binding import Listener
from bot.handlers.click import House
from bot.handlers.events import Events
from bot.handlers.groups import Groups
from bot.handlers.in_time import ANSWER_S
from bot.handlers.people import People
from bot.handlers.slash import Commands
from bot.words import Say, load
from core.dispatch import make_ask, make_dispatch
from core.domain.case import Case
from core.domain.delivery_incident import DeliveryIncident
from core.domain.issue import Issue
from core.domain.job_ticket import JobTicket
from core.domain.member import Actor, Role
from core.domain.member import Path as Way
from core.domain.platform_facts import Order, Reading
from core.domain.user_group import GroupRule
from core.domain.workspace import Contact, Workspace
from core.ports.checks import JobCheckReport
from core.services.reading import GetCard
from core.views import CaseCard
from sandbox.slack import SandboxSlack, app_from_manifest, demo_config, run_sandbox_slack
from sandbox.slack.config import AppSeed
from sandbox.slack.demo import ANA, LUIS, OPS_JOBS
from tests.contracts import world
from tests.fakes.clock import MONDAY_MORNING, SetClock
from tests.fakes.transactions import FakeTransactions

Json = dict[str, Any]

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
WORDS = load(strict=True)
SAY: Say = WORDS["en"]
TEAM = demo_config().team_id
TEAM_URL = "https://harbour-goods.slack.com/"
CONTACT = Contact(account="acme", name="Noor Visser", email="noor@acme.example", may_confirm=True)
LEADS = GroupRule(id="S07OPSLEADS", role=Role.LEAD)
"""Applied once a test reads it: `scene.house.groups.start()`."""
UNREAD = Reading(checked_at=MONDAY_MORNING, problem="unreachable")


def app_seed() -> AppSeed:
    """The app as the manifest describes it."""
    return app_from_manifest(yaml.safe_load(MANIFEST.read_text("utf-8")))


def ticket(case_id: str = "case-1", number: int = 20260001, **more: Any) -> JobTicket:
    return world.ticket(case_id, number, **{"team_id": TEAM, **more})


def incident(case_id: str = "case-3", number: int = 20260003, **more: Any) -> DeliveryIncident:
    return world.incident(case_id, number, **{"team_id": TEAM, **more})


def issue(case_id: str = "case-2", number: int = 20260002, **more: Any) -> Issue:
    return world.issue(case_id, number, **{"team_id": TEAM, **more})


@dataclass
class Outside:
    """What platforms say, for tests to set; and what they were asked."""

    reading: Reading = UNREAD
    order: Order | None = None
    report: JobCheckReport | None = None
    gate: asyncio.Event | None = None
    asked: list[str] = field(default_factory=list)

    async def read_platform(self, platform_id: str, job_id: str, connection_id: str | None) -> Reading:
        self.asked.append(job_id)
        if self.gate is not None:
            await self.gate.wait()
        return self.reading

    async def read_order(self, case_id: str, actor: Actor) -> Order | None:
        self.asked.append(case_id)
        return self.order

    async def run_job_check(self, actor: Actor) -> JobCheckReport:
        self.asked.append("jobcheck")
        if self.report is None:
            raise RuntimeError("nobody was expected to check")
        return self.report


@dataclass
class Scene:
    """One running Slack side, and the moves that tests begin with."""

    slack: SandboxSlack
    store: FakeTransactions
    clock: SetClock
    house: House
    chat: SlackChat
    client: AsyncWebClient
    outside: Outside
    reopened: list[str]
    app: AsyncApp = field(init=False)

    def build(self, house: House | None = None, *, answer_s: float = ANSWER_S) -> AsyncApp:
        """A Bolt app over this house, or over a changed one."""
        house = house or self.house
        seed = self.slack.workspace.config.app

        async def reopen(channel_id: str) -> int:
            self.reopened.append(channel_id)
            return 1

        return make_app(
            Listener(BINDINGS, house, house.people, answer_s=answer_s),
            Commands(house, house.people, answer_s=answer_s),
            Events(house, seed.bot_user_id, reopen),
            client=self.client,
            authorize=fixed_authorization(
                team_id=TEAM,
                bot_token=self.slack.bot_token,
                bot_user_id=seed.bot_user_id,
                bot_id=seed.bot_id,
            ),
        )

    async def carry(self, body: Json, app: AsyncApp | None = None) -> tuple[int, Json | None]:
        """Straight through the door: (status, body of the ack)."""
        return await carry(app or self.app, body, {})

    async def add(self, *cases: Case) -> None:
        def add_all(uow: Any) -> None:
            for case in cases:
                uow.cases.add(case)

        await self.store.run(add_all, self.system)

    async def post(self, case_id: str, channel_id: str = OPS_JOBS) -> Json:
        """Stand the case's card in the channel, as delivery does; the message."""
        await self.store.run(lambda uow: uow.cards.want(case_id, channel_id, "en"), self.system)
        posted = await self.chat.post_card(await self.card(case_id), channel_id, "en", f"d-{case_id}")
        self.store.delivered(case_id, channel_id, posted.ts)
        found = self.slack.workspace.messages.find(channel_id, posted.ts)
        assert found is not None
        return found

    async def card(self, case_id: str) -> CaseCard:
        return await self.house.ask(GetCard(case_id=case_id), by=self.system)

    async def settled(self) -> None:
        """Everything that was to follow an ack has happened."""
        await self.house.afterwards.close()

    async def whispers(self, user: str = ANA) -> list[str]:
        """What this person, and nobody else, was told in a channel."""
        await self.settled()
        shown = [c["arguments"] for c in self.calls("chat.postEphemeral") if c["ok"]]
        return [str(a["text"]) for a in shown if a["user"] == user]

    def calls(self, method: str) -> list[Json]:
        """What Slack was asked, oldest first."""
        return [e for e in self.slack.workspace.hub.traffic(2000) if e["kind"] == method]

    def changed(self, **parts: Any) -> House:
        return replace(self.house, **parts)

    @property
    def system(self) -> Actor:
        return Actor.system(TEAM, Way.LOOP)

    def actor(self, member_id: str, role: Role = Role.OPERATOR) -> Actor:
        return Actor(id=member_id, team_id=TEAM, name=member_id, role=role, path=Way.REST)


@asynccontextmanager
async def open_scene(*, connected: bool = False, **changes: Any) -> AsyncIterator[Scene]:
    """With `connected`, people at the local Slack's page reach the app over Socket Mode. `changes` are of the
    workspace's SlackConfig."""
    async with AsyncExitStack() as stack:
        config = demo_config(app=app_seed(), rate_scale=None, **changes)
        slack = await stack.enter_async_context(run_sandbox_slack(config))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        client = AsyncWebClient(
            token=slack.bot_token, base_url=slack.api_url, session=session, retry_handlers=[]
        )
        scene = _scene(slack, client, session)
        stack.push_async_callback(scene.settled)
        await scene.house.people.learn(await scene.chat.members())
        scene.app = scene.build()
        if connected:
            door = SocketDoor(scene.app, slack.app_token)
            await door.open()
            stack.push_async_callback(door.close)
        yield scene


def _scene(slack: SandboxSlack, client: AsyncWebClient, session: aiohttp.ClientSession) -> Scene:
    clock, outside = SetClock(), Outside()
    workspace = Workspace(team_id=TEAM, roles={LUIS: "lead"}, contacts=(CONTACT,), groups=(LEADS,))
    store = FakeTransactions(clock=clock, workspace=lambda: workspace)
    chat = SlackChat(client, WORDS, SlackFiles(client, session, slack.bot_token))
    ask, dispatch = make_ask(store), make_dispatch(store)
    people = People(ask, dispatch, TEAM, chat.member, "en")
    groups = Groups(
        SlackGroups(client), dispatch, TEAM, [LEADS.id], now=clock.now, changed_roles=people.forget
    )
    house = House(
        team_id=TEAM,
        team_url=TEAM_URL,
        dispatch=dispatch,
        ask=ask,
        words=WORDS,
        read_platform=outside.read_platform,
        run_job_check=outside.run_job_check,
        read_order=outside.read_order,
        now=clock.now,
        afterwards=Afterwards(),
        surface=Surface(client, session),
        people=people,
        groups=groups,
    )
    return Scene(slack, store, clock, house, chat, client, outside, [])
