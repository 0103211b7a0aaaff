"""The OpenAPI 3.1 document and a plain page of it, written from the table that serves the requests."""

import html
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from api.closing import MULTIPART, PICTURE
from api.outcomes import Problem
from api.problems import CONTENT_TYPE
from api.routing import JSON, Route

REF = "#/components/schemas/{model}"
IN_PATH = re.compile(r"{(\w+)}")

ALWAYS = (401, 429, 500)
"""Answers that any route with a token may give."""


def openapi(routes: Iterable[Route], *, version: str) -> dict[str, Any]:
    """The document. Each route of the table is one operation of it, and nothing else is."""
    routes = tuple(routes)
    names, schemas = _schemas(routes)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, names)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Andon", "version": version, "summary": _SUMMARY, "license": {"name": "MIT"}},
        "tags": [{"name": name, "description": words} for name, words in _TAGS.items()],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas,
        },
    }


def page(document: dict[str, Any]) -> str:
    """The same to read: no script, no asset from anywhere."""
    rows = [
        f"<tr><td><code>{method.upper()}</code></td><td><code>{html.escape(path)}</code></td>"
        f"<td>{html.escape(operation['summary'])}</td></tr>"
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]
    return _PAGE.format(summary=html.escape(_SUMMARY), rows="\n".join(rows))


Key = tuple[type[BaseModel], JsonSchemaMode]


def _schemas(routes: tuple[Route, ...]) -> tuple[dict[Key, dict[str, Any]], dict[str, Any]]:
    taken = [model for route in routes for model in (route.body, route.query) if model is not None]
    taken += [model for route in routes for models in route.raw_bodies.values() for model in models]
    given: list[type[BaseModel]] = [Problem]
    given += [model for route in routes for model in route.answers.values() if not isinstance(model, str)]
    asked: dict[Key, None] = {(model, "validation"): None for model in taken}
    asked |= {(model, "serialization"): None for model in given}
    names, document = models_json_schema(list(asked), ref_template=REF)
    return {key: dict(names[key]) for key in asked}, document.get("$defs", {})


def _operation(route: Route, names: dict[Key, dict[str, Any]]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "tags": [route.tag],
        "parameters": [*_path(route), *_query(route), *(_HEADERS[name] for name in route.headers)],
        "responses": _responses(route, names),
        "security": [{"token": []}] if route.handler is not None else [],
    }
    bodies = {JSON: (route.body,)} if route.body else route.raw_bodies
    if bodies:
        required = route.body is None or any(f.is_required() for f in route.body.model_fields.values())
        content = {media: {"schema": _body(media, models, names)} for media, models in bodies.items()}
        operation["requestBody"] = {"required": required, "content": content}
    return operation


def _body(
    media: str, models: tuple[type[BaseModel], ...], names: dict[Key, dict[str, Any]]
) -> dict[str, Any]:
    if not models:
        return {"type": "string", "format": "binary"}
    schemas = [names[model, "validation"] for model in models]
    schema = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
    if media != MULTIPART:
        return schema
    pictures = {"type": "array", "maxItems": 3, "items": {"type": "string", "format": "binary"}}
    fields = models[0].model_json_schema(ref_template=REF)
    fields.pop("$defs", None)
    return {**fields, "properties": {**fields["properties"], PICTURE: pictures}}


def _path(route: Route) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": _IN_PATH[name],
            "schema": {"type": "string"},
        }
        for name in IN_PATH.findall(route.path)
    ]


def _query(route: Route) -> list[dict[str, Any]]:
    if route.query is None:
        return []
    schema = route.query.model_json_schema(ref_template=REF)
    required = schema.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in required, "schema": member}
        for name, member in schema["properties"].items()
    ]


def _responses(route: Route, names: dict[Key, dict[str, Any]]) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for status, model in route.answers.items():
        if isinstance(model, str):
            content: dict[str, Any] = {model: {"schema": {"type": "string", "format": "binary"}}}
        else:
            content = {JSON: {"schema": names[model, "serialization"]}}
        responses[str(status)] = {"description": HTTPStatus(status).phrase, "content": content}
    refusals = {*route.problems, *(ALWAYS if route.handler is not None else (500,))}
    for status in sorted(refusals):
        schema = {"schema": names[Problem, "serialization"]}
        responses[str(status)] = {
            "description": HTTPStatus(status).phrase,
            "content": {CONTENT_TYPE: schema},
        }
    return responses


def _header(name: str, words: str, *, required: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": words,
        "schema": {"type": "string", "maxLength": 1024 if name == "webhook-signature" else 255},
    }


_SUMMARY = (
    "Events of platforms in; cases to look at and to act on. Every act goes through the door Slack uses."
)

_TAGS = {
    "events": "What platforms tell, signed as Standard Webhooks.",
    "mail": "Mails that came in, signed by the mail server as Standard Webhooks.",
    "cases": "Looking at cases.",
    "acts": "Acting on a case, as its buttons do.",
    "closing": "Closing a job ticket, with proof.",
    "checks": "Job checks and exports.",
    "import": "Cases from before Andon.",
}

_IN_PATH = {
    "number": "The case's number, such as 20260012.",
    "source": "The source's id in andon.toml.",
    "evidence_id": "The id of a piece of evidence.",
    "attempt_id": "The id of a closing that was asked for.",
}

_HEADERS = {
    "Idempotency-Key": _header("Idempotency-Key", "Names this very act: the second time nothing is done."),
    "If-Match": _header("If-Match", "The ETag of the case that was looked at; 412 when somebody was first."),
    "webhook-id": _header("webhook-id", "Names this event: the second time nothing is done.", required=True),
    "webhook-timestamp": _header("webhook-timestamp", "Seconds since 1970, at most 300 off.", required=True),
    "webhook-signature": _header(
        "webhook-signature", "v1, and base64 of HMAC-SHA256 over id.timestamp.body.", required=True
    ),
}

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Andon: API</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}}
td{{padding:.3rem .8rem .3rem 0;vertical-align:top}}</style></head>
<body><h1>Andon: API</h1><p>{summary}</p>
<p>The full description is <a href="/openapi.json">/openapi.json</a>. Calls carry
<code>Authorization: Bearer</code> and a token; a refusal is a problem document (RFC 9457).</p>
<table>
{rows}
</table></body></html>
"""
