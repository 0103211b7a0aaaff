"""Closing by API: the same attempt, the same rules, the same checklist; pictures wait on the disk."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from core.domain.close_attempt import UploadedFile
from core.domain.member import Actor, Path, Role
from core.domain.operation import CLOSING_CHECK
from core.domain.platform_facts import Connection, ConnectionStatus, Job, Reading, Run, RunState
from core.ports.evidence_store import MAX_PICTURE_BYTES, PictureRefused
from core.services.closing import CloseCase
from core.services.closing_evidence import CheckedPicture
from core.services.reading import GetAttempt
from storage.sqlite import SqliteTransactions
from tests.api.cases import ISSUE, TICKET, two_cases
from tests.api.running import Running, form
from tests.evidence.pictures import picture
from tests.fakes.clock import SetClock
from tests.fakes.transactions import TEAM

PNG = picture()
LOOP = Actor.system(TEAM, Path.LOOP)
Close = Callable[..., Awaitable[Any]]


@pytest.fixture
async def full(api: Running) -> Running:
    await two_cases(api)
    return api


async def close(api: Running, data: Any = None, *, number: int = TICKET, wait: float = 0, **more: Any) -> Any:
    path = f"/v1/cases/{number}/close" + (f"?wait={wait}" if wait else "")
    return await api.ask("POST", path, data=data if data is not None else form({}, ("shot.png", PNG)), **more)


async def check(api: Running, reading: Reading | None = None) -> None:
    """What the operations loop does with the closing that waits: look at the pictures, then decide."""
    operation = await api.world.read(lambda unit: unit.operations.live(CLOSING_CHECK, "case-1"))
    assert operation is not None
    attempt_id = str(operation.arguments["attempt_id"])
    attempt = await api.house.ask(GetAttempt(attempt_id=attempt_id), by=LOOP)
    looked = [await look(api, file) for file in attempt.form.files]
    command = CloseCase(
        attempt_id=attempt_id,
        operation_id=operation.id,
        fence=None,
        reading=reading,
        pictures=tuple(looked),
    )
    await api.house.dispatch(command, by=LOOP)


async def look(api: Running, file: UploadedFile) -> CheckedPicture:
    described = await api.uploads.describe_file(file.id)
    content = await api.uploads.fetch_file(file.id, limit_bytes=MAX_PICTURE_BYTES)
    try:
        kept = await api.pictures.keep_picture(content)
    except PictureRefused as refused:
        return CheckedPicture(file=described, verdict=refused.code, found=refused.found)
    return CheckedPicture(file=described, verdict="ok", sha256=kept.sha256, store_key=kept.key)


async def settled(api: Running, clock: SetClock) -> None:
    """Everything but the proof is done: not stoppable, told, decided, running again."""
    reason = {"reason": "runs at the marketplace"}
    await api.post(f"/v1/cases/{TICKET}/not-stoppable", reason, role=Role.LEAD)
    await api.post(f"/v1/cases/{TICKET}/skip-notify", {"reason": "our own defect"}, role=Role.LEAD)
    await api.post(f"/v1/cases/{TICKET}/decide", {"choice": "reactivate"})
    clock.advance(600)


def works(clock: SetClock) -> Reading:
    """The platform, a moment ago: the job runs, and its newest run succeeded after the failure."""
    now = clock.now()
    run = Run(
        run_id="r9", job_id="job-7", state=RunState.SUCCEEDED, started_at=now, ended_at=now, items_failed=0
    )
    job = Job(job_id="job-7", name="eBay orders", paused=False, checked_at=now, last_run=run)
    connection = Connection(connection_id="c1", status=ConnectionStatus.ACTIVE, checked_at=now)
    return Reading(checked_at=now, job=job, connection=connection, runs=(run,))


async def test_a_closing_is_taken_and_its_attempt_can_be_asked_for(full: Running) -> None:
    answer = await close(full)
    assert answer.status == 202
    assert (answer.body["number"], answer.body["state"]) == (TICKET, "waiting")
    assert answer.headers["Location"] == f"/v1/attempts/{answer.body['id']}"
    assert (await full.get(answer.headers["Location"])).body == answer.body


async def test_a_refusal_has_the_whole_checklist_in_words_and_codes(full: Running) -> None:
    asked = asyncio.ensure_future(close(full, wait=20))
    await _until_asked(full)
    await check(full)
    answer = await asked
    assert (answer.status, answer.code) == (409, "close_refused")
    assert {"not_contained", "retailer_not_notified", "account_not_decided"} <= set(answer.body["missing"])
    lines = {line["condition"]: line for line in answer.body["checklist"]}
    assert lines["screenshot"]["ok"] is True
    assert lines["contained"] == {
        "condition": "contained",
        "ok": False,
        "reason": "not_contained",
        "words": "Contained: Not contained.",
        "action": "contain",
        "facts": {},
    }
    attempt = await full.get(f"/v1/attempts/{answer.body['attempt']}")
    assert (attempt.status, attempt.body["state"]) == (200, "refused")
    assert attempt.body["missing"] == answer.body["missing"]
    assert attempt.body["checklist"] == answer.body["checklist"]
    assert (await full.get(f"/v1/cases/{TICKET}")).body["state"] == "open"


async def test_a_proven_closing_is_answered_200_and_its_picture_can_be_fetched(
    full: Running, clock: SetClock
) -> None:
    await settled(full, clock)
    asked = asyncio.ensure_future(close(full, form({"note": "mended"}, ("shot.png", PNG)), wait=20))
    await _until_asked(full)
    await check(full, works(clock))
    answer = await asked
    assert (answer.status, answer.body["state"]) == (200, "closed"), answer.body
    assert answer.body["outcome"] == "technically_verified"
    case = (await full.get(f"/v1/cases/{TICKET}")).body
    assert (case["state"], case["closed_by"]) == ("closed", "api:operator")
    assert await deliveries_to(full, "api:operator") == 0  # a token has no inbox at Slack
    evidence = (await full.get(f"/v1/cases/{TICKET}/evidence")).body["evidence"][0]
    assert (evidence["verdict"], evidence["file_name"]) == ("ok", "shot.png")
    kept = await full.get(evidence["picture"], role=Role.VIEWER)
    assert kept.raw.startswith(b"\x89PNG")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert kept.headers["Content-Security-Policy"].startswith("sandbox")
    assert kept.headers["X-Content-Type-Options"] == "nosniff"


async def test_the_same_by_json_with_the_picture_in_base64(full: Running, clock: SetClock) -> None:
    await settled(full, clock)
    shot = {"file_name": "a.png", "content_base64": base64.b64encode(PNG).decode()}
    sent = {"note": "mended", "pictures": [shot]}
    answer = await full.post(f"/v1/cases/{TICKET}/close", sent)
    assert answer.status == 202
    await check(full, works(clock))
    assert (await full.get(answer.headers["Location"])).body["state"] == "closed"


@pytest.mark.parametrize(
    ("content", "verdict"),
    [(b"just text", "not_an_image"), (b"%PDF-1.7\n", "not_an_image"), (picture(size=(1, 1)), "too_small")],
)
async def test_what_only_is_called_a_picture_is_refused_by_name(
    full: Running, clock: SetClock, content: bytes, verdict: str
) -> None:
    await settled(full, clock)
    asked = asyncio.ensure_future(close(full, form({}, ("shot.png", content)), wait=20))
    await _until_asked(full)
    await check(full, works(clock))
    answer = await asked
    assert answer.status == 409
    assert answer.body["missing"] == [verdict]
    assert (await full.get(f"/v1/cases/{TICKET}")).body["state"] == "decided_reactivate"


async def test_a_wait_that_ends_first_is_told_202(full: Running) -> None:
    answer = await close(full, wait=0.3)
    assert (answer.status, answer.body["state"]) == (202, "waiting")


async def test_the_same_key_asks_once_and_keeps_one_copy_of_the_picture(full: Running) -> None:
    key = {"Idempotency-Key": "k1"}
    first = await close(full, headers=key)
    second = await close(full, headers=key)
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.body["id"] == first.body["id"]
    assert len(list(full.uploads.folder.iterdir())) == 1


async def test_a_closing_while_another_is_checked_is_refused_and_leaves_no_picture(full: Running) -> None:
    await close(full)
    second = await close(full, role=Role.LEAD)
    assert (second.status, second.code) == (409, "repeated")
    assert len(list(full.uploads.folder.iterdir())) == 1


@pytest.mark.parametrize(("number", "role", "status", "code"), [
    (ISSUE, Role.OPERATOR, 422, "not_closable"),
    (TICKET, Role.VIEWER, 403, "not_allowed"),
    (20269999, Role.OPERATOR, 404, "not_found"),
])  # fmt: skip
async def test_what_cannot_be_closed_is_refused_before_the_picture_is_kept(
    full: Running, number: int, role: Role, status: int, code: str
) -> None:
    answer = await close(full, number=number, role=role)
    assert (answer.status, answer.code) == (status, code)
    assert not full.uploads.folder.exists()


async def test_a_picture_or_a_body_that_is_too_large_is_413(full: Running) -> None:
    large = await close(full, form({}, ("a.png", b"x" * (MAX_PICTURE_BYTES + 1))))
    assert (large.status, large.code) == (413, "picture_too_large")
    many = await close(full, form({}, *(("a.png", b"x" * 9_000_000) for _ in range(3))))
    assert (many.status, many.code) == (413, "body_too_large")
    assert not full.uploads.folder.exists()


@pytest.mark.parametrize(
    ("fields", "pictures", "code"),
    [
        ({"claim": "magic"}, 1, "invalid"),
        ({"surprise": "x"}, 1, "invalid"),
        ({"duplicate_of": "many"}, 0, "invalid"),
        ({"note": "x" * 2001}, 0, "note_too_long"),
        ({}, 4, "too_many_pictures"),
    ],
)
async def test_a_form_that_cannot_be_is_refused(
    full: Running, fields: dict[str, str], pictures: int, code: str
) -> None:
    answer = await close(full, form(fields, *[("a.png", PNG)] * pictures))
    assert (answer.status, answer.code) == (422, code)
    assert not full.uploads.folder.exists() or not list(full.uploads.folder.iterdir())


@pytest.mark.parametrize("raw", [b"", b"--b", b"--b\r\n\r\n--b--", b"--b\r\nnonsense\r\n\r\nx\r\n--b--\r\n"])
async def test_bytes_that_are_no_form_are_400(full: Running, raw: bytes) -> None:
    answer = await close(full, raw, headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert answer.status == 400
    assert answer.code.startswith("form_")


async def test_base64_that_is_none_is_pointed_at(full: Running) -> None:
    sent = {"pictures": [{"content_base64": "###"}]}
    answer = await full.post(f"/v1/cases/{TICKET}/close", sent)
    assert answer.status == 422
    assert answer.body["errors"][0]["pointer"] == "/pictures/0/content_base64"


async def test_hostile_words_of_the_form_are_kept_and_the_file_name_is_made_showable(
    full: Running,
) -> None:
    hostile = "<!channel> \u202e &lt; {x} \x07"
    raw = (
        b'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\n' + hostile.encode() + b"\r\n"
        b'--b\r\nContent-Disposition: form-data; name="picture"; filename="../../\xe2\x80\xaeetc/\x07wd.png"'
        b"\r\n\r\n" + PNG + b"\r\n--b--\r\n"
    )
    answer = await close(full, raw, headers={"Content-Type": "multipart/form-data; boundary=b"})
    attempt = await full.house.ask(GetAttempt(attempt_id=answer.body["id"]), by=LOOP)
    assert attempt.form.note == hostile
    assert attempt.form.files[0].name.endswith("wd.png")
    assert not any(ord(c) < 32 or c == "\u202e" for c in attempt.form.files[0].name)


async def test_an_attempt_of_a_case_one_may_not_see_is_not_found(full: Running) -> None:
    unknown = await full.get("/v1/attempts/00000000-0000-7000-8000-999999999999")
    assert (unknown.status, unknown.code) == (404, "not_found")


async def deliveries_to(api: Running, member_id: str) -> int:
    def count(conn: Any) -> int:
        sent = conn.exec_driver_sql("SELECT count(*) FROM delivery WHERE member_id = ?", (member_id,))
        return int(sent.scalar())

    transactions = api.world.transactions
    assert isinstance(transactions, SqliteTransactions)
    return await transactions.look(count)


async def _until_asked(api: Running) -> None:
    """Until the attempt stands in the database."""
    async with asyncio.timeout(10):
        while True:
            live = await api.world.read(lambda unit: unit.operations.live(CLOSING_CHECK, "case-1"))
            if live is not None:
                return
