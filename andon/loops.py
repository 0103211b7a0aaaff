"""What runs beside the answering: delivery, operations, the watch over platforms, and the clock."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import time

from andon.base import Base
from andon.captions import caption
from andon.config import Config
from andon.files import AnyFile
from andon.member_words import member_words
from andon.outside import NoMail
from andon.settings import Settings
from core.domain.member import Actor, Path
from core.ports.checks import JobChecks
from core.ports.leases import Leases
from core.ports.mail import Mail
from core.ports.postbox import TakeMail
from core.ports.uploads import Uploads
from core.services.pictures import PictureForgotten, PicturesToForget
from mail.config import ImapConfig
from scheduler.clockwork import Chore, Clockwork, usual_chores
from scheduler.delivery import DeliveryLoop
from scheduler.digests import Digests
from scheduler.leadership import Leadership
from scheduler.mail_fetch import MailFetch
from scheduler.occurrences import daily, every_minute, every_quarter
from scheduler.operations import OperationsLoop
from scheduler.second_look import Healer
from scheduler.watch import PlatformWatch
from storage.deliveries import SqlDeliveries
from storage.housekeeping import prune
from storage.leases import SqlLeases
from storage.operations import SqlOperations
from storage.second_looks import SqlSecondLooks
from storage.timing import Timing

PRUNE_AT = time(3, 30)
"""Local time at which what has done its work is forgotten: when nobody waits."""

STOP_S = 12.0
"""How long a loop may take to finish what is in flight; a call has 10 s."""


@dataclass(frozen=True, kw_only=True)
class Loops:
    """What the front needs of them. `failed` ends when a loop, which runs for ever, does not."""

    failed: asyncio.Future[None]
    wake_watch: Callable[[str], None]
    reopen: Callable[[str], Awaitable[int]]
    leases: Leases


def start_loops(
    stack: AsyncExitStack,
    base: Base,
    checks: JobChecks,
    uploads: Uploads,
    read_groups: Callable[[], Awaitable[None]],
    take: TakeMail,
) -> Loops:
    """All of them; the stack stops them in reverse. `read_groups` asks Slack who is in the user groups; `take` is
    where a mail goes that was fetched."""
    deliveries = SqlDeliveries(base.transactions, timing_of(base.settings))
    leases = SqlLeases(base.transactions)
    leadership = Leadership(leases, base.owner)
    delivery, work = _delivery(base, deliveries), _operations(base, uploads)
    watch = PlatformWatch(
        base.platforms,
        base.ask,
        base.dispatch,
        base.clock,
        base.known,
        by=_system(base),
        leads=leadership.leads,
    )
    base.transactions.on_commit += [delivery.wake, work.wake]
    failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    for part in (delivery, work, leadership, watch):
        _keep(stack, part.run(), part.stop, failed)
    if base.config.mail.imap is not None:
        fetch = _fetch(base.config.mail.imap, take, leadership)
        _keep(stack, fetch.run(), fetch.stop, failed)
    digests = _digests(base, Clockwork(leases, leadership, base.clock, ()))
    groups = Chore(name="user_groups", due=every_quarter, do=read_groups)
    chores = (*_chores(base, checks), groups, *digests.chores())
    clockwork = Clockwork(leases, leadership, base.clock, chores)
    clockwork.start()
    stack.callback(clockwork.stop)
    return Loops(failed=failed, wake_watch=watch.wake, reopen=deliveries.reopen, leases=leases)


def _delivery(base: Base, deliveries: SqlDeliveries) -> DeliveryLoop:
    words = base.slack.words
    return DeliveryLoop(
        deliveries,
        base.chat,
        _mail(base.config),
        base.evidence,
        base.ask,
        base.dispatch,
        by=_system(base),
        owner=base.owner,
        captions=lambda notice, locale: caption(notice, words.get(locale) or words["en"]),
        words=member_words(words, base.slack.identity.team_url),
        spacing_s=1.0 / base.settings.pace,
    )


def _operations(base: Base, uploads: Uploads) -> OperationsLoop:
    return OperationsLoop(
        SqlOperations(base.transactions, timing_of(base.settings)),
        base.platforms,
        AnyFile(base.chat, uploads),
        base.evidence,
        base.ask,
        base.dispatch,
        base.clock,
        by=_system(base),
        owner=base.owner,
    )


def _chores(base: Base, checks: JobChecks) -> tuple[Chore, ...]:
    workspace, check_at = base.workspace(), base.config.file.workspace.job_check_at
    forget = Chore(name="prune", due=daily(PRUNE_AT, workspace.timezone), do=lambda: prune(base.transactions))
    pictures = Chore(name="pictures", due=every_minute, do=lambda: _forget_pictures(base))
    healer = Healer(SqlSecondLooks(base.transactions), base.chat, base.clock)
    heal = Chore(name="second_looks", due=every_minute, do=healer.heal)
    return (*usual_chores(workspace, base.dispatch, checks, check_at=check_at), forget, pictures, heal)


def _digests(base: Base, rounds: Clockwork) -> Digests:
    """`rounds` is never started: it lends its rows to the chores of each time zone."""
    return Digests(
        workspace=base.workspace(),
        dispatch=base.dispatch,
        ask=base.ask,
        clock=base.clock,
        turn=rounds.turn,
    )


async def _forget_pictures(base: Base) -> None:
    """Bytes first, then the record: cut off in between it is done again, and deleting twice is harmless."""
    for piece in await base.ask(PicturesToForget(), by=_system(base)):
        await base.evidence.delete(piece.store_key or "")
        await base.dispatch(PictureForgotten(case_id=piece.case_id, evidence_id=piece.id), by=_system(base))


def _system(base: Base) -> Actor:
    return Actor.system(base.team_id, Path.LOOP)


def timing_of(settings: Settings) -> Timing:
    return Timing(pace_s=1.0 / settings.pace)


def _mail(config: Config) -> Mail:
    if config.smtp is None:
        return NoMail()
    from mail.smtp import SmtpMail  # 2 MB that only an Andon that writes mail needs

    return SmtpMail(config.smtp)


def _fetch(config: ImapConfig, take: TakeMail, leadership: Leadership) -> MailFetch:
    from mail.imap import ImapPostbox  # only an Andon that fetches mail needs it

    return MailFetch(ImapPostbox(config), take, leads=leadership.leads, every_s=config.every_s)


def _keep(
    stack: AsyncExitStack,
    part: Awaitable[None],
    stop: Callable[[], Awaitable[None]],
    failed: asyncio.Future[None],
) -> None:
    """Run a part beside the others. Should it end by itself, `failed` says so and everything stops."""
    task = asyncio.ensure_future(part)

    def ended(done: asyncio.Future[None]) -> None:
        if not failed.done() and not done.cancelled():
            failed.set_result(None)

    async def finish() -> None:
        task.remove_done_callback(ended)
        await stop()
        try:
            async with asyncio.timeout(STOP_S):
                await task
        except TimeoutError:
            task.cancel()

    task.add_done_callback(ended)
    stack.push_async_callback(finish)
