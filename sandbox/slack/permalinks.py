"""Links to messages as chat.getPermalink gives them: from a letter, they lead to the message on the page."""

from urllib.parse import urlencode

from aiohttp import web

from sandbox.slack.workspace import Workspace

MICROSECOND_DIGITS = 6
"""A link carries the ts without its dot: p1795338600000100 is 1795338600.000100."""


class Permalinks:
    """/archives/{channel}/p{ts}. 404 for a message that does not stand."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get(r"/archives/{channel:[A-Z0-9]+}/p{stamp:\d{16}}", self.lead)

    async def lead(self, request: web.Request) -> web.Response:
        channel_id, stamp = request.match_info["channel"], request.match_info["stamp"]
        ts = f"{stamp[:-MICROSECOND_DIGITS]}.{stamp[-MICROSECOND_DIGITS:]}"
        if self._workspace.messages.find(channel_id, ts) is None:
            raise web.HTTPNotFound(text="no such message")
        place = {"channel": channel_id, "message": ts}
        if thread := request.query.get("thread_ts"):
            place["thread"] = thread
        raise web.HTTPFound(f"/?{urlencode(place)}")
