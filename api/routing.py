"""One table of routes serves the requests and writes the OpenAPI document, so that the two cannot drift."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from api.failures import invalid_body
from api.house import HOUSE, ApiHouse
from api.problems import Refused
from api.reading import BodyLimits, read_body
from core.domain.member import Actor, Path

M = TypeVar("M", bound=BaseModel)

JSON = "application/json"
BODY_LIMITS = BodyLimits(max_bytes=64 * 1024)
"""The largest honest body is a letter to a retailer: three texts of 3,000 characters."""

CLIENT_HEADER = "Andon-Client"
"""`cli` when the andon command asks: the history then names that path."""

MOST_KEY_CHARS = 255
MOST_NUMBER_CHARS = 12
"""Year and sequence: eight digits and more, and never so many that a database chokes on them."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One authenticated request, its parts read and checked."""

    house: ApiHouse
    request: web.Request
    actor: Actor
    body: BaseModel | None = None
    query: BaseModel | None = None

    def body_as(self, model: type[M]) -> M:
        if not isinstance(self.body, model):
            raise TypeError(f"the route declares no {model.__name__}")
        return self.body

    def query_as(self, model: type[M]) -> M:
        if not isinstance(self.query, model):
            raise TypeError(f"the route declares no {model.__name__}")
        return self.query

    def number(self) -> int:
        """The case's number in the path; 20260012 and #20260012 are the same."""
        text = self.request.match_info["number"].removeprefix("#")
        if not (text.isascii() and text.isdigit() and len(text) <= MOST_NUMBER_CHARS):
            raise Refused(404, "not_found", "A case is named by its number, such as 20260012.")
        return int(text)

    def key(self, what: str) -> str | None:
        """The command's key from Idempotency-Key: for this token and this very act. Raises Refused."""
        given = self.request.headers.getall("Idempotency-Key", [])
        if not given:
            return None
        text = given[0]
        visible = text.isascii() and text.isprintable() and " " not in text
        if len(given) > 1 or not text or not visible or len(text) > MOST_KEY_CHARS:
            detail = f"Idempotency-Key is one header of 1 to {MOST_KEY_CHARS} visible ASCII characters."
            raise Refused(400, "bad_idempotency_key", detail)
        return f"{self.actor.id}:{what}:{text}"

    def if_match(self) -> int | None:
        """The version in If-Match, as an ETag of ours: "7". Raises Refused."""
        given = self.request.headers.get("If-Match")
        if given is None or given.strip() == "*":
            return None
        text = given.strip().removeprefix("W/").strip('"')
        if not (text.isascii() and text.isdigit() and len(text) <= MOST_NUMBER_CHARS):
            raise Refused(400, "bad_if_match", 'If-Match takes the ETag of the case, such as "7".')
        return int(text)


@dataclass(frozen=True, kw_only=True)
class Reply:
    body: BaseModel
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Handler: TypeAlias = Callable[[Call], Awaitable[Reply | web.Response]]
OpenHandler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, kw_only=True)
class Route:
    """`path` as OpenAPI writes it. `answers` are the good ones: status -> model, or a media type of bytes.

    `handler` serves bearer tokens; `open_handler` in its place asks for none. `body` is parsed here;
    `raw_bodies` (media type -> schema model) only describes what the handler reads itself.
    """

    method: str
    path: str
    name: str
    summary: str
    tag: str
    answers: Mapping[int, type[BaseModel] | str]
    handler: Handler | None = None
    open_handler: OpenHandler | None = None
    body: type[BaseModel] | None = None
    raw_bodies: Mapping[str, tuple[type[BaseModel], ...]] = field(default_factory=dict)
    query: type[BaseModel] | None = None
    headers: tuple[str, ...] = ()
    """Request headers it heeds, of HEADERS in openapi.py."""
    problems: tuple[int, ...] = ()


def mount(app: web.Application, routes: tuple[Route, ...]) -> None:
    for route in routes:
        app.router.add_route(route.method, route.path, route.open_handler or served(route))


def served(route: Route) -> OpenHandler:
    """Token, then pace, then body, then the handler: each step cheaper than the next."""

    async def serve(request: web.Request) -> web.StreamResponse:
        house = request.app[HOUSE]
        if route.handler is None:
            raise TypeError(f"{route.path} has no handler")
        call = Call(
            house=house,
            request=request,
            actor=caller(request, house),
            query=_query(request, route.query) if route.query else None,
            body=await json_body(request, route.body, BODY_LIMITS) if route.body else None,
        )
        reply = await route.handler(call)
        return answered(reply) if isinstance(reply, Reply) else reply

    return serve


def answered(reply: Reply) -> web.Response:
    body = reply.body.model_dump_json(by_alias=True).encode()
    headers = {"Content-Type": JSON, "Cache-Control": "no-store", **reply.headers}
    return web.Response(status=reply.status, body=body, headers=headers)


def caller(request: web.Request, house: ApiHouse) -> Actor:
    """Who asks. Raises Refused: 401 without a token that we know, 429 when it asks too fast."""
    given = request.headers.getall("Authorization", [])
    scheme, _, presented = (given[0] if len(given) == 1 else "").partition(" ")
    token = house.tokens.find(presented.strip(), house.clock.now()) if scheme.lower() == "bearer" else None
    if token is None:
        detail = "Send Authorization: Bearer and a token of this Andon; andon token makes one."
        code = "token_unknown" if given else "token_missing"
        raise Refused(401, code, detail, headers={"WWW-Authenticate": "Bearer"}, hang_up=True)
    if wait_s := house.pace.wait_s(token.name):
        detail = "This token asks too fast. Wait the seconds in Retry-After."
        raise Refused(429, "too_many_requests", detail, headers={"Retry-After": str(wait_s)}, hang_up=True)
    path = Path.CLI if request.headers.get(CLIENT_HEADER) == "cli" else Path.REST
    return token.actor(house.team_id, path)


async def json_body(request: web.Request, model: type[M], limits: BodyLimits) -> M:
    """The body as *model*; no body at all is an empty object. Raises Refused: 408, 413, 415, 422."""
    raw = await read_body(request, limits)
    if raw and request.content_type != JSON:
        raise Refused(415, "content_type", f"Send {JSON}.")
    try:
        return model.model_validate_json(raw or b"{}")
    except ValidationError as refused:
        raise invalid_body(
            refused.errors(include_input=False, include_url=False, include_context=False)
        ) from None


def _query(request: web.Request, model: type[BaseModel]) -> BaseModel:
    """Each field once, except those that are lists. Unknown ones are told, not ignored."""
    given: dict[str, Any] = {}
    for name in set(request.query):
        values = request.query.getall(name)
        wanted = model.model_fields.get(name)
        many = wanted is not None and "tuple" in str(wanted.annotation)
        given[name] = values if many or len(values) > 1 else values[0]
    try:
        return model.model_validate(given)
    except ValidationError as refused:
        raise invalid_body(
            refused.errors(include_input=False, include_url=False, include_context=False)
        ) from None
