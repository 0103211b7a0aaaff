"""`andon import FILE`: read, send, report. Broken off, it goes on where it was; run again, nothing comes twice."""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from andon.client import NOBODY, Refused, session
from andon.imports import resume
from andon.imports.lines import BadFile, Place
from andon.imports.mending import Mending
from andon.imports.progress_bar import ProgressBar
from andon.imports.records import READERS, Record, Rows
from andon.imports.resume import Progress, Refusal
from andon.imports.sending import Answered, NobodyAnswers, Sender
from andon.settings import Settings
from api.importing import MOST_BYTES, MOST_ROWS

BATCH_BYTES = MOST_BYTES - 4096
"""Of the rows together; the rest is for what stands around them."""

MOST_SHOWN = 20
"""Refusals named on the screen. All of them stand in the file of --refused."""

SUFFIXES = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """`form`: csv or jsonl; None is read off the name."""

    file: Path
    form: str | None = None
    dry_run: bool = False
    post: bool = False
    refused: Path | None = None


async def import_file(settings: Settings, wish: Wish) -> int:
    """0 all rows are there; 1 some were refused, or the file was; 4 nobody answers (any more)."""
    try:
        with ExitStack() as stack:
            file = stack.enter_context(wish.file.open("rb"))
            rows = READERS[_form(wish)](file)
            return await _Import(settings, wish, file, rows).run()
    except BadFile as error:
        print(f"{wish.file}: {error}", file=sys.stderr)
    except OSError as error:
        print(f"{error.filename or wish.file} cannot be used: {error.strerror}", file=sys.stderr)
    return 1


def _form(wish: Wish) -> str:
    form = wish.form or SUFFIXES.get(wish.file.suffix.lower())
    if form is None:
        raise BadFile("Say what it is: --format csv or --format jsonl.")
    if wish.refused is not None and wish.refused.exists() and wish.refused.samefile(wish.file):
        raise BadFile("--refused names the file that is being imported: choose another name.")
    return form


class _Import:
    def __init__(self, settings: Settings, wish: Wish, file: BinaryIO, rows: Rows) -> None:
        self._settings, self._wish, self._rows = settings, wish, rows
        self._state = resume.place_of(wish.file)
        fresh = Progress(
            url=settings.url,
            file_print=resume.file_print(file),
            mending=str(wish.refused or ""),
            offset=rows.start.offset,
            line=rows.start.line,
        )
        self._done = self._earlier(fresh) or fresh
        self._mending = Mending(None if wish.dry_run else wish.refused, rows, self._done.mending_bytes)
        self._bar = ProgressBar(wish.file.stat().st_size)

    async def run(self) -> int:
        start = Place(offset=self._done.offset, line=self._done.line)
        try:
            async with session(self._settings) as opened:
                wish = self._wish
                sender = Sender(opened, self._settings.url, dry_run=wish.dry_run, post=wish.post)
                for batch in _batches(self._rows.read(start)):
                    asked = [record.told for record in batch if record.told is not None]
                    self._settle(batch, await sender.send(asked) if asked else [])
        except NobodyAnswers:
            return self._nobody()
        except Refused as refused:
            self._bar.clear()
            print("\n".join(refused.lines), file=sys.stderr)
            return 1
        if not self._wish.dry_run:
            self._mending.finish(self._done.refused)
            resume.forget(self._state)
        return self._report()

    def _earlier(self, fresh: Progress) -> Progress | None:
        """What an import of this very file to this very Andon left behind."""
        before = resume.load(self._state) if not self._wish.dry_run else None
        if before is None:
            return None
        if (before.url, before.file_print, before.mending) != (fresh.url, fresh.file_print, fresh.mending):
            print("The file or its destination changed since: from the beginning.", file=sys.stderr)
            return None
        print(f"Going on with line {before.line}; {before.rows} rows are done.", file=sys.stderr)
        return before

    def _settle(self, batch: list[Record], answers: list[Answered]) -> None:
        """Refused rows first, then how far it has come: what is between the two is cut off by the next run."""
        counts = {name: getattr(self._done, name) for name in ("created", "exists", "new", "refused")}
        refusals = list(self._done.first_refusals)
        waiting = iter(answers)
        for record in batch:
            unread = Answered(result="refused", why=record.problem)
            answer = next(waiting) if record.told is not None else unread
            counts[answer.result] += 1
            if answer.result == "refused":
                self._mending.add(record, answer.why)
                if len(refusals) < MOST_SHOWN:
                    refusals.append(Refusal(line=record.line, why=answer.why))
        last = batch[-1].after
        self._done = self._done.model_copy(
            update={
                **counts,
                "first_refusals": tuple(refusals),
                "offset": last.offset,
                "line": last.line,
                "mending_bytes": self._mending.bytes,
            }
        )
        if not self._wish.dry_run:
            resume.keep(self._state, self._done)
        self._bar.show(last.offset, self._done.rows, self._done.refused)

    def _nobody(self) -> int:
        self._bar.clear()
        print(f"No Andon answers at {self._settings.url}. Start it with `andon serve`.", file=sys.stderr)
        if self._done.rows and not self._wish.dry_run:
            print(f"{self._done.rows} rows are done; the same command goes on from there.", file=sys.stderr)
        return NOBODY

    def _report(self) -> int:
        self._bar.clear()
        done, came = self._done, "would be created" if self._wish.dry_run else "created"
        count = done.new if self._wish.dry_run else done.created
        print(f"{done.rows} rows: {count} {came}, {done.exists} already there, {done.refused} refused")
        for refusal in done.first_refusals:
            print(f"  line {refusal.line}: {refusal.why}", file=sys.stderr)
        if done.refused > len(done.first_refusals):
            print(f"  and {done.refused - len(done.first_refusals)} more", file=sys.stderr)
        if done.refused and not self._wish.dry_run:
            where = self._wish.refused
            told = f"They stand in {where}: mend them there and import that file."
            print(told if where else "With --refused FILE they are kept to be mended.", file=sys.stderr)
        return 1 if done.refused else 0


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    """As many rows as the server takes at once."""
    batch: list[Record] = []
    size = 0
    for record in records:
        more = len(json.dumps(record.told)) if record.told is not None else 0
        if batch and (len(batch) == MOST_ROWS or size + more > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(record)
        size += more + 2
    if batch:
        yield batch
