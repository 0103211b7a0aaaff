"""What every platform connector promises (core.ports.platform), against a platform with real state."""

from datetime import UTC, datetime

import pytest

from connectors.http.platform import HttpPlatform
from core.domain.operation import WriteKind
from core.domain.platform_facts import ConnectionStatus, RunState
from core.errors import NotFound, Permanent
from sandbox.platform import DemoConfig
from tests.connectors.writing import write
from tests.sandbox.platform.running import Running

EBAY = "ebay-au-orders"
EBAY_CONNECTION = "kitchenware-ebay-au"
NO_IDS = ["nothing", "..", "", "a/b", "é ü", "x" * 400, "\u202e", "a\nb", "%2e%2e", "\ud800"]


async def test_the_failing_jobs_are_those_whose_newest_run_failed_with_its_cause(
    platform: HttpPlatform, running: Running
) -> None:
    assert await platform.failing_jobs() == ()

    running.demo.tick(15)

    causes = {job.job_id: job.last_run.error_class for job in await platform.failing_jobs() if job.last_run}
    assert causes == {EBAY: "token_expired", "trademe-orders": "offboarded", "bluebird-stock": "feed_failure"}


async def test_failing_jobs_are_read_over_all_pages(platform: HttpPlatform, running: Running) -> None:
    template = running.demo.world.jobs[EBAY]
    for number in range(450):
        copy = type(template)(
            **{**vars(template), "id": f"copy-{number:03}", "next_run_at": running.demo.now()}
        )
        running.demo.world.jobs[copy.id] = copy
    running.demo.tick(4)

    found = [job.job_id for job in await platform.failing_jobs() if job.job_id.startswith("copy-")]

    assert found == [f"copy-{number:03}" for number in range(450)]


async def test_a_paused_job_reads_back_as_paused_and_runs_no_more(
    platform: HttpPlatform, running: Running
) -> None:
    running.demo.tick(15)
    await platform.carry_out(write("op-1", WriteKind.JOB_PAUSE, EBAY, cancel_inflight=True))

    job = await platform.job(EBAY)
    runs_before = await platform.runs(EBAY)
    running.demo.tick(300)

    assert (job.paused, job.next_run_at) == (True, None)
    assert await platform.runs(EBAY) == runs_before


async def test_pausing_ends_the_run_in_flight_and_that_end_is_no_failure(
    platform: HttpPlatform, running: Running
) -> None:
    running.demo.tick(3)
    assert (await platform.runs(EBAY))[0].state is RunState.RUNNING

    await platform.carry_out(write("op-1", WriteKind.JOB_PAUSE, EBAY, cancel_inflight=True))

    newest = (await platform.runs(EBAY))[0]
    assert newest.state is RunState.CANCELLED
    assert newest.ended_at is not None
    assert (await platform.job(EBAY)).consecutive_failures == 0


async def test_a_reason_longer_than_the_contract_allows_is_cut_not_refused(
    platform: HttpPlatform, running: Running
) -> None:
    await platform.carry_out(write("op-1", WriteKind.JOB_PAUSE, EBAY, reason="ü" * 600))
    assert (await platform.job(EBAY)).paused


async def test_pausing_without_cancelling_lets_the_run_in_flight_end(
    platform: HttpPlatform, running: Running
) -> None:
    running.demo.tick(3)
    await platform.carry_out(write("op-1", WriteKind.JOB_PAUSE, EBAY, cancel_inflight=False))
    running.demo.tick(10)

    assert (await platform.runs(EBAY))[0].state is RunState.FAILED


async def test_a_resumed_job_runs_again_and_succeeds_once_the_cause_is_mended(
    platform: HttpPlatform, running: Running
) -> None:
    running.demo.tick(15)
    await platform.carry_out(write("op-1", WriteKind.JOB_PAUSE, EBAY))
    running.demo.do("token.renew", EBAY_CONNECTION)
    await platform.carry_out(write("op-2", WriteKind.JOB_RESUME, EBAY))
    running.demo.tick(30)

    job, newest = await platform.job(EBAY), (await platform.runs(EBAY))[0]
    assert not job.paused
    assert (newest.state, newest.forced, newest.items_failed) == (RunState.SUCCEEDED, False, 0)


