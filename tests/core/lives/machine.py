"""Lives of cases: everything that people, platforms and the clock can do to them, in any order."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from core.command import Command
from core.domain.close_attempt import Claim, CloseAttempt, ClosingForm, UploadedFile
from core.domain.job_ticket import JobTicket
from core.domain.job_ticket_table import Choice
from core.domain.member import Actor
from core.domain.operation import Operation
from core.domain.platform_facts import Reading, Run, RunState
from core.errors import CoreError, Repeated
from core.services.closing import CloseCase, RequestClose
from core.services.closing_evidence import CheckedPicture
from core.services.job_runs import RecordDailyCheck, RecordReading
from core.services.operations import SettleWrite, WriteResult
from core.services.reminders import RemindDue, WakeDue
from core.services.runbooks import RateRunbook
from core.services.support import ShowCustomer
from core.services.support_events import ReportMessage, ReportTicket
from tests.core.lives import news
from tests.core.lives.draws import (
    ANY,
    CHOICES,
    CLAIMS,
    ENDS,
    FLAWS,
    JOB,
    LATE_S,
    LATER,
    MENDED,
    PASSING_S,
    PICTURED,
    PICTURES,
    RUNS,
    SEEN,
    WHO,
    WRONG,
)
from tests.core.lives.life import Life
from tests.core.lives.platform import JOBS, PLATFORM_ID, unreadable
from tests.core.lives.wishes import OF_ACTION, WISHES, open_to
from tests.core.services.office import ANA, ANDON, LEA, PLATFORM, VIC


class Lives(Life):
    """The rules: each is one thing that may happen next."""

    # -- platforms ----------------------------------------------------------------------------------------

    def tell(self, event: Command[Any], *, later: bool) -> None:
        """Later means in any order: `an_event_arrives` picks, and picks again what was heard before."""
        self.told.append(event)
        if not later:
            self.hear(event)

    @rule(job=JOB, state=ENDS, flaw=FLAWS, later=LATER)
    def a_run_ends(self, job: str, state: RunState, flaw: str, later: bool) -> None:
        self.clock.advance(1)
        in_part = flaw == "in part" and state is RunState.SUCCEEDED
        self.ran(job, state, later=later, forced=flaw == "by hand", items_failed=3 if in_part else 0)

    @rule(job=JOB, later=LATER)
    def a_monitor_errs(self, job: str, later: bool) -> None:
        """A failure is told that never was."""
        at = self.clock.advance(1)
        run = Run(
            run_id=f"never-{len(self.told)}", job_id=job, state=RunState.FAILED, ended_at=at, started_at=at
        )
        self.tell(replace(self.platform.failed(run, at), key=f"event-{len(self.told)}"), later=later)

    def ran(self, job: str, state: RunState, *, later: bool = False, **more: Any) -> None:
        at = self.clock.now()
        run = self.platform.ran(job, state, at, **more)
        if state is RunState.FAILED:
            self.tell(replace(self.platform.failed(run, at), key=f"event-{len(self.told)}"), later=later)

    @rule(which=st.sampled_from(["issue", "parcel", "ticket"]), late_s=LATE_S, word=ANY, later=LATER)
    def something_happens(self, which: str, late_s: float, word: int, later: bool) -> None:
        key, at = f"event-{len(self.told)}", self.clock.now() - timedelta(seconds=late_s)
        said: dict[str, tuple[Command[Any], ...]] = {
            "issue": (
                news.issue_reported(key, at),
                news.issue_reported(key, at),
                news.issue_cleared(key, at),
            ),
            "parcel": (
                *(news.carrier_said(key, at, "pending"), news.carrier_said(key, at, "carrier_replied")),
                *(news.carrier_said(key, at, "pending", "AS"), news.carrier_said(key, at, "pending", "MCC")),
                news.carrier_said(key, at, "delivered"),
            ),
            "ticket": (
                *(news.customer_said(ReportTicket, key, at), news.customer_said(ReportMessage, key, at)),
                news.ticket_closed(key, at),
            ),
        }
        self.tell(said[which][word % len(said[which])], later=later)

    @precondition(lambda self: self.told)
    @rule(newest=st.booleans(), which=ANY)
    def an_event_arrives(self, newest: bool, which: int) -> None:
        self.hear(self.told[-1] if newest else self.told[which % len(self.told)])

    def hear(self, event: Command[Any]) -> None:
        before, again = self.now, event.key in self.heard
        answer = self.step(event, PLATFORM)
        if again:
            assert isinstance(answer, Repeated)
            return
        assert not isinstance(answer, CoreError), f"an event was refused: {answer.code}"
        assert event.key is not None
        self.heard.add(event.key)
        assert news.lines_left(before, self.now) in news.lines_due(event, before), type(event).__name__

    @precondition(Life.has_write)
    @rule(which=ANY, result=st.sampled_from([*WriteResult, WriteResult.DONE]), came_through=st.booleans())
    def a_write_ends(self, which: int, result: WriteResult, came_through: bool) -> None:
        """Of one that nobody could read, only the platform knows."""
        operation = self.writes()[which % len(self.writes())]
        if result is WriteResult.DONE or (result is WriteResult.UNKNOWN and came_through):
            self.platform.carry_out(operation, self.clock.now())
        self.settle(operation, result)

    def settle(self, operation: Operation, result: WriteResult) -> None:
        at = self.clock.now()
        done = SettleWrite(operation_id=operation.id, fence=None, result=result, reason="refused", read_at=at)
        self.step(done, ANDON)

    @precondition(lambda self: any(self.now.operations.values()))
    @rule(which=ANY)
    def the_end_of_a_write_is_told_again(self, which: int) -> None:
        every = [o for each in self.now.operations.values() for o in each if o not in self.now.live()]
        if every:
            self.settle(every[which % len(every)], WriteResult.DONE)

    # -- the clock ----------------------------------------------------------------------------------------

    @rule(seconds=PASSING_S)
    def time_passes(self, seconds: float) -> None:
        self.clock.advance(seconds)
        for job in JOBS:
            self.old_readings.append((job, self.platform.reading(job, self.clock.now())))
        self.step(WakeDue(), ANDON)
        self.step(RemindDue(), ANDON)

    @precondition(Life.has_ticket)
    @rule(which=ANY)
    def somebody_looks_at_the_platform(self, which: int) -> None:
        ticket = self.job_ticket(which)
        reading = self.platform.reading(ticket.job_id, self.clock.now())
        self.step(RecordReading(case_id=ticket.id, reading=reading), ANDON)
        self.step(RecordDailyCheck(platform_id=PLATFORM_ID, checked_at=self.clock.now()), ANA)

    # -- people -------------------------------------------------------------------------------------------

    @precondition(Life.has_case)
    @rule(which=ANY, other=ANY, wish=st.sampled_from(sorted(WISHES)), by=WHO, stale=st.booleans())
    def somebody_tries(self, which: int, other: int, wish: str, by: Actor, stale: bool) -> None:
        """Whatever it is, on whatever case; now and then on a card from yesterday."""
        command = WISHES[wish](self.case(which), self.case(other), self.clock.now())
        yesterday = stale and other % 2 == 0
        answer = self.step(replace(command, seen_version=command.seen_version - yesterday), by)
        if yesterday and not isinstance(command, ShowCustomer | RateRunbook):  # these two act on nothing
            assert isinstance(answer, CoreError)

    @precondition(Life.has_case)
    @rule(which=ANY, other=ANY, wish=ANY)
    def a_lead_does_what_the_table_has(self, which: int, other: int, wish: int) -> None:
        case = self.case(which)
        names = open_to(case)
        self.step(OF_ACTION[names[wish % len(names)]](case, self.case(other), self.clock.now()), LEA)

    @precondition(Life.has_ticket)
    @rule(which=ANY, far=st.integers(1, 9), choice=CHOICES)
    def the_main_job_goes_on(self, which: int, far: int, choice: Choice) -> None:
        """The next right steps of a ticket, so that lives come to their end."""
        for _ in range(far):
            self.goes_on(self.job_ticket(which), choice)
            self.carried_out(self.job_ticket(which))

    @precondition(Life.has_ticket)
    @rule(which=ANY, choice=MENDED, wrong=WRONG)
    def a_closing_is_all_but_right(self, which: int, choice: Choice, wrong: str) -> None:
        """Everything is done that has to be; then one thing is wrong, or nothing."""
        if wrong == "used":  # on another ticket, so there has to be one
            for job in JOBS:
                self.a_monitor_errs(job, False)
        self.the_main_job_goes_on(which, 9, choice)
        ticket = self.job_ticket(which)
        self.time_passes(3700 if choice is Choice.REMOVE else 62)
        if wrong == "used":
            self.somebody_asks_to_close(which + 1, LEA, Claim.WORKS_AGAIN, "fresh", which, False)
        if wrong in RUNS and choice is Choice.REACTIVATE:
            self.ran(ticket.job_id, **RUNS[wrong])
        by = {"a viewer": VIC, "an operator": ANA}.get(wrong, LEA)
        claim = Claim(wrong) if wrong in set(Claim) else Claim.WORKS_AGAIN
        self.somebody_asks_to_close(which, by, claim, wrong if wrong in PICTURED else "fresh", which, True)
        if self.attempts:
            self.look_for(self.attempts[-1], wrong if wrong in SEEN else "now")

    def goes_on(self, ticket: JobTicket, choice: Choice) -> None:
        waits = choice is Choice.REMAIN_PAUSED
        steps = {
            "open": "contain",
            "contained": "notify_retailer",
            "retailer_notified": f"decide_{choice}",
            "decided_reactivate": "reactivate",
            "decided_remain_paused": "hold" if waits else f"decide_{choice}",
            "decided_remove": "remove_connection",
            "on_hold": "resume_work",
        }
        if ticket.state == "decided_remove":
            self.step(WISHES["confirm the end"](ticket, ticket, self.clock.now()), LEA)
        if ticket.state in steps:
            self.step(
                OF_ACTION[steps[ticket.state]](self.now.cases[ticket.id], ticket, self.clock.now()), LEA
            )

    def carried_out(self, ticket: JobTicket) -> None:
        """The write that waits is done, and what works again runs well."""
        for write in [o for o in self.writes() if o.case_id == ticket.id][-1:]:
            self.platform.carry_out(write, self.clock.now())
            self.settle(write, WriteResult.DONE)
        if ticket.state == "verifying" and not self.platform.paused[ticket.job_id]:
            self.clock.advance(1)
            self.ran(ticket.job_id, RunState.SUCCEEDED)

    # -- closings -----------------------------------------------------------------------------------------

    @precondition(Life.has_ticket)
    @rule(which=ANY, by=WHO, claim=CLAIMS, picture=PICTURES, of=ANY, later=LATER)
    def somebody_asks_to_close(
        self, which: int, by: Actor, claim: Claim, picture: str, of: int, later: bool
    ) -> None:
        ticket = self.job_ticket(which)
        files = () if picture == "none" else (self.upload(picture),)
        confirmed: dict[str, Any] = {
            "confirmation_text": "We renewed the token.",
            "confirmation_author": "Noor Visser",
        }
        form = ClosingForm(
            claim=claim,
            files=files,
            duplicate_of=self.job_ticket(of).number,
            confirmation_said="change",
            **(confirmed if of % 3 == 0 else {}),
        )
        answer = self.step(RequestClose(case_id=ticket.id, seen_version=ticket.version, form=form), by)
        if isinstance(answer, CloseAttempt):
            self.attempts.append(answer)
            if not later:
                self.look_for(answer, "now")

    def upload(self, picture: str) -> UploadedFile:
        self.pictures += 0 if picture == "used" else 1
        taken = self.clock.now() - timedelta(days=3 if picture == "old" else 0)
        name = f"{'text' if picture == 'no image' else 'green'}-{max(self.pictures, 1)}.png"
        return UploadedFile(id=f"F0{name}", name=name, created_at=taken)

    @precondition(lambda self: self.attempts)
    @rule(which=ANY, seen=st.sampled_from(["now", *SEEN]))
    def a_closing_is_looked_at(self, which: int, seen: str) -> None:
        self.look_for(self.attempts[-1 - which % len(self.attempts)], seen)

    def look_for(self, attempt: CloseAttempt, seen: str) -> None:
        case = self.now.cases[attempt.case_id]
        checks = self.now.operations[attempt.case_id]
        check = next(o for o in checks if o.arguments.get("attempt_id") == attempt.id)
        assert isinstance(case, JobTicket)
        pictures = tuple(looked_at(file) for file in attempt.form.files)
        reading = self.read(case.job_id, seen)
        close = CloseCase(
            attempt_id=attempt.id, operation_id=check.id, fence=None, reading=reading, pictures=pictures
        )
        self.step(close, ANDON)

    def read(self, job_id: str, seen: str) -> Reading | None:
        """As it is, unreadable, or as it was more than a minute ago."""
        if seen == "old reading":
            limit = self.clock.now() - timedelta(seconds=61)
            old = [r for job, r in self.old_readings if job == job_id and r.checked_at < limit]
            return old[-1] if old else None
        reading = self.platform.reading(job_id, self.clock.now())
        return unreadable(reading) if seen == "nothing" else reading


def looked_at(file: UploadedFile) -> CheckedPicture:
    image = file.name.startswith("green")
    return CheckedPicture(
        file=file,
        verdict="ok" if image else "not_an_image",
        sha256=f"sha of {file.name}" if image else None,
        store_key=file.name if image else None,
    )
