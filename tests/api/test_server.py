"""The surface as a whole: its document, health, metrics, headers, and what Slack sends through it."""

import asyncio
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from api.guard import SlackGuard
from api.health import Check
from api.metrics import Metrics, measured
from api.routes import ROUTES
from api.slack import EVENTS_PATH, SlackRoutes
from api.slack_signature import SigningSecrets
from core.command import Command
from core.domain.member import Member, Role
from core.errors import NotFound
from core.ports.unit_of_work import UnitOfWork
from core.services.cases import TakeCase
from tests.api.cases import TICKET, two_cases
from tests.api.events import issue
from tests.api.running import Running, Setting, running
from tests.api.slack_requests import COMMAND, NOW_S, SECRET, interaction, signed
from tests.contracts.world import ANA
from tests.fakes.clock import SetClock
from tests.fakes.transactions import TEAM


async def test_the_document_is_valid_and_has_exactly_the_routes_that_are_served(api: Running) -> None:
    document = (await api.get("/openapi.json", role=None)).body
    validate(document)
    described = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    assert described == {(route.method, route.path) for route in ROUTES}
    names = [operation["operationId"] for item in document["paths"].values() for operation in item.values()]
    assert len(set(names)) == len(names) == len(ROUTES)


async def test_each_described_route_answers_and_each_refuses_a_stranger(api: Running) -> None:
    document = (await api.get("/openapi.json", role=None)).body
    for path, item in document["paths"].items():
        for method, operation in item.items():
            address = re.sub(r"{\w+}", "x", path)
            answer = await api.ask(method.upper(), address, role=None)
            assert answer.code not in ("no_such_address", "method_not_allowed")
            assert (answer.status == 401) == bool(operation["security"])
            assert str(answer.status) in operation["responses"]


async def test_what_the_api_answers_is_what_its_document_promises(api: Running) -> None:
    await two_cases(api)
    schemas = (await api.get("/openapi.json", role=None)).body["components"]["schemas"]
    case = (await api.get(f"/v1/cases/{TICKET}")).body
    assert set(case) == set(schemas["CaseOut"]["properties"])
    assert set(schemas["CaseOut"]["required"]) >= {"number", "state", "version"}
    refused = (await api.get("/v1/cases/1")).body
    assert set(refused) <= set(schemas["Problem"]["properties"])


async def test_a_page_to_read_needs_nothing_from_outside(api: Running) -> None:
    page = (await api.get("/docs", role=None)).raw.decode()
    assert "/v1/cases/{number}/close" in page
    assert "<script" not in page
    assert not re.search(r'(src|href)="(https?:)?//', page)


async def test_alive_is_alive(api: Running) -> None:
    answer = await api.get("/healthz", role=None)
    assert (answer.status, answer.body) == (200, {"alive": True})


async def well() -> str | None:
    return None


async def test_readiness_names_what_is_wrong(sqlite_url: str, tmp_path: Path, clock: SetClock) -> None:
    async def shut() -> str | None:
        return "2 channels are shut"

    async def broken() -> str | None:
        raise RuntimeError("password=hunter2")

    checks: dict[str, Check] = {"database": well, "slack": shut, "platform shop": broken}
    async with running(sqlite_url, tmp_path, clock, Setting(checks=checks)) as api:
        answer = await api.get("/readyz", role=None)
        assert answer.status == 503
        assert answer.body == {
            "ready": False,
            "checks": {
                "database": "ok",
                "slack": "2 channels are shut",
                "platform shop": "the check broke (RuntimeError)",
            },
        }
        assert (await api.get("/healthz", role=None)).status == 200