async def test_runs_in_flight_come_first_then_the_newest_end(
    platform: HttpPlatform, running: Running
) -> None:
    running.demo.tick(22.6)
    runs = await platform.runs(EBAY, limit=3)

    assert runs[0].state in (RunState.QUEUED, RunState.RUNNING)
    ends = [run.ended_at for run in runs[1:] if run.ended_at is not None]
    assert len(ends) == 3
    assert ends == sorted(ends, reverse=True)


async def test_a_run_marked_by_hand_says_that_it_was_forced(platform: HttpPlatform, running: Running) -> None:
    running.demo.tick(15)
    running.demo.do("job.force", EBAY)

    newest = (await platform.runs(EBAY))[0]
    assert (newest.state, newest.forced) == (RunState.SUCCEEDED, True)


async def test_a_run_with_refused_items_is_partial(platform: HttpPlatform, running: Running) -> None:
    running.demo.do("job.reject", "themarket-prices")
    running.demo.tick(60)

    newest = (await platform.runs("themarket-prices"))[0]
    assert (newest.state, newest.items_failed) == (RunState.PARTIAL, 2)


async def test_a_verification_run_of_a_paused_job_is_refused_where_nothing_runs_while_paused(
    platform: HttpPlatform,
) -> None:
    assert not (await platform.capabilities()).runs_while_paused
    await platform.carry_out(write("op-1", WriteKind.JOB_PAUSE, EBAY))

    with pytest.raises(Permanent) as refused:
        await platform.carry_out(write("op-2", WriteKind.RUN_START, EBAY, purpose="verification"))
    assert refused.value.reason == "job_paused"


class TestWherePausedJobsRun:
    @pytest.fixture
    def config(self) -> DemoConfig:
        return DemoConfig(frozen=True, runs_while_paused=True)

    async def test_a_verification_run_runs_while_the_job_stays_paused(
        self, platform: HttpPlatform, running: Running
    ) -> None:
        assert (await platform.capabilities()).runs_while_paused
        await platform.carry_out(write("op-1", WriteKind.JOB_PAUSE, EBAY))
        running.demo.do("token.renew", EBAY_CONNECTION)

        await platform.carry_out(write("op-2", WriteKind.RUN_START, EBAY, purpose="verification"))
        running.demo.tick(10)

        assert (await platform.runs(EBAY))[0].state is RunState.SUCCEEDED
        assert (await platform.job(EBAY)).paused


async def test_a_retry_names_the_run_it_retries(platform: HttpPlatform, running: Running) -> None:
    running.demo.tick(15)
    failed = (await platform.runs(EBAY))[0]
    running.demo.do("token.renew", EBAY_CONNECTION)
    await platform.carry_out(
        write("op-1", WriteKind.RUN_START, EBAY, purpose="retry", of_run_id=failed.run_id)
    )
    running.demo.tick(4)

    newest = (await platform.runs(EBAY))[0]
    assert (newest.retry_of, newest.attempt, newest.state) == (failed.run_id, 2, RunState.SUCCEEDED)


async def test_a_second_run_beside_one_in_flight_is_refused(platform: HttpPlatform, running: Running) -> None:
    running.demo.tick(3)
    with pytest.raises(Permanent) as refused:
        await platform.carry_out(write("op-1", WriteKind.RUN_START, EBAY, purpose="verification"))
    assert refused.value.reason == "already_running"


async def test_the_same_write_twice_takes_effect_once(platform: HttpPlatform, running: Running) -> None:
    again = write("op-1", WriteKind.ORDER_RETRY, "1002-B", duplicate_checked=False)
    await platform.carry_out(again)
    await platform.carry_out(again)
    running.demo.tick(5)
    await platform.carry_out(again)

    order = await platform.order("1002-B")
    assert (order.attempts, order.last_attempt_key, order.status) == (2, "op-1", "sent")
    assert len(order.downstream) == 1


async def test_the_outcome_of_a_write_can_be_asked_for_by_its_id(
    platform: HttpPlatform, running: Running
) -> None:
    assert await platform.outcome("op-1") is None

    await platform.carry_out(write("op-1", WriteKind.ORDER_RETRY, "1003-C"))
    running.demo.tick(5)

    report = await platform.outcome("op-1")
    assert report is not None
    assert (report.status, report.error_code) == ("failed", "not_allowed_in_state")
    assert "BO-MAT-7" in (report.error_detail or "")


