"""What passes the guard, and what is refused with which words."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from api.guard import FORM, JSON
from api.reading import BodyLimits
from api.slack_shape import SlackKind
from api.slack_signature import SignatureRefused, claim_of
from tests.api.slack_requests import (
    CLICK,
    COMMAND,
    EVENT,
    NOW_S,
    OLD_SECRET,
    SECRET,
    Caller,
    as_json,
    guarded_server,
    interaction,
    signed,
)

DEEP = b"[" * 5_000 + b"]" * 5_000
NESTED: dict[str, Any] = {"type": "event_callback", "event": {"type": "x"}}
for _ in range(70):
    NESTED = {**NESTED, "inner": dict(NESTED)}


@pytest.fixture
async def slack() -> AsyncIterator[Caller]:
    async with guarded_server() as caller:
        yield caller


async def test_a_click_passes_parsed(slack: Caller) -> None:
    body = interaction()
    assert await slack.post(body, signed(body)) == (200, {})
    (verified,) = slack.passed
    assert verified.kind is SlackKind.INTERACTION
    assert verified.body == CLICK


async def test_a_slash_command_passes_with_every_character(slack: Caller) -> None:
    body = urlencode(COMMAND).encode()
    assert (await slack.post(body, signed(body)))[0] == 200
    assert slack.passed[0].kind is SlackKind.COMMAND
    assert slack.passed[0].body == COMMAND


async def test_an_event_passes_with_its_retry_headers_and_no_others(slack: Caller) -> None:
    body = as_json(EVENT)
    headers = signed(body, "application/json; charset=utf-8") | {
        "X-Slack-Retry-Num": "2",
        "X-Slack-Retry-Reason": "http_timeout",
        "X-Other": "1",
    }
    assert (await slack.post(body, headers))[0] == 200
    assert slack.passed[0].kind is SlackKind.EVENT
    assert slack.passed[0].headers == {
        "content-type": JSON,
        "x-slack-retry-num": "2",
        "x-slack-retry-reason": "http_timeout",
    }


async def test_slacks_own_checks_are_answered_once_they_are_proven(slack: Caller) -> None:
    challenge = as_json({"type": "url_verification", "challenge": "3eZbrw1aB10"})
    assert await slack.post(challenge, signed(challenge, JSON)) == (200, {"challenge": "3eZbrw1aB10"})
    check = b"ssl_check=1&token=x"
    assert (await slack.post(check, signed(check)))[0] == 200
    for body, content_type in ((challenge, JSON), (check, FORM)):
        assert (await slack.post(body, {"Content-Type": content_type}))[0] == 401
    assert slack.passed == []


async def test_while_a_secret_rotates_both_are_taken_and_a_third_is_not() -> None:
    body = interaction()
    async with guarded_server(previous=OLD_SECRET) as slack:
        assert (await slack.post(body, signed(body, secret=SECRET)))[0] == 200
        assert (await slack.post(body, signed(body, secret=OLD_SECRET)))[0] == 200
        assert (await slack.post(body, signed(body, secret="f" * 32)))[0] == 401
    async with guarded_server() as slack:
        assert (await slack.post(body, signed(body, secret=OLD_SECRET)))[0] == 401


@pytest.mark.parametrize(
    ("away_s", "status"),
    [(-301, 401), (-300, 200), (0, 200), (299, 200), (300, 200), (301, 401), (10**9, 401)],
)
async def test_the_timestamp_may_be_five_minutes_away_and_no_more(
    slack: Caller, away_s: int, status: int
) -> None:
    body = interaction()
    got, told = await slack.post(body, signed(body, timestamp=str(int(NOW_S) + away_s)))
    assert got == status
    if status == 401:
        assert told["code"] == "timestamp_too_old_or_new"


GOOD = interaction()
MALFORMED: dict[str, tuple[bytes, dict[str, str], int]] = {
    "no headers at all": (GOOD, {"Content-Type": FORM}, 401),
    "timestamp in words": (GOOD, signed(GOOD) | {"X-Slack-Request-Timestamp": "yesterday"}, 401),
    "timestamp empty": (GOOD, signed(GOOD) | {"X-Slack-Request-Timestamp": ""}, 401),
    "timestamp negative": (GOOD, signed(GOOD) | {"X-Slack-Request-Timestamp": "-1"}, 401),
    "timestamp in Arabic digits": (GOOD, signed(GOOD) | {"X-Slack-Request-Timestamp": "١٧٩٥٠٠٠٠٠٠"}, 401),
    "timestamp of 5000 digits": (GOOD, signed(GOOD) | {"X-Slack-Request-Timestamp": "1" * 5000}, 401),
    "signature beyond ASCII": (GOOD, signed(GOOD) | {"X-Slack-Signature": "v0=" + "é" * 64}, 401),
    "signature too short": (GOOD, signed(GOOD) | {"X-Slack-Signature": "v0=ab"}, 401),
    "signature of another version": (GOOD, signed(GOOD) | {"X-Slack-Signature": "v1=" + "0" * 64}, 401),
    "bad JSON": (b'{"type":', signed(b'{"type":', JSON), 400),
    "JSON array": (b"[1]", signed(b"[1]", JSON), 400),
    "JSON number": (b"5", signed(b"5", JSON), 400),
    "JSON too deep to parse": (DEEP, signed(DEEP, JSON), 400),
    "invalid UTF-8": (b'{"type":"\xff\xfe"}', signed(b'{"type":"\xff\xfe"}', JSON), 400),
    "form not in UTF-8": (b"command=/andon&text=%ff", signed(b"command=/andon&text=%ff"), 400),
    "unknown charset": (GOOD, signed(GOOD, f"{FORM}; charset=klingon"), 415),
}
MORE: dict[str, tuple[bytes, dict[str, str], int]] = {
    "empty body": (b"", signed(b""), 400),
    "payload is a number": (b"payload=5", signed(b"payload=5"), 400),
    "payload is broken": (b"payload=%7B", signed(b"payload=%7B"), 400),
    "a field twice": (GOOD + b"&" + GOOD, signed(GOOD + b"&" + GOOD), 400),
    "a thousand fields": (b"a&" * 1000, signed(b"a&" * 1000), 400),
    "raw bytes in a form": (b"payload=\xc3\xa9", signed(b"payload=\xc3\xa9"), 400),
    "unknown interaction": (interaction({"type": "eat"}), signed(interaction({"type": "eat"})), 400),
    "unknown event envelope": (as_json({"type": "eat"}), signed(as_json({"type": "eat"}), JSON), 400),
    "type is a list": (as_json({"type": []}), signed(as_json({"type": []}), JSON), 400),
    "event is a number": (
        as_json({"type": "event_callback", "event": 5}),
        signed(as_json({"type": "event_callback", "event": 5}), JSON),
        400,
    ),
    "team is a number": (interaction({**CLICK, "team": 5}), signed(interaction({**CLICK, "team": 5})), 400),
    "depth of 70": (as_json(NESTED), signed(as_json(NESTED), JSON), 400),
    "challenge is a list": (
        as_json({"type": "url_verification", "challenge": []}),
        signed(as_json({"type": "url_verification", "challenge": []}), JSON),
        400,
    ),
    "no command": (b"text=hello", signed(b"text=hello"), 400),
    "plain text": (GOOD, signed(GOOD, "text/plain"), 415),
    "no content type": (GOOD, signed(GOOD, None), 415),
    "multipart": (GOOD, signed(GOOD, "multipart/form-data; boundary=x"), 415),
    "lazy listener": (GOOD, signed(GOOD) | {"X-Slack-Bolt-Lazy-Only": "1"}, 400),
    "lazy function": (GOOD, signed(GOOD) | {"x-slack-bolt-lazy-function-name": "close"}, 400),
    "packed": (GOOD, signed(GOOD) | {"Content-Encoding": "gzip"}, 415),
}


@pytest.mark.parametrize("name", [*MALFORMED, *MORE])
async def test_a_malformed_request_gets_its_4xx_and_reaches_nothing(slack: Caller, name: str) -> None:
    body, headers, status = (MALFORMED | MORE)[name]
    got, told = await slack.post(body, headers)
    assert got == status == told["status"]
    assert told["code"]
    assert told["detail"].endswith(".")
    assert slack.passed == []


def test_the_sixteen_cases_that_break_stock_bolt_are_all_here() -> None:
    assert len(MALFORMED) == 16


@pytest.mark.parametrize(
    "timestamp", ["١٧٩٥٠٠٠٠٠٠", "²³", "1" * 13, "+1795000000", " 1795000000", "1_795_000_000", ""]
)
def test_only_plain_digits_are_a_timestamp(timestamp: str) -> None:
    with pytest.raises(SignatureRefused, match="timestamp_malformed"):
        claim_of([timestamp], ["v0=" + "0" * 64], now_s=NOW_S)


async def test_a_signature_that_comes_twice_is_refused(slack: Caller) -> None:
    head = signed(GOOD)
    lines = [f"{name}: {value}" for name, value in head.items()]
    lines += [lines[1], "Host: x", f"Content-Length: {len(GOOD)}"]
    raw = "POST /slack/events HTTP/1.1\r\n" + "\r\n".join(lines) + "\r\n\r\n"
    assert b" 401 " in (await exchange(slack, raw.encode() + GOOD)).split(b"\r\n")[0]


async def test_the_log_says_why_and_not_what(slack: Caller, caplog: pytest.LogCaptureFixture) -> None:
    body = interaction({**CLICK, "token": "CANARY"})
    with caplog.at_level(logging.DEBUG):
        await slack.post(body, signed(body, secret="0" * 32))
        await slack.post(b"payload=CANARY", signed(b"payload=CANARY"))
    assert "a Slack request refused: 401 signature_wrong" in caplog.text
    assert "a Slack request refused: 400 json_malformed" in caplog.text
    assert "CANARY" not in caplog.text


async def test_ten_megabytes_are_refused_before_they_are_sent(slack: Caller) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in signed(b"").items())
    raw = f"POST /slack/events HTTP/1.1\r\nHost: x\r\n{head}Content-Length: 10485760\r\n\r\n"
    answer = await exchange(slack, raw.encode())  # not one byte of the body follows
    assert b" 413 " in answer.split(b"\r\n")[0]
    assert json.loads(answer.split(b"\r\n\r\n", 1)[1])["code"] == "body_too_large"


async def test_an_endless_body_is_cut_off_at_the_limit() -> None:
    async with guarded_server(limits=BodyLimits(max_bytes=1000)) as slack:
        head = "".join(f"{name}: {value}\r\n" for name, value in signed(b"").items())
        raw = f"POST /slack/events HTTP/1.1\r\nHost: x\r\n{head}Transfer-Encoding: chunked\r\n\r\n"
        chunks = b"1f4\r\n" + b"a" * 500 + b"\r\n"
        answer = await exchange(slack, raw.encode() + chunks * 3)
    assert b" 413 " in answer.split(b"\r\n")[0]


async def test_a_body_that_trickles_is_given_up() -> None:
    async with guarded_server(limits=BodyLimits(deadline_s=0.2)) as slack:
        head = "".join(f"{name}: {value}\r\n" for name, value in signed(b"").items())
        raw = f"POST /slack/events HTTP/1.1\r\nHost: x\r\n{head}Content-Length: 100\r\n\r\npay"
        answer = await exchange(slack, raw.encode())
    assert b" 408 " in answer.split(b"\r\n")[0]


async def test_a_body_framed_wrongly_is_a_400(slack: Caller) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in signed(b"").items())
    raw = f"POST /slack/events HTTP/1.1\r\nHost: x\r\n{head}Transfer-Encoding: chunked\r\n\r\nzz\r\n"
    answer = await exchange(slack, raw.encode())
    assert b" 400 " in answer.split(b"\r\n")[0]


async def test_bolt_takes_what_passed_and_does_not_verify_again(slack: Caller) -> None:
    body = interaction()
    await slack.post(body, signed(body))
    (verified,) = slack.passed
    request = AsyncBoltRequest(body=verified.body, mode="socket_mode", headers=dict(verified.headers))
    answer = await to_aiohttp_response(await bolt_app().async_dispatch(request))
    assert (answer.status, answer.text) == (200, "")


def bolt_app() -> AsyncApp:
    """A real Bolt app with a secret that signed nothing here."""

    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-test", bot_user_id="B1")

    app = AsyncApp(signing_secret="another secret", authorize=authorize, process_before_response=True)

    @app.action("job_ticket.pause.v1")
    async def pause(ack: Any, body: dict[str, Any]) -> None:
        assert body == CLICK
        await ack()

    return app


async def exchange(slack: Caller, raw: bytes) -> bytes:
    """Send bytes as they are and read one answer with its body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", slack.server.port)
    try:
        async with asyncio.timeout(5):
            writer.write(raw)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            return head + await reader.readexactly(length)
    finally:
        writer.close()
        await writer.wait_closed()
