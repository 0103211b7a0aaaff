"""The look before a closing: what is found of each file, what is read, and what the decision is handed."""

import asyncio
from dataclasses import dataclass, field, replace
from random import Random

import pytest

from core.domain.close_attempt import CloseAttempt, ClosingForm, UploadedFile
from core.domain.operation import CLOSING_CHECK
from core.domain.platform_facts import Job, Run, RunState
from core.errors import OutcomeUnknown, Permanent, Stale, Temporary
from core.ports.evidence_store import MAX_PICTURE_BYTES, Picture, PictureRefused
from core.services.closing import CloseCase
from core.services.closing_evidence import CheckedPicture
from core.services.reading import GetAttempt, GetCard
from scheduler.operations import OperationsLoop
from tests.scheduler.cards import JOB_TICKET
from tests.scheduler.delivery_scene import ATTEMPT
from tests.scheduler.doors import ANDON
from tests.scheduler.operations_world import World
from tests.scheduler.simulated_platform import OnePlatform
from tests.scheduler.simulation import BEGIN, simulate

FILE = UploadedFile(id="F1", name="green.png", mimetype="image/png", size_bytes=9, created_at=BEGIN)
KEPT = Picture(sha256="ab", key="ab.png", width_px=800, height_px=600, size_bytes=9)


@dataclass(kw_only=True)
class Shelf:
    """Keeps every picture, or raises what it was told to."""

    fails: list[Exception] = field(default_factory=list)
    kept: list[bytes] = field(default_factory=list)

    async def keep_picture(self, original: bytes) -> Picture:
        if self.fails:
            raise self.fails.pop(0)
        self.kept.append(original)
        return KEPT

    async def read(self, key: str) -> bytes:
        return b""

    async def delete(self, key: str) -> None: ...


class Closing:
    """A world with one attempt waiting to be checked."""

    def __init__(self, *files: UploadedFile) -> None:
        self.world = World()
        self.world.job("job-1", connection_id=None)
        self.world.platform.runs_of["job-1"].append(
            Run(run_id="8841", job_id="job-1", state=RunState.SUCCEEDED, ended_at=BEGIN)
        )
        self.shelf = Shelf()
        self.attempt: CloseAttempt = replace(ATTEMPT, form=ClosingForm(files=files))
        self.world.ask.answers[GetAttempt] = lambda _: self.attempt
        self.world.ask.answers[GetCard] = lambda _: replace(JOB_TICKET, connection_id=None)
        self.world.dispatch.answers[CloseCase] = self._settle
        for file in files:
            self.world.slack.files[file.id] = (file, b"\x89PNG bytes")
        self.held = self.world.want("check", "closing.check", "case-1", attempt_id="attempt-1")

    def _settle(self, command: CloseCase) -> Exception | None:
        row = self.world.operations.rows[command.operation_id]
        if command.fence != row.fence:
            return Stale("fence")
        self.world.operations.rows.pop(command.operation_id)
        return None

    def check(self, *, for_s: float = 200.0) -> list[CloseCase]:
        async def main() -> list[CloseCase]:
            loop = OperationsLoop(
                self.world.operations,
                OnePlatform(self.world.platform),
                self.world.slack,
                self.shelf,
                self.world.ask,
                self.world.dispatch,
                self.world.clock,
                by=ANDON,
                owner="r1",
                random=Random(1),
            )
            running = asyncio.create_task(loop.run())
            for _ in range(int(for_s)):
                if self.world.operations.left:
                    await asyncio.sleep(1)
            await loop.stop()
            await running
            return self.world.dispatch.of(CloseCase)

        return simulate(main())

    def verdict(self) -> CheckedPicture:
        (close,) = self.check()
        (picture,) = close.pictures
        return picture


def test_the_kind_of_the_operation_is_the_cores() -> None:
    assert CLOSING_CHECK == "closing.check"


def test_a_good_picture_and_a_fresh_reading_reach_the_decision_with_the_fence() -> None:
    (close,) = Closing(FILE).check()
    (picture,) = close.pictures
    assert (picture.verdict, picture.sha256, picture.store_key, picture.width_px) == (
        "ok",
        "ab",
        "ab.png",
        800,
    )
    assert (close.attempt_id, close.operation_id, close.fence) == ("attempt-1", "check", 1)
    assert close.reading is not None
    assert close.reading.job is not None
    assert [r.run_id for r in close.reading.runs] == ["8841"]


