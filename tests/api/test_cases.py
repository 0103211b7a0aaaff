"""Looking at cases and acting on them through the API."""

from typing import Any

import pytest

from core.domain.member import Role
from core.domain.operation import WriteKind
from tests.api.cases import ISSUE, TICKET
from tests.api.running import DatabaseGone, Running
from tests.contracts.world import issue, ticket
from tests.fakes.clock import SetClock

HOSTILE = "<!channel> &lt; \u202eabc\u200b \x07 {x} %s ' \" \\ 🚨"


async def act(api: Running, name: str, body: object = None, *, number: int = TICKET, **more: Any) -> Any:
    return await api.post(f"/v1/cases/{number}/{name}", body, **more)


async def test_a_case_is_shown_with_its_version_and_what_may_be_done(full: Running) -> None:
    answer = await full.get(f"/v1/cases/{TICKET}", role=Role.VIEWER)
    case = answer.body
    assert answer.headers["ETag"] == f'"{case["version"]}"'
    assert (case["number"], case["shown_number"], case["kind"], case["state"]) == (
        TICKET,
        f"#{TICKET}",
        "job_ticket",
        "open",
    )
    assert "contain" in case["actions"]
    assert case["actions"] == sorted(case["actions"])
    assert case["job_ticket"]["job_id"] == "job-7"
    assert case["issue"] is None
    assert case["deadline"]["what"] == "contain"


async def test_the_number_may_be_written_with_its_sign(full: Running) -> None:
    assert (await full.get(f"/v1/cases/%23{TICKET}")).body["number"] == TICKET


@pytest.mark.parametrize("number", ["20269999", "abc", "1" * 40, "-1", "%00", "१२३"])
async def test_a_number_that_is_none_is_404(full: Running, number: str) -> None:
    answer = await full.get(f"/v1/cases/{number}")
    assert (answer.status, answer.code) == (404, "not_found")


async def test_the_list_is_newest_first_filtered_and_paged(full: Running) -> None:
    everything = (await full.get("/v1/cases")).body
    assert everything["total"] == 2
    page = (await full.get("/v1/cases?limit=1&offset=1")).body
    assert (page["total"], page["offset"], page["limit"]) == (2, 1, 1)
    assert page["cases"] == everything["cases"][1:]
    assert [c["number"] for c in (await full.get("/v1/cases?kind=issue")).body["cases"]] == [ISSUE]
    both = (await full.get("/v1/cases?kind=issue&kind=job_ticket&severity=critical")).body
    assert [c["number"] for c in both["cases"]] == [TICKET]
    assert (await full.get("/v1/cases?group=closed")).body["cases"] == []
    assert [c["number"] for c in (await full.get("/v1/cases?text=4711")).body["cases"]] == [ISSUE]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "/limit"),
        ("limit=51", "/limit"),
        ("offset=-1", "/offset"),
        ("group=everything", "/group"),
        ("kind=issue&kind=fish", "/kind/1"),
        ("colour=red", "/colour"),
        ("limit=1&limit=2", "/limit"),
        ("created_after=yesterday", "/created_after"),
    ],
)
async def test_a_filter_that_cannot_be_is_pointed_at(full: Running, query: str, pointer: str) -> None:
    answer = await full.get(f"/v1/cases?{query}")
    assert (answer.status, answer.code) == (422, "invalid")
    assert pointer in [error["pointer"] for error in answer.body["errors"]]


async def test_an_act_answers_with_the_case_as_it_stands_then(full: Running) -> None:
    answer = await act(full, "take")
    assert answer.status == 200
    assert answer.body["owner"] == "api:operator"
    assert answer.headers["ETag"] == f'"{answer.body["version"]}"'
    assert (await full.get(f"/v1/cases/{TICKET}")).body == answer.body


async def test_the_first_steps_of_a_ticket_by_api_alone(full: Running) -> None:
    answer = await act(full, "contain", {"kind": "pause_job"})
    assert answer.body["state"] == "containing"
    operation = await full.world.read(lambda unit: unit.operations.live(WriteKind.JOB_PAUSE, "job-7"))
    assert operation is not None
    assert operation.requested_by == "api:operator"
    early = await act(full, "decide", {"choice": "reactivate"})
    assert (early.status, early.code) == (409, "transition_refused")


async def test_the_retailer_is_told_by_a_letter_to_a_known_contact(full: Running) -> None:
    await act(full, "not-stoppable", {"reason": "runs at the marketplace"}, role=Role.LEAD)
    letter = {"subject": "Your job", "issue": HOSTILE, "actions": "renew the token", "next_steps": "we wait"}
    wrong = await act(full, "notify", {"to": "mallory@evil.example", **letter})
    assert (wrong.status, wrong.code) == (422, "unknown_contact")
    assert wrong.body["errors"] == [{"pointer": "/to", "problem": "unknown_contact"}]
    told = await act(full, "notify", {"to": "Rita@acme.example", **letter})
    assert told.body["state"] == "retailer_notified"


