"""Eighty-two cases of ordinary weeks in four languages, written for the demo and the tests: nobody in them exists.

Each file holds rows of `andon import` whose moments are ages: `1d 3h` ago, `+2d` from now, so that they are as
fresh as whoever asks. Addresses are at example.org, telephone numbers of ranges kept free for fiction.
"""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]

FILES = ("issues", "delivery_incidents", "job_tickets", "support_tickets")

_AGE = re.compile(r"(?P<ahead>\+)?(?:(?P<days>\d+)d)? ?(?:(?P<hours>\d+)h)? ?(?:(?P<minutes>\d+)m)?")


def seed_rows(now: datetime) -> tuple[Row, ...]:
    """Rows for `POST /v1/import` as of *now* (aware UTC), the oldest first, so that numbers grow with time."""
    folder = Path(__file__).parent
    rows = [
        _dated(json.loads(line), now)
        for name in FILES
        for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return tuple(sorted(rows, key=lambda row: str(row["opened_at"])))


def _dated(row: Row, now: datetime) -> Row:
    dated = {name: moment(age, now) if name.endswith("_at") else age for name, age in row.items()}
    hold_until = {"hold_until": moment(row["hold_until"], now)} if "hold_until" in row else {}
    notes = [note | {"at": moment(note["at"], now)} for note in row.get("notes", ())]
    return dated | hold_until | {"notes": notes}


def moment(age: str, now: datetime) -> str:
    """ISO 8601 in the zone of *now*. Raises ValueError for what is no age."""
    found = _AGE.fullmatch(age)
    if found is None or not age.strip("+ "):
        raise ValueError(f"{age!r} is no age")
    parts = {name: int(found[name] or 0) for name in ("days", "hours", "minutes")}
    span = timedelta(**parts)
    return (now + span if found["ahead"] else now - span).isoformat()
