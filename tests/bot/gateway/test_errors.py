"""Every failure of Slack's leaves the gateway as one of ours: by table, by shape, and against real servers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.gateway.errors import classify, translated
from core.errors import AdapterError, OutcomeUnknown, Parked, Permanent, Temporary
from core.ports.chat import MessageGone

DOCUMENTED = {
    # SLACK 2.3, credentials and scope
    "credentials": "invalid_auth not_authed account_inactive token_revoked token_expired not_allowed_token_type",
    # SLACK 2.3, destination gone: on posting, and is_inactive on updating
    "shut": "missing_scope channel_not_found not_in_channel is_archived restricted_action "
    "restricted_action_read_only_channel restricted_action_thread_only_channel "
    "restricted_action_non_threadable_channel restricted_action_thread_locked user_not_in_channel "
    "messages_tab_disabled is_inactive posting_to_channel_denied",
    "gone": "message_not_found",
    # and what chat.delete may say: https://docs.slack.dev/reference/methods/chat.delete
    "give_up_update": "cant_update_message edit_window_closed cant_delete_message block_mismatch "
    "streaming_state_conflict compliance_exports_prevent_deletion",
    # SLACK 2.3, our bug; 2.2 paging; 2.5 what belongs to first-party clients; 9 unknown_method
    "our_fault": "invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long no_text "
    "too_many_attachments invalid_arguments invalid_attachments metadata_too_large invalid_metadata_format "
    "invalid_metadata_schema markdown_text_conflict cannot_reply_to_message attachment_payload_limit_exceeded "
    "invalid_cursor invalid_limit duplicate_message_not_found duplicate_channel_not_found unknown_method "
    "thread_not_found",
    # SLACK 2.3 and 4.4, views; both spellings of the trigger errors
    "views": "expired_trigger_id exchanged_trigger_id invalid_trigger_id trigger_expired trigger_exchanged "
    "hash_conflict not_found view_too_large push_limit_reached duplicate_external_id not_enabled",
    # SLACK 2.3 and 3, files
    "files": "file_not_found access_denied file_type_not_allowed file_upload_size_restricted "
    "storage_limit_reached file_update_failed alt_txt_too_large",
    "ambiguous": "internal_error fatal_error request_timeout service_unavailable",
    "wait": "ratelimited rate_limited message_limit_exceeded",
}
CODES = [(code, name) for name, codes in DOCUMENTED.items() for code in codes.split()]

BECOMES: dict[str, type[Exception]] = {
    "credentials": Temporary,
    "shut": Parked,
    "gone": MessageGone,
    "give_up_update": Permanent,
    "our_fault": Permanent,
    "views": Permanent,
    "files": Permanent,
    "ambiguous": OutcomeUnknown,
    "wait": Temporary,
}


class Reply:
    """The parts of slack_sdk's response that tell what happened."""

    def __init__(self, status: int, data: object, headers: dict[str, str] | None = None) -> None:
        self.status_code, self.data, self.headers = status, data, headers or {}


async def raised(error: BaseException, method: str = "chat.postMessage") -> Exception:
    with pytest.raises(Exception) as caught:
        async with translated(method):
            raise error
    return caught.value


def refusal(reply: object) -> SlackApiError:
    return SlackApiError("said no", reply)  # type: ignore[no-untyped-call] # slack_sdk leaves it untyped


async def of_reply(status: int, data: object, headers: dict[str, str] | None = None) -> Exception:
    return await raised(refusal(Reply(status, data, headers)))


@pytest.mark.parametrize(("code", "name"), CODES, ids=[code for code, _ in CODES])
async def test_every_documented_code_is_in_its_class_and_becomes_its_error(code: str, name: str) -> None:
    assert classify(code) == name
    assert type(await of_reply(200, {"ok": False, "error": code})) is BECOMES[name]


async def test_a_code_that_nobody_documented_is_given_up_on_by_name() -> None:
    assert classify("brand_new_error") is None
    error = await of_reply(200, {"ok": False, "error": "brand_new_error"})
    assert isinstance(error, Permanent) and error.reason == "brand_new_error"


async def test_a_dead_token_holds_everything_and_is_tried_again() -> None:
    error = await of_reply(200, {"ok": False, "error": "token_revoked"})
    assert isinstance(error, Temporary) and (error.scope, error.retry_in_s) == ("all", 60.0)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("0", 1.0), ("", 30.0), ("soon", 30.0), ("1e9", 30.0), ("99999", 3600.0)],
)
async def test_slack_says_how_long_to_wait(header: str, seconds: float) -> None:
    error = await of_reply(429, {"ok": False, "error": "ratelimited"}, {"retry-after": header})
    assert isinstance(error, Temporary) and error.retry_in_s == seconds