async def test_an_order_is_retried_with_the_tick_of_the_duplicate_check(full: Running) -> None:
    answer = await act(full, "retry", {"duplicate_checked": True}, number=ISSUE)
    assert answer.body["state"] == "retrying"
    operation = await full.world.read(lambda unit: unit.operations.live(WriteKind.ORDER_RETRY, "4711"))
    assert operation is not None
    assert operation.arguments == {"duplicate_checked": True}


async def test_archive_unarchive_and_undo(full: Running, clock: SetClock) -> None:
    assert (await act(full, "archive", {"reason": "boring"}, number=ISSUE)).code == "archive_reason"
    archived = await act(full, "archive", {"reason": "actioned"}, number=ISSUE)
    assert archived.body["archived_reason"] == "actioned"
    back = await act(full, "undo", number=ISSUE)
    assert back.body["archived_at"] is None
    clock.advance(60)
    late = await act(full, "undo", number=ISSUE)
    assert (late.status, late.code) == (409, "nothing_to_undo")


async def test_whoever_looked_at_an_old_version_is_told_who_was_first(full: Running) -> None:
    seen = (await full.get(f"/v1/cases/{TICKET}")).body["version"]
    await act(full, "take", role=Role.LEAD)
    late = await act(full, "take", {"seen_version": seen})
    assert (late.status, late.code) == (409, "stale")
    assert late.body["facts"]["by"] == "api:lead"
    by_tag = await act(full, "take", headers={"If-Match": f'"{seen}"'})
    assert (by_tag.status, by_tag.code) == (412, "stale")
    assert (await full.get(f"/v1/cases/{TICKET}")).body["owner"] == "api:lead"
    fresh = (await full.get(f"/v1/cases/{TICKET}")).headers["ETag"]
    assert (await act(full, "take", headers={"If-Match": fresh})).status == 200


async def test_two_versions_in_one_request_and_no_version_at_all_are_refused(full: Running) -> None:
    both = await act(full, "take", {"seen_version": 1}, headers={"If-Match": '"2"'})
    assert (both.status, both.code) == (400, "two_versions")
    odd = await act(full, "take", headers={"If-Match": '"tea"'})
    assert (odd.status, odd.code) == (400, "bad_if_match")


async def test_the_same_idempotency_key_acts_once(full: Running) -> None:
    key = {"Idempotency-Key": "build-77"}
    first = await act(full, "comment", {"text": "one"}, headers=key)
    before = await full.stored()
    again = await act(full, "comment", {"text": "one"}, headers=key)
    assert (again.status, again.headers["Idempotency-Replayed"]) == (200, "true")
    assert "Idempotency-Replayed" not in first.headers
    assert await full.stored() == before
    other_act = await act(full, "take", headers=key)
    other_token = await act(full, "comment", {"text": "two"}, headers=key, role=Role.LEAD)
    assert "Idempotency-Replayed" not in other_act.headers
    assert "Idempotency-Replayed" not in other_token.headers


@pytest.mark.parametrize("key", ["", "x" * 256, "a b", "é"])
async def test_a_key_that_cannot_be_kept_is_refused(full: Running, key: str) -> None:
    answer = await act(full, "take", headers={"Idempotency-Key": key})
    assert (answer.status, answer.code) == (400, "bad_idempotency_key")


async def test_a_write_under_way_is_not_mistaken_for_a_replay(full: Running) -> None:
    await full.world.add(issue("case-9", 20260009))
    await act(full, "retry", number=ISSUE)
    second = await act(full, "retry", number=20260009, headers={"Idempotency-Key": "k"})
    assert (second.status, second.code) == (409, "repeated")


@pytest.mark.parametrize(
    ("name", "body", "pointer"),
    [
        ("comment", {}, "/text"),
        ("comment", {"text": "x" * 10_001}, "/text"),
        ("comment", {"text": "a", "txet": "b"}, "/txet"),
        ("priority", {"severity": "apocalyptic"}, "/severity"),
        ("snooze", {"until": "2026-11-24T09:00:00"}, "/until"),
        ("snooze", {"until": "2026-11-01T09:00:00Z"}, "/until"),
        ("take", {"seen_version": 0}, "/seen_version"),
        ("assign", {"to": "U0NOBODY"}, "/to"),
        ("contain", {"kind": "explode"}, "/kind"),
    ],
)
async def test_a_value_that_cannot_be_taken_is_pointed_at(
    full: Running, name: str, body: dict[str, object], pointer: str
) -> None:
    number = ISSUE if name == "snooze" else TICKET
    answer = await act(full, name, body, number=number)
    assert answer.status == 422
    assert answer.code
    assert [error["pointer"] for error in answer.body["errors"]] == [pointer]


