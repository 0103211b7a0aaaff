"""The commands that ask a running Andon: the same routes, guards and refusals as everybody else's."""

import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientConnectionError, ClientSession, ClientTimeout, FormData

from andon.settings import Settings

NOBODY = 4
ASK_S = 60.0
"""A closing is waited for: the picture and the platform are looked at meanwhile."""

WAIT_S = 25
"""How long the server is asked to hold a closing's answer back."""

JobField = str | int | bool


class Refused(Exception):
    """The server said no; the lines are its reasons."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__(lines[0] if lines else "refused")
        self.lines = lines


async def list_cases(settings: Settings, group: str, kind: str | None, text: str | None) -> int:
    query = {"group": group, **({"kind": kind} if kind else {}), **({"text": text} if text else {})}

    async def work(ask: "Asking") -> None:
        page = await ask.json("GET", "/v1/cases", params=query)
        for case in page["cases"]:
            about = " · ".join(filter(None, (case.get("account"), case["subject"]["label"])))
            print(f"#{case['number']}  {case['state']:<22} {case['severity']:<9} {case['title']}  ({about})")
        print(f"{len(page['cases'])} of {page['total']}")

    return await _with(settings, work)


async def act(settings: Settings, number: str, what: str, fields: Mapping[str, JobField]) -> int:
    async def work(ask: "Asking") -> None:
        case = await ask.json("POST", f"/v1/cases/{_number(number)}/{what}", json_body=dict(fields))
        print(f"#{case['number']} {case['title']}: {case['state']}")

    return await _with(settings, work)


async def close_case(settings: Settings, number: str, picture: Path | None, *, note: str, claim: str) -> int:
    form = FormData(default_to_multipart=True)  # also without a picture
    form.add_field("claim", claim)
    form.add_field("note", note)
    if picture is not None:
        try:
            content = picture.read_bytes()
        except OSError as error:
            print(f"{picture} cannot be read: {error.strerror}", file=sys.stderr)
            return 1
        form.add_field("picture", content, filename=picture.name, content_type="application/octet-stream")

    async def work(ask: "Asking") -> None:
        path = f"/v1/cases/{_number(number)}/close?wait={WAIT_S}"
        attempt = await ask.json("POST", path, form=form)
        print(f"#{number.lstrip('#')} closed: {attempt.get('outcome')}")

    return await _with(settings, work)


async def job_check(settings: Settings) -> int:
    async def work(ask: "Asking") -> None:
        report = await ask.json("POST", "/v1/jobcheck", json_body={})
        print(
            f"{report['platforms']} platforms: {report['opened']} opened, {report['known']} known, "
            f"{report['reopened']} reopened"
        )
        for found in ("opened", "reopened", "known"):
            numbers = dict.fromkeys(t["number"] for t in report["tickets"] if t["found"] == found)
            if numbers:
                print(f"  {found}: {', '.join(f'#{number}' for number in numbers)}")
        silent = [f"{u['platform_id']} ({u['reason']})" for u in report["unreachable"]]
        if silent:
            raise Refused((f"Could not be asked: {', '.join(silent)}",))

    return await _with(settings, work)


async def export_case(settings: Settings, number: str, to: Path | None) -> int:
    async def work(ask: "Asking") -> None:
        exported = await ask.json("GET", "/v1/export", params={"number": _number(number)})
        text = json.dumps(exported, indent=2, ensure_ascii=False)
        if to is None:
            print(text)
            return
        to.write_text(text + "\n", encoding="utf-8")
        print(
            f"Written to {to}; the chain of its history is {'whole' if exported['chain_whole'] else 'BROKEN'}."
        )

    return await _with(settings, work)


class Asking:
    """One session with the running Andon."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self._session = session
        self._url = url.rstrip("/")

    async def json(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json_body: Mapping[str, JobField] | None = None,
        form: FormData | None = None,
    ) -> dict[str, Any]:
        """Raises Refused with the server's own reasons."""
        body: dict[str, Any] = {"json": dict(json_body)} if json_body is not None else {"data": form}
        async with self._session.request(method, self._url + path, params=params, **body) as answer:
            try:
                said: dict[str, Any] = json.loads(await answer.text())
            except ValueError:
                raise Refused((f"HTTP {answer.status} without JSON: is {self._url} an Andon?",)) from None
            if answer.status >= 400:
                raise Refused(reasons(said))
            if answer.status == 202 and said.get("state") == "waiting":
                raise Refused((f"Still being checked: attempt {said.get('id')}. Ask again in a moment.",))
            return said


@asynccontextmanager
async def session(settings: Settings) -> AsyncIterator[ClientSession]:
    token = settings.token.get_secret_value()
    headers = {"Authorization": f"Bearer {token}", "Andon-Client": "cli"}
    async with ClientSession(headers=headers, timeout=ClientTimeout(total=ASK_S)) as opened:
        yield opened


async def _with(settings: Settings, work: Any) -> int:
    try:
        async with session(settings) as opened:
            await work(Asking(opened, settings.url))
    except Refused as refused:
        for line in refused.lines:
            print(line, file=sys.stderr)
        return 1
    except (ClientConnectionError, TimeoutError):
        print(f"No Andon answers at {settings.url}. Start it with `andon serve`.", file=sys.stderr)
        return NOBODY
    return 0


def reasons(said: Mapping[str, Any]) -> tuple[str, ...]:
    """A problem document: its sentence, then what is missing, if it is a closing that was refused."""
    ticks = said.get("checklist") or said.get("ticks") or ()
    missing = tuple(
        f"  - {t.get('words') or t.get('reason') or t.get('condition')}" for t in ticks if not t.get("ok")
    )
    return (str(said.get("detail") or said.get("title") or "refused"), *missing)


def _number(text: str) -> str:
    return text.lstrip("#")
