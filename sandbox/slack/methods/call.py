"""One call of a Web API method, as its function sees it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

from sandbox.slack.arguments import Arguments
from sandbox.slack.channels import Channel
from sandbox.slack.documents import Json
from sandbox.slack.limits import Tier
from sandbox.slack.paging import page
from sandbox.slack.pictures import check_fetched
from sandbox.slack.refusal import Refusal
from sandbox.slack.slack_files import check_slack_files
from sandbox.slack.tokens import Token
from sandbox.slack.workspace import Workspace

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Call:
    """The workspace, who calls, and with what. `token` is None only for methods that need none."""

    workspace: Workspace
    arguments: Arguments
    token: Token | None
    unfetched_images: frozenset[str] = frozenset()

    def need_scope(self, *any_of: str) -> None:
        """Raises `missing_scope` with what was needed and what is there."""
        provided = self.token.scopes if self.token else ()
        if not any(scope in provided for scope in any_of):
            raise Refusal("missing_scope", needed=any_of[0], provided=",".join(provided))

    def has_scope(self, scope: str) -> bool:
        return self.token is not None and scope in self.token.scopes

    def visible_channel(self, name: str = "channel") -> Channel:
        """The channel named by an argument, by id. What the bot may not see is not found."""
        channel = self.workspace.channels.get(self.arguments.text(name))
        if channel is None or (channel.is_private and not self.workspace.channels.bot_is_in(channel)):
            raise Refusal("channel_not_found")
        return channel

    def check_images(self, error: str, pointer: str, document: object) -> None:
        """Raises `error` for images that cannot be shown: files of the workspace, and addresses."""
        check_fetched(self.unfetched_images, error, pointer, document)
        check_slack_files(self.workspace.files, self.workspace.channels, error, pointer, document)

    def page(self, items: Sequence[T], default: int) -> tuple[list[T], str]:
        """The page that `cursor` and `limit` ask for, and the cursor of the next one."""
        limit, cursor = self.arguments.limit(default), self.arguments.text("cursor")
        return page(items, cursor=cursor, limit=limit, short=self.workspace.short_pages)

    def known_user(self, name: str = "user") -> str:
        user_id = self.arguments.text(name)
        if not self.workspace.people.exists(user_id):
            raise Refusal("user_not_found")
        return user_id


Run: TypeAlias = Callable[[Call], Json]


@dataclass(frozen=True, kw_only=True)
class Method:
    """How a method is served. `scopes`: any one of them will do; () needs none. `caller`: whose token."""

    run: Run
    tier: Tier
    scopes: tuple[str, ...] = ()
    caller: Literal["bot", "app", "either", "anybody"] = "bot"