async def test_bodies_that_are_no_objects_are_refused(full: Running) -> None:
    path = f"/v1/cases/{TICKET}/comment"
    for raw in (b"[]", b"{", b'"x"', b"\xff", b"[" * 5000, b'{"text": "\\ud800"}'):
        answer = await full.ask("POST", path, data=raw, headers={"Content-Type": "application/json"})
        assert (answer.status, answer.code) == (422, "invalid"), raw[:10]
    text = await full.ask("POST", path, data=b"text=x", headers={"Content-Type": "text/plain"})
    assert (text.status, text.code) == (415, "content_type")
    large = await full.post(f"/v1/cases/{TICKET}/comment", {"text": "x" * 70_000})
    assert (large.status, large.code) == (413, "body_too_large")


async def test_hostile_text_of_a_comment_comes_back_in_the_history(full: Running) -> None:
    await act(full, "comment", {"text": HOSTILE})
    await act(full, "confirmation", {"text": HOSTILE, "author": HOSTILE, "said": "change"})
    rows = (await full.get(f"/v1/cases/{TICKET}/history")).body["rows"]
    assert rows[0]["facts"]["text"] == HOSTILE
    evidence = (await full.get(f"/v1/cases/{TICKET}/evidence")).body["evidence"]
    assert (evidence[0]["text"], evidence[0]["author"]) == (HOSTILE, HOSTILE)


async def test_an_export_holds_everything_and_says_that_the_chain_is_whole(full: Running) -> None:
    await act(full, "comment", {"text": "one"})
    await act(full, "confirmation", {"text": "we changed it", "author": "Rita", "said": "change"})
    export = (await full.get(f"/v1/export?number={TICKET}", role=Role.VIEWER)).body
    assert export["chain_whole"] is True
    assert export["chain_faults"] == []
    assert [row["event"] for row in export["history"]] == ["Commented", "EvidenceAdded"]
    assert all(len(row["hash"]) == 64 for row in export["history"])
    assert export["case"]["number"] == TICKET
    assert export["evidence"][0]["author"] == "Rita"


async def test_a_runbook_is_rated_whatever_version_of_the_case_was_seen(full: Running) -> None:
    none = await act(full, "rate-runbook", {"helpful": True})
    assert (none.status, none.code) == (409, "no_runbook")
    linked = ticket("case-8", 20260008, runbook_url="https://docs.example/runbooks/1")
    await full.world.add(linked)
    await act(full, "take", number=20260008)
    answer = await act(full, "rate-runbook", {"helpful": False, "seen_version": 1}, number=20260008)
    assert answer.status == 200
    (row,) = [
        row
        for row in (await full.get("/v1/cases/20260008/history")).body["rows"]
        if row["event"] == "RunbookRated"
    ]
    assert row["facts"] == {"by": "api:operator", "helpful": False, "url": linked.runbook_url}


async def test_a_job_check_is_run_for_whoever_asked(full: Running) -> None:
    answer = await full.post("/v1/jobcheck")
    assert answer.body == {
        "checked_at": "2026-11-23T09:00:00Z",
        "platforms": 2,
        "opened": 1,
        "known": 0,
        "reopened": 0,
        "recovered": 0,
        "tickets": [{"number": 20260001, "found": "opened"}],
        "not_recorded": [],
        "unreachable": [{"platform_id": "shop", "reason": "timeout"}],
        "complete": False,
    }
    assert [actor.id for actor in full.checked.asked_by] == ["api:operator"]


async def test_a_database_that_refuses_and_a_writer_that_hangs_are_503(full: Running) -> None:
    for error in (DatabaseGone("locked"), TimeoutError()):
        full.door.fails_with = [error]
        answer = await act(full, "take")
        assert answer.status == 503
        assert int(answer.headers["Retry-After"]) > 0
    assert (await act(full, "take")).status == 200


async def test_a_bug_is_told_by_a_reference_and_not_by_its_words(
    full: Running, caplog: pytest.LogCaptureFixture
) -> None:
    full.door.fails_with = [RuntimeError("secret inside")]
    answer = await act(full, "take")
    assert (answer.status, answer.code) == (500, "bug")
    assert "secret inside" not in answer.raw.decode()
    assert answer.body["reference"] in caplog.text