async def test_a_limit_on_posts_holds_one_channel_and_one_on_updates_all_of_them() -> None:
    for method, scope in (("chat.postMessage", "place"), ("chat.update", "method"), ("views.open", "place")):
        limited = refusal(Reply(429, {"ok": False, "error": "ratelimited"}))
        error = await raised(limited, method)
        assert isinstance(error, Temporary) and error.scope == scope, method


@pytest.mark.parametrize(
    ("status", "data"),
    [
        (502, "<html>Bad Gateway</html>"),
        (200, "<html>Sign in</html>"),
        (200, b"\x00\x01"),
        (503, {"ok": False, "error": None}),
        (500, {"ok": False, "error": "channel_not_found"}),
        (200, {"ok": False}),
        (200, None),
        (200, {"ok": False, "error": 7}),
    ],
)
async def test_without_a_code_nobody_knows_whether_it_was_done(status: int, data: object) -> None:
    error = await of_reply(status, data)
    assert isinstance(error, OutcomeUnknown)
    assert "html" not in error.reason and "\x00" not in error.reason, "no foreign body"


async def test_a_limit_without_a_body_is_still_a_limit() -> None:
    error = await of_reply(429, "<html>Too many</html>", {"Retry-After": "3"})
    assert isinstance(error, Temporary) and error.retry_in_s == 3.0


async def test_a_response_that_slack_sdk_hands_on_raw_is_no_type_error() -> None:
    """Broken JSON under application/json: `.response` is aiohttp's own (SLACK 7.1)."""

    async with server(broken_json) as base_url, aiohttp.ClientSession() as session:
        raw = await session.get(f"{base_url}x")
        assert isinstance(await raised(refusal(raw)), OutcomeUnknown)


async def test_a_bug_of_ours_stays_a_bug() -> None:
    assert isinstance(await raised(ZeroDivisionError()), ZeroDivisionError)


@asynccontextmanager
async def server(answer: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/api/{method}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    finally:
        await runner.cleanup()


async def call(base_url: str, timeout_s: float = 5.0) -> Exception:
    """One post by the client as Andon builds it."""
    limit = aiohttp.ClientTimeout(total=timeout_s)
    async with aiohttp.ClientSession(timeout=limit) as session:
        client = AsyncWebClient(token="xoxb-t", base_url=base_url, session=session, retry_handlers=[])
        with pytest.raises((AdapterError, MessageGone)) as caught:
            async with translated("chat.postMessage"):
                await client.chat_postMessage(channel="C1", text="x")
        return caught.value


async def html(request: web.Request) -> web.StreamResponse:
    return web.Response(
        status=int(request.headers.get("X-Status", "502")), text="<h1>no</h1>", content_type="text/html"
    )


async def broken_json(request: web.Request) -> web.StreamResponse:
    return web.Response(body=b'{"ok": tru', content_type="application/json")


async def empty(request: web.Request) -> web.StreamResponse:
    return web.Response(status=200)


async def no_code(request: web.Request) -> web.StreamResponse:
    return web.json_response({"ok": False}, status=503)


async def reset(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def half(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "100", "Content-Type": "application/json"})
    await response.prepare(request)
    await response.write(b'{"ok":')
    assert request.transport is not None
    request.transport.abort()
    return response


@pytest.mark.parametrize("answer", [html, broken_json, empty, no_code, reset, half], ids=lambda a: a.__name__)
async def test_a_real_server_that_answers_nonsense_leaves_it_unknown(
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> None:
    async with server(answer) as base_url:
        assert isinstance(await call(base_url), OutcomeUnknown)


async def test_a_server_that_does_not_answer_in_time_leaves_it_unknown() -> None:
    done = asyncio.Event()

    async def slow(request: web.Request) -> web.StreamResponse:
        await done.wait()
        return web.Response()

    async with server(slow) as base_url:
        assert isinstance(await call(base_url, timeout_s=0.1), OutcomeUnknown)
        done.set()


async def test_where_nobody_listens_nothing_was_done() -> None:
    async with server(empty) as base_url:
        pass
    error = await call(base_url)
    assert isinstance(error, Temporary) and error.scope == "all"
