"""What every evidence store promises, the fake one too. The hostile corpus is in tests/evidence."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.errors import NotFound
from core.ports.evidence_store import MAX_PICTURE_BYTES, EvidenceStore, PictureRefused
from evidence.local import LocalEvidenceStore
from tests.evidence.pictures import picture
from tests.fakes.evidence_store import FakeEvidenceStore


@pytest.fixture(params=["memory", "local"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[EvidenceStore]:
    if request.param == "memory":
        yield FakeEvidenceStore()
        return
    local = LocalEvidenceStore(tmp_path / "evidence")
    yield local
    await local.close()


@pytest.mark.parametrize("fmt", ["PNG", "JPEG", "WEBP"])
async def test_what_was_kept_can_be_read_as_png(store: EvidenceStore, fmt: str) -> None:
    original = picture(fmt)
    kept = await store.keep_picture(original)
    assert (kept.width_px, kept.height_px, kept.size_bytes) == (320, 200, len(original))
    assert (await store.read(kept.key)).startswith(b"\x89PNG\r\n")


async def test_the_same_bytes_have_the_same_name(store: EvidenceStore) -> None:
    original = picture()
    assert await store.keep_picture(original) == await store.keep_picture(original)
    assert await store.keep_picture(picture("WEBP")) != await store.keep_picture(original)


@pytest.mark.parametrize(
    ("data", "code", "found"),
    [
        (b"words", "not_an_image", "text"),
        (b"%PDF-1.7", "not_an_image", "pdf"),
        (picture(size=(199, 100)), "too_small", "png"),
        (picture()[:3000], "truncated", "png"),
        (picture() + bytes(MAX_PICTURE_BYTES), "too_large", "png"),
    ],
    ids=["text", "pdf", "small", "cut", "large"],
)
async def test_what_cannot_count_is_refused_by_name(
    store: EvidenceStore, data: bytes, code: str, found: str
) -> None:
    with pytest.raises(PictureRefused) as refused:
        await store.keep_picture(data)
    assert (refused.value.code, refused.value.found) == (code, found)


async def test_what_was_deleted_is_not_found(store: EvidenceStore) -> None:
    kept = await store.keep_picture(picture())
    await store.delete(kept.key)
    await store.delete(kept.key)
    with pytest.raises(NotFound):
        await store.read(kept.key)
    assert (await store.keep_picture(picture())).size_bytes > 0
