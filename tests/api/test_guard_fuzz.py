"""Random requests: the guard never raises, never says 5xx, and lets no forgery through."""

import asyncio
import json
from typing import Any
from urllib.parse import unquote_plus, urlencode

import pytest
from aiohttp import web
from aiohttp.base_protocol import BaseProtocol
from aiohttp.streams import StreamReader
from aiohttp.test_utils import make_mocked_request
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slack_bolt.request.async_request import AsyncBoltRequest

from api.forms import FormRefused, parse_form, unquote
from api.guard import FORM, JSON, SlackGuard, Verified
from api.slack_signature import Claim, SignatureRefused, SigningSecrets, claim_of, prove, signature_of
from tests.api.slack_requests import CLICK, NOW_S, SECRET, interaction, signed

SECRETS = SigningSecrets(current=SECRET)
GUARD = SlackGuard(SECRETS, now_s=lambda: NOW_S)

header_text = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=80)
noticed_names = st.sampled_from(["Content-Encoding", "X-Slack-Retry-Num", "X-Slack-Bolt-Lazy-Only"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
known_names = st.sampled_from(
    [
        *(
            "team",
            "user",
            "channel",
            "enterprise",
            "event",
            "view",
            "message",
            "item",
            "authorizations",
            "id",
        ),
        *("team_id", "user_id", "function_data", "previous_message", "assistant_thread"),
        *("is_ext_shared_channel", "is_enterprise_install", "response_urls"),
    ]
)
slack_like = st.recursive(
    st.none() | st.booleans() | st.integers(0, 9) | st.sampled_from(["T1", "U1", "", "event_callback"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(known_names, inner, max_size=5),
    max_leaves=14,
)


def run_guard(body: bytes, headers: dict[str, str]) -> Verified | web.Response:
    """One request through the guard, in a loop of its own: hypothesis calls from synchronous code."""

    async def once() -> Verified | web.Response:
        loop = asyncio.get_running_loop()
        payload = StreamReader(BaseProtocol(loop), 2**16, loop=loop)
        payload.feed_data(body)
        payload.feed_eof()
        request = make_mocked_request("POST", "/slack/events", headers=headers, payload=payload)
        return await GUARD.guarded(request)

    return asyncio.run(once())


@settings(max_examples=150, deadline=None)
@given(
    body=st.binary(max_size=300)
    | st.text(max_size=100).map(str.encode)
    | json_values.map(json.dumps).map(str.encode),
    content_type=st.sampled_from([JSON, FORM]) | header_text,
    extra=st.dictionaries(noticed_names, header_text, max_size=1),
    honest=st.booleans(),
    timestamp=header_text,
    signature=header_text,
)
def test_no_request_makes_the_guard_stumble(
    body: bytes, content_type: str, extra: dict[str, str], honest: bool, timestamp: str, signature: str
) -> None:
    headers = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}
    answer = run_guard(body, (signed(body) if honest else headers) | {"Content-Type": content_type} | extra)
    if isinstance(answer, Verified):
        assert honest
    else:
        assert answer.status == 200 or 400 <= answer.status < 500
        assert honest or answer.status != 200


@settings(max_examples=150, deadline=None)
@example(body={"response_urls": [{}, {}]}, as_event=False)
@given(body=st.dictionaries(known_names, slack_like, max_size=6), as_event=st.booleans())
def test_what_passes_never_makes_bolt_stumble(body: dict[str, Any], as_event: bool) -> None:
    if as_event:
        body = {"event": {"type": "app_mention"}, **body, "type": "event_callback"}
        raw, content_type = json.dumps(body).encode(), JSON
    else:
        body = {**body, "type": "block_actions"}
        raw, content_type = interaction(body), FORM
    answer = run_guard(raw, signed(raw, content_type))
    if isinstance(answer, Verified):
        request = AsyncBoltRequest(body=answer.body, mode="socket_mode", headers=dict(answer.headers))
        passed = body | ({"response_urls": body["response_urls"][:1]} if "response_urls" in body else {})
        assert request.body == passed


@settings(max_examples=100, deadline=None)
@given(at=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_one_flipped_bit_anywhere_is_noticed(at: int, bit: int) -> None:
    body, timestamp = interaction(CLICK), str(int(NOW_S))
    signature = signature_of(body, timestamp, SECRET.encode())
    whole = bytearray(timestamp.encode() + b"\n" + signature.encode() + b"\n" + body)
    place = at % len(whole)
    whole[place] ^= 1 << bit
    flipped = bytes(whole).decode("latin-1")
    new_timestamp, new_signature = flipped[:10], flipped[11 : 11 + len(signature)]
    new_body = bytes(whole[12 + len(signature) :])
    if flipped[10] != "\n" or flipped[11 + len(signature)] != "\n":
        return  # the flip hit our own separator
    with pytest.raises(SignatureRefused):
        prove(claim_of([new_timestamp], [new_signature], now_s=NOW_S), new_body, SECRETS)


def test_unflipped_it_is_proven() -> None:
    body, timestamp = interaction(CLICK), str(int(NOW_S))
    prove(Claim(timestamp=timestamp, signature=signature_of(body, timestamp, SECRET.encode())), body, SECRETS)


@settings(max_examples=300, deadline=None)
@given(
    text=st.text(st.characters(codec="ascii"), max_size=60)
    | st.lists(st.sampled_from(["%", "+", "%4", "%zz", "%C3", "%A9", "%ff", "%E2%82", "%F0%9F", "a"])).map(
        "".join
    )
)
def test_the_quick_decoder_agrees_with_the_standard_library(text: str) -> None:
    assert unquote(text) == unquote_plus(text)


@settings(max_examples=100, deadline=None)
@given(
    fields=st.dictionaries(
        st.text(st.characters(codec="utf-8"), max_size=8),
        st.text(st.characters(codec="utf-8"), max_size=30),
        max_size=6,
    )
)
def test_what_the_standard_library_encodes_comes_back(fields: dict[str, str]) -> None:
    if "" in fields:
        fields.pop("")
    assert parse_form(urlencode(fields).encode()) == fields


@settings(max_examples=100, deadline=None)
@given(raw=st.binary(max_size=80))
def test_no_bytes_make_the_form_parser_stumble(raw: bytes) -> None:
    try:
        fields = parse_form(raw)
    except FormRefused:
        return
    assert all(isinstance(value, str) for value in fields.values())


def test_the_secrets_do_not_show_and_an_empty_one_is_refused() -> None:
    assert SECRET not in repr(SECRETS)
    with pytest.raises(ValueError, match="Basic Information"):
        SigningSecrets(current="")
