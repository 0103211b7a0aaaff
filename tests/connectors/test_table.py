"""Platforms from the configuration."""

import pytest

from connectors.table import PlatformConfig, open_platforms
from core.errors import Invalid, NotFound
from sandbox.platform import DemoConfig
from tests.sandbox.platform.running import running_demo

SECRET = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"


def entry(**changes: object) -> PlatformConfig:
    fields = {
        "id": "demo",
        "type": "http",
        "base_url": "https://platform.example",
        "token": "hush",
        "secret": SECRET,
    }
    return PlatformConfig(**{**fields, **changes})  # type: ignore[arg-type]


async def test_each_configured_platform_is_there_by_its_id_and_no_other() -> None:
    async with open_platforms([entry(), entry(id="second")]) as platforms:
        assert platforms.ids() == ("demo", "second")
        assert platforms.get("demo") is not platforms.get("second")
        with pytest.raises(NotFound):
            platforms.get("third")


async def test_a_configured_private_platform_can_be_called() -> None:
    async with running_demo(DemoConfig(frozen=True)) as running:
        config = entry(base_url=running.base_url, token=running.demo.config.token, allow_private=True)
        async with open_platforms([config]) as platforms:
            assert (await platforms.get("demo").capabilities()).pause


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"type": "carrier-pigeon"}, "platform.unknown_type", "type"),
        ({"secret": "whsec_***"}, "signing.bad_secret", "secret"),
        ({"token": ""}, "platform.bad_token", "token"),
        ({"token": "a\r\nX-Evil: 1"}, "platform.bad_token", "token"),
        ({"secret": ""}, "signing.bad_secret", "secret"),
        ({"base_url": "http://platform.example"}, "platform.not_https", "base_url"),
    ],
)
async def test_an_entry_that_cannot_be_used_is_named_with_its_field(
    changes: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        async with open_platforms([entry(**changes)]):
            pass
    assert (refused.value.code, refused.value.field) == (code, field)
    assert refused.value.facts["platform"] == "demo"


async def test_two_entries_with_one_id_are_refused() -> None:
    with pytest.raises(Invalid) as refused:
        async with open_platforms([entry(), entry()]):
            pass
    assert refused.value.code == "platform.same_id"


def test_an_entry_does_not_show_its_secrets() -> None:
    assert "hush" not in repr(entry()) and SECRET not in repr(entry())
