"""Events of the platform contract, read and bounded."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.contract import job_fact, run_fact
from connectors.inbound.events import (
    MODELS,
    BadEvent,
    EventType,
    IssueMessage,
    JobMessage,
    dedup_key,
    parse_event,
)
from core.domain.platform_facts import RunState

CONTRACT = Path(__file__).parents[3] / "docs" / "platform-contract.openapi.yaml"
TIME = "2026-03-01T09:10:00+02:00"
SUBJECT = {"type": "order", "id": "1001-A", "label": "Order 1001-A"}
RUN = {"run_id": "8841", "job_id": "j1", "state": "failed"}
JOB = {"job_id": "j1", "name": "eBay AU order sync", "paused": False, "checked_at": TIME}
INCIDENT = {"incident_id": "i1", "status": "pending", "allowed_resolutions": ["destroy"], "checked_at": TIME}
SAMPLES: dict[str, dict[str, Any]] = {
    "job": {"job": JOB, "run": RUN},
    "connection": {"connection_id": "c1", "status": "active", "checked_at": TIME},
    "order": {"code": "order.stock_out", "title": "Out of stock", "about": SUBJECT},
    "invoice": {"code": "invoice.missing", "title": "Missing", "about": SUBJECT},
    "inventory": {"code": "inventory.negative", "title": "Negative", "about": SUBJECT},
    "platform": {"code": "platform.sftp_permission", "title": "No permission", "about": SUBJECT},
    "shipment": {"incident": INCIDENT, "carrier": "tipsa", "carrier_code": "NAM", "order": SUBJECT},
    "support": {"ticket_id": "t1", "requester": {"name": "Joana"}, "channel": "amazon"},
}


def event(type_: str, **changes: Any) -> bytes:
    data = SAMPLES[type_.partition(".")[0]]
    return json.dumps({"type": type_, "time": TIME, "subject": "s1", "data": data, **changes}).encode()


def issue(**changes: Any) -> bytes:
    return event("order.issue.opened", data={**SAMPLES["order"], **changes})


def test_the_sixteen_types_are_those_of_the_contract_and_each_has_a_shape() -> None:
    told = yaml.safe_load(CONTRACT.read_text())["components"]["schemas"]["Event"]["properties"]["type"][
        "enum"
    ]
    assert [one.value for one in EventType] == told
    assert set(MODELS) == set(EventType)
    assert len(told) == 16


@pytest.mark.parametrize("type_", list(EventType))
def test_each_type_is_read_and_what_the_contract_does_not_know_is_ignored(type_: EventType) -> None:
    parsed = parse_event(event(type_.value, added_later={"a": 1}))
    assert parsed.type is type_
    assert parsed.time.isoformat() == "2026-03-01T07:10:00+00:00"


def test_a_job_event_becomes_facts() -> None:
    run = {
        **RUN,
        "state": "succeeded",
        "items_failed": 2,
        "error": {"class": "solar_flare", "message": "x" * 9000},
    }
    parsed = parse_event(event("job.run.failed", data={"job": {**JOB, "last_run": run}, "run": run}))
    assert isinstance(parsed, JobMessage)
    fact = run_fact(parsed.data.run, reports_forced=False)
    assert (fact.state, fact.forced, fact.error_class) == (RunState.PARTIAL, None, "unknown")
    assert len(fact.error_message or "") == 4000
    job = job_fact(parsed.data.job, checked_at=parsed.time, reports_forced=True)
    assert (job.name, job.last_run and job.last_run.forced) == ("eBay AU order sync", False)


def test_an_unknown_type_is_named_with_those_that_are_known() -> None:
    with pytest.raises(BadEvent) as refused:
        parse_event(
            json.dumps({"type": "job.exploded" * 20, "time": TIME, "subject": "s", "data": {}}).encode()
        )
    assert (refused.value.code, refused.value.field) == ("event.unknown_type", "type")
    assert len(str(refused.value.facts["type"])) == 60
    assert "job.run.failed" in refused.value.facts["known"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (event("order.issue.opened", time="yesterday"), "time"),
        (event("order.issue.opened", time="2026-03-01T09:10:00"), "time"),
        (event("order.issue.opened", time=1700000000), "time"),
        (event("order.issue.opened", time="0001-01-01T00:00:00+14:00"), "time"),
        (event("order.issue.opened", subject=""), "subject"),
        (event("order.issue.opened", subject="a\x00b"), "subject"),
        (event("order.issue.opened", subject="x" * 251), "subject"),
        (event("order.issue.opened", severity="apocalyptic"), "severity"),
        (event("order.issue.opened", type=None), "type"),
        (issue(title="x" * 201), "data.title"),
        (issue(description="x" * 4001), "data.description"),
        (issue(about=None), "data.about"),
        (issue(about={**SUBJECT, "type": "unicorn"}), "data.about.type"),
        (issue(amount={"value": "1e400", "currency": "EUR"}), "data.amount.value"),
        (issue(amount={"value": "12.00", "currency": "euro"}), "data.amount.currency"),
        (event("job.run.failed", data={"job": JOB}), "data.run"),
        (event("job.run.failed", data={"job": JOB, "run": {**RUN, "state": "melted"}}), "data.run.state"),
        (
            event("job.run.failed", data={"job": JOB, "run": {**RUN, "items_failed": -1}}),
            "data.run.items_failed",
        ),
        (event("job.run.failed", data={"job": JOB, "run": {**RUN, "forced": "no"}}), "data.run.forced"),
        (event("support.ticket.opened", data=[]), "data"),
    ],
)
def test_a_wrong_value_is_refused_by_the_path_of_its_field(body: bytes, field: str) -> None:
    with pytest.raises(BadEvent) as refused:
        parse_event(body)
    assert (refused.value.code, refused.value.field) == ("event.bad_data", field)


def test_long_text_that_the_contract_allows_is_kept_whole_and_nul_is_replaced() -> None:
    name = "<!channel> \u202e" + "x" * 9000 + "\x00"
    parsed = parse_event(event("job.run.failed", data={"job": {**JOB, "name": name}, "run": RUN}))
    assert isinstance(parsed, JobMessage)
    assert parsed.data.job.name == name.replace("\x00", "\ufffd")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a b", "http://", "x" * 3000, 7, "https://a/>|x<"]
)
def test_a_link_nobody_should_follow_is_dropped_and_the_event_is_kept(url: object) -> None:
    parsed = parse_event(issue(about={**SUBJECT, "url": url}))
    assert isinstance(parsed, IssueMessage)
    assert parsed.data.about.url is None


def test_a_link_to_a_web_page_is_kept() -> None:
    parsed = parse_event(issue(about={**SUBJECT, "url": "https://shop.example/o/1?a=b#c"}))
    assert isinstance(parsed, IssueMessage)
    assert parsed.data.about.url == "https://shop.example/o/1?a=b#c"


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"{", b"[]", b"7", b'"x"', b"null", b"[" * 200_000, b"{" * 9999]
)
def test_a_body_that_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(BadEvent) as refused:
        parse_event(body)
    assert refused.value.code == "event.not_json"


def test_a_body_beyond_one_mebibyte_is_refused_unread() -> None:
    with pytest.raises(BadEvent) as refused:
        parse_event(b" " * (1024 * 1024 + 1))
    assert refused.value.code == "event.too_large"


def test_a_refusal_never_repeats_what_was_sent() -> None:
    with pytest.raises(BadEvent) as refused:
        parse_event(issue(title="hush" * 100))
    assert "hush" not in f"{refused.value} {refused.value.facts}"


def test_without_a_key_of_its_own_an_event_is_the_same_case_by_source_family_subject_and_code() -> None:
    failed, recovered = parse_event(event("job.run.failed")), parse_event(event("job.run.succeeded"))
    assert dedup_key(failed, "shop") == dedup_key(recovered, "shop") == "shop:job.run:s1"
    assert dedup_key(parse_event(issue()), "shop") == "shop:order.issue:s1:order.stock_out"
    assert dedup_key(parse_event(event("order.issue.opened", dedup_key="mine")), "shop") == "mine"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from(list(EventType)),
    st.sampled_from(["time", "subject", "data", "severity", "dedup_key"]),
    JSON,
)
@settings(max_examples=500)
def test_any_json_in_any_field_is_read_or_refused_as_an_event(
    type_: EventType, field: str, value: object
) -> None:
    try:
        parse_event(event(type_.value, **{field: value}))
    except BadEvent as refused:
        assert refused.code in ("event.bad_data", "event.not_json")


@given(st.sampled_from(sorted(SAMPLES)), st.data())
@settings(max_examples=500)
def test_any_json_deep_in_the_data_is_read_or_refused_as_an_event(family: str, data: st.DataObject) -> None:
    type_ = next(one for one in EventType if one.value.startswith(family))
    body = json.loads(event(type_.value))
    inside = body["data"]
    key = data.draw(st.sampled_from(sorted(inside)))
    if isinstance(inside[key], dict):
        inside = inside[key]
        key = data.draw(st.sampled_from([*sorted(inside), "url", "ended_at", "error", "last_run"]))
    inside[key] = data.draw(JSON)
    try:
        parse_event(json.dumps(body).encode())
    except BadEvent as refused:
        assert refused.code in ("event.bad_data", "event.not_json")


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_as_no_event(body: bytes) -> None:
    with pytest.raises(BadEvent):
        parse_event(body)
