"""What everything else stands on: Slack, the database, the platforms, the pictures."""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

from andon.clock import SystemClock, Uuid7Ids
from andon.config import Config
from andon.settings import Settings
from andon.slack import SlackSide, open_slack
from api.metrics import Metrics, measured
from bot.gateway.chat import SlackChat
from bot.handlers.people import names_from
from connectors.table import ConfiguredPlatforms, open_platforms
from core.dispatch import Ask, Dispatch, make_ask, make_dispatch
from core.domain.workspace import Workspace
from evidence.local import LocalEvidenceStore
from scheduler.known_platforms import KnownPlatforms
from storage.database import open_database
from storage.deliveries import SqlDeliveries
from storage.migrate import migrate
from storage.operations import SqlOperations
from storage.transactions import SqlTransactions


@dataclass(frozen=True, kw_only=True)
class Base:
    """What everything else stands on."""

    settings: Settings
    config: Config
    slack: SlackSide
    chat: SlackChat
    transactions: SqlTransactions
    dispatch: Dispatch
    ask: Ask
    platforms: ConfiguredPlatforms
    known: KnownPlatforms
    workspace: Callable[[], Workspace]
    evidence: LocalEvidenceStore
    clock: SystemClock
    owner: str
    metrics: Metrics

    @property
    def team_id(self) -> str:
        return self.slack.identity.team_id


async def open_base(stack: AsyncExitStack, settings: Settings, config: Config) -> Base:
    """Migrate, ask Slack who we are, open the database and the platforms, in that order."""
    await asyncio.to_thread(migrate, settings.database_url)
    slack = await stack.enter_async_context(open_slack(settings))
    known, clock = KnownPlatforms(), SystemClock()
    said = config.workspace(slack.identity.team_id)

    def workspace() -> Workspace:
        return replace(said, capabilities=known.capabilities)

    transactions = open_database(settings.database_url, clock=clock, ids=Uuid7Ids(), workspace=workspace)
    stack.push_async_callback(transactions.close)
    metrics = Metrics(_levels(transactions))
    platforms = await stack.enter_async_context(open_platforms(config.platforms))
    evidence = LocalEvidenceStore(settings.data_dir / "evidence")
    stack.push_async_callback(evidence.close)
    ask = make_ask(transactions)
    return Base(
        settings=settings,
        config=config,
        slack=slack,
        chat=SlackChat(slack.client, slack.words, slack.files, names_from(ask, slack.identity.team_id)),
        transactions=transactions,
        dispatch=measured(make_dispatch(transactions), metrics),
        ask=ask,
        platforms=platforms,
        known=known,
        workspace=workspace,
        evidence=evidence,
        clock=clock,
        metrics=metrics,
        owner=f"{socket.gethostname()}:{os.getpid()}",
    )


def _levels(transactions: SqlTransactions) -> dict[str, Callable[[], Awaitable[int]]]:
    deliveries, operations = SqlDeliveries(transactions), SqlOperations(transactions)

    async def shut() -> int:
        return len(await deliveries.parked())

    return {
        "deliveries_waiting": deliveries.waiting,
        "operations_waiting": operations.waiting,
        "lanes_parked": shut,
    }
