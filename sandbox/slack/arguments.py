"""The arguments of a Web API call, in whichever encoding they came.

JSON body, urlencoded form, multipart form or query string; booleans as true/false, 1/0 or their names;
nested documents as objects or as JSON text. https://docs.slack.dev/apis/web-api#posting_json
"""

import json
from collections.abc import Mapping

from aiohttp import web

from sandbox.slack.documents import Json
from sandbox.slack.refusal import Refusal

MAX_LIMIT = 999  # of a page; https://docs.slack.dev/apis/web-api/pagination
_TRUE, _FALSE = frozenset({"1", "true", "True"}), frozenset({"0", "false", "False", ""})


class Arguments:
    """Reads one call's arguments by name and type; what is not there is empty or None."""

    def __init__(self, values: Mapping[str, object], warning: str | None = None) -> None:
        self._values = dict(values)
        self.warning = warning

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        value = self._values.get(name)
        if value is None:
            return default
        return value if isinstance(value, str) else json.dumps(value)

    def required(self, name: str, error: str = "invalid_arguments") -> str:
        """The text, or Slack's complaint that it is missing."""
        value = self.text(name)
        if not value:
            words = [f"[ERROR] missing required field: {name}"]
            raise Refusal(error, response_metadata={"messages": words})
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self._values.get(name)
        if isinstance(value, bool):
            return value
        word = "" if value is None else str(value)
        return True if word in _TRUE else False if word in _FALSE and word else default

    def limit(self, default: int) -> int:
        if "limit" not in self:
            return default
        try:
            limit = int(self.text("limit"))
        except ValueError:
            raise Refusal("invalid_limit") from None
        if not 1 <= limit <= MAX_LIMIT:
            raise Refusal("invalid_limit")
        return limit

    def document(self, name: str, error: str) -> object:
        """An object or list given as such or as JSON text; None when absent; `error` when it is no JSON."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            parsed: object = json.loads(value)
        except ValueError:
            raise Refusal(error) from None
        return parsed

    def listed(self, name: str, error: str) -> list[Json] | None:
        """A list of objects; None when absent."""
        value = self.document(name, error)
        if value is None:
            return None
        if not isinstance(value, list):
            raise Refusal(error)
        return value

    def shown(self) -> Json:
        """For the call log: everything but the token."""
        return {name: value for name, value in self._values.items() if name != "token"}


async def read_arguments(request: web.Request) -> Arguments:
    """Query and body together; the body wins. Raises the refusals for bodies that cannot be read."""
    values: dict[str, object] = dict(request.query)
    warning: str | None = None
    kind = request.content_type
    if request.method == "POST" and request.can_read_body:
        if kind == "application/json":
            values |= await _json_body(request)
            warning = None if request.charset else "missing_charset"
        elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
            form = await request.post()
            values |= {name: value for name, value in form.items() if isinstance(value, str)}
            warning = "superfluous_charset" if request.charset else None
        elif kind != "application/octet-stream":
            raise Refusal("invalid_post_type")
    return Arguments(values, warning)


async def _json_body(request: web.Request) -> Json:
    raw = await request.read()
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw)
    except ValueError:
        raise Refusal("invalid_json") from None
    if not isinstance(body, dict):
        raise Refusal("json_not_object")
    return body
