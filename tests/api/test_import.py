"""Rows of the past, a batch at a time: each is taken, known or refused by itself, and nothing comes twice."""

from random import Random
from typing import Any

import pytest

from api.import_rows import ROWS, read_row
from api.importing import MOST_ROWS
from core.domain.case_parts import Kind
from core.domain.member import Role
from core.errors import Temporary
from tests.api.running import Answer, Running

ISSUE = {
    "kind": "issue",
    "source": "helpdesk",
    "external_id": "i-1",
    "opened_at": "2026-10-01T09:00:00+02:00",
    "code": "order.stock_out",
    "subject_id": "1001",
    "amount": "12.50",
    "currency": "EUR",
    "notes": [{"text": "sin stock hasta el lunes", "author": "Marta"}],
}
INCIDENT = {
    "kind": "delivery_incident",
    "source": "helpdesk",
    "external_id": "d-1",
    "opened_at": "2026-10-02T09:00:00Z",
    "carrier": "TIPSA",
    "carrier_code": "NAM",
    "order_number": "ES-7",
    "distance_km": "3.5",
}
JOB = {
    "kind": "job_ticket",
    "source": "helpdesk",
    "external_id": "j-1",
    "opened_at": "2026-10-03T09:00:00Z",
    "job_id": "job-7",
    "job_name": "eBay AU order sync",
    "description": "401 invalid_grant",
}
TICKET = {
    "kind": "support_ticket",
    "source": "helpdesk",
    "external_id": "s-1",
    "opened_at": "2026-10-04T09:00:00Z",
    "category": "return",
    "customer": "Joana",
    "email": "joana@example.org",
    "description": "A caixa chegou aberta",
}
FOUR = (ISSUE, INCIDENT, JOB, TICKET)


async def bring(api: Running, *rows: Any, role: Role = Role.ADMIN, **more: Any) -> Answer:
    return await api.post("/v1/import", {"rows": rows, **more}, role=role)


def problems(answer: Answer, row: int = 0) -> list[tuple[str, str]]:
    return [(p["field"], p["code"]) for p in answer.body["rows"][row]["problems"]]


async def test_every_kind_is_taken_and_can_be_read(api: Running) -> None:
    answer = await bring(api, *FOUR)

    assert answer.status == 200
    assert [r["result"] for r in answer.body["rows"]] == ["created"] * 4, answer.body
    assert answer.body["created"] == 4
    shown = [(await api.get(f"/v1/cases/{r['number']}")).body for r in answer.body["rows"]]
    assert [case["kind"] for case in shown] == ["issue", "delivery_incident", "job_ticket", "support_ticket"]
    assert [case["code"] for case in shown] == ["order.stock_out", "refused", "token_expired", "return"]
    assert shown[0]["created_at"] == "2026-10-01T07:00:00Z"
    assert shown[0]["issue"]["amount"] == {"value": "12.50", "currency": "EUR"}
    for row in answer.body["rows"]:
        exported = (await api.get(f"/v1/export?number={row['number']}")).body
        assert exported["chain_whole"] is True


async def test_the_history_names_who_brought_it_and_who_wrote_it(api: Running) -> None:
    number = (await bring(api, ISSUE)).body["rows"][0]["number"]
    rows = (await api.get(f"/v1/cases/{number}/history")).body["rows"]
    assert [r["event"] for r in rows] == ["CaseImported", "NoteImported"]
    assert {(r["actor_id"], r["actor_name"]) for r in rows} == {("api:admin", "import (admin)")}
    assert (rows[1]["facts"]["author"], rows[1]["facts"]["text"]) == ("Marta", "sin stock hasta el lunes")


async def test_the_same_rows_again_are_there_already(api: Running) -> None:
    first = await bring(api, *FOUR)
    stored = await api.stored()

    again = await bring(api, *FOUR)

    assert (again.body["created"], again.body["exists"]) == (0, 4)
    assert [r["number"] for r in again.body["rows"]] == [r["number"] for r in first.body["rows"]]
    assert await api.stored() == stored


async def test_a_row_is_still_known_when_its_act_has_been_forgotten(api: Running) -> None:
    first = await bring(api, ISSUE)
    await api.world.transactions.write(  # type: ignore[union-attr]  # the real store, as housekeeping sees it
        lambda conn, now: conn.exec_driver_sql("DELETE FROM inbox").rowcount
    )
    again = await bring(api, ISSUE)
    assert again.body["exists"] == 1 and again.body["rows"][0]["number"] == first.body["rows"][0]["number"]


async def test_the_same_case_twice_in_one_batch_is_taken_once(api: Running) -> None:
    answer = await bring(api, ISSUE, ISSUE)
    assert [r["result"] for r in answer.body["rows"]] == ["created", "exists"]