async def test_ready_when_all_is_well_and_ten_who_ask_share_one_round(
    sqlite_url: str, tmp_path: Path, clock: SetClock
) -> None:
    rounds = 0
    begun, go = asyncio.Event(), asyncio.Event()

    async def counted() -> str | None:
        nonlocal rounds
        rounds += 1
        begun.set()
        await go.wait()
        return None

    async with running(sqlite_url, tmp_path, clock, Setting(checks={"database": counted})) as api:
        asked = [asyncio.ensure_future(api.get("/readyz", role=None)) for _ in range(10)]
        async with asyncio.timeout(5):
            await begun.wait()
        go.set()
        answers = await asyncio.gather(*asked)
        assert {answer.status for answer in answers} == {200}
        assert rounds < 10


async def test_metrics_count_commands_by_outcome_requests_and_levels(api: Running) -> None:
    await two_cases(api)
    await api.post(f"/v1/cases/{TICKET}/take")
    await api.post(f"/v1/cases/{TICKET}/take", role=Role.VIEWER)
    await api.get("/v1/cases/1", role=None)
    text = (await api.get("/metrics", role=None)).raw.decode()
    assert 'andon_command_seconds_count{command="TakeCase",outcome="granted"} 1.0' in text
    assert 'andon_command_seconds_count{command="TakeCase",outcome="NotAllowed"} 1.0' in text
    assert 'andon_http_requests_total{route="/v1/cases/{number}",status="401"} 1.0' in text
    assert "andon_deliveries_waiting 3.0" in text
    assert "python_info" not in text  # a registry of its own
    assert str(TICKET) not in text


async def test_a_level_that_cannot_be_read_hides_no_other(caplog: pytest.LogCaptureFixture) -> None:
    async def broken() -> int:
        raise RuntimeError

    async def five() -> int:
        return 5

    text = (await Metrics({"lanes_parked": broken, "operations_waiting": five}).text()).decode()
    assert "andon_lanes_parked NaN" in text
    assert "andon_operations_waiting 5.0" in text
    with pytest.raises(ValueError, match="unknown levels"):
        Metrics({"nonsense": five})


async def test_the_measured_door_is_the_same_door() -> None:
    metrics = Metrics()

    async def door(command: Command[Any], *, by: Any) -> Any:
        raise NotFound

    with pytest.raises(NotFound):
        await measured(door, metrics)(TakeCase(case_id="x", seen_version=1), by=ANA)
    assert 'outcome="NotFound"} 1.0' in (await metrics.text()).decode()


@pytest.mark.parametrize("path", ["/", "/v1/cases/1", "/healthz", "/docs", "/metrics", "/openapi.json"])
async def test_every_answer_wears_the_headers_and_no_banner(api: Running, path: str) -> None:
    answer = await api.get(path)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Server" not in answer.headers


async def test_addresses_and_methods_that_are_not_ours_are_problems_too(api: Running) -> None:
    nowhere = await api.get("/v2/everything")
    assert (nowhere.status, nowhere.code) == (404, "no_such_address")
    wrong = await api.ask("DELETE", "/v1/cases")
    assert (wrong.status, wrong.code, wrong.headers["Allow"]) == (405, "method_not_allowed", "GET")
    assert (await api.post(EVENTS_PATH)).code == "no_such_address"  # Slack comes over its socket here


async def test_the_words_of_the_catalogue_are_used_where_there_are_some(
    sqlite_url: str, tmp_path: Path, clock: SetClock
) -> None:
    def explain(key: str, facts: Mapping[str, object]) -> str | None:
        return f"Nobody is a {facts['role']}." if key == "answer.not_allowed_nobody" else None

    async with running(sqlite_url, tmp_path, clock, Setting(explain=explain)) as api:
        await two_cases(api)
        refused = await api.post(f"/v1/cases/{TICKET}/take", role=Role.VIEWER)
        assert refused.body["detail"] == "Nobody is a operator."
        assert (await api.get("/v1/cases/1")).body["detail"].startswith("There is no such thing")


