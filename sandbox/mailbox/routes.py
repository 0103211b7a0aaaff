"""The mailbox as JSON: what came, and what shall go wrong."""

from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web

from sandbox.mailbox.faults import FaultKind, PlannedFault
from sandbox.pages import HEADERS

if TYPE_CHECKING:
    from sandbox.mailbox.demo import Mailbox

MAX_TIMES = 1000
MAX_ANSWER_CHARS = 20_000


def add(app: web.Application, prefix: str, mailbox: "Mailbox") -> None:
    """Mount {prefix}/api/messages, {prefix}/api/messages/{id}/raw and {prefix}/api/faults."""
    _add_messages(app, prefix, mailbox)
    _add_answers(app, prefix, mailbox)
    _add_faults(app, prefix, mailbox)


def _add_messages(app: web.Application, prefix: str, mailbox: "Mailbox") -> None:
    async def messages(_: web.Request) -> web.Response:
        return _json({"messages": mailbox.messages(), "answerable": mailbox.config.answers is not None})

    async def forget(_: web.Request) -> web.Response:
        mailbox.clear()
        return _json({"messages": []})

    async def raw(request: web.Request) -> web.Response:
        mail = mailbox.find(request.match_info["id"])
        if mail is None:
            return _json({"error": "there is no such letter any more"}, status=404)
        disposition = f'attachment; filename="letter-{mail.id}.eml"'
        headers = HEADERS | {"Content-Disposition": disposition}
        return web.Response(body=mail.raw, content_type="message/rfc822", headers=headers)

    app.router.add_get(f"{prefix}/api/messages", messages)
    app.router.add_delete(f"{prefix}/api/messages", forget)
    app.router.add_get(f"{prefix}/api/messages/{{id:[0-9a-f-]+}}/raw", raw)


def _add_answers(app: web.Application, prefix: str, mailbox: "Mailbox") -> None:
    """POST {prefix}/api/messages/{id}/answers and /bounces."""

    async def act(request: web.Request) -> web.Response:
        mail = mailbox.find(request.match_info["id"])
        if mail is None:
            return _json({"error": "there is no such letter any more"}, status=404)
        try:
            if request.content_type != "application/json":  # so that no foreign page can send it unasked
                raise ValueError("content type")
            asked = orjson.loads(await request.read())
            if request.match_info["what"] == "bounces":
                said = await mailbox.bounce(mail, str(asked.get("status", "5.1.1")))
            else:
                said = await mailbox.answer(mail, **_answer_in(asked))
        except (ValueError, TypeError, AttributeError):
            example = '{"text": "Thank you.", "sender": "", "automatic": false}, or {"status": "5.1.1"}'
            return _json({"error": f"send {example}"}, status=400)
        return _json(said, status=502 if "error" in said else 200)

    app.router.add_post(f"{prefix}/api/messages/{{id:[0-9a-f-]+}}/{{what:answers|bounces}}", act)


def _answer_in(asked: dict[str, Any]) -> dict[str, Any]:
    text, sender = asked.get("text"), asked.get("sender", "")
    if (
        not isinstance(text, str)
        or not 0 < len(text.strip()) <= MAX_ANSWER_CHARS
        or not isinstance(sender, str)
    ):
        raise ValueError("text or sender")
    return {"text": text, "sender": sender.strip(), "automatic": asked.get("automatic") is True}


def _add_faults(app: web.Application, prefix: str, mailbox: "Mailbox") -> None:
    async def faults(_: web.Request) -> web.Response:
        return _json({"faults": [fault.as_json() for fault in mailbox.faults.planned]})

    async def plan(request: web.Request) -> web.Response:
        try:
            if request.content_type != "application/json":  # so that no foreign page can send it unasked
                raise ValueError("content type")
            mailbox.faults.add(_fault_in(await request.read()))
        except (ValueError, KeyError, TypeError, AttributeError):
            kinds = ", ".join(kind.value for kind in FaultKind)
            example = '{"kind": "greylist", "to": null, "times": 1}'
            return _json({"error": f"send {example}; the kinds are {kinds}"}, status=400)
        return await faults(request)

    async def heal(request: web.Request) -> web.Response:
        mailbox.faults.clear()
        return await faults(request)

    app.router.add_get(f"{prefix}/api/faults", faults)
    app.router.add_post(f"{prefix}/api/faults", plan)
    app.router.add_delete(f"{prefix}/api/faults", heal)


def _fault_in(body: bytes) -> PlannedFault:
    asked = orjson.loads(body)
    times, to = asked.get("times", 1), asked.get("to")
    if not isinstance(times, int) or not 1 <= times <= MAX_TIMES or not isinstance(to, str | None):
        raise ValueError("times or to")
    return PlannedFault(kind=FaultKind(asked["kind"]), to=to, times=times)


def _json(document: object, *, status: int = 200) -> web.Response:
    body = orjson.dumps(document)
    return web.Response(status=status, body=body, content_type="application/json", headers=HEADERS)
