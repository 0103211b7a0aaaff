"""What goes wrong between Andon and a platform, told apart by whether the write may have landed."""

import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from connectors.breaker import Breaker
from connectors.http.platform import HttpPlatform
from connectors.http.wire import Wire
from connectors.http.writes import body_of
from connectors.kit import VettedSession, open_session
from core.domain.operation import WriteKind
from core.errors import OutcomeUnknown, Parked, Permanent, Temporary
from core.ports.platform import Write
from sandbox.platform.faults import ENDLESS, FaultKind, PlannedFault
from tests.connectors.writing import write
from tests.sandbox.platform.running import Running

TOKEN = "t"
SECRET = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"
PAUSE = write("op-1", WriteKind.JOB_PAUSE, "ebay-au-orders")
RETRY = write("op-1", WriteKind.ORDER_RETRY, "1002-B")


@pytest.fixture
async def http() -> AsyncIterator[VettedSession]:
    session = open_session()
    yield session
    await session.close()


@pytest.fixture
async def hurried() -> AsyncIterator[VettedSession]:
    """Gives up after a second and a half, where a real one waits ten."""
    session = open_session(total_s=1.5)
    yield session
    await session.close()


class NoNames(AbstractResolver):
    """Knows no name at all."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        raise OSError("no such name")

    async def close(self) -> None: ...


def platform_at(
    http: VettedSession, base_url: str, *, token: str = TOKEN, secret: str = SECRET
) -> HttpPlatform:
    return HttpPlatform(http, base_url, token=token, secret=secret, allow_private=True)


def to(running: Running, http: VettedSession) -> HttpPlatform:
    config = running.demo.config
    return platform_at(http, running.base_url, token=config.token, secret=config.secret)


@pytest.mark.parametrize("kind", ["accept_then_timeout", "accept_then_reset", "accept_then_5xx"])
async def test_a_write_whose_answer_is_lost_is_unknown_until_its_outcome_is_read(
    running: Running, hurried: VettedSession, kind: FaultKind
) -> None:
    running.demo.faults.add(PlannedFault(kind=kind, seconds=20))
    platform = to(running, hurried)

    with pytest.raises(OutcomeUnknown):
        await platform.carry_out(RETRY)

    report = await platform.outcome(RETRY.id)
    assert report is not None and report.status == "running"
    await platform.carry_out(RETRY)
    running.demo.tick(5)
    assert (await platform.order("1002-B")).attempts == 2


@pytest.mark.parametrize("kind", ["refuse_5xx", "unreachable", "timeout"])
async def test_a_write_that_broke_before_it_was_carried_out_is_unknown_too_and_was_never_received(
    running: Running, hurried: VettedSession, kind: FaultKind
) -> None:
    running.demo.faults.add(PlannedFault(kind=kind, seconds=20))
    platform = to(running, hurried)

    with pytest.raises(OutcomeUnknown):
        await platform.carry_out(RETRY)

    assert await platform.outcome(RETRY.id) is None
    assert (await platform.order("1002-B")).attempts == 1


async def test_a_write_that_lands_late_and_was_sent_again_takes_effect_once(
    running: Running, http: VettedSession
) -> None:
    running.demo.faults.add(PlannedFault(kind="late_landing", seconds=30))
    platform = to(running, http)
    with pytest.raises(OutcomeUnknown):
        await platform.carry_out(RETRY)
    assert await platform.outcome(RETRY.id) is None

    await platform.carry_out(RETRY)
    running.demo.tick(60)

    order = await platform.order("1002-B")
    assert (order.attempts, len(order.downstream), order.status) == (2, 1, "sent")


async def test_a_write_that_lands_late_lands(running: Running, http: VettedSession) -> None:
    running.demo.faults.add(PlannedFault(kind="late_landing", seconds=30))
    platform = to(running, http)
    with pytest.raises(OutcomeUnknown):
        await platform.carry_out(PAUSE)
    assert not (await platform.job(PAUSE.target)).paused

    running.demo.tick(31)

    assert (await platform.job(PAUSE.target)).paused


@pytest.mark.parametrize("kind", ["refuse_5xx", "unreachable", "timeout"])
async def test_a_read_that_fails_is_worth_another_try(
    running: Running, hurried: VettedSession, kind: FaultKind
) -> None:
    # a read whose connection broke is sent once more by aiohttp itself, hence two
    running.demo.faults.add(PlannedFault(kind=kind, on="read", times=2, seconds=20))
    platform = to(running, hurried)
    with pytest.raises(Temporary):
        await platform.order("1002-B")
    running.demo.faults.clear()
    assert (await platform.order("1002-B")).order_id == "1002-B"


async def test_too_many_calls_wait_as_long_as_the_platform_says(
    running: Running, http: VettedSession
) -> None:
    running.demo.faults.add(PlannedFault(kind="rate_limited", seconds=42))
    with pytest.raises(Temporary) as limited:
        await to(running, http).carry_out(PAUSE)
    assert (limited.value.reason, limited.value.retry_in_s, limited.value.scope) == (
        "rate_limited",
        42.0,
        "all",
    )


@pytest.mark.parametrize("attempt", [None, PAUSE])
async def test_a_platform_nobody_listens_at_was_certainly_not_reached(
    http: VettedSession, attempt: Write | None
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        platform = platform_at(http, f"http://127.0.0.1:{unused.getsockname()[1]}")
        with pytest.raises(Temporary) as unreached:
            await (platform.carry_out(attempt) if attempt else platform.order("1"))
    assert unreached.value.reason == "unreachable"


async def test_a_name_that_does_not_resolve_was_certainly_not_reached() -> None:
    http = open_session(resolver=NoNames())
    with pytest.raises(Temporary) as unreached:
        await platform_at(http, "http://platform.example").carry_out(PAUSE)
    await http.close()
    assert unreached.value.reason == "unreachable"


async def test_a_wrong_token_parks_the_platform(running: Running, http: VettedSession) -> None:
    platform = platform_at(http, running.base_url, token="wrong", secret=running.demo.config.secret)
    with pytest.raises(Parked) as refused:
        await platform.order("1002-B")
    assert refused.value.reason == "unauthorised"


@pytest.mark.parametrize("off", [timedelta(0), timedelta(minutes=6), timedelta(minutes=-6)])
async def test_a_command_with_a_wrong_or_old_signature_is_refused_and_leaves_no_trace(
    running: Running, http: VettedSession, off: timedelta
) -> None:
    config = running.demo.config
    platform = HttpPlatform(
        http,
        running.base_url,
        token=config.token,
        secret=config.secret if off else SECRET,
        allow_private=True,
        now=lambda: datetime.now(UTC) + off,
    )
    with pytest.raises(Parked):
        await platform.carry_out(PAUSE)
    assert not running.demo.world.jobs[PAUSE.target].paused
    assert running.demo.world.operations == {}


async def test_a_body_that_disagrees_with_its_route_is_refused(running: Running, http: VettedSession) -> None:
    config = running.demo.config
    wire = Wire(
        http,
        running.base_url,
        token=config.token,
        secret=config.secret,
        allow_private=True,
        now=lambda: datetime.now(UTC),
        breaker=Breaker(),
    )
    for path in (("jobs", PAUSE.target, "resume"), ("jobs", "bluebird-stock", "pause")):
        with pytest.raises(Permanent) as refused:
            await wire.write(*path, message_id="op-1", body=body_of(PAUSE))
        assert refused.value.reason == "target_mismatch"


async def test_after_five_failures_in_a_row_the_platform_is_left_alone_then_asked_once(
    running: Running, http: VettedSession
) -> None:
    time_s = 0.0
    platform = HttpPlatform(
        http,
        running.base_url,
        token=running.demo.config.token,
        secret=running.demo.config.secret,
        allow_private=True,
        breaker=Breaker(lambda: time_s),
    )
    fault = PlannedFault(kind="refuse_5xx", on="read", times=ENDLESS)
    running.demo.faults.add(fault)
    reasons = []
    for _ in range(6):
        with pytest.raises(Temporary) as failure:
            await platform.order("1002-B")
        reasons.append(failure.value.reason)
    assert reasons == ["http_503"] * 5 + ["circuit_open"]
    assert failure.value.retry_in_s == 5.0

    running.demo.faults.clear()
    with pytest.raises(Temporary):
        await platform.order("1002-B")
    time_s = 5.0
    assert (await platform.order("1002-B")).order_id == "1002-B"
    assert (await platform.order("1002-B")).order_id == "1002-B"
