"""Refusals as RFC 9457 problem documents: a status, a stable code for programs, a sentence for people."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

import orjson
from aiohttp import web

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"


class Refused(Exception):
    """A request that will not be served. `detail` says what to do about it, and quotes nothing from it.

    `more` are further members of the document (pointers, a checklist), `headers` what else the answer says.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        hang_up: bool = False,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.detail = detail
        self.hang_up = hang_up
        """True when the rest of the request is not worth reading."""
        self.headers = dict(headers or {})
        self.more = dict(more or {})


def problem(refused: Refused, *, of: str) -> web.Response:
    """The answer, logged by its reason and never by the request's words. `of` says what was refused."""
    log.warning("%s refused: %d %s", of, refused.status, refused.code)
    document = {
        "type": "about:blank",
        "title": HTTPStatus(refused.status).phrase,
        "status": refused.status,
        "code": refused.code,
        "detail": refused.detail,
        **refused.more,
    }
    response = web.Response(
        status=refused.status,
        body=orjson.dumps(document, default=str),
        headers={**refused.headers, "Content-Type": CONTENT_TYPE},
    )
    if refused.hang_up:
        response.force_close()
    return response