async def test_a_refused_write_stays_refused_when_it_is_sent_again(
    platform: HttpPlatform, running: Running
) -> None:
    refused = write("op-1", WriteKind.ORDER_RETRY, "1004-D", duplicate_checked=False)
    for _ in range(2):
        with pytest.raises(Permanent) as no:
            await platform.carry_out(refused)
        assert no.value.reason == "duplicate_suspected"
    assert (await platform.order("1004-D")).attempts == 1


async def test_a_write_that_was_accepted_and_failed_says_why_when_it_is_sent_again(
    platform: HttpPlatform, running: Running
) -> None:
    again = write("op-1", WriteKind.ORDER_RETRY, "1003-C")
    await platform.carry_out(again)
    running.demo.tick(5)
    with pytest.raises(Permanent) as failed:
        await platform.carry_out(again)
    assert failed.value.reason == "not_allowed_in_state"


async def test_an_order_that_already_stands_downstream_is_linked_not_created(
    platform: HttpPlatform, running: Running
) -> None:
    copies = (await platform.order("1004-D")).downstream
    await platform.carry_out(write("op-1", WriteKind.ORDER_RETRY, "1004-D", duplicate_checked=True))
    running.demo.tick(5)

    order = await platform.order("1004-D")
    assert (order.status, order.attempts) == ("sent", 2)
    assert order.downstream == copies


async def test_a_connection_is_found_paused_and_read_back(platform: HttpPlatform, running: Running) -> None:
    found = await platform.find_connections("themarket")
    assert [one.connection_id for one in found] == ["bluebird-themarket", "kitchenware-themarket"]

    await platform.carry_out(
        write("op-1", WriteKind.CONNECTION_SET_STATUS, "bluebird-themarket", status="paused")
    )
    assert (await platform.connection("bluebird-themarket")).status is ConnectionStatus.PAUSED
    running.demo.tick(300)
    assert (await platform.job("bluebird-stock")).last_success_at is not None
    assert (await platform.runs("bluebird-stock"))[0].state is RunState.SUCCEEDED


async def test_a_connection_whose_token_ran_out_cannot_be_activated(
    platform: HttpPlatform, running: Running
) -> None:
    running.demo.tick(15)
    assert (await platform.connection(EBAY_CONNECTION)).status is ConnectionStatus.REAUTHORISATION_REQUIRED
    with pytest.raises(Permanent) as refused:
        await platform.carry_out(
            write("op-1", WriteKind.CONNECTION_SET_STATUS, EBAY_CONNECTION, status="active")
        )
    assert refused.value.reason == "not_allowed_in_state"


async def test_jobs_are_found_by_a_part_of_their_name(platform: HttpPlatform) -> None:
    assert {job.job_id for job in await platform.find_jobs("ORDER SYNC")} == {EBAY, "trademe-orders"}
    assert await platform.find_jobs("x" * 500) == ()


@pytest.mark.parametrize("id_", NO_IDS)
async def test_what_is_not_there_is_said_to_be_not_there(platform: HttpPlatform, id_: str) -> None:
    for read in (platform.job, platform.connection, platform.order, platform.runs):
        with pytest.raises(NotFound):
            await read(id_)
    with pytest.raises(Permanent) as refused:
        await platform.carry_out(write("op-1", WriteKind.JOB_PAUSE, id_))
    assert refused.value.reason == "not_found"


async def test_a_deleted_job_is_not_found_any_more(platform: HttpPlatform, running: Running) -> None:
    running.demo.do("job.delete", EBAY)
    with pytest.raises(NotFound):
        await platform.job(EBAY)
    with pytest.raises(NotFound):
        await platform.runs(EBAY)


async def test_facts_are_dated_by_our_clock_when_they_are_read(
    platform: HttpPlatform, running: Running
) -> None:
    running.demo.tick(3600)
    job = await platform.job("themarket-prices")
    assert abs((datetime.now(UTC) - job.checked_at).total_seconds()) < 5
