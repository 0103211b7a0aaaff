"""Pictures, honest and hostile, made from scratch; nothing here is a file that somebody else made."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def picture(fmt: str = "PNG", size: tuple[int, int] = (320, 200), mode: str = "RGB", **options: Any) -> bytes:
    """A picture with something in it, so that no encoder can shrink it to nothing."""
    buffer = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(buffer, fmt, **options)
    return buffer.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))


def png_bomb(side_px: int = 12_000) -> bytes:
    """A valid one-bit PNG, a few kilobytes long, that unfolds to `side_px` squared pixels."""
    row = b"\x00" + bytes((side_px + 7) // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(side_px)) + packer.flush()
    header = struct.pack("!IIBBBBB", side_px, side_px, 1, 0, 0, 0, 0)
    return PNG_SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def with_chunks(png: bytes, *chunks: bytes) -> bytes:
    """`png` with further chunks right after its header."""
    after_header = len(PNG_SIGNATURE) + 25
    return png[:after_header] + b"".join(chunks) + png[after_header:]


def chunk_kinds(png: bytes) -> list[bytes]:
    """The kinds of a PNG's chunks in order; fails when anything follows the last."""
    assert png.startswith(PNG_SIGNATURE)
    kinds, at = [], len(PNG_SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack("!I", png[at : at + 4])
        kinds.append(png[at + 4 : at + 8])
        at += length + 12
    assert at == len(png)
    assert kinds[-1] == b"IEND"
    return kinds


def animation() -> bytes:
    frames = [Image.new("RGB", (240, 160), colour) for colour in ("red", "green", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    return buffer.getvalue()


def sideways_photo_with_a_place() -> bytes:
    """A JPEG stored as 200 x 320, to be shown turned, that says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn clockwise
    exif[0x010E] = "SECRET-PLACE"
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", (200, 320), exif=exif)
