"""Which platforms are configured, and what each type is built from. One line per type."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from connectors.http.platform import HttpPlatform
from connectors.kit import VettedSession, open_session
from core.errors import Invalid, NotFound
from core.ports.platform import Platform


@dataclass(frozen=True, kw_only=True)
class PlatformConfig:
    """One [[platforms]] entry of andon.toml, with its references to the environment already followed.

    `allow_private` permits plain http and an address in a private network; off unless somebody chose it.
    """

    id: str
    type: str
    base_url: str
    token: str = field(repr=False)
    secret: str = field(repr=False)
    allow_private: bool = False


class ConfiguredPlatforms:
    """core.ports.platform.Platforms over the entries of the configuration."""

    def __init__(self, platforms: Mapping[str, Platform]) -> None:
        self._platforms = dict(platforms)

    def get(self, platform_id: str) -> Platform:
        try:
            return self._platforms[platform_id]
        except KeyError:
            raise NotFound("platform", platform=platform_id) from None

    def ids(self) -> tuple[str, ...]:
        return tuple(self._platforms)


@asynccontextmanager
async def open_platforms(configs: Sequence[PlatformConfig]) -> AsyncIterator[ConfiguredPlatforms]:
    """All configured platforms over one shared session, which is closed at the end.

    Raises Invalid, with the fact `platform` naming the entry, for what cannot be used as configured.
    """
    http = open_session(one.base_url for one in configs if one.allow_private)
    try:
        yield ConfiguredPlatforms(built(configs, http))
    finally:
        await http.close()


def built(configs: Sequence[PlatformConfig], http: VettedSession) -> dict[str, Platform]:
    """The platforms by id. Raises Invalid (platform.unknown_type, platform.same_id, platform.bad_url ...)."""
    platforms: dict[str, Platform] = {}
    for config in configs:
        if config.id in platforms:
            raise Invalid("platform.same_id", field="id", platform=config.id)
        make = TYPES.get(config.type)
        if make is None:
            raise Invalid("platform.unknown_type", field="type", platform=config.id, known=tuple(TYPES))
        try:
            platforms[config.id] = make(config, http)
        except Invalid as wrong:
            facts = {**wrong.facts, "platform": config.id}
            raise Invalid(wrong.code, field=wrong.field, **facts) from None
    return platforms


def _http(config: PlatformConfig, http: VettedSession) -> Platform:
    return HttpPlatform(
        http,
        config.base_url,
        token=config.token,
        secret=config.secret,
        allow_private=config.allow_private,
    )


TYPES: Mapping[str, Callable[[PlatformConfig, VettedSession], Platform]] = {
    "http": _http,
}