def test_the_platform_is_read_after_the_pictures() -> None:
    closing = Closing(FILE)
    closing.shelf.fails += [Temporary("busy", retry_in_s=90.0)]
    (close,) = closing.check()
    assert close.reading is not None
    assert (close.reading.checked_at - BEGIN).total_seconds() > 90


def test_an_attempt_without_a_file_is_decided_all_the_same() -> None:
    (close,) = Closing().check()
    assert close.pictures == ()
    assert close.reading is not None


@pytest.mark.parametrize("code", ["not_an_image", "too_small", "too_many_pixels", "truncated", "too_costly"])
def test_what_is_no_picture_is_named_with_what_it_is(code: str) -> None:
    closing = Closing(FILE)
    closing.shelf.fails.append(PictureRefused(code, found="pdf"))
    picture = closing.verdict()
    assert (picture.verdict, picture.found, picture.sha256) == (code, "pdf", None)


def test_a_file_that_says_it_is_too_large_is_not_even_downloaded() -> None:
    closing = Closing(replace(FILE, size_bytes=MAX_PICTURE_BYTES + 1))
    assert closing.verdict().verdict == "too_large"
    assert "fetch_file" not in closing.world.slack.calls


def test_a_deleted_file_is_named_so_and_the_decision_still_comes() -> None:
    closing = Closing(FILE)
    closing.world.slack.files.clear()
    assert closing.verdict().verdict == "file_gone"


def test_a_login_page_instead_of_the_file_is_not_readable() -> None:
    closing = Closing(FILE)
    closing.world.slack.fails["fetch_file"].append(Permanent("not_readable"))
    assert closing.verdict().verdict == "not_readable"


@pytest.mark.parametrize("error", [Temporary("not_ready"), OutcomeUnknown("reset"), TimeoutError()])
def test_a_file_that_slack_has_not_ready_is_asked_for_again(error: Exception) -> None:
    closing = Closing(FILE)
    closing.world.slack.fails["fetch_file"] += [error, error]
    assert closing.verdict().verdict == "ok"


def test_a_file_that_never_becomes_ready_is_not_readable_after_two_minutes() -> None:
    closing = Closing(FILE)
    closing.world.slack.fails["fetch_file"] += [Temporary("not_ready")] * 500
    assert closing.verdict().verdict == "not_readable"


def test_of_two_files_the_first_is_not_downloaded_again_because_of_the_second() -> None:
    closing = Closing(FILE, replace(FILE, id="F2"))
    keep = closing.shelf.keep_picture
    tries = 0

    async def second_is_late(original: bytes) -> Picture:
        nonlocal tries
        tries += 1
        if tries == 2:
            raise Temporary("busy")
        return await keep(original)

    closing.shelf.keep_picture = second_is_late  # type: ignore[method-assign]
    (close,) = closing.check()
    assert [p.verdict for p in close.pictures] == ["ok", "ok"]
    assert closing.world.slack.calls.count("fetch_file") == 3


def test_an_unreachable_platform_is_said_in_the_reading_and_not_waited_for() -> None:
    closing = Closing(FILE)
    closing.world.platform.unreadable = Temporary("unreachable")
    (close,) = closing.check()
    assert close.reading is not None
    assert close.reading.problem == "unreachable"


def test_a_hiccup_of_the_platform_is_asked_past() -> None:
    closing = Closing(FILE)
    job, fails = closing.world.platform.job, 2

    async def shaky(job_id: str) -> Job:
        nonlocal fails
        if fails:
            fails -= 1
            raise Temporary("unavailable")
        return await job(job_id)

    closing.world.platform.job = shaky  # type: ignore[method-assign]
    (close,) = closing.check()
    assert close.reading is not None
    assert close.reading.problem is None


def test_a_check_killed_at_any_moment_is_taken_up_again_and_decided_once() -> None:
    for moment_s in (0.003, 0.02, 0.06, 0.15, 0.3):
        closing = Closing(FILE)

        async def main(closing: Closing = closing, moment_s: float = moment_s) -> int:
            first = asyncio.create_task(closing.world.replica("r1").run())
            await asyncio.sleep(moment_s)
            first.cancel()
            second = asyncio.create_task(closing.world.replica("r2").run())
            await asyncio.sleep(60)
            second.cancel()
            await asyncio.gather(first, second, return_exceptions=True)
            return len(closing.world.dispatch.of(CloseCase))

        assert simulate(main()) == 1, moment_s
        assert closing.world.operations.rows == {}
