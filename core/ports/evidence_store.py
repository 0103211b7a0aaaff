"""Where pictures live, and the check that each must pass before it counts.

Condition P2 of the closing rules: magic bytes PNG, JPEG or WebP, decodes, at least 200 x 100 px, at most
25 megapixels, at most 10 MB; kept re-encoded as PNG, which drops metadata and anything hidden behind it.
"""

from dataclasses import dataclass
from typing import Protocol

MAX_PICTURE_BYTES = 10 * 1024 * 1024
"""Slack's own limit for a file_input file, and ours (condition P2)."""

MAX_PIXELS = 25_000_000
MIN_WIDTH_PX = 200
MIN_HEIGHT_PX = 100


class PictureRefused(Exception):
    """Not a picture that can count. `code` is one of: not_an_image, too_small, too_many_pixels, too_large,
    truncated (damaged or cut short), too_costly (decoding it takes too much time or memory).
    `found` names what the bytes are (pdf, svg, heic, text, html, gif ...) for the words."""

    def __init__(self, code: str, *, found: str) -> None:
        super().__init__(f"{code}: {found}")
        self.code = code
        self.found = found


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A checked and kept picture. `sha256` (hex) and `size_bytes` are of the original bytes, width and
    height of what is kept (a sideways photo is turned upright), `key` names what is kept."""

    sha256: str
    key: str
    width_px: int
    height_px: int
    size_bytes: int


class EvidenceStore(Protocol):
    async def keep_picture(self, original: bytes) -> Picture:
        """Check, re-encode and keep. Keeping the same bytes twice is harmless.

        Raises PictureRefused, or Temporary when the machine was too laden to tell.
        """

    async def read(self, key: str) -> bytes:
        """The kept PNG. Raises NotFound."""

    async def delete(self, key: str) -> None:
        """Forget the bytes; deleting what is gone is harmless."""
