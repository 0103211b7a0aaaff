"""Rows of the decision table of DOMAIN 3 that refuse, by edge case: E1 to E24."""

from datetime import timedelta

from core.domain.platform_facts import RunState
from core.domain.workspace import Switches
from core.policies.closing import ClosingFacts
from tests.core.policies.closing_morning import (
    BY_HAND,
    CONTAINED,
    DUPLICATE,
    LEAD,
    SUCCEEDED,
    at,
    confirmation,
    connection,
    facts,
    failed,
    job,
    picture,
    reading,
    removal,
    run,
    stated_run,
    ticket,
)

BY_EDGE_CASE: dict[str, tuple[tuple[str, ...], ClosingFacts]] = {
    "E1 no screenshot": (("screenshot_missing",), facts(evidence=(confirmation(),))),
    "E2 named .png and text": (
        ("not_an_image",),
        facts(evidence=(picture(verdict="not_an_image", found="text", store_key=None),)),
    ),
    "E3 shown for another ticket": (("screenshot_reused",), facts(reused={"pic-1": 20260009})),
    "E4 older than the success": (
        ("screenshot_before_success",),
        facts(evidence=(picture(uploaded_at=SUCCEEDED - timedelta(seconds=121)),)),
    ),
    "E4 the old picture once more": (
        ("screenshot_before_success",),
        facts(evidence=(picture(uploaded_at=at(8, 5)), picture("pic-2", sha256="sha of pic-1"))),
    ),
    "E5 not run since it was stopped": (("not_run_since_containment",), facts(reading=reading(failed()))),
    "E5 the success is from before it was stopped": (
        ("not_run_since_containment",),
        facts(reading=reading(run(ended_at=CONTAINED), failed()), evidence=(picture(),)),
    ),
    "E6 the success is from before the failure": (
        ("success_before_failure",),
        facts(reading=reading(run(ended_at=at(7, 59)))),
    ),
    "E6 at the very moment of the failure": (
        ("success_before_failure",),
        facts(reading=reading(run(ended_at=at(8)))),
    ),
    "E7 then failed again": (
        ("failed_again",),
        facts(
            ticket=ticket(last_failure_at=at(9, 25)),
            reading=reading(failed("9", ended_at=at(9, 25)), run(), failed()),
        ),
    ),
    "E8 a run is in progress": (
        ("run_in_progress",),
        facts(reading=reading(run("9", ended_at=None, state=RunState.RUNNING), run(), failed())),
    ),
    "E8 a run is queued": (
        ("run_in_progress",),
        facts(reading=reading(run("9", ended_at=None, state=RunState.QUEUED), run(), failed())),
    ),
    "E9 in part only": (
        ("partial_success",),
        facts(reading=reading(run(state=RunState.PARTIAL, items_failed=3), failed())),
    ),
    "E9 a success with failed items": (
        ("partial_success",),
        facts(reading=reading(run(items_failed=3), failed()), tolerance=2),
    ),
    "E9 in part, and how much is not said": (
        ("partial_success",),
        facts(reading=reading(run(state=RunState.PARTIAL, items_failed=None), failed()), tolerance=9),
    ),
    "E10 a success of another job": (
        ("not_run_since_containment",),
        facts(reading=reading(run(job_id="job-8"), failed())),
    ),
    "E10 a look at another job": (
        ("verification_unavailable",),
        facts(reading=reading(job=job(job_id="job-8"))),
    ),
    "E10 a look at another connection": (
        ("verification_unavailable",),
        facts(reading=reading(connection=connection(connection_id="con-4"))),
    ),
    "E11 marked successful by hand": (
        ("forced_success",),
        facts(reading=reading(run(forced=True), failed())),
    ),
    "E11 the one before was marked by hand": (
        ("more_successes_needed",),
        facts(
            ticket=ticket(required_successes=2),
            reading=reading(run(), run("8843", ended_at=at(9, 15), forced=True), failed()),
        ),
    ),
    "E12 same id, and it failed again": (
        ("no_successful_run",),
        facts(reading=reading(failed("8841", ended_at=at(9, 20), attempt=2))),
    ),
    "E13 it only waits while paused": (
        ("still_paused", "run_in_progress", "not_run_since_containment"),
        facts(
            reading=reading(run("9", ended_at=None, state=RunState.QUEUED), failed(), job=job(paused=True))
        ),
    ),
    "E14 cancelled after it was reactivated": (
        ("no_successful_run",),
        facts(reading=reading(run(state=RunState.CANCELLED), failed())),
    ),
    "E15 the platform cannot be read": (
        ("verification_unavailable",) * 3,
        facts(reading=reading(problem="timed_out", job=None, connection=None)),
    ),
    "E16 nobody stated a run": (("run_not_stated",), facts(**(BY_HAND | {"evidence": (picture(),)}))),
    "E16 stated by whoever closes": (
        ("second_person_needed",),
        facts(**(BY_HAND | {"evidence": (stated_run("U0ANA"), picture())})),
    ),
    "E16 stated of a run before the failure": (
        ("run_not_stated",),
        facts(**(BY_HAND | {"evidence": (stated_run(ended_at=at(7)), picture())})),
    ),
    "E16 stated of a run that has not ended yet": (
        ("run_not_stated",),
        facts(**(BY_HAND | {"evidence": (stated_run(ended_at=at(11)), picture())})),
    ),
    "E16 a picture older than the stated run": (
        ("screenshot_before_success",),
        facts(**(BY_HAND | {"evidence": (stated_run(), picture(uploaded_at=at(9)))})),
    ),
    "E16 the switch is off": (("no_connector",) * 3, facts(**(BY_HAND | {"switches": Switches()}))),
    "E16 a platform that does not answer is no missing connector": (
        ("verification_unavailable",) * 3,
        facts(**(BY_HAND | {"reading": reading(problem="timed_out", job=None)})),
    ),
    "E17 the retailer does not answer": (("confirmation_missing",), removal(evidence=(picture(),))),
    "E17 the marketplace cannot confirm that it works": (
        ("not_written",),
        removal(evidence=(confirmation("change", medium="marketplace"), picture())),
    ),
    "E19 a picture from before it came back": (
        ("screenshot_before_reopen",),
        facts(ticket=ticket(reopened_at=at(9, 26)), evidence=(picture(),)),
    ),
    "E20 changed meanwhile": (("changed_meanwhile",), facts(unchanged=False)),
    "E20 a duplicate, changed meanwhile": (
        ("changed_meanwhile",),
        facts(**LEAD, **DUPLICATE, duplicate_target_open=True, unchanged=False),
    ),
    "E21 by somebody who may not": (
        ("not_authorised",),
        removal(evidence=(confirmation("stop", author="Pim Bakker"), picture())),
    ),
    "E21 by telephone": (
        ("not_written",),
        removal(evidence=(confirmation("stop", medium="phone"), picture())),
    ),
    "E21 a thumbs-up": (("not_written",), removal(evidence=(confirmation("stop", text=":+1:"), picture()))),
    "E23 the job is gone": (
        ("job_gone", "job_gone"),
        facts(reading=reading(job=None, job_gone=True)),
    ),
    "E24 once is not enough": (
        ("more_successes_needed",),
        facts(ticket=ticket(required_successes=2), reading=reading(run(), failed())),
    ),
    "E24 the one before is from before it was stopped": (
        ("more_successes_needed",),
        facts(ticket=ticket(required_successes=2), reading=reading(run(), run("1", ended_at=at(8, 5)))),
    ),
}
