"""Every route against every kind of token, and the pace."""

from datetime import timedelta
from pathlib import Path

import pytest

from api.routes import ROUTES
from api.routing import Route
from api.tokens import ApiToken, Pace, Tokens, hash_of, new_token
from core.domain.member import Role
from core.services.issues import ReportIssue
from tests.api.cases import ISSUE, TICKET, two_cases
from tests.api.running import TOKENS, Running, Setting, running
from tests.contracts.world import issue
from tests.fakes.clock import MONDAY_MORNING, SetClock

GUARDED = tuple(route for route in ROUTES if route.handler is not None)
LOOKING = {
    *("list_cases", "show_case", "show_history", "show_evidence", "show_picture", "show_plan", "export_case"),
}
LEADS_ONLY = {
    "case_delete_picture",
    "case_skip_notify",
    "case_remove_connection",
    "case_not_stoppable",
    "case_merge",
}
"""The last because the ticket these tests act on is critical."""

ADMINS_ONLY = {"import_rows", "list_unmatched"}

BODIES: dict[str, dict[str, object]] = {
    "case_assign": {"to": None},
    "case_comment": {"text": "hello"},
    "case_priority": {"severity": "low"},
    "case_snooze": {"until": "2026-11-24T09:00:00Z"},
    "case_archive": {"reason": "actioned"},
    "case_link": {"to_number": ISSUE},
    "case_ask_support": {"question": "why?"},
    "case_not_stoppable": {"reason": "because"},
    "case_notify": {"to": "rita@acme.example", "subject": "s", "issue": "i", "actions": "a", "next_steps": "n"},
    "case_skip_notify": {"reason": "because"},
    "case_decide": {"choice": "reactivate"},
    "case_hold": {"kind": "retailer", "reason": "because"},
    "case_delete_picture": {"evidence_id": "none", "reason": "shows a customer"},
    "case_rate_runbook": {"helpful": True},
    "case_confirmation": {"text": "we have changed it", "author": "Rita", "said": "change"},
    "case_cause": {"cause": "offboarded"},
    "case_state_run": {"run_id": "r9", "ended_at": "2026-11-23T09:00:00Z"},
    "case_outcome": {"was_done": True},
    "case_contact": {"outcome": "no_answer"},
    "case_solution": {"resolution": "retry_delivery", "text": "Deliver it tomorrow."},
    "case_reply": {"text": "Please send a photo."},
    "case_category": {"category": "return"},
    "case_merge": {"into_number": ISSUE},
    "case_close_support": {"outcome": "solved"},
    "case_send_to_support": {"category": "claim", "text": "Lost.", "name": "Joana Reis"},
    "case_reopen": {"reason": "because"},
    "import_rows": {"rows": [{"kind": "issue"}]},
}  # fmt: skip


def address(route: Route) -> str:
    path = route.path.replace("{number}", str(TICKET))
    path = path.replace("{evidence_id}", "none").replace("{attempt_id}", "none")
    return path + (f"?number={TICKET}" if route.name == "export_case" else "")


async def status(api: Running, route: Route, *, role: Role | None = None, token: str | None = None) -> int:
    body = BODIES.get(route.name, {}) if route.method == "POST" else None
    answer = await api.ask(route.method, address(route), role=role, token=token, json=body)
    if answer.status >= 400:
        assert answer.code
    return answer.status


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: route.name)
async def test_each_route_asks_who_it_is_and_what_they_may(api: Running, route: Route) -> None:
    await two_cases(api)
    before = await api.stored()
    assert await status(api, route) == 401
    assert await status(api, route, token="andon_wrong") == 401
    viewer = await status(api, route, role=Role.VIEWER)
    if route.name in LOOKING:
        assert viewer in (200, 404)
    else:
        assert viewer == 403
    operator = await status(api, route, role=Role.OPERATOR)
    assert operator < 500
    assert (operator == 403) == (route.name in LEADS_ONLY | ADMINS_ONLY)
    assert (await status(api, route, role=Role.LEAD) == 403) == (route.name in ADMINS_ONLY)
    assert await status(api, route, role=Role.ADMIN) != 403
    if route.name in LOOKING:
        assert await api.stored() == before


async def test_whatever_a_viewer_or_a_stranger_asks_changes_nothing(api: Running) -> None:
    await two_cases(api)
    before = await api.stored()
    for route in GUARDED:
        await status(api, route)
        await status(api, route, role=Role.VIEWER)
    assert await api.stored() == before


@pytest.mark.parametrize("scheme", ["", "Basic ", "Bearer", "bearer  ", "Token "])
async def test_only_a_bearer_token_counts(api: Running, scheme: str) -> None:
    headers = {"Authorization": f"{scheme}{'' if scheme.strip() == 'Bearer' else TOKENS[Role.LEAD]}"}
    answer = await api.get("/v1/cases", role=None, headers=headers)
    assert answer.status == (200 if scheme.strip() == "bearer" else 401)
    if answer.status == 401:
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.code == "token_unknown"


async def test_a_token_of_yesterday_is_no_token(sqlite_url: str, tmp_path: Path, clock: SetClock) -> None:
    text, sha256 = new_token()
    expiring = ApiToken(
        name="old", role=Role.ADMIN, sha256=sha256, expires_at=MONDAY_MORNING + timedelta(hours=1)
    )
    async with running(sqlite_url, tmp_path, clock, Setting(extra_tokens=(expiring,))) as api:
        assert (await api.get("/v1/cases", token=text)).status == 200
        clock.advance(3600)
        assert (await api.get("/v1/cases", token=text)).status == 401


