"""Where a connector may call: public addresses over https, and what somebody allow-listed."""

import socket
from datetime import UTC, datetime

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from connectors.http.platform import HttpPlatform
from connectors.kit import PrivateAddress, VettingResolver, checked_base_url, is_public, open_session, wait_s
from core.domain.operation import WriteKind
from core.errors import Invalid, Permanent
from tests.connectors.writing import write
from tests.sandbox.platform.running import serving

SECRET = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Names(AbstractResolver):
    """Answers with the addresses it was given, in turn."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=one, port=port, family=socket.AF_INET, proto=0, flags=0)
            for one in self.addresses
        ]

    async def close(self) -> None: ...


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.1", "172.16.3.4", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_an_address_not_everybody_can_reach_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_an_address_everybody_can_reach_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://platform.example", "platform.not_https"),
        ("ftp://platform.example", "platform.bad_url"),
        ("https://", "platform.bad_url"),
        ("platform.example", "platform.bad_url"),
        ("https://user:pass@platform.example", "platform.bad_url"),
        ("https://platform.example/?a=b", "platform.bad_url"),
        ("https://platform.example/#a", "platform.bad_url"),
        ("https://platform.example:99999", "platform.bad_url"),
        ("https://[::1", "platform.bad_url"),
        ("https://platform.example/\n", "platform.bad_url"),
        ("https://127.0.0.1/x", "platform.private_address"),
        ("https://[::ffff:169.254.169.254]/", "platform.private_address"),
    ],
)
def test_an_address_that_may_not_be_called_is_refused_when_it_is_configured(url: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_base_url(url, allow_private=False)
    assert (refused.value.code, refused.value.field) == (code, "base_url")


def test_loopback_over_http_is_taken_where_somebody_allowed_it() -> None:
    assert checked_base_url("http://127.0.0.1:80/x/", allow_private=True) == "http://127.0.0.1:80/x"


async def test_one_private_address_among_public_ones_is_enough_to_refuse_a_name() -> None:
    resolver = VettingResolver([], Names("8.8.8.8", "10.0.0.1"))
    with pytest.raises(PrivateAddress):
        await resolver.resolve("platform.example", 443)


async def test_only_the_allow_listed_host_and_port_may_be_private() -> None:
    resolver = VettingResolver([("platform.local", 8080)], Names("127.0.0.1"))
    assert (await resolver.resolve("PLATFORM.local", 8080))[0]["host"] == "127.0.0.1"
    with pytest.raises(PrivateAddress):
        await resolver.resolve("platform.local", 5432)


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "127.1"])
async def test_a_name_that_leads_home_is_refused_before_anything_is_sent(host: str) -> None:
    called: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        called.append(request.path)
        return web.Response()

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    http = open_session()
    try:
        async with serving(app) as origin:
            port = origin.rpartition(":")[2]
            platform = HttpPlatform(
                http, f"https://{host}:{port}", token="t", secret=SECRET, allow_private=False
            )
            with pytest.raises(Permanent) as refused:
                await platform.carry_out(write("op-1", WriteKind.JOB_PAUSE, "a"))
    finally:
        await http.close()
    assert refused.value.reason == "address_refused"
    assert called == []


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 5.0), ("0", 0.0), ("17", 17.0), ("999999999", 3600.0), ("99999999999999999999", 5.0), ("-1", 5.0),
        ("soon", 5.0), ("", 5.0), ("٣", 5.0), ("Sun, 01 Mar 2026 12:00:30 GMT", 30.0),
        ("Sun, 01 Mar 2020 12:00:30 GMT", 0.0),
    ],
)  # fmt: skip
def test_retry_after_is_read_as_seconds_or_as_a_date_and_never_believed_beyond_an_hour(
    header: str | None, seconds: float
) -> None:
    assert wait_s(header, NOW, otherwise=5.0) == seconds