async def test_a_bad_row_spoils_no_other(api: Running) -> None:
    answer = await bring(api, INCIDENT, {**ISSUE, "code": ""}, TICKET)

    assert [r["result"] for r in answer.body["rows"]] == ["created", "refused", "created"]
    assert (answer.body["refused"], problems(answer, 1)) == (1, [("code", "missing")])


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ({**ISSUE, "kind": "riddle"}, "kind", "union_tag_invalid"),
        ({}, "kind", "union_tag_not_found"),
        ({**ISSUE, "opened_at": "2026-10-01"}, "opened_at", "timezone_aware"),
        ({**ISSUE, "opened_at": "yesterday"}, "opened_at", "datetime_from_date_parsing"),
        ({**ISSUE, "severity": "enormous"}, "severity", "enum"),
        ({**ISSUE, "surprise": "x"}, "surprise", "extra_forbidden"),
        ({**ISSUE, "url": "javascript:alert(1)"}, "url", "string_pattern_mismatch"),
        ({**ISSUE, "owner": "Ana"}, "owner", "string_pattern_mismatch"),
        ({**ISSUE, "notes": [{"text": "x", "at": "soon"}]}, "notes.0.at", "datetime_from_date_parsing"),
        ({**TICKET, "email": "nobody"}, "email", "string_pattern_mismatch"),
        ({**INCIDENT, "attempt": "0"}, "attempt", "greater_than_equal"),
        ({**INCIDENT, "distance_km": "far"}, "distance_km", "float_parsing"),
        ({**ISSUE, "state": "retrying"}, "state", "import_choice"),
        ({**JOB, "state": "closed"}, "closed_at", "import_missing"),
        ({**JOB, "state": "verifying"}, "state", "import_choice"),
        ({**ISSUE, "opened_at": "2031-01-01T00:00:00Z"}, "opened_at", "import_future"),
        ({**ISSUE, "title": "x" * 201}, "title", "text_too_long"),
    ],
)
async def test_a_row_is_refused_by_field_and_reason(api: Running, row: Any, field: str, code: str) -> None:
    for dry_run in (True, False):
        answer = await bring(api, row, dry_run=dry_run)
        assert (answer.status, answer.body["refused"]) == (200, 1), answer.raw
        found = [p for p in problems(answer) if p[0] == field]
        assert [p[1] if not p[1].startswith("datetime") else "datetime_from_date_parsing" for p in found] == [
            code
        ], answer.body
        assert all(p["problem"].endswith(".") for p in answer.body["rows"][0]["problems"])


async def test_a_dry_run_says_what_would_come_of_it_and_changes_nothing(api: Running) -> None:
    before = await api.stored()
    answer = await bring(api, *FOUR, {**ISSUE, "state": "lost"}, dry_run=True)

    assert [r["result"] for r in answer.body["rows"]] == ["new"] * 4 + ["refused"]
    assert await api.stored() == before


async def test_an_import_writes_no_card_no_message_and_no_letter(api: Running) -> None:
    before = await api.stored()
    await bring(api, *FOUR)
    after = await api.stored()
    for table in ("card", "delivery", "operation", "second_look"):
        assert after[table] == before[table], table
    assert after["case"] == before["case"] + 4


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR, Role.LEAD])
async def test_only_the_token_of_an_admin_imports(api: Running, role: Role) -> None:
    before = await api.stored()
    for row in (ISSUE, {"kind": "riddle"}):
        answer = await bring(api, row, role=role)
        assert (answer.status, answer.code) == (403, "not_allowed")
    assert await api.stored() == before


async def test_a_batch_is_bounded(api: Running) -> None:
    rows = [{**ISSUE, "external_id": f"i-{n}"} for n in range(MOST_ROWS + 1)]
    assert (await bring(api, *rows)).status == 422
    assert (await bring(api)).status == 422
    assert (await bring(api, "not a row")).status == 422
    assert (await bring(api, {**ISSUE, "description": "x" * 600_000})).status == 413
    assert (await bring(api, *rows[:MOST_ROWS])).body["created"] == MOST_ROWS


async def test_a_batch_that_broke_off_is_repeated_without_a_case_coming_twice(api: Running) -> None:
    await bring(api, ISSUE)
    api.door.fails_with.append(Temporary("busy"))
    broken = await bring(api, INCIDENT, JOB)
    assert (broken.status, "Retry-After" in broken.headers) == (503, True)

    again = await bring(api, ISSUE, INCIDENT, JOB)
    assert [r["result"] for r in again.body["rows"]] == ["exists", "created", "created"]
    assert (await api.get("/v1/cases?group=all")).body["total"] == 3


async def test_no_row_is_answered_with_a_500(api: Running) -> None:
    random = Random(1903)
    wild: tuple[Any, ...] = (
        None, True, 0, -1, 2**70, 1e308, "", " ", "x" * 3001, "\x00", "\u202e<!channel>", "closed", "open", "1",
        "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00-14:00", "2026-10-05T00:00:00Z", [], {}, ["a"],
        {"a": {"b": []}}, [{"text": "x"}], "1e9999", "١٢", "🚨",
    )  # fmt: skip
    seen = set()
    for n in range(160):
        row: dict[str, Any] = dict(random.choice(FOUR)) | {"external_id": f"w-{n}"}
        names = [*ROWS[Kind(row["kind"])].model_fields]
        for name in random.sample(names, random.choice((1, 1, 2))):
            row[name] = random.choice(wild)
        answer = await bring(api, row, post=random.random() < 0.5)
        assert answer.status == 200, (row, answer.raw)
        seen.add(answer.body["rows"][0]["result"])
    assert seen >= {"created", "refused"}
    for case in (await api.get("/v1/cases?group=all&limit=50")).body["cases"]:
        assert (await api.get(f"/v1/export?number={case['number']}")).body["chain_whole"] is True


async def test_the_document_describes_the_rows_of_every_kind(api: Running) -> None:
    schemas = (await api.get("/openapi.json", role=None)).body["components"]["schemas"]
    for kind, row in ROWS.items():
        assert set(schemas[row.__name__]["properties"]) == set(row.model_fields), kind


def test_an_empty_cell_says_nothing() -> None:
    row = read_row({**ISSUE, "severity": "", "closed_at": "", "notes": "", "title": None})
    assert (row.severity, row.closed_at, row.notes) == (None, None, ())
