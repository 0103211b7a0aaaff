"""Pictures in memory, checked in this process: for tests that need proof, not for hostile bytes."""

import hashlib
import io

from PIL import Image

from core.errors import NotFound
from core.ports.evidence_store import (
    MAX_PICTURE_BYTES,
    MIN_HEIGHT_PX,
    MIN_WIDTH_PX,
    Picture,
    PictureRefused,
)
from evidence.sniff import PILLOW_FORMATS, kind_of


class FakeEvidenceStore:
    """core.ports.evidence_store.EvidenceStore over a dict."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    async def keep_picture(self, original: bytes) -> Picture:
        found = kind_of(original)
        if len(original) > MAX_PICTURE_BYTES:
            raise PictureRefused("too_large", found=found)
        if found not in PILLOW_FORMATS:
            raise PictureRefused("not_an_image", found=found)
        width_px, height_px, png = _as_png(original, found)
        sha256 = hashlib.sha256(original).hexdigest()
        self.kept[f"{sha256}.png"] = png
        return Picture(
            sha256=sha256,
            key=f"{sha256}.png",
            width_px=width_px,
            height_px=height_px,
            size_bytes=len(original),
        )

    async def read(self, key: str) -> bytes:
        if key not in self.kept:
            raise NotFound("no such picture")
        return self.kept[key]

    async def delete(self, key: str) -> None:
        self.kept.pop(key, None)


def _as_png(original: bytes, found: str) -> tuple[int, int, bytes]:
    try:
        with Image.open(io.BytesIO(original), formats=(PILLOW_FORMATS[found],)) as image:
            plain = image.convert("RGB")
    except (OSError, SyntaxError, ValueError):
        raise PictureRefused("truncated", found=found) from None
    if plain.width < MIN_WIDTH_PX or plain.height < MIN_HEIGHT_PX:
        raise PictureRefused("too_small", found=found)
    plain.info = {}
    png = io.BytesIO()
    plain.save(png, "PNG")
    return plain.width, plain.height, png.getvalue()
