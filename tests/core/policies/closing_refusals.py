"""Rows of the decision table of DOMAIN 3 that refuse, by rule: N1 to N5, and each condition of R1 to R5."""

from dataclasses import replace
from datetime import timedelta

from core.domain.case_parts import LetterProblem
from core.domain.close_attempt import Claim
from core.domain.evidence import EvidenceType
from core.domain.job_ticket_table import Choice
from core.domain.member import Role
from core.domain.platform_facts import ConnectionStatus, RunState
from core.domain.workspace import Switches
from core.policies.closing import ClosingFacts
from tests.core.policies.closing_morning import (
    BY_HAND,
    CHECKED,
    DUPLICATE,
    FALSE_ALARM,
    LEAD,
    NOW,
    REACTIVATED,
    at,
    confirmation,
    connection,
    containment,
    decision,
    facts,
    failed,
    job,
    picture,
    reading,
    removal,
    run,
    ticket,
    with_reading,
)

CAME_BACK = LetterProblem(
    letter_id="letter-1", kind="bounced", status="5.1.1", words="No such user.", at=at(8, 40)
)

BY_RULE: dict[str, tuple[tuple[str, ...], ClosingFacts]] = {
    "N1 it should work now": (
        ("no_successful_run",),
        facts(reading=reading(failed("1", ended_at=at(9, 20)))),
    ),
    "N1 nothing ran at all": (
        ("no_successful_run",),
        facts(reading=reading(run(state=RunState.SKIPPED))),
    ),
    "N2 the retailer says it is fixed": (
        ("not_validated",),
        facts(reading=reading(failed("1", ended_at=at(9, 20))), evidence=(confirmation(), picture())),
    ),
    "N3 no screenshot": (("screenshot_missing",), facts(evidence=())),
    "N4 remains paused": (
        ("account_not_decided", "still_paused"),
        facts(ticket=ticket(decision=decision(Choice.REMAIN_PAUSED)), reading=reading(job=job(paused=True))),
    ),
    "N4 the connection is still paused": (
        ("still_paused",),
        facts(reading=reading(connection=connection(ConnectionStatus.PAUSED))),
    ),
    "N4 the authorisation is still missing": (
        ("still_paused",),
        facts(reading=reading(connection=connection(ConnectionStatus.REAUTHORISATION_REQUIRED))),
    ),
    "N5 everything is missing, in the order of the list": (
        (
            *("not_contained", "retailer_not_notified", "account_not_decided"),
            *("not_checked", "not_checked", "not_checked", "screenshot_missing"),
        ),
        facts(ticket=ticket(containment=None, notification=None, decision=None), reading=None, evidence=()),
    ),
    "K1 asked for, and not yet read back": (
        ("not_contained",),
        facts(ticket=ticket(containment=containment(confirmed_at=None))),
    ),
    "K2 nobody was told": (("retailer_not_notified",), facts(ticket=ticket(notification=None))),
    "K2 the letter came back": (("letter_did_not_arrive",), facts(ticket=ticket(letter_problem=CAME_BACK))),
    "T1 a success without an end": (("no_successful_run",), facts(reading=reading(run(ended_at=None)))),
    "T1 a failure without an end, after which nobody knows": (
        ("failed_again",),
        facts(reading=reading(failed("9", ended_at=None), run())),
    ),
    "T3 the job was not seen": (("verification_unavailable",), facts(reading=reading(job=None))),
    "T3 the connection was not seen": (
        ("verification_unavailable",),
        facts(reading=reading(connection=None)),
    ),
    "W1 written before they were told": (
        ("confirmation_before_notice",),
        removal(evidence=(confirmation("stop", written_at=at(8, 29)), picture())),
    ),
    "W2 it says something else": (
        ("says_something_else",),
        removal(evidence=(confirmation("change"), picture())),
    ),
    "R3 by an operator": (("lead_needed",), removal(role=Role.OPERATOR)),
    "R3 claimed, and not decided": (
        ("removal_not_decided", "connection_not_removed", "confirmation_missing", "lead_needed"),
        facts(claim=Claim.REMOVED),
    ),
    "R3 the connection is still there": (
        ("connection_not_removed",),
        with_reading(removal(), connection=connection()),
    ),
    "R3 another connection is gone": (
        ("connection_not_removed",),
        with_reading(removal(), connection=connection(ConnectionStatus.REMOVED, connection_id="con-4")),
    ),
    "R3 nobody removed it here": (
        ("connection_not_removed",),
        removal(ticket=replace(removal().ticket, removed_at=None)),
    ),
    "X1 the job is still enabled": (("job_still_enabled",), with_reading(removal(), job=job())),
    "X1 it failed since": (
        ("failed_since_removal",),
        with_reading(removal(), runs=(failed("9", ended_at=at(9, 30)),)),
    ),
    "X1 too fresh": (
        ("removal_too_fresh",),
        removal(now=at(10, 9), reading=replace(removal().reading or reading(), checked_at=at(10, 9))),
    ),
    "X1 a daily check from before the removal": (
        ("removal_too_fresh",),
        removal(
            now=at(9, 40),
            reading=replace(removal().reading or reading(), checked_at=at(9, 40)),
            ticket=replace(removal().ticket, daily_check_at=at(9, 5)),
        ),
    ),
    "P3 a picture from before the removal": (
        ("screenshot_before_success",),
        removal(evidence=(confirmation("stop"), picture(uploaded_at=REACTIVATED - timedelta(minutes=3)))),
    ),
    "P1 a picture of which nothing was kept": (
        ("screenshot_missing",),
        facts(evidence=(picture(store_key=None),)),
    ),
    "P4 a picture without a hash": (("screenshot_missing",), facts(evidence=(picture(sha256=None),))),
    "P1 a written word is no picture": (
        ("screenshot_missing",),
        facts(evidence=(picture(type=EvidenceType.CONTAINMENT),)),
    ),
    "R4 by an operator": (("lead_needed",), facts(**DUPLICATE, duplicate_target_open=True)),
    "R4 of nothing": (("duplicate_target_wrong",), facts(**LEAD, **DUPLICATE)),
    "R4 of a closed one": (
        ("duplicate_target_wrong",),
        facts(**LEAD, **DUPLICATE, duplicate_target_open=False),
    ),
    "R5 by an operator": (("lead_needed",), facts(**(FALSE_ALARM | {"role": Role.OPERATOR}))),
    "R5 it did fail": (("did_fail",), facts(**(FALSE_ALARM | {"reading": reading()}))),
    "R5 it failed and was tried again under its id": (
        ("did_fail",),
        facts(**(FALSE_ALARM | {"reading": reading(run("8841", attempt=2))})),
    ),
    "R5 the list does not go back so far": (
        ("failure_not_covered",),
        facts(**(FALSE_ALARM | {"reading": reading(run(), run("8843", ended_at=at(9, 15)))})),
    ),
    "R5 the success does not cover it": (
        ("success_before_failure",),
        facts(**(FALSE_ALARM | {"reading": reading(run("1", ended_at=at(7, 59)))})),
    ),
    "R5 marked by hand": (
        ("forced_success",),
        facts(**(FALSE_ALARM | {"reading": reading(run(forced=True, started_at=at(7)))})),
    ),
    "R5 without a picture": (("screenshot_missing",), facts(**(FALSE_ALARM | {"evidence": ()}))),
    "four eyes: whoever verified": (
        ("second_person_needed",),
        facts(switches=Switches(four_eyes_on_close=True)),
    ),
    "four eyes on a removal": (
        ("second_person_needed",),
        removal(switches=Switches(four_eyes_on_close=True), actor_id="U0ANA"),
    ),
    "a reading of more than a minute ago": (
        ("reading_too_old",) * 3,
        facts(reading=reading(checked_at=NOW - timedelta(seconds=61))),
    ),
    "a reading from the future": (
        ("reading_too_old",) * 3,
        facts(reading=reading(checked_at=NOW + timedelta(minutes=3))),
    ),
    "an old reading that found no connector": (
        ("reading_too_old",) * 3,
        facts(
            **(
                BY_HAND
                | {"reading": reading(problem="no_connector", checked_at=CHECKED - timedelta(hours=1))}
            )
        ),
    ),
}
