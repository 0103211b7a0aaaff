"""The whole HTTP surface, put together. Errors become problem documents here and nowhere else."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import cache, partial

import orjson
from aiohttp import web

from api.failures import refused_for
from api.health import Check, alive, readiness
from api.house import HOUSE, ApiHouse
from api.metrics import metrics_route
from api.openapi import openapi, page
from api.problems import Refused, problem
from api.routes import ROUTES
from api.routing import JSON, mount
from api.slack import SlackRoutes, mount_slack

log = logging.getLogger(__name__)

Serve = Callable[[web.Request], Awaitable[web.StreamResponse]]

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
"""OWASP ASVS 5.0, 3.4. A route that sets one of them itself is left alone."""


def make_api(
    house: ApiHouse,
    *,
    checks: Mapping[str, Check],
    version: str,
    slack: SlackRoutes | None = None,
) -> web.Application:
    """`checks` are asked by /readyz. `slack` is absent when Slack comes over its socket."""
    app = web.Application(middlewares=[_counted, _told])
    app[HOUSE] = house
    mount(app, ROUTES)
    document = cache(
        partial(openapi, ROUTES, version=version)
    )  # when first asked for: a start should be quick
    app.router.add_route("GET", "/openapi.json", _fixed(lambda: orjson.dumps(document()), JSON))
    app.router.add_route("GET", "/docs", _fixed(lambda: page(document()).encode(), "text/html"))
    app.router.add_route("GET", "/healthz", alive)
    app.router.add_route("GET", "/readyz", readiness(checks))
    app.router.add_route("GET", "/metrics", metrics_route(house.metrics))
    if slack is not None:
        mount_slack(app, slack, house.metrics)
    app.on_response_prepare.append(_dress)
    return app


@web.middleware
async def _counted(request: web.Request, handler: Serve) -> web.StreamResponse:
    response = await handler(request)
    resource = request.match_info.route.resource
    request.app[HOUSE].metrics.request(resource.canonical if resource else "none", response.status)
    return response


@web.middleware
async def _told(request: web.Request, handler: Serve) -> web.StreamResponse:
    """The one place where an exception becomes an answer."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        return problem(_from_router(error), of="a request")
    except Exception as error:  # a border: bugs are logged with a reference, and the caller is told it
        refused = refused_for(error, request.app[HOUSE])
        resource = request.match_info.route.resource
        return problem(refused, of=f"{request.method} {resource.canonical if resource else 'nothing'}")


def _from_router(error: web.HTTPException) -> Refused:
    if isinstance(error, web.HTTPMethodNotAllowed):
        allowed = ", ".join(sorted(error.allowed_methods))
        detail = f"This address takes {allowed}."
        return Refused(405, "method_not_allowed", detail, headers={"Allow": allowed})
    if error.status == 404:
        return Refused(404, "no_such_address", "Nothing is here; /docs lists the addresses.")
    return Refused(error.status, "refused", "The request cannot be served as it is.")


def _fixed(body: Callable[[], bytes], content_type: str) -> Serve:
    async def show(_: web.Request) -> web.Response:
        return web.Response(body=body(), content_type=content_type, charset="utf-8")

    return show


async def _dress(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.popall("Server", None)  # which server it is only helps whoever looks for a way in