@pytest.mark.parametrize("act", ["take", "close", "skip-notify"])
async def test_a_refusal_for_want_of_a_role_says_who_can_by_name(
    sqlite_url: str, tmp_path: Path, clock: SetClock, act: str
) -> None:
    def explain(key: str, facts: Mapping[str, object]) -> str | None:
        return f"Ask {facts['who']}." if key == "error.not_allowed" else None

    people = [("U1", "Ana"), ("U2", "Bo"), ("U3", "Cy"), ("U4", "Di"), ("U5", "Ed")]
    async with running(sqlite_url, tmp_path, clock, Setting(explain=explain)) as api:
        await two_cases(api)

        def keep(uow: UnitOfWork) -> None:
            for member_id, name in people:
                uow.members.keep(Member(id=member_id, team_id=TEAM, name=name, role=Role.LEAD))

        await api.world.run(keep)
        body = {"reason": "because"} if act == "skip-notify" else {}
        refused = await api.post(f"/v1/cases/{TICKET}/{act}", body, role=Role.VIEWER)
        assert (refused.status, refused.code) == (403, "not_allowed")
        assert refused.body["detail"] == "Ask Ana, Bo, Cy and 2 more."
        assert refused.body["facts"]["who"] == ["U1", "U2", "U3"]


class Handled:
    def __init__(self, *answers: tuple[int, dict[str, Any] | None] | Exception) -> None:
        self.answers = list(answers)
        self.seen: list[dict[str, Any]] = []

    async def __call__(
        self, body: dict[str, Any], headers: Mapping[str, str]
    ) -> tuple[int, dict[str, Any] | None]:
        self.seen.append(body)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def test_slack_goes_through_the_guard_to_its_handler_and_is_timed(
    sqlite_url: str, tmp_path: Path, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    handled = Handled((200, {"response_action": "clear"}), (200, None), RuntimeError("bug"))
    guard = SlackGuard(SigningSecrets(current=SECRET), now_s=lambda: NOW_S)
    setting = Setting(slack=SlackRoutes(guard=guard, handler=handled))
    async with running(sqlite_url, tmp_path, clock, setting) as api:

        async def send(headers: dict[str, str]) -> Any:
            return await api.ask("POST", EVENTS_PATH, role=None, data=interaction(), headers=headers)

        first = await send(signed(interaction()))
        assert (first.status, first.body) == (200, {"response_action": "clear"})
        second = await send(signed(interaction()))
        assert (second.status, second.raw) == (200, b"")
        forged = await send(signed(interaction(), secret="f" * 32))
        assert (forged.status, forged.code) == (401, "signature_wrong")
        bug = await send(signed(interaction()))
        assert (bug.status, bug.raw) == (500, b"")
        assert len(handled.seen) == 3
        assert handled.seen[0]["type"] == "block_actions"
        text = (await api.get("/metrics", role=None)).raw.decode()
        assert 'andon_ack_seconds_count{way="http"} 3.0' in text
    assert COMMAND["text"] not in caplog.text


async def test_an_event_and_a_case_share_one_server(api: Running) -> None:
    number = (await api.tell(issue())).body["case"]
    assert (await api.get(f"/v1/cases/{number}")).body["title"] == "Out of stock"
    assert json.loads((await api.get("/v1/cases")).raw)["total"] == 1


async def test_a_writer_that_hangs_is_503_in_time_and_the_same_id_is_safe_to_send_again(
    sqlite_url: str, tmp_path: Path, clock: SetClock
) -> None:
    async with running(sqlite_url, tmp_path, clock, Setting(patience_s=0.2)) as api:
        await two_cases(api)
        api.door.open.clear()
        event = await api.tell(issue())
        act = await api.post(f"/v1/cases/{TICKET}/take")
        closing = await api.post(f"/v1/cases/{TICKET}/close")
        for answer in (event, act, closing):
            assert (answer.status, answer.code) == (503, "busy")
            assert int(answer.headers["Retry-After"]) > 0
        api.door.open.set()
        assert (await api.tell(issue())).status == 202
