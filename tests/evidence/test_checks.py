"""Which pictures count, which are refused by name, and what is left of those that count."""

import io
import os
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from core.ports.evidence_store import MAX_PICTURE_BYTES, PictureRefused
from evidence.decode_worker import PNG_MODES
from evidence.local import LocalEvidenceStore
from tests.evidence import pictures
from tests.evidence.pictures import picture

HEIC = b"\x00\x00\x00\x1cftypheic\x00\x00\x00\x00mif1heic" + bytes(400)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><script>alert(1)</script></svg>'
BARE_CHUNKS = {b"IHDR", b"IDAT", b"IEND"}

HOSTILE = {
    "text": (b"this is not a picture, whatever it is called", "not_an_image", "text"),
    "nothing": (b"", "not_an_image", "empty"),
    "pdf": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "not_an_image", "pdf"),
    "svg": (SVG, "not_an_image", "svg"),
    "login page": (b"<!DOCTYPE html><html><body>Sign in to Slack</body></html>", "not_an_image", "html"),
    "heic": (HEIC, "not_an_image", "heic"),
    "gif": (picture("GIF", mode="P"), "not_an_image", "gif"),
    "tiff": (picture("TIFF"), "not_an_image", "tiff"),
    "bmp": (picture("BMP"), "not_an_image", "bmp"),
    "1x1": (picture(size=(1, 1)), "too_small", "png"),
    "199 wide": (picture(size=(199, 100)), "too_small", "png"),
    "99 high": (picture("JPEG", size=(200, 99)), "too_small", "jpeg"),
    "bomb": (pictures.png_bomb(), "too_many_pixels", "png"),
    "bomb just above": (pictures.png_bomb(5_001), "too_many_pixels", "png"),
    "half a png": (picture()[: len(picture()) // 2], "truncated", "png"),
    "half a jpeg": (picture("JPEG")[:4000], "truncated", "jpeg"),
    "half a webp": (picture("WEBP")[:2000], "truncated", "webp"),
    "png magic only": (pictures.PNG_SIGNATURE, "truncated", "png"),
    "jpeg magic and noise": (b"\xff\xd8\xff\xe0" + os.urandom(4000), "truncated", "jpeg"),
    "webp magic and zeros": (b"RIFF\x00\x10\x00\x00WEBPVP8 " + bytes(4000), "truncated", "webp"),
    "10 MB and 1": (picture() + bytes(MAX_PICTURE_BYTES), "too_large", "png"),
    "text bomb": (
        pictures.with_chunks(
            picture(), *[pictures.chunk(b"zTXt", b"k\x00\x00" + zlib.compress(bytes(2_000_000)))] * 40
        ),
        "truncated",
        "png",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_what_is_no_proof_is_refused_by_name(store: LocalEvidenceStore, name: str) -> None:
    data, code, found = HOSTILE[name]
    with pytest.raises(PictureRefused) as refused:
        await store.keep_picture(data)
    assert (refused.value.code, refused.value.found) == (code, found)


async def test_a_refused_picture_leaves_nothing_behind(store: LocalEvidenceStore) -> None:
    for data, _, _ in HOSTILE.values():
        with pytest.raises(PictureRefused):
            await store.keep_picture(data)
    assert [path.name for path in store.folder.iterdir()] == []


@pytest.mark.parametrize(
    ("fmt", "mode"),
    [
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "LA"),
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("WEBP", "RGBA"),
    ],
)
async def test_an_honest_picture_is_kept_as_a_bare_png(
    store: LocalEvidenceStore, fmt: str, mode: str
) -> None:
    kept = await store.keep_picture(picture(fmt, mode=mode))
    png = await store.read(kept.key)
    assert set(pictures.chunk_kinds(png)) == BARE_CHUNKS
    with Image.open(io.BytesIO(png)) as image:
        image.load()
        assert image.size == (kept.width_px, kept.height_px) == (320, 200)
        assert image.mode in PNG_MODES


async def test_pixels_survive_as_they_were(store: LocalEvidenceStore) -> None:
    original = picture(size=(200, 100))
    kept = await store.keep_picture(original)
    with (
        Image.open(io.BytesIO(await store.read(kept.key))) as copy,
        Image.open(io.BytesIO(original)) as first,
    ):
        assert copy.tobytes() == first.tobytes()


async def test_a_palette_with_a_see_through_colour_stays_see_through(store: LocalEvidenceStore) -> None:
    kept = await store.keep_picture(picture(mode="P", transparency=0))
    with Image.open(io.BytesIO(await store.read(kept.key))) as image:
        assert image.mode == "RGBA"


async def test_what_hides_behind_a_picture_is_gone(store: LocalEvidenceStore) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("payload.txt", "SECRET-PAYLOAD")
    for tail in (archive.getvalue(), b"<html><script>SECRET-PAYLOAD</script></html>"):
        polyglot = picture() + tail
        png = await store.read((await store.keep_picture(polyglot)).key)
        assert b"SECRET-PAYLOAD" not in png
        assert not zipfile.is_zipfile(io.BytesIO(png))
        assert set(pictures.chunk_kinds(png)) == BARE_CHUNKS


async def test_text_time_place_and_profile_are_dropped(store: LocalEvidenceStore) -> None:
    told = pictures.with_chunks(
        picture(icc_profile=b"SECRET-PLACE" * 20, dpi=(300, 300)),
        pictures.chunk(b"tEXt", b"Comment\x00SECRET-PLACE"),
        pictures.chunk(b"tIME", struct.pack("!HBBBBB", 2026, 11, 21, 1, 2, 3)),
    )
    png = await store.read((await store.keep_picture(told)).key)
    assert set(pictures.chunk_kinds(png)) == BARE_CHUNKS
    assert b"SECRET-PLACE" not in png


async def test_a_sideways_photo_is_turned_before_its_exif_is_dropped(store: LocalEvidenceStore) -> None:
    kept = await store.keep_picture(pictures.sideways_photo_with_a_place())
    png = await store.read(kept.key)
    assert (kept.width_px, kept.height_px) == (320, 200)
    assert set(pictures.chunk_kinds(png)) == BARE_CHUNKS


async def test_of_an_animation_the_first_frame_is_kept(store: LocalEvidenceStore) -> None:
    kept = await store.keep_picture(pictures.animation())
    with Image.open(io.BytesIO(await store.read(kept.key))) as image:
        assert getattr(image, "n_frames", 1) == 1
        assert image.convert("RGB").getpixel((5, 5)) == (255, 0, 0)
