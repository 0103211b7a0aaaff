"""The commands of the contract, carried out once each.

A command's id is kept with its answer for as long as the demo lives. The same id brings the same answer and
does nothing; the same id with another body is refused.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sandbox.platform import acts, answers
from sandbox.platform.acts import Refused
from sandbox.platform.world import Operation, Problem, World


class Actor(BaseModel):
    id: str = Field(min_length=1, max_length=250)
    name: str = Field(default="", max_length=1000)


class Command(BaseModel):
    """What every body repeats or adds. The rest is the action's own and is checked by the action."""

    model_config = ConfigDict(extra="allow", strict=True)

    action: str
    target: str
    actor: Actor
    ticket: str
    reason: str = Field(max_length=500)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An HTTP answer of the platform."""

    status: int
    body: answers.Json

    @property
    def is_problem(self) -> bool:
        return self.status >= 400


def refused(status: int, code: str, detail: str, *, retry_after_s: int | None = None) -> Reply:
    problem = Problem(status=status, code=code, detail=detail, retry_after_s=retry_after_s)
    return Reply(status=status, body=answers.problem(problem))


def receive(
    world: World,
    action: str,
    target: str,
    operation_id: str,
    raw: bytes,
    at: datetime,
    *,
    runs_while_paused: bool,
) -> Reply:
    """Carry out the command that came by the route of *action* and *target*. Its signature is already proven."""
    try:
        command = Command.model_validate_json(raw)
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_url=False)[0]
        return refused(422, "validation", f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}")
    if command.action != action or command.target != target:
        detail = f"The body asks for {command.action} of {command.target}, the address for another thing."
        return refused(409, "target_mismatch", detail)
    digest = hashlib.sha256(raw).hexdigest()
    known = world.operations.get(operation_id)
    if known is not None:
        return _again(known, digest)
    operation = Operation(
        id=operation_id,
        action=action,
        target=target,
        actor=command.actor.name or command.actor.id,
        ticket=command.ticket,
        digest=digest,
        received_at=at,
    )
    world.operations[operation_id] = operation
    return _carried_out(world, operation, command, at, runs_while_paused=runs_while_paused)


def _again(known: Operation, digest: str) -> Reply:
    if known.digest != digest:
        return refused(422, "validation", "This webhook-id was already used for another command.")
    if known.answer_status == 202 and known.action == "order.retry":
        return Reply(status=202, body=answers.operation(known))
    return Reply(status=known.answer_status, body=json.loads(known.answer))


def _carried_out(
    world: World, operation: Operation, command: Command, at: datetime, *, runs_while_paused: bool
) -> Reply:
    arguments = command.model_extra or {}
    acting = acts.Acting(
        world=world, operation=operation, arguments=arguments, at=at, runs_while_paused=runs_while_paused
    )
    try:
        status, body = acts.ACTS[operation.action](acting)
    except Refused as no:
        operation.status, operation.error = "failed", no.problem
        status, body = no.problem.status, answers.problem(no.problem)
    else:
        if operation.status == "accepted":
            operation.status = "succeeded"
    if operation.action == "order.retry" and status == 202:
        body = answers.operation(operation)
    operation.answer_status, operation.answer = status, json.dumps(body)
    return Reply(status=status, body=body)
