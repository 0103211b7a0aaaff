"""Events of platforms: taken once when they are proven, refused in words when they are not."""

import json
from pathlib import Path
from typing import Any

import pytest

from api.events import WORDS
from connectors.inbound.events import EventType
from core.domain.issue import Issue
from core.domain.job_ticket import JobTicket
from core.errors import Repeated, Stale
from tests.api.events import JOB, ORDER, event, failed_run, issue, resolved
from tests.api.running import OLD_SECRET, DatabaseGone, Running
from tests.fakes.clock import SetClock

CANARY = "do-not-log-this-4711"


async def test_an_issue_is_stored_before_it_is_answered_and_its_number_is_told(api: Running) -> None:
    answer = await api.tell(issue())
    assert answer.status == 202
    assert answer.body == {"status": "stored", "id": "evt_1", "case": 20260001}
    case = await api.world.read(lambda unit: unit.cases.by_number(20260001))
    assert isinstance(case, Issue)
    assert (case.code, case.title, case.account, case.subject.id) == (
        "order.stock_out",
        "Out of stock",
        "acme",
        "1001",
    )
    assert case.source.connector == "shop"


async def test_a_repeated_id_is_answered_200_and_stores_nothing_new(api: Running) -> None:
    await api.tell(issue())
    before = await api.stored()
    again = await api.tell(issue(title="Another title"))
    assert again.status == 200
    assert again.body["status"] == "duplicate"
    assert await api.stored() == before


async def test_the_same_id_from_the_old_secret_is_the_same_event(api: Running) -> None:
    body = json.dumps(issue()).encode()
    first = await api.send(body, api.signed(body, secret=OLD_SECRET))
    second = await api.send(body, api.signed(body))
    assert (first.status, second.status) == (202, 200)


async def test_the_same_trouble_again_is_one_case_with_one_more_occurrence(api: Running) -> None:
    await api.tell(issue(), "evt_1")
    second = await api.tell(issue(), "evt_2")
    assert second.body["case"] == 20260001
    case = await api.world.read(lambda unit: unit.cases.by_number(20260001))
    assert case.occurrences == 2


async def test_a_resolved_event_ends_the_issue_of_the_same_key(api: Running) -> None:
    await api.tell(issue(), "evt_1")
    answer = await api.tell(resolved(time="2026-11-23T08:56:00Z"), "evt_2")
    assert answer.status == 202
    case = await api.world.read(lambda unit: unit.cases.by_number(20260001))
    assert case.state == "resolved"


async def test_a_key_of_the_platforms_own_joins_opened_and_resolved(api: Running) -> None:
    await api.tell({**issue(), "dedup_key": "mine"}, "evt_1")
    await api.tell(resolved(time="2026-11-23T08:56:00Z", dedup_key="mine"), "evt_2")
    case = await api.world.read(lambda unit: unit.cases.by_number(20260001))
    assert case.state == "resolved"
    assert case.dedup_key == "shop:mine"


async def test_no_source_reaches_the_key_of_a_job_by_choosing_it(api: Running) -> None:
    await api.tell(failed_run(), "evt_1")
    answer = await api.tell({**issue(), "dedup_key": "job:shop:j1"}, "evt_2")
    case = await api.world.read(lambda unit: unit.cases.by_number(answer.body["case"]))
    assert case.links == ()


async def test_resolving_what_is_not_open_is_taken_and_changes_no_case(api: Running) -> None:
    answer = await api.tell(resolved())
    assert answer.status == 202
    assert answer.body["case"] is None


async def test_a_failed_run_opens_a_ticket(api: Running) -> None:
    answer = await api.tell(failed_run())
    ticket = await api.world.read(lambda unit: unit.cases.by_number(answer.body["case"]))
    assert isinstance(ticket, JobTicket)
    assert (ticket.code, ticket.job_id, ticket.failures_in_a_row) == ("token_expired", "j1", 1)
    assert ticket.checked_by is None


