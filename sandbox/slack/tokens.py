"""Tokens: which exist, what they may do, whether they still live."""

from dataclasses import asdict, dataclass, replace
from typing import Literal, TypeAlias

from sandbox.slack.config import SlackConfig
from sandbox.slack.documents import Shelf, Store
from sandbox.slack.refusal import Refusal

TokenKind: TypeAlias = Literal["bot", "app"]


@dataclass(frozen=True, kw_only=True)
class Token:
    """`dead` is the error that each call with it gets: token_revoked, account_inactive, token_expired."""

    secret: str
    kind: TokenKind
    scopes: tuple[str, ...]
    dead: str | None = None


class Tokens:
    """The bot token and the app token of the installed app."""

    def __init__(self, config: SlackConfig, store: Store) -> None:
        self._deaths: Shelf[Token] = Shelf(
            store,
            "token",
            encode=asdict,
            decode=lambda document: Token(**{**document, "scopes": tuple(document["scopes"])}),
        )
        self._tokens = {
            config.bot_token: Token(secret=config.bot_token, kind="bot", scopes=config.app.bot_scopes),
            config.app_token: Token(secret=config.app_token, kind="app", scopes=("connections:write",)),
        }
        self.bot_secret = config.bot_token

    def check(self, secret: str | None) -> Token:
        """The living token; raises Slack's refusal for none, an unknown or a dead one."""
        if not secret:
            raise Refusal("not_authed")
        token = self._deaths.get(secret) or self._tokens.get(secret)
        if token is None:
            raise Refusal("invalid_auth")
        if token.dead:
            raise Refusal(token.dead)
        return token

    def kill(self, secret: str, error: str = "token_revoked") -> None:
        token = self._tokens[secret]
        self._deaths.put(secret, replace(token, dead=error))

    def revive(self, secret: str) -> None:
        self._deaths.remove(secret)

    def set_scopes(self, secret: str, scopes: tuple[str, ...]) -> None:
        """Reinstall the app with other scopes."""
        self._tokens[secret] = replace(self._tokens[secret], scopes=scopes)