async def test_a_token_of_one_account_sees_and_touches_no_other(
    sqlite_url: str, tmp_path: Path, clock: SetClock
) -> None:
    text, sha256 = new_token()
    narrow = ApiToken(name="rita", role=Role.LEAD, sha256=sha256, accounts=frozenset({"acme"}))
    async with running(sqlite_url, tmp_path, clock, Setting(extra_tokens=(narrow,))) as api:
        await two_cases(api)
        await api.world.add(issue("case-9", 20260009, account="other"))
        numbers = [case["number"] for case in (await api.get("/v1/cases", token=text)).body["cases"]]
        assert sorted(numbers) == [TICKET, ISSUE]
        for path in ("", "/history", "/evidence", "/plan"):
            assert (await api.get(f"/v1/cases/20260009{path}", token=text)).status == 404
        assert (await api.post("/v1/cases/20260009/take", token=text)).status == 404
        assert (await api.get("/v1/export?number=20260009", token=text)).status == 404


@pytest.mark.parametrize(
    "route", [r for r in GUARDED if "{number}" in r.path or r.name == "export_case"], ids=lambda r: r.name
)
async def test_by_no_route_does_a_case_of_another_account_exist(
    sqlite_url: str, tmp_path: Path, clock: SetClock, route: Route
) -> None:
    text, sha256 = new_token()
    narrow = ApiToken(name="rita", role=Role.ADMIN, sha256=sha256, accounts=frozenset({"umbra"}))
    async with running(sqlite_url, tmp_path, clock, Setting(extra_tokens=(narrow,))) as api:
        await two_cases(api)
        before = await api.stored()
        assert await status(api, route, token=text) == 404
        assert await api.stored() == before


async def test_the_history_names_the_token_and_the_path(api: Running) -> None:
    await two_cases(api)
    await api.post(f"/v1/cases/{TICKET}/take")
    await api.post(f"/v1/cases/{TICKET}/comment", {"text": "seen"}, headers={"Andon-Client": "cli"})
    rows = (await api.get(f"/v1/cases/{TICKET}/history")).body["rows"]
    assert [(row["actor_id"], row["path"], row["event"]) for row in rows[-2:]] == [
        ("api:operator", "rest", "Taken"),
        ("api:operator", "cli", "Commented"),
    ]


async def test_who_asks_too_fast_is_told_how_long_to_wait(
    sqlite_url: str, tmp_path: Path, clock: SetClock
) -> None:
    async with running(sqlite_url, tmp_path, clock, Setting(burst=2)) as api:
        seen = [(await api.get("/v1/cases")).status for _ in range(3)]
        assert seen == [200, 200, 429]
        late = await api.get("/v1/cases")
        assert (late.code, late.headers["Retry-After"]) == ("too_many_requests", "1")
        assert (await api.get("/v1/cases", role=Role.VIEWER)).status == 200  # each token has its own pace
        clock.advance(1)
        assert (await api.get("/v1/cases")).status == 200


def test_a_bucket_never_holds_more_than_its_burst() -> None:
    now_s = 0.0
    pace = Pace(per_s=10, burst=3, now_s=lambda: now_s)
    assert pace.wait_s("a") == 0
    now_s = 1e6
    assert [pace.wait_s("a") for _ in range(4)] == [0, 0, 0, 1]


def test_a_new_token_has_256_random_bits_and_is_found_by_its_hash_alone() -> None:
    text, sha256 = new_token()
    other, _ = new_token()
    token = ApiToken(name="ci", role=Role.OPERATOR, sha256=sha256)
    assert sha256 == hash_of(text)
    assert len(text) >= len("andon_") + 43
    tokens = Tokens((token,))
    assert tokens.find(text, MONDAY_MORNING) is token
    assert tokens.find(other, MONDAY_MORNING) is None
    assert tokens.find(sha256, MONDAY_MORNING) is None
    assert tokens.find("x" * 10_000, MONDAY_MORNING) is None


@pytest.mark.parametrize(
    ("name", "role", "sha256"),
    [
        ("a b", Role.VIEWER, "0" * 64),
        ("ci", Role.VIEWER, "F" * 64),
        ("ci", Role.SYSTEM, "0" * 64),
        ("ci", Role.NONE, "0" * 64),
    ],
)
def test_a_line_of_configuration_that_cannot_be_a_token_is_refused(
    name: str, role: Role, sha256: str
) -> None:
    with pytest.raises(ValueError, match="API token"):
        ApiToken(name=name, role=role, sha256=sha256)


def test_two_tokens_of_one_name_are_refused() -> None:
    one = ApiToken(name="ci", role=Role.VIEWER, sha256="0" * 64)
    with pytest.raises(ValueError, match="same name"):
        Tokens((one, one))


def test_no_token_can_be_andon_itself() -> None:
    assert ReportIssue.NEEDS is Role.SYSTEM
    with pytest.raises(ValueError, match="role"):
        ApiToken(name="ci", role=Role.SYSTEM, sha256="0" * 64)