@pytest.mark.parametrize("type_", ["job.run.succeeded", "job.paused", "job.resumed"])
async def test_other_words_on_a_job_are_kept_by_their_id_and_wake_the_watch(api: Running, type_: str) -> None:
    succeeded = {**failed_run(state="succeeded", error=None), "type": type_}
    first, second = await api.tell(succeeded), await api.tell(succeeded)
    assert (first.status, second.status) == (202, 200)
    assert api.woken == ["shop"]
    assert (await api.stored())["case"] == 0


async def test_a_connection_that_changed_wakes_the_watch(api: Running) -> None:
    data = {"connection_id": "c1", "status": "active", "checked_at": JOB["checked_at"]}
    assert (await api.tell(event("connection.status.changed", data))).status == 202
    assert api.woken == ["shop"]


async def refused_without_a_trace(api: Running, caplog: pytest.LogCaptureFixture, answer: Any) -> str:
    assert {name: rows for name, rows in (await api.stored()).items() if rows} == {}
    assert CANARY not in caplog.text
    assert f"{answer.status} {answer.code}" in caplog.text
    return str(answer.code)


async def test_a_wrong_signature_is_refused(api: Running, caplog: pytest.LogCaptureFixture) -> None:
    body = json.dumps(issue(description=CANARY)).encode()
    answer = await api.send(body + b" ", api.signed(body, "evt_9"))
    assert answer.status == 401
    assert await refused_without_a_trace(api, caplog, answer) == "bad_signature"
    assert "an event of shop, id evt_9 refused" in caplog.text


@pytest.mark.parametrize("ago_s", [301, -301])
async def test_an_old_or_future_timestamp_is_refused(
    api: Running, caplog: pytest.LogCaptureFixture, ago_s: int
) -> None:
    body = json.dumps(issue(description=CANARY)).encode()
    answer = await api.send(body, api.signed(body, ago_s=ago_s))
    assert answer.status == 401
    assert await refused_without_a_trace(api, caplog, answer) == "old_timestamp"


async def test_headers_that_are_missing_are_refused_by_name(
    api: Running, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await api.send(json.dumps(issue(description=CANARY)).encode(), {})
    assert answer.status == 401
    assert await refused_without_a_trace(api, caplog, answer) == "missing_header"


async def test_an_unknown_type_is_refused_and_the_known_ones_are_listed(
    api: Running, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await api.tell({**issue(description=CANARY), "type": "order.exploded"})
    assert answer.status == 422
    assert await refused_without_a_trace(api, caplog, answer) == "unknown_type"
    assert "order.issue.opened" in answer.body["known"]


async def test_a_body_of_ten_megabytes_is_refused(api: Running, caplog: pytest.LogCaptureFixture) -> None:
    body = json.dumps(issue(description=CANARY * 550_000)).encode()
    assert len(body) > 10_000_000
    answer = await api.send(body, api.signed(body))
    assert answer.status == 413
    assert await refused_without_a_trace(api, caplog, answer) == "body_too_large"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"title": "x" * 201}, "/data/title"),
        ({"about": {**ORDER, "type": "spaceship"}}, "/data/about/type"),
        ({"amount": {"value": "1e9", "currency": "EUR"}}, "/data/amount/value"),
        ({"code": "a\nb"}, "/data/code"),
    ],
)
async def test_bad_data_is_refused_with_a_pointer_and_without_the_value(
    api: Running, caplog: pytest.LogCaptureFixture, change: dict[str, Any], pointer: str
) -> None:
    answer = await api.tell(issue(description=CANARY, **change))
    assert answer.status == 422
    assert await refused_without_a_trace(api, caplog, answer) == "bad_data"
    assert answer.body["errors"][0]["pointer"] == pointer
    assert "spaceship" not in answer.raw.decode()


async def test_a_failed_run_that_did_not_fail_is_refused(api: Running) -> None:
    answer = await api.tell(failed_run(state="succeeded"))
    assert (answer.status, answer.code) == (422, "bad_data")
    assert answer.body["errors"][0]["pointer"] == "/data/run/state"


