"""The decision table of DOMAIN 3: what closes a job ticket. What does not stands in test_closing_refusals.py."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.close_attempt import Claim
from core.domain.platform_facts import RunState
from core.domain.workspace import Switches
from core.policies.closing import OUTCOMES, ClosingFacts, decide
from tests.core.policies.closing_morning import (
    BY_HAND,
    DUPLICATE,
    FALSE_ALARM,
    LEAD,
    SUCCEEDED,
    at,
    confirmation,
    containment,
    facts,
    failed,
    picture,
    reading,
    removal,
    run,
    ticket,
    with_reading,
)

CLOSES: dict[str, tuple[str, ClosingFacts]] = {
    "R1 it runs again": ("R1", facts()),
    "R1 needs no confirmation that counts": (
        "R1",
        facts(evidence=(confirmation(medium="phone"), picture())),
    ),
    "R2 the change was confirmed and validated": ("R2", facts(evidence=(confirmation(), picture()))),
    "R3 removed, and the retailer wrote so": ("R3", removal()),
    "R3 the removal decides although the claim is another": ("R3", removal(claim=Claim.WORKS_AGAIN)),
    "R3 the platform no longer knows the connection": (
        "R3",
        with_reading(removal(), connection=None, connection_gone=True),
    ),
    "R4 a duplicate": ("R4", facts(**LEAD, **DUPLICATE, duplicate_target_open=True)),
    "R5 a false alarm": ("R5", facts(**FALSE_ALARM)),
    "E9 no more failed items than this job may have": (
        "R1",
        facts(reading=reading(run(state=RunState.PARTIAL, items_failed=2), failed()), tolerance=2),
    ),
    "E10 a failure of another job is nobody's failure here": (
        "R1",
        facts(reading=reading(failed("9", ended_at=at(9, 28), job_id="job-8"), run(), failed())),
    ),
    "E12 tried again under the same id": (
        "R1",
        facts(reading=reading(run("8841", attempt=2, started_at=at(7, 55)))),
    ),
    "E14 what our own containment ended is no failure": (
        "R1",
        facts(reading=reading(run(), run("8840", state=RunState.CANCELLED, ended_at=at(8, 11)))),
    ),
    "E16 stated by a second member": ("E16", facts(**BY_HAND)),
    "E17 the marketplace's own notice": (
        "R3",
        removal(evidence=(confirmation("stop", medium="marketplace", author="eBay"), picture())),
    ),
    "E18 not stoppable": (
        "R1",
        facts(ticket=ticket(containment=containment(kind=None, confirmed_at=None, not_possible="no access"))),
    ),
    "E22 a platform whose clock is behind ours": (
        "R1",
        facts(
            ticket=ticket(containment=containment(requested_at=at(9, 21)), reactivated_at=at(9, 15)),
        ),
    ),
    "E22 a picture within the tolerance of clocks": (
        "R1",
        facts(evidence=(picture(uploaded_at=SUCCEEDED - timedelta(seconds=120)),)),
    ),
    "E23 the job is gone, and so is the integration": (
        "R3",
        with_reading(
            removal(ticket=replace(removal().ticket, daily_check_at=at(10))), job=None, job_gone=True
        ),
    ),
    "E24 twice in a row, as this job has to": (
        "R1",
        facts(
            ticket=ticket(required_successes=2),
            reading=reading(run(), run("8843", ended_at=at(9, 15)), failed()),
        ),
    ),
    "X1 a daily check since, before the interval is over": (
        "R3",
        removal(
            now=at(9, 40),
            reading=replace(removal().reading or reading(), checked_at=at(9, 40)),
            ticket=replace(removal().ticket, daily_check_at=at(9, 35)),
        ),
    ),
    "four eyes: somebody else closes": (
        "R1",
        facts(switches=Switches(four_eyes_on_close=True), actor_id="U0LUIS"),
    ),
}


@pytest.mark.parametrize("rule", CLOSES)
def test_it_closes(rule: str) -> None:
    expected, given = CLOSES[rule]
    verdict = decide(given)

    assert (verdict.rule, verdict.missing) == (expected, ())
    assert verdict.outcome == OUTCOMES[expected]
    assert all(tick.ok for tick in verdict.ticks)
