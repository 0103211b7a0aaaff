"""A batch of rows to the running Andon, and what became of each. Asked again where it is safe: rows come once."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientConnectionError, ClientPayloadError, ClientSession

from andon.client import Refused, reasons
from andon.imports.records import Told

TRIES = 6
"""Of one batch against an Andon that is being started again or has its hands full."""

LONGEST_WAIT_S = 30.0
FIRST_WAIT_S = 0.5

LATER = frozenset({429, 503})
TOO_MUCH = frozenset({413, 422})
"""The batch as a whole cannot be read. One of its rows is at fault, so each half is asked by itself."""


class NobodyAnswers(Exception):
    """No Andon, or none any more."""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """`result` as in docs/api.md; `why` is empty unless it was refused."""

    result: str
    why: str = ""


class Sender:
    """Raises NobodyAnswers, and Refused for what no row can help: the token, its role."""

    def __init__(self, session: ClientSession, url: str, *, dry_run: bool, post: bool) -> None:
        self._session = session
        self._url = f"{url.rstrip('/')}/v1/import"
        self._wish = {"dry_run": dry_run, "post": post}
        self._answered_once = False

    async def send(self, rows: Sequence[Told]) -> list[Answered]:
        """One answer for each row, in their order."""
        status, said = await self._ask(rows)
        if status in TOO_MUCH:
            if len(rows) == 1:
                return [Answered(result="refused", why=" ".join(reasons(said)))]
            half = len(rows) // 2
            return [*await self.send(rows[:half]), *await self.send(rows[half:])]
        if status != 200:
            raise Refused(reasons(said))
        return [
            Answered(result=row["result"], why="; ".join(_problem(p) for p in row["problems"]))
            for row in said["rows"]
        ]

    async def _ask(self, rows: Sequence[Told]) -> tuple[int, dict[str, Any]]:
        body = json.dumps({"rows": list(rows), **self._wish}).encode()
        wait_s = FIRST_WAIT_S
        for last in (n == TRIES for n in range(1, TRIES + 1)):
            try:
                status, said, asked_s = await self._once(body)
            except (ClientConnectionError, ClientPayloadError, TimeoutError):
                if last or not self._answered_once:
                    raise NobodyAnswers from None
                asked_s = 0.0
            else:
                self._answered_once = True
                if status not in LATER or last:
                    return status, said
            await asyncio.sleep(min(LONGEST_WAIT_S, max(wait_s, asked_s)))
            wait_s *= 2
        raise NobodyAnswers

    async def _once(self, body: bytes) -> tuple[int, dict[str, Any], float]:
        headers = {"Content-Type": "application/json"}
        async with self._session.post(self._url, data=body, headers=headers) as answer:
            try:
                said = json.loads(await answer.text())
            except ValueError:
                said = None
            if not isinstance(said, dict):
                raise Refused((f"HTTP {answer.status} without JSON: is {self._url} an Andon?",))
            after = answer.headers.get("Retry-After", "")
            return answer.status, said, float(after) if after.isdigit() else 0.0


def _problem(problem: dict[str, Any]) -> str:
    """`opened_at: Input should have timezone info`."""
    said = str(problem["problem"]).rstrip(".")
    field = str(problem["field"])
    return said if not field or said.startswith(field) else f"{field}: {said}"
