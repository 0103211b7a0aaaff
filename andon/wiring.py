"""The composition root: with base.py and loops.py the only place that names concrete classes. Nothing imports it
but `serve`.

From top to bottom in the order things start; the stack closes them in reverse, so nothing outlives what it
stands on.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp

from andon.base import Base, open_base
from andon.config import Config
from andon.front import FrontParts, open_front
from andon.loops import Loops, start_loops
from andon.outside import Outside
from andon.settings import Settings
from andon.slack import bolt_app
from andon.start import learn_people, seed_subscriptions
from bot.door import SocketDoor
from bot.gateway.groups import SlackGroups
from bot.handlers.afterwards import Afterwards
from bot.handlers.click import House
from bot.handlers.groups import Groups
from bot.handlers.people import People
from core.ports.checks import JobChecks
from evidence.spool import LocalUploads
from mail.door import MailDoor
from scheduler.job_check import JobChecks as PlatformJobChecks


@dataclass(frozen=True, kw_only=True)
class Running:
    """A started Andon. `failed` ends when a part that must run for ever does not."""

    address: str
    failed: asyncio.Future[None]


@asynccontextmanager
async def build(settings: Settings, config: Config) -> AsyncIterator[Running]:
    """Raises SlackUnreachable, storage's DatabaseInUse, Invalid for a platform that cannot be used."""
    async with AsyncExitStack() as stack:
        base = await open_base(stack, settings, config)
        await base.known.refresh(base.platforms)
        await seed_subscriptions(base.dispatch, base.ask, config, base.team_id)
        checks = PlatformJobChecks(base.platforms, base.ask, base.dispatch, base.clock)
        uploads = LocalUploads(settings.data_dir / "uploads", clock=base.clock)
        stack.push_async_callback(uploads.close)
        house = _house(base, checks)
        stack.push_async_callback(house.afterwards.close)
        mail_door = MailDoor(base.dispatch, base.team_id, base.config.mail.address, counted=base.metrics.mail)
        loops = start_loops(stack, base, checks, uploads, house.groups.refresh, mail_door.take)
        app = bolt_app(base.slack, settings, house, loops.reopen)
        door = await _socket(stack, settings, app)
        parts = _front(base, loops, checks, uploads, app, door, mail_door)
        address = await stack.enter_async_context(open_front(parts))
        house.afterwards(learn_people(house.people, house.groups, base.chat))
        yield Running(address=address, failed=loops.failed)


def _house(base: Base, checks: JobChecks) -> House:
    outside = Outside(base.platforms, base.ask, base.clock)
    people = People(
        base.ask, base.dispatch, base.team_id, base.chat.member, base.config.file.workspace.locale
    )
    groups = Groups(
        SlackGroups(base.slack.client),
        base.dispatch,
        base.team_id,
        tuple(group.id for group in base.config.file.groups),
        now=base.clock.now,
        changed_roles=people.forget,
    )
    return House(
        team_id=base.team_id,
        team_url=base.slack.identity.team_url,
        dispatch=base.dispatch,
        ask=base.ask,
        words=base.slack.words,
        read_platform=outside.read_job,
        read_order=outside.read_order,
        run_job_check=checks.run,
        now=base.clock.now,
        afterwards=Afterwards(),
        surface=base.slack.surface,
        people=people,
        groups=groups,
    )


def _front(
    base: Base,
    loops: Loops,
    checks: JobChecks,
    uploads: LocalUploads,
    app: AsyncApp,
    door: SocketDoor | None,
    mail_door: MailDoor,
) -> FrontParts:
    return FrontParts(
        settings=base.settings,
        config=base.config,
        team_id=base.team_id,
        dispatch=base.dispatch,
        ask=base.ask,
        clock=base.clock,
        transactions=base.transactions,
        evidence=base.evidence,
        uploads=uploads,
        job_checks=checks,
        metrics=base.metrics,
        mail_door=MailDoor(base.dispatch, base.team_id, base.config.mail.address, counted=base.metrics.mail),
        say=base.slack.words["en"],
        bolt=app,
        socket=door,
        wake_watch=loops.wake_watch,
        leases=loops.leases,
    )


def _mail_door(base: Base) -> MailDoor:
    said, counted = base.config.mail, base.metrics.mail
    return MailDoor(base.dispatch, base.team_id, said.address, vouching=said.authserv_id, counted=counted)


async def _socket(stack: AsyncExitStack, settings: Settings, app: AsyncApp) -> SocketDoor | None:
    """Socket Mode where there is an app token; else Slack comes over HTTP."""
    token = settings.slack_app_token.get_secret_value()
    if not token:
        return None
    door = SocketDoor(app, token)
    await door.open()
    stack.push_async_callback(door.close)
    return door
