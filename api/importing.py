"""Rows of the past, a batch at a time: each is taken, known, or refused by itself, and the rest goes on."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field, JsonValue, ValidationError
from pydantic_core import ErrorDetails

from api.bodies import Body
from api.failures import is_replay, words
from api.import_rows import AnyRow, read_row
from api.kind_shapes import Shape
from api.reading import BodyLimits
from api.routing import JSON, Call, Reply, Route, json_body
from core.domain.member import Actor
from core.domain.past import Past
from core.errors import Invalid, NotAllowed, Repeated
from core.services.importing import CheckImport, Found, ImportCase, Imported
from core.services.past_cases import import_key

MOST_ROWS = 100
MOST_BYTES = 512 * 1024
"""A row has a few hundred bytes; its longest texts together some 200 kB."""

MOST_PROBLEMS = 10
"""Of one row: who mends these sees the rest with the next try."""

REFUSED = "refused"


class ImportBody(Body):
    """Rows as they come: each is read by itself, so that a bad one spoils no other."""

    rows: Annotated[tuple[dict[str, JsonValue], ...], Field(min_length=1, max_length=MOST_ROWS)]
    dry_run: bool = False
    post: bool = False


class ImportRows(Body):
    """`dry_run`: say what would come of it, and change nothing. `post`: a case that is open and was opened within
    two weeks gets its cards; nobody is called otherwise."""

    rows: Annotated[tuple[AnyRow, ...], Field(min_length=1, max_length=MOST_ROWS)]
    dry_run: bool = False
    post: bool = False


class RowProblem(Shape):
    """`field` is empty where the row as a whole cannot be taken; `code` is stable and for programs."""

    field: str
    code: str
    problem: str


class RowOut(Shape):
    """`row` counts from 0. `result`: created, exists (nothing was done), new (it would be created), refused."""

    row: int
    result: str
    number: int | None = None
    problems: tuple[RowProblem, ...] = ()


class ImportOut(Shape):
    created: int
    exists: int
    new: int
    refused: int
    rows: tuple[RowOut, ...]


async def import_rows(call: Call) -> Reply:
    """Row after row, so that the same case twice in one batch is taken once."""
    if call.actor.role < ImportCase.NEEDS:
        raise NotAllowed(needs=ImportCase.NEEDS.word)
    body = await json_body(call.request, ImportBody, BodyLimits(max_bytes=MOST_BYTES))
    importer = replace(call.actor, name=f"import ({call.actor.name})")
    rows = [await _row(call, importer, body, n, told) for n, told in enumerate(body.rows)]
    count = {result: sum(row.result == result for row in rows) for result in (*Found, REFUSED)}
    return Reply(body=ImportOut(rows=tuple(rows), **count))


async def _row(call: Call, by: Actor, body: ImportBody, number: int, told: dict[str, Any]) -> RowOut:
    try:
        past = read_row(told).past()
        async with asyncio.timeout(call.house.patience_s):
            done = await _import(call, by, past, body)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)
        return RowOut(row=number, result=REFUSED, problems=_problems(found))
    except Invalid as refused:
        problem = RowProblem(
            field=refused.field or "",
            code=refused.code.removeprefix("error."),
            problem=words(refused.code, refused.facts, call.house.explain),
        )
        return RowOut(row=number, result=REFUSED, problems=(problem,))
    return RowOut(row=number, result=done.found, number=done.number)


async def _import(call: Call, by: Actor, past: Past, body: ImportBody) -> Imported:
    if body.dry_run:
        return await call.house.ask(CheckImport(past=past), by=by)
    key = import_key(past)
    try:
        return await call.house.dispatch(ImportCase(key=key, past=past, post=body.post), by=by)
    except Repeated as repeated:
        if not is_replay(repeated, key):
            raise
        return await call.house.ask(CheckImport(past=past), by=by)


def _problems(errors: Sequence[ErrorDetails]) -> tuple[RowProblem, ...]:
    """Without the name of the kind's model, which the place begins with, and without any value."""
    return tuple(
        RowProblem(
            field=".".join(str(part) for part in error["loc"][1:]) or "kind",
            code=error["type"],
            problem=error["msg"] + ".",
        )
        for error in errors[:MOST_PROBLEMS]
    )


ROUTES = (
    Route(
        method="POST",
        path="/v1/import",
        name="import_rows",
        summary="Take over cases from before Andon; each row is answered by itself. Admins only.",
        tag="import",
        handler=import_rows,
        raw_bodies={JSON: (ImportRows,)},
        answers={200: ImportOut},
        problems=(403, 408, 413, 415, 422, 503),
    ),
)