async def test_a_run_of_another_job_is_refused(api: Running) -> None:
    answer = await api.tell(failed_run(job_id="j2"))
    assert answer.body["errors"][0]["pointer"] == "/data/run/job_id"


async def test_json_that_is_none_is_400_and_another_media_type_415(api: Running) -> None:
    broken = await api.send(b"{", api.signed(b"{"))
    assert (broken.status, broken.code) == (400, "not_json")
    form = await api.send(b"a=b", {**api.signed(b"a=b"), "Content-Type": "text/plain"})
    assert (form.status, form.code) == (415, "content_type")


async def test_an_unknown_source_is_404(api: Running, caplog: pytest.LogCaptureFixture) -> None:
    answer = await api.tell(issue(), source="nobody")
    assert (answer.status, answer.code) == (404, "unknown_source")
    assert "nobody" not in caplog.text


async def test_a_database_that_refuses_is_503_with_a_time_to_come_back(api: Running) -> None:
    api.door.fails_with = [DatabaseGone("disk full")]
    answer = await api.tell(issue())
    assert (answer.status, answer.code) == (503, "database_unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert (await api.tell(issue())).status == 202


async def test_a_case_somebody_changes_at_the_same_moment_is_tried_again(api: Running) -> None:
    api.door.fails_with = [Stale(), Stale()]
    assert (await api.tell(issue())).status == 202


async def test_a_write_that_is_under_way_is_no_duplicate(api: Running) -> None:
    api.door.fails_with = [Repeated("job.pause on j1 is under way", by="U1")]
    assert (await api.tell(issue())).status == 503
    assert (await api.tell(issue())).status == 202


async def test_a_bug_is_500_with_a_reference_that_stands_in_the_log(
    api: Running, caplog: pytest.LogCaptureFixture
) -> None:
    api.door.fails_with = [ZeroDivisionError()]
    answer = await api.tell(issue())
    assert (answer.status, answer.code) == (500, "bug")
    assert answer.body["reference"] in caplog.text


async def test_a_resolution_from_the_future_does_not_hide_what_happens_next(
    api: Running, clock: SetClock
) -> None:
    await api.tell(issue(), "evt_1")
    await api.tell(resolved(time="2999-01-01T00:00:00Z"), "evt_2")
    clock.advance(600)
    await api.tell({**issue(), "time": "2026-11-23T09:05:00Z"}, "evt_3")
    case = await api.world.read(lambda unit: unit.cases.by_number(20260001))
    assert case.state == "open"


async def test_an_event_from_the_future_does_not_outdate_what_follows(api: Running) -> None:
    await api.tell({**issue(), "time": "2999-01-01T00:00:00Z"}, "evt_1")
    await api.tell(resolved(time="2026-11-23T09:00:00Z"), "evt_2")
    case = await api.world.read(lambda unit: unit.cases.by_number(20260001))
    assert case.state == "resolved"


async def test_the_counters_name_the_source_and_the_answer(api: Running) -> None:
    await api.tell(issue())
    await api.tell(issue())
    await api.tell(issue(), source="nobody")
    text = (await api.get("/metrics", role=None)).raw.decode()
    assert 'andon_events_total{source="shop",status="202"} 1.0' in text
    assert 'andon_events_total{source="shop",status="200"} 1.0' in text
    assert 'andon_events_total{source="unknown",status="404"} 1.0' in text


def test_the_page_on_events_names_every_type_and_every_refusal() -> None:
    page = (Path(__file__).parents[2] / "docs" / "intake.md").read_text("utf-8")
    for key in WORDS:
        code = key.partition(".")[2]
        assert f"`{_SHOWN.get(code, code)}`" in page, key
    for type_ in EventType:
        family = type_.value.partition(".")[0]
        assert type_.value in page or f"`{family}." in page, type_


_SHOWN = {"bad": "bad_signature", "too_large": "body_too_large"}
"""Codes as they are answered where they are not worded as the errors inside."""
