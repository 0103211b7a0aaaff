"""The picture worker: started late, replaced when it dies, bounded in memory and time, and alone."""

import asyncio
import os
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from core.errors import Temporary
from core.ports.evidence_store import PictureRefused
from evidence.decoder import ROOT, DecodeLimits
from evidence.frames import CHUNK_BYTES, Torn, frame, parse_header
from evidence.local import LocalEvidenceStore
from tests.evidence.pictures import picture, png_bomb


async def gone(pid: int) -> None:
    """Wait until the process has ended; it may be reaped by the program meanwhile."""
    with suppress(ChildProcessError):
        await asyncio.to_thread(os.waitid, os.P_PID, pid, os.WEXITED | os.WNOWAIT)


async def test_the_program_itself_never_imports_a_decoder() -> None:
    code = "import sys, evidence.local; assert 'PIL' not in sys.modules, 'PIL was imported'"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=30)  # noqa: ASYNC221


async def test_the_worker_lives_on_between_pictures(store: LocalEvidenceStore) -> None:
    await store.keep_picture(picture())
    pid = store.worker_pid
    assert pid is not None
    with pytest.raises(PictureRefused):
        await store.keep_picture(png_bomb())
    await store.keep_picture(picture("WEBP"))
    assert store.worker_pid == pid


async def test_a_worker_killed_between_two_pictures_is_replaced_unnoticed(store: LocalEvidenceStore) -> None:
    await store.keep_picture(picture())
    pid = store.worker_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    await gone(pid)
    kept = await store.keep_picture(picture("JPEG"))
    assert kept.width_px == 320
    assert store.worker_pid not in (None, pid)


async def test_a_worker_stopped_in_its_tracks_does_not_hold_the_program(folder: Path) -> None:
    store = LocalEvidenceStore(folder, limits=DecodeLimits(wall_s=1.5))
    await store.keep_picture(picture())
    pid = store.worker_pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(Temporary) as told:
        await store.keep_picture(picture("JPEG"))
    assert told.value.reason == "picture_check_timed_out"
    await gone(pid)
    assert (await store.keep_picture(picture("WEBP"))).width_px == 320
    await store.close()


async def test_a_picture_that_needs_too_much_memory_is_refused(folder: Path) -> None:
    store = LocalEvidenceStore(folder, limits=DecodeLimits(memory_bytes=96 * 1024 * 1024))
    with pytest.raises(PictureRefused) as refused:
        await store.keep_picture(picture("JPEG", size=(4500, 4500), quality=20))
    assert refused.value.code == "too_costly"
    assert (await store.keep_picture(picture())).width_px == 320
    await store.close()


async def test_a_picture_that_burns_its_processor_time_is_refused(folder: Path) -> None:
    store = LocalEvidenceStore(folder, limits=DecodeLimits(cpu_s=0))
    with pytest.raises(PictureRefused) as refused:
        await store.keep_picture(picture())
    assert refused.value.code == "too_costly"
    await store.close()


async def test_a_cancelled_check_leaves_a_store_that_works(store: LocalEvidenceStore, folder: Path) -> None:
    await store.keep_picture(picture())
    pid = store.worker_pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    check = asyncio.create_task(store.keep_picture(picture("JPEG")))
    async with asyncio.timeout(5):
        while len(list(folder.iterdir())) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0)  # once its part file is there, the question was sent
    check.cancel()
    with pytest.raises(asyncio.CancelledError):
        await check
    assert (await store.keep_picture(picture("WEBP"))).width_px == 320
    assert not [path for path in folder.iterdir() if path.suffix == ".part"]


async def test_close_ends_the_worker(folder: Path) -> None:
    store = LocalEvidenceStore(folder)
    await store.keep_picture(picture())
    pid = store.worker_pid
    assert pid is not None
    await store.close()
    assert store.worker_pid is None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_the_worker_knows_no_secret_and_writes_no_file(
    store: LocalEvidenceStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary")
    await store.keep_picture(picture())
    proc = Path(f"/proc/{store.worker_pid}")
    assert b"canary" not in (proc / "environ").read_bytes()
    limits = (proc / "limits").read_text()
    assert "Max file size             0 " in limits
    assert f"Max address space         {DecodeLimits().memory_bytes}" in limits


async def test_twenty_five_megapixels_pass_and_the_program_stays_small(folder: Path) -> None:
    store = LocalEvidenceStore(folder, limits=DecodeLimits(cpu_s=30, wall_s=40))  # about memory, not time
    large = picture("JPEG", size=(5000, 5000), mode="L", quality=20)
    await store.keep_picture(picture())  # everything imported, every buffer made
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kept = await store.keep_picture(large)
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib
    assert kept.width_px * kept.height_px == 25_000_000
    assert grown_kib < 16 * 1024
    await store.close()


def test_a_frame_is_bounded_on_both_sides() -> None:
    with pytest.raises(ValueError, match="at most"):
        frame(b"D", bytes(CHUNK_BYTES + 1))
    with pytest.raises(Torn):
        parse_header(b"D\xff\xff\xff\xff")
