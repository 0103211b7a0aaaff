"""The demo platform answers as docs/platform-contract.openapi.yaml says, on every path and in every refusal."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import ClientSession
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from standardwebhooks import Webhook

from sandbox.platform import DemoConfig
from sandbox.platform.routes import COMMANDS, READS
from tests.sandbox.platform.running import Running, running_demo

CONTRACT = Path(__file__).parents[3] / "docs" / "platform-contract.openapi.yaml"
TOLD = yaml.safe_load(CONTRACT.read_text())
CONFIG = DemoConfig(frozen=True)


def matches(schema: dict[str, Any], value: object) -> None:
    """Fails with the first way in which *value* is not of *schema*."""
    whole = {**schema, "components": TOLD["components"]}
    Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)


def answer_schema(path: str, method: str, status: int) -> dict[str, Any]:
    answers = TOLD["paths"][path][method]["responses"]
    answer = answers.get(str(status), answers["default"])
    if "$ref" in answer:
        answer = TOLD["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    schema: dict[str, Any] = next(iter(answer["content"].values()))["schema"]
    return schema


class Caller:
    """Calls the demo platform by the paths of the contract, and holds each answer against it."""

    def __init__(self, running: Running, http: ClientSession) -> None:
        self.running = running
        self.http = http
        self.sent = 0

    async def get(self, path: str, query: str = "", **ids: str) -> tuple[int, Any]:
        url = self.running.base_url + path.format(**ids) + query
        async with self.http.get(url, headers=self._bearer()) as answer:
            return await self._checked(path, "get", answer)

    async def post(
        self, path: str, action: str, target: str, /, headers: dict[str, str] | None = None, **more: object
    ) -> tuple[int, Any]:
        self.sent += 1
        body = {
            "action": action,
            "target": target,
            "actor": {"id": "U1", "name": "Ana"},
            "ticket": "1",
            "reason": "",
        }
        raw = json.dumps({**body, **more})
        now = datetime.now(UTC)
        id_ = f"op-{self.sent}"
        signed = {
            **self._bearer(),
            "webhook-id": id_,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(CONFIG.secret).sign(id_, now, raw),
        }
        name = path[path.index("{") + 1 : path.index("}")]
        url = self.running.base_url + path.format(**{name: target})
        async with self.http.post(url, data=raw, headers={**signed, **(headers or {})}) as answer:
            return await self._checked(path, "post", answer)

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {CONFIG.token}"}

    async def _checked(self, path: str, method: str, answer: Any) -> tuple[int, Any]:
        told = await answer.json(content_type=None)
        matches(answer_schema(path, method, answer.status), told)
        wanted = "application/problem+json" if answer.status >= 400 else "application/json"
        assert answer.content_type == wanted
        return answer.status, told


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    async with running_demo(CONFIG) as running, ClientSession() as http:
        yield Caller(running, http)


def test_the_contract_is_valid_openapi() -> None:
    validate(TOLD)


def test_every_path_of_the_contract_is_served_and_no_other() -> None:
    served = {(path, "get") for path in READS} | {(path, "post") for path in COMMANDS}
    told = {
        (path, method) for path, item in TOLD["paths"].items() for method in item if method in ("get", "post")
    }
    assert served == told


async def test_every_read_answers_in_the_words_of_the_contract(caller: Caller) -> None:
    caller.running.demo.tick(22.6)
    run_id = caller.running.demo.world.runs_of("ebay-au-orders")[-2].id
    reads = [
        await caller.get("/capabilities"),
        await caller.get("/jobs"),
        await caller.get("/jobs", "?failing=true&limit=1"),
        await caller.get("/jobs/{job_id}", job_id="ebay-au-orders"),
        await caller.get("/jobs/{job_id}/runs", "?state=failed&state=queued", job_id="ebay-au-orders"),
        await caller.get("/jobs/{job_id}/runs", "?ended_after=2020-01-01T00:00:00Z", job_id="bluebird-stock"),
        await caller.get("/jobs/{job_id}/runs/{run_id}", job_id="ebay-au-orders", run_id=run_id),
        await caller.get("/connections", "?q=ebay"),
        await caller.get("/connections/{connection_id}", connection_id="hartley-shop"),
        await caller.get("/orders/{order_id}", order_id="1004-D"),
        await caller.get("/incidents/{incident_id}", incident_id="INC-5512"),
    ]
    assert [status for status, _ in reads] == [200] * len(reads)
    assert reads[2][1]["next_cursor"] == "bluebird-stock"


async def test_every_command_answers_in_the_words_of_the_contract(caller: Caller) -> None:
    demo = caller.running.demo
    demo.tick(15)
    failed = demo.world.newest_ended("trademe-orders")
    assert failed is not None
    pause, runs = "/jobs/{job_id}/pause", "/jobs/{job_id}/runs"
    answers = [
        await caller.post(pause, "job.pause", "ebay-au-orders", cancel_inflight=True),
        await caller.post(pause, "job.pause", "ebay-au-orders"),
        await caller.post("/jobs/{job_id}/resume", "job.resume", "ebay-au-orders"),
        await caller.post(runs, "run.start", "ebay-au-orders", purpose="verification"),
        await caller.post(runs, "run.start", "trademe-orders", purpose="retry", of_run_id=failed.id),
        await caller.post(
            "/connections/{connection_id}/status",
            "connection.set_status",
            "bluebird-ebay-au",
            status="suspended",
        ),
        await caller.post("/orders/{order_id}/retry", "order.retry", "1002-B"),
        await caller.post(
            "/incidents/{incident_id}/resolution", "incident.resolve", "INC-5512", resolution="change_address"
        ),
    ]
    assert [status for status, _ in answers] == [200, 200, 200, 202, 202, 200, 202, 202]
    assert [told.get("unchanged") for _, told in answers[:3]] == [False, True, False]
    assert answers[4][1]["retry_of"] == failed.id
    for number in range(1, len(answers) + 1):
        status, told = await caller.get("/operations/{operation_id}", operation_id=f"op-{number}")
        assert (status, told["status"]) == (200, "running" if number == 7 else "succeeded")


@pytest.mark.parametrize(
    ("path", "action", "target", "more", "status", "code"),
    [
        ("/jobs/{job_id}/pause", "job.pause", "nothing", {}, 404, "not_found"),
        ("/jobs/{job_id}/pause", "job.resume", "bluebird-stock", {}, 409, "target_mismatch"),
        ("/jobs/{job_id}/pause", "job.pause", "bluebird-stock", {"target": "ebay"}, 409, "target_mismatch"),
        ("/jobs/{job_id}/pause", "job.pause", "bluebird-stock", {"reason": "x" * 501}, 422, "validation"),
        ("/jobs/{job_id}/pause", "job.pause", "bluebird-stock", {"actor": {}}, 422, "validation"),
        ("/jobs/{job_id}/pause", "job.pause", "bluebird-stock", {"cancel_inflight": "no"}, 422, "validation"),
        ("/jobs/{job_id}/runs", "run.start", "bluebird-stock", {}, 422, "validation"),
        ("/jobs/{job_id}/runs", "run.start", "bluebird-stock", {"purpose": "retry"}, 422, "validation"),
        ("/orders/{order_id}/retry", "order.retry", "1004-D", {}, 409, "duplicate_suspected"),
        ("/orders/{order_id}/retry", "order.retry", "1001-A", {}, 409, "not_allowed_in_state"),
        (
            "/incidents/{incident_id}/resolution",
            "incident.resolve",
            "INC-5512",
            {"resolution": "destroy"},
            422,
            "validation",
        ),
    ],
)
async def test_each_refusal_is_a_problem_with_its_code(
    caller: Caller, path: str, action: str, target: str, more: dict[str, object], status: int, code: str
) -> None:
    got, told = await caller.post(path, action, target, None, **more)
    assert (got, told["code"]) == (status, code)


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer wrong"},
        {"Authorization": ""},
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "nonsense"},
        {"webhook-signature": "v1,é"},
        {"webhook-timestamp": "1700000000"},
        {"webhook-timestamp": "soon"},
        {"webhook-id": "another"},
    ],
)
async def test_a_command_not_proven_is_answered_401_and_changes_nothing(
    caller: Caller, headers: dict[str, str]
) -> None:
    status, _ = await caller.post("/jobs/{job_id}/pause", "job.pause", "bluebird-stock", headers=headers)
    assert status == 401
    assert not caller.running.demo.world.jobs["bluebird-stock"].paused
    assert caller.running.demo.world.operations == {}


@pytest.mark.parametrize(
    "query", ["?limit=0", "?limit=201", "?limit=x", "?cursor=nothing", "?failing=maybe", "?q=" + "x" * 101]
)
async def test_a_query_outside_the_contract_is_refused(caller: Caller, query: str) -> None:
    status, told = await caller.get("/jobs", query)
    assert (status, told["code"]) == (422, "validation")


async def test_every_event_is_of_the_contract(caller: Caller) -> None:
    demo = caller.running.demo
    demo.do("job.reject", "themarket-prices")
    demo.tick(90)
    demo.do("job.pause", "ebay-au-orders")
    demo.do("connection.removed", "hartley-trademe")
    assert len(demo.world.events) > 15
    shapes = {"job": "JobEvent", "order": "IssueEvent", "connection": "Connection"}
    for event in demo.world.events:
        told = json.loads(event.body)
        matches({"$ref": f"#/components/schemas/{shapes[event.type.partition('.')[0]]}"}, told["data"])
        matches({"$ref": "#/components/schemas/Event"}, told)
