"""Uploaded pictures that wait on the disk: whole or not there, bounded, and nobody else's business."""

import os
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.errors import Permanent, Temporary
from core.ports.uploads import UPLOAD_PREFIX, Uploads, is_upload
from evidence.local import PART_SUFFIX
from evidence.spool import KEPT_S, LocalUploads, shown_name
from tests.fakes.clock import MONDAY_MORNING, SetClock

CONTENT = bytes(range(256)) * 3 + b'{"name": "fake"}\n'
LIMIT = 10_000


@pytest.fixture
async def uploads(tmp_path: Path) -> AsyncIterator[LocalUploads]:
    spool = LocalUploads(tmp_path / "uploads", clock=SetClock(), room_bytes=LIMIT)
    yield spool
    await spool.close()


async def test_what_was_kept_is_described_and_fetched_after_a_restart(uploads: LocalUploads) -> None:
    port: Uploads = uploads
    kept = await port.keep(CONTENT, name="shot é.png", mimetype="image/png")
    after = LocalUploads(uploads.folder, clock=SetClock())
    assert await after.describe_file(kept.id) == kept
    assert await after.fetch_file(kept.id, limit_bytes=LIMIT) == CONTENT
    assert (kept.name, kept.mimetype, kept.size_bytes) == ("shot é.png", "image/png", len(CONTENT))
    assert kept.created_at == MONDAY_MORNING
    assert is_upload(kept.id)
    assert not is_upload("F0123")
    await after.close()


async def test_the_same_bytes_twice_are_two_files_so_that_forgetting_one_leaves_the_other(
    uploads: LocalUploads,
) -> None:
    first = await uploads.keep(CONTENT, name="a", mimetype="")
    second = await uploads.keep(CONTENT, name="b", mimetype="")
    await uploads.forget(first.id)
    await uploads.forget(first.id)
    assert await uploads.fetch_file(second.id, limit_bytes=LIMIT) == CONTENT
    with pytest.raises(Permanent, match="file_gone"):
        await uploads.describe_file(first.id)


@pytest.mark.parametrize(
    "file_id",
    ["upload:../../etc/passwd", "upload:", "F0123", "0" * 32, f"upload:{'0' * 32}", "upload:" + "A" * 32],
)
async def test_an_id_that_is_not_ours_is_gone(uploads: LocalUploads, file_id: str) -> None:
    await uploads.forget(file_id)
    with pytest.raises(Permanent, match="file_gone"):
        await uploads.fetch_file(file_id, limit_bytes=LIMIT)


async def test_a_link_that_somebody_put_there_is_not_followed(uploads: LocalUploads, tmp_path: Path) -> None:
    await uploads.keep(CONTENT, name="a", mimetype="")
    (tmp_path / "secret").write_text('{"name": "", "mimetype": "", "created_at": ""}\nsecret')
    (uploads.folder / ("a" * 32)).symlink_to(tmp_path / "secret")
    with pytest.raises(Permanent, match="file_gone"):
        await uploads.fetch_file(UPLOAD_PREFIX + "a" * 32, limit_bytes=LIMIT)


async def test_more_than_the_caller_wants_is_not_handed_out(uploads: LocalUploads) -> None:
    kept = await uploads.keep(CONTENT, name="a", mimetype="")
    with pytest.raises(Permanent, match="too_large"):
        await uploads.fetch_file(kept.id, limit_bytes=len(CONTENT) - 1)


async def test_a_full_spool_says_when_to_come_back_and_keeps_nothing(uploads: LocalUploads) -> None:
    with pytest.raises(Temporary) as full:
        await uploads.keep(b"x" * (LIMIT + 1), name="a", mimetype="")
    assert full.value.retry_in_s > 0
    assert list(uploads.folder.iterdir()) == []


async def test_nobody_else_may_look_inside(uploads: LocalUploads) -> None:
    await uploads.keep(CONTENT, name="a", mimetype="")
    (kept,) = uploads.folder.iterdir()
    assert stat.S_IMODE(uploads.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


async def test_a_start_sweeps_what_a_crash_left_and_what_nobody_wants_any_more(uploads: LocalUploads) -> None:
    fresh = await uploads.keep(CONTENT, name="a", mimetype="")
    old, part = uploads.folder / ("b" * 32), uploads.folder / ("c" * 32 + PART_SUFFIX)
    for path in (old, part):
        path.write_bytes(b"x")
        long_ago = path.stat().st_mtime - KEPT_S - 1
        os.utime(path, (long_ago, long_ago))
    after = LocalUploads(uploads.folder, clock=SetClock())
    assert await after.fetch_file(fresh.id, limit_bytes=LIMIT) == CONTENT
    assert {path.name for path in uploads.folder.iterdir()} == {fresh.id.removeprefix(UPLOAD_PREFIX)}
    await after.close()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("shot.png", "shot.png"),
        ("../../etc/passwd", "../../etc/passwd"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("\x00\n\u200b", "picture"),
        ("x" * 500, "x" * 100),
        ("e\u0301", "é"),
        ("\ud800a", "a"),
    ],
)
def test_a_name_is_only_for_showing_and_shows_nothing_invisible(name: str, shown: str) -> None:
    assert shown_name(name) == shown
