"""The program's side of the picture worker: starts it when first needed, watches it, replaces it.

The worker may be killed by what it decodes, that is its purpose. One death is answered by a fresh worker
and a second try, since the death may have had another cause; a second death is the picture's fault.
"""

import asyncio
import json
import logging
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from core.errors import Temporary
from core.ports.evidence_store import PictureRefused
from evidence.frames import ASK, CHUNK_BYTES, DATA, END, HEADER, READY, VERDICT, Torn, frame, parse_header

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
"""Where `evidence` and `core` can be imported from; all that the worker's environment holds."""

REFUSALS = frozenset({"too_small", "too_many_pixels", "truncated", "too_costly"})
"""The verdicts that a worker can give against a picture."""

MAX_KEPT_BYTES = 128 * 1024 * 1024
"""25 megapixels at 4 bytes, stored without any gain, and room for the format itself."""

START_LIMIT_S = 20.0
"""Importing Pillow takes 0.2 s; a laden machine may take many times that."""

STOP_LIMIT_S = 2.0
RETRY_IN_S = 10.0


class WorkerDied(Exception):
    """The worker went away within a question."""


@dataclass(frozen=True, kw_only=True)
class DecodeLimits:
    """What one picture may cost.

    memory_bytes covers the hungriest honest case, 25 megapixels of WebP with transparency: 442 MiB of address
    space measured with Pillow 13.
    cpu_s stays below wall_s: a picture that burns its processor time is refused, one that merely had
    to wait on a laden machine is tried again.
    """

    memory_bytes: int = 640 * 1024 * 1024
    cpu_s: int = 4
    wall_s: float = 5.0


@dataclass(frozen=True, kw_only=True)
class Size:
    width_px: int
    height_px: int


@dataclass(frozen=True, kw_only=True)
class Worker:
    """A running worker and its two pipes."""

    process: asyncio.subprocess.Process
    questions: asyncio.StreamWriter
    answers: asyncio.StreamReader


class Sink(Protocol):
    """Where a PNG goes."""

    def restart(self) -> None:
        """Throw away what was written."""

    def write(self, data: bytes) -> None:
        """Append."""


class Decoder:
    """One worker process, one picture at a time."""

    def __init__(self, limits: DecodeLimits | None = None) -> None:
        self._limits = limits or DecodeLimits()
        self._one_at_a_time = asyncio.Lock()
        self._worker: Worker | None = None

    @property
    def worker_pid(self) -> int | None:
        """The process id while a worker runs."""
        worker = self._worker
        return worker.process.pid if worker is not None and worker.process.returncode is None else None

    async def reencode(self, original: bytes, *, kind: str, pillow_format: str, sink: Sink) -> Size:
        """Decode `original` and write it as a bare PNG to `sink`, chunk by chunk.

        Raises PictureRefused, or Temporary when the machine was too laden to tell. After an exception
        `sink` may hold a part: the caller throws it away. `sink.restart()` is called before each try.
        """
        async with self._one_at_a_time:
            for last_try in (False, True):
                sink.restart()
                try:
                    return await self._try_once(original, kind, pillow_format, sink.write)
                except WorkerDied:
                    code = await self._end(grace_s=STOP_LIMIT_S)
                    log.warning("the picture worker died (exit code %s) on a %s", code, kind)
                    if last_try or code == -signal.SIGXCPU:
                        raise PictureRefused("too_costly", found=kind) from None
        raise AssertionError("unreachable")

    async def close(self) -> None:
        """Stop the worker; a picture on the way is finished first."""
        async with self._one_at_a_time:
            await self._end(grace_s=STOP_LIMIT_S)

    async def _try_once(self, original: bytes, kind: str, fmt: str, write: Callable[[bytes], None]) -> Size:
        worker = await self._running()
        try:
            async with asyncio.timeout(self._limits.wall_s):
                return await _converse(worker, original, kind, fmt, write)
        except PictureRefused:
            raise
        except TimeoutError:
            await self._end()
            log.warning(
                "checking a %s of %d bytes took over %.1f s", kind, len(original), self._limits.wall_s
            )
            raise Temporary("picture_check_timed_out", retry_in_s=RETRY_IN_S) from None
        except (Torn, asyncio.IncompleteReadError, ConnectionError):
            raise WorkerDied from None
        except BaseException:
            await self._end()  # it stands in the middle of an answer that nobody will read
            raise

    async def _running(self) -> Worker:
        if self._worker is not None and self._worker.process.returncode is None:
            return self._worker
        await self._end()
        self._worker = worker = await _start(self._limits)
        try:
            async with asyncio.timeout(START_LIMIT_S):
                kind, _ = await _receive(worker)
        except (TimeoutError, Torn, asyncio.IncompleteReadError):
            await self._end()
            raise Temporary("picture_worker_not_started", retry_in_s=RETRY_IN_S) from None
        if kind != READY:
            raise WorkerDied
        return worker

    async def _end(self, *, grace_s: float = 0.0) -> int | None:
        """End the worker and return its exit code. Idle, it leaves by itself when its pipe closes."""
        worker, self._worker = self._worker, None
        if worker is None:
            return None
        worker.questions.close()
        if grace_s:
            with suppress(TimeoutError):
                return await asyncio.wait_for(worker.process.wait(), grace_s)
        with suppress(ProcessLookupError):
            worker.process.kill()
        while await worker.answers.read(CHUNK_BYTES):
            pass  # a paused pipe would never see its end, and stay open
        return await worker.process.wait()


async def _start(limits: DecodeLimits) -> Worker:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-s",
        "-m",
        "evidence.decode_worker",
        str(limits.memory_bytes),
        str(limits.cpu_s),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # a decoder's complaints quote the picture
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        start_new_session=True,  # Ctrl-C in a terminal is for the program, which then closes us
        limit=4 * CHUNK_BYTES,
    )
    return Worker(
        process=process,
        questions=cast(asyncio.StreamWriter, process.stdin),  # both are pipes: we asked for them
        answers=cast(asyncio.StreamReader, process.stdout),
    )


async def _converse(
    worker: Worker, original: bytes, kind: str, fmt: str, write: Callable[[bytes], None]
) -> Size:
    view = memoryview(original)
    worker.questions.write(frame(ASK, json.dumps({"format": fmt}).encode()))
    for start in range(0, len(view), CHUNK_BYTES):
        worker.questions.write(frame(DATA, bytes(view[start : start + CHUNK_BYTES])))
        await worker.questions.drain()
    worker.questions.write(frame(END))
    await worker.questions.drain()
    size = await _receive_verdict(worker, kind)
    kept_bytes = 0
    while True:
        part, payload = await _receive(worker)
        if part == END:
            return size
        kept_bytes += len(payload)
        if part != DATA or kept_bytes > MAX_KEPT_BYTES:
            raise Torn(f"expected at most {MAX_KEPT_BYTES} picture bytes, got {kept_bytes} and {part!r}")
        write(payload)


async def _receive_verdict(worker: Worker, kind: str) -> Size:
    """The worker met hostile bytes, so its word is checked like any other."""
    tag, payload = await _receive(worker)
    try:
        verdict = json.loads(payload) if tag == VERDICT else {}
        refused = verdict.get("refused")
        if refused in REFUSALS:
            raise PictureRefused(refused, found=kind)
        return Size(width_px=int(verdict["width_px"]), height_px=int(verdict["height_px"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Torn("not a verdict") from None


async def _receive(worker: Worker) -> tuple[bytes, bytes]:
    kind, length = parse_header(await worker.answers.readexactly(HEADER.size))
    return kind, await worker.answers.readexactly(length)
