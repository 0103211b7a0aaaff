"""How pictures lie on the disk, and what a crash, a link or a wicked key can do to them: nothing."""

import asyncio
import hashlib
import os
import stat
import time
from pathlib import Path

import pytest

from core.errors import NotFound
from core.ports.evidence_store import PictureRefused
from evidence.local import LocalEvidenceStore, PartFile
from tests.evidence.pictures import picture

WICKED_KEYS = (
    "../secret.png",
    "/etc/passwd",
    "..\\..\\secret",
    "",
    ".",
    "a" * 64,
    "A" * 64 + ".png",
    "a" * 64 + ".png\n",
    "a" * 64 + ".png/../../x",
    "a" * 64 + ".png\x00",
    "%2e%2e%2fsecret.png",
    "٣" * 64 + ".png",
)


async def test_the_name_is_the_hash_of_the_original(store: LocalEvidenceStore, folder: Path) -> None:
    original = picture("JPEG")
    kept = await store.keep_picture(original)
    assert kept.sha256 == hashlib.sha256(original).hexdigest()
    assert kept.size_bytes == len(original)
    assert [path.name for path in folder.iterdir()] == [kept.key] == [f"{kept.sha256}.png"]


async def test_folder_and_files_are_private_whatever_the_umask(
    store: LocalEvidenceStore, folder: Path
) -> None:
    before = os.umask(0)
    try:
        kept = await store.keep_picture(picture())
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / kept.key).stat().st_mode) == 0o600


async def test_a_folder_left_open_to_others_is_shut(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    store = LocalEvidenceStore(folder)
    with pytest.raises(NotFound):
        await store.read("a" * 64 + ".png")
    await store.close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


async def test_keeping_twice_is_harmless_and_says_the_same(store: LocalEvidenceStore, folder: Path) -> None:
    original = picture("WEBP")
    first = await store.keep_picture(original)
    written_at = (folder / first.key).stat().st_mtime_ns
    assert await store.keep_picture(original) == first
    assert (folder / first.key).stat().st_mtime_ns == written_at


async def test_many_at_once_are_all_kept_whole(store: LocalEvidenceStore, folder: Path) -> None:
    originals = [picture(size=(200 + n, 100)) for n in range(6)] * 2
    kept = await asyncio.gather(*(store.keep_picture(original) for original in originals))
    assert [one.width_px for one in kept] == [200 + n for n in range(6)] * 2
    assert sorted(path.name for path in folder.iterdir()) == sorted({one.key for one in kept})


async def test_a_deleted_picture_is_not_found_and_deleting_again_is_harmless(
    store: LocalEvidenceStore,
) -> None:
    kept = await store.keep_picture(picture())
    await store.delete(kept.key)
    await store.delete(kept.key)
    with pytest.raises(NotFound):
        await store.read(kept.key)


@pytest.mark.parametrize("key", WICKED_KEYS)
async def test_a_wicked_key_reaches_nothing(store: LocalEvidenceStore, folder: Path, key: str) -> None:
    bystander = folder.parent / "secret.png"
    bystander.write_bytes(b"mine")
    with pytest.raises(NotFound):
        await store.read(key)
    await store.delete(key)
    assert bystander.read_bytes() == b"mine"


async def test_a_link_in_the_folder_is_not_followed(store: LocalEvidenceStore, folder: Path) -> None:
    await store.delete("0" * 64 + ".png")  # makes the folder
    outside = folder.parent / "outside"
    outside.write_bytes(b"private")
    key = "b" * 64 + ".png"
    (folder / key).symlink_to(outside)
    with pytest.raises(NotFound):
        await store.read(key)
    await store.delete(key)
    assert outside.read_bytes() == b"private"


async def test_a_crash_while_writing_leaves_no_half_picture(folder: Path) -> None:
    folder.mkdir()
    folder_fd = os.open(folder, os.O_RDONLY)
    part = PartFile(folder_fd)
    part.write(b"half a pic")
    os.close(folder_fd)  # the program is gone: nothing settles, nothing is discarded
    old = time.time() - 7200
    os.utime(folder / part.name, (old, old))
    store = LocalEvidenceStore(folder)
    with pytest.raises(NotFound):
        await store.read("c" * 64 + ".png")
    await store.close()
    assert list(folder.iterdir()) == []
    os.close(part.fd)


async def test_a_part_that_another_replica_is_writing_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    (folder / "feed.part").write_bytes(b"on its way")
    store = LocalEvidenceStore(folder)
    await store.delete("d" * 64 + ".png")
    await store.close()
    assert [path.name for path in folder.iterdir()] == ["feed.part"]


async def test_a_refusal_does_not_even_start_the_worker(store: LocalEvidenceStore) -> None:
    with pytest.raises(PictureRefused):
        await store.keep_picture(b"text")
    assert store.worker_pid is None
