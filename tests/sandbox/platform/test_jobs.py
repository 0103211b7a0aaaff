"""Jobs of the demo platform fail for reasons that stand in it, and recover when the reason is mended."""

from datetime import timedelta

import pytest

from sandbox.platform import DemoConfig, DemoPlatform
from sandbox.platform.acts import Refused
from sandbox.platform.world import Run


def newest(demo: DemoPlatform, job_id: str) -> Run:
    run = demo.world.newest_ended(job_id)
    assert run is not None
    return run


@pytest.fixture
def demo() -> DemoPlatform:
    return DemoPlatform(DemoConfig(frozen=True))


@pytest.mark.parametrize(
    ("job", "cause", "code", "mend", "thing"),
    [
        ("ebay-au-orders", "token_expired", "invalid_grant", "token.renew", "kitchenware-ebay-au"),
        ("trademe-orders", "offboarded", "ACCOUNT_DEACTIVATED", "account.reinstate", "hartley-trademe"),
        ("bluebird-stock", "feed_failure", "feed_schema_changed", "feed.restore", "bluebird-stock"),
        ("bluebird-stock", "feed_failure", "feed_schema_changed", "job.teach", "bluebird-stock"),
    ],
)
def test_a_job_fails_for_its_reason_until_that_reason_is_mended(
    demo: DemoPlatform, job: str, cause: str, code: str, mend: str, thing: str
) -> None:
    for _ in range(3):
        demo.tick(60)
        run = newest(demo, job)
        assert run.error is not None
        assert (run.state, run.error.cause, run.error.code) == ("failed", cause, code)
    failures = demo.world.jobs[job].consecutive_failures
    assert failures >= 3

    demo.do(mend, thing)
    demo.tick(60)

    assert newest(demo, job).state == "succeeded"
    assert demo.world.jobs[job].consecutive_failures == 0


@pytest.mark.parametrize(
    ("job", "act", "thing", "cause"),
    [
        ("themarket-prices", "token.expire", "kitchenware-themarket", "token_expired"),
        ("themarket-prices", "account.deactivate", "kitchenware-themarket", "offboarded"),
        ("themarket-prices", "line.cut", "kitchenware-themarket", "connection_failure"),
        ("lume-listings", "feed.change", "casa-lume-listings", "feed_failure"),
        ("nordlicht-orders", "feed.change", "nordlicht-site", "website_changed"),
    ],
)
def test_a_job_that_works_fails_once_its_world_is_broken(
    demo: DemoPlatform, job: str, act: str, thing: str, cause: str
) -> None:
    demo.tick(60)
    assert newest(demo, job).state == "succeeded"

    demo.do(act, thing)
    demo.tick(90)

    run = newest(demo, job)
    assert run.state == "failed" and run.error is not None and run.error.cause == cause


def test_a_token_that_runs_out_by_itself_makes_the_job_fail(demo: DemoPlatform) -> None:
    demo.tick(60)
    assert newest(demo, "lume-listings").state == "succeeded"
    demo.world.connections["casa-lume-amazon-es"].authorisation_expires_at = demo.now() + timedelta(
        seconds=90
    )
    demo.tick(60)
    assert newest(demo, "lume-listings").state == "succeeded"
    demo.tick(90)

    assert demo.world.connections["casa-lume-amazon-es"].status == "reauthorisation_required"
    assert newest(demo, "lume-listings").state == "failed"


def test_what_waits_grows_while_a_job_fails_and_is_worked_off_by_the_first_success(
    demo: DemoPlatform,
) -> None:
    demo.tick(70)
    waiting = demo.world.jobs["ebay-au-orders"].backlog
    assert waiting > 11
    demo.do("token.renew", "kitchenware-ebay-au")
    demo.tick(18)
    run = newest(demo, "ebay-au-orders")
    assert (run.items_total or 0) > waiting
    assert demo.world.jobs["ebay-au-orders"].backlog == 0


def test_the_first_refused_token_changes_the_connection_and_tells_of_it_once(demo: DemoPlatform) -> None:
    demo.tick(120)
    assert demo.world.connections["kitchenware-ebay-au"].status == "reauthorisation_required"
    told = [event for event in demo.world.events if event.type == "connection.status.changed"]
    assert [event.subject for event in told] == ["kitchenware-ebay-au"]


def test_every_failure_is_told_and_of_the_successes_only_the_recovery(demo: DemoPlatform) -> None:
    demo.tick(65)
    demo.do("token.renew", "kitchenware-ebay-au")
    demo.tick(60)
    told = [event.type for event in demo.world.events if event.subject == "ebay-au-orders"]
    failures = [run for run in demo.world.runs_of("ebay-au-orders") if run.state == "failed"]
    assert told == ["job.run.failed"] * len(failures) + ["job.run.succeeded"]
    assert len(failures) >= 3


def test_removing_a_connection_stops_its_jobs_for_good(demo: DemoPlatform) -> None:
    demo.do("connection.removed", "hartley-trademe")
    before = demo.world.runs_of("trademe-orders")
    demo.tick(600)
    assert demo.world.runs_of("trademe-orders") == before
    with pytest.raises(Refused):
        demo.do("job.resume", "trademe-orders")
    with pytest.raises(Refused):
        demo.do("connection.active", "hartley-trademe")


def test_a_frozen_clock_runs_nothing_until_it_is_moved(demo: DemoPlatform) -> None:
    before = len(demo.world.runs)
    demo.tick(0)
    assert len(demo.world.runs) == before
    demo.tick(3)
    assert len(demo.world.runs) > before


def test_a_day_of_runs_keeps_a_bounded_history(demo: DemoPlatform) -> None:
    demo.tick(3600)
    assert all(len(demo.world.runs_of(job)) <= 62 for job in demo.world.jobs)
    assert newest(demo, "ebay-au-orders").ended_at is not None


@pytest.mark.parametrize(
    ("act", "thing"), [("nothing", "x"), ("job.pause", "x"), ("token.renew", ""), ("", "")]
)
def test_an_act_on_what_is_not_there_is_refused(demo: DemoPlatform, act: str, thing: str) -> None:
    with pytest.raises(Refused):
        demo.do(act, thing)


async def test_a_running_clock_runs_the_jobs_by_itself() -> None:
    demo = DemoPlatform(DemoConfig(pace_s=1.0))
    watcher, let_go = demo.watch()
    await demo.start()
    try:
        while demo.world.jobs["ebay-au-orders"].consecutive_failures == 0:
            watcher.clear()
            await watcher.wait()
    finally:
        let_go()
        await demo.stop()
    assert newest(demo, "ebay-au-orders").state == "failed"
