"""Answers no platform should give: each is turned into an error, none is taken for what it is not."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web

from connectors.http.platform import HttpPlatform
from connectors.kit import MAX_ANSWER_BYTES, VettedSession, open_session
from core.domain.operation import WriteKind
from core.errors import AndonError, NotFound, OutcomeUnknown, Parked, Permanent, Temporary
from core.ports.platform import Write
from tests.connectors.writing import write
from tests.sandbox.platform.running import serving

SECRET = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"
PAUSE = write("op-1", WriteKind.JOB_PAUSE, "ebay-au-orders")


@pytest.fixture
async def http() -> AsyncIterator[VettedSession]:
    session = open_session()
    yield session
    await session.close()


def platform_at(http: VettedSession, base_url: str) -> HttpPlatform:
    return HttpPlatform(http, base_url, token="t", secret=SECRET, allow_private=True)


async def answering(http: VettedSession, response: web.Response, attempt: Write | None) -> AndonError:
    """What the connector makes of *response* to a read, or to the write *attempt*."""

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return response

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    async with serving(app) as origin:
        platform = platform_at(http, origin)
        with pytest.raises(AndonError) as raised:
            await (platform.carry_out(attempt) if attempt else platform.order("1"))
    return raised.value


@pytest.mark.parametrize(
    ("status", "told", "error", "reason"),
    [
        (400, {}, Permanent, "validation"),
        (401, {}, Parked, "unauthorised"),
        (403, {}, Permanent, "forbidden"),
        (404, {}, Permanent, "not_found"),
        (405, {}, Permanent, "not_supported"),
        (408, {}, Temporary, "http_408"),
        (409, {"code": "job_paused"}, Permanent, "job_paused"),
        (409, {"code": "made_up"}, Permanent, "conflict"),
        (410, {}, Permanent, "not_found"),
        (418, {}, Permanent, "http_418"),
        (422, {"code": "validation"}, Permanent, "validation"),
        (429, {"retry_after_s": 7}, Temporary, "rate_limited"),
        (500, {"code": "job_paused"}, OutcomeUnknown, "http_500"),
        (503, {}, OutcomeUnknown, "http_503"),
    ],
)
async def test_each_refusal_of_a_write_has_its_error(
    http: VettedSession, status: int, told: dict[str, object], error: type[AndonError], reason: str
) -> None:
    raised = await answering(http, web.json_response(told, status=status), PAUSE)
    assert (type(raised), getattr(raised, "reason", None)) == (error, reason)


@pytest.mark.parametrize("status", [404, 410])
async def test_a_read_of_what_is_gone_is_not_found(http: VettedSession, status: int) -> None:
    assert isinstance(await answering(http, web.json_response({}, status=status), None), NotFound)


@pytest.mark.parametrize("attempt", [None, PAUSE])
async def test_a_redirect_is_not_followed(http: VettedSession, attempt: Write | None) -> None:
    followed: list[str] = []

    async def elsewhere(request: web.Request) -> web.Response:
        followed.append(request.path)
        return web.Response()

    app = web.Application()
    app.router.add_route("*", "/secret", elsewhere)
    async with serving(app) as origin:
        for status in (301, 302, 303, 307, 308):
            response = web.Response(status=status, headers={"Location": f"{origin}/secret"})
            raised = await answering(http, response, attempt)
            assert isinstance(raised, Permanent) and raised.reason == "redirected"
    assert followed == []


@pytest.mark.parametrize("attempt", [None, PAUSE])
async def test_an_answer_beyond_one_mebibyte_is_not_read(http: VettedSession, attempt: Write | None) -> None:
    raised = await answering(http, web.Response(body=b" " * (MAX_ANSWER_BYTES + 1)), attempt)
    assert isinstance(raised, OutcomeUnknown if attempt else Permanent)
    assert getattr(raised, "reason", "") == "answer_too_large"


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b'{"a":', b"\xff\xfe", b"[" * 100_000])
@pytest.mark.parametrize("attempt", [None, PAUSE])
async def test_an_answer_that_is_no_json_object_is_never_taken_for_one(
    http: VettedSession, attempt: Write | None, body: bytes
) -> None:
    raised = await answering(http, web.Response(body=body), attempt)
    assert isinstance(raised, OutcomeUnknown if attempt else Permanent)
    assert getattr(raised, "reason", "") == "answer_invalid"


async def test_an_answer_about_another_order_is_not_believed(http: VettedSession) -> None:
    other = {"order_id": "2", "status": "sent", "attempts": 2, "checked_at": "2026-01-01T00:00:00Z"}
    raised = await answering(http, web.json_response(other), None)
    assert isinstance(raised, Permanent)


async def test_a_platform_that_pages_in_circles_is_given_up(http: VettedSession) -> None:
    async def page(request: web.Request) -> web.Response:
        return web.json_response({"jobs": [], "next_cursor": "again"})

    async def abilities(request: web.Request) -> web.Response:
        jobs = dict.fromkeys(
            ("pause", "retry", "runs_while_paused", "cancel_inflight", "reports_forced"), True
        )
        return web.json_response({"contract_version": "1.0", "jobs": jobs})

    app = web.Application()
    app.router.add_get("/jobs", page)
    app.router.add_get("/capabilities", abilities)
    async with serving(app) as origin:
        with pytest.raises(Permanent) as circles:
            await platform_at(http, origin).failing_jobs()
    assert circles.value.reason == "endless_pages"


async def test_an_answer_is_asked_for_without_compression(http: VettedSession) -> None:
    async def answer(request: web.Request) -> web.Response:
        order = {"order_id": "1", "status": "sent", "attempts": 2, "checked_at": "2026-01-01T00:00:00Z"}
        response = web.json_response(order)
        response.enable_compression()
        return response

    app = web.Application()
    app.router.add_get("/orders/1", answer)
    async with serving(app) as origin:
        assert (await platform_at(http, origin).order("1")).attempts == 2


@pytest.mark.parametrize("attempt", [None, PAUSE])
async def test_an_answer_that_is_no_http_is_a_lost_answer(http: VettedSession, attempt: Write | None) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"220 mail.example ready\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        platform = platform_at(http, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        with pytest.raises(OutcomeUnknown if attempt else Temporary) as lost:
            await (platform.carry_out(attempt) if attempt else platform.order("1"))
    assert lost.value.reason == "answer_lost"


async def test_a_platform_that_speaks_no_tls_was_certainly_not_told_anything(http: VettedSession) -> None:
    async with serving(web.Application()) as origin:
        platform = platform_at(http, origin.replace("http:", "https:"))
        with pytest.raises(Temporary) as failed:
            await platform.carry_out(PAUSE)
    assert failed.value.reason == "tls_failed"


async def test_an_id_stays_in_its_place_in_the_address_or_is_not_sent_at_all(http: VettedSession) -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.raw_path)
        return web.json_response({}, status=404)

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    async with serving(app) as origin:
        for id_ in ("..", ".", "", "a\r\nb", "../../x", "a?b#c", "ü", "%2e%2e"):
            with pytest.raises(NotFound):
                await platform_at(http, origin).order(id_)
    parts = ["..%2F..%2Fx", "a%3Fb%23c", "%C3%BC", "%252e%252e"]
    assert asked == [f"/orders/{part}" for part in parts]


async def test_the_age_of_a_fact_counts_and_the_platform_clock_being_wrong_does_not(
    http: VettedSession,
) -> None:
    off = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=3)

    async def answer(request: web.Request) -> web.Response:
        looked = (off - timedelta(seconds=40)).isoformat()
        order = {"order_id": "1", "status": "sent", "attempts": 2, "checked_at": looked}
        return web.json_response(order, headers={"Date": format_datetime(off, usegmt=True)})

    app = web.Application()
    app.router.add_get("/orders/1", answer)
    async with serving(app) as origin:
        order = await platform_at(http, origin).order("1")
    assert 39 < (datetime.now(UTC) - order.checked_at).total_seconds() < 50


async def test_a_run_in_flight_is_seen_although_the_platform_lists_it_after_all_that_ended(
    http: VettedSession,
) -> None:
    async def runs(request: web.Request) -> web.Response:
        running = {"run_id": "2", "job_id": "j", "state": "running", "started_at": "2026-01-02T00:00:00Z"}
        ended = {"run_id": "1", "job_id": "j", "state": "succeeded", "ended_at": "2026-01-01T00:00:00Z"}
        other = {**ended, "run_id": "9", "job_id": "another"}
        asked = request.query.getall("state", [])
        return web.json_response({"runs": [running] if asked == ["queued", "running"] else [ended, other]})

    app = web.Application()
    app.router.add_get("/jobs/j/runs", runs)
    app.router.add_get("/capabilities", abilities)
    async with serving(app) as origin:
        found = await platform_at(http, origin).runs("j")
    assert [run.run_id for run in found] == ["2", "1"]
    assert found[1].forced is False


async def abilities(request: web.Request) -> web.Response:
    names = ("pause", "retry", "runs_while_paused", "cancel_inflight", "reports_forced")
    return web.json_response({"contract_version": "1.0", "jobs": dict.fromkeys(names, True)})


async def test_a_later_version_of_the_contract_is_not_guessed_at(http: VettedSession) -> None:
    async def later(request: web.Request) -> web.Response:
        names = ("pause", "retry", "runs_while_paused", "cancel_inflight", "reports_forced")
        return web.json_response({"contract_version": "2.0", "jobs": dict.fromkeys(names, True)})

    app = web.Application()
    app.router.add_get("/capabilities", later)
    async with serving(app) as origin:
        with pytest.raises(Permanent):
            await platform_at(http, origin).capabilities()
