"""What bytes are, told by their first bytes alone, so that a refusal can name what somebody sent.

A file name and a claimed content type are the sender's word; neither is looked at here.
"""

import re

HEAD_BYTES = 1024
"""How much is looked at. The farthest signature below (tar) ends at byte 262."""

UNKNOWN = "unknown"
EMPTY = "empty"

PILLOW_FORMATS = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP"}
"""The kinds that can be evidence, and the one decoder each may reach (condition P2)."""


def kind_of(data: bytes) -> str:
    """A short word: png, jpeg, webp, pdf, svg, heic, gif, html, text, zip ... or unknown, empty."""
    head = data[:HEAD_BYTES]
    if not head:
        return EMPTY
    for offset, magic, kind in _SIGNATURES:
        if head[offset : offset + len(magic)] == magic:
            return kind
    if head[:4] == b"RIFF":
        return _RIFF_KINDS.get(head[8:12], "riff")
    if head[4:8] == b"ftyp":
        return _brand_of(head)
    return _markup_or_text(head)


def _brand_of(head: bytes) -> str:
    """The ISO media family shares one box; its brands tell a photo from a film."""
    box_bytes = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12]} | {head[at : at + 4] for at in range(16, box_bytes, 4)}
    for kind, members in _ISO_BRANDS:
        if brands & members:
            return kind
    return "mp4"


def _markup_or_text(head: bytes) -> str:
    for mark, codec in _TEXT_MARKS:
        if head.startswith(mark):
            text = head[len(mark) :].decode(codec, errors="ignore")
            return _markup_kind(text) or "text"
    if b"\x00" in head:
        return UNKNOWN
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    if control:
        return UNKNOWN
    text = head.decode("utf-8", errors="replace")
    if text.count("\ufffd") > 1:  # one may be a letter that the cut at HEAD_BYTES went through
        return UNKNOWN
    return _markup_kind(text) or "text"


def _markup_kind(text: str) -> str | None:
    for pattern, kind in _MARKUP:
        if pattern.search(text):
            return kind
    return None


_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (0, b"%PDF-", "pdf"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"II*\x00", "tiff"),
    (0, b"MM\x00*", "tiff"),
    (0, b"II+\x00", "tiff"),
    (0, b"MM\x00+", "tiff"),
    (0, b"BM", "bmp"),
    (0, b"\x00\x00\x01\x00", "ico"),
    (0, b"8BPS", "psd"),
    (0, b"%!PS", "postscript"),
    (0, b"\xc5\xd0\xd3\xc6", "postscript"),
    (0, b"\x00\x00\x00\x0cjP  ", "jpeg2000"),
    (0, b"\xff\x4f\xff\x51", "jpeg2000"),
    (0, b"\x00\x00\x00\x0cJXL ", "jpegxl"),
    (0, b"\xff\x0a", "jpegxl"),
    (0, b"\x1f\x8b", "gzip"),
    (0, b"BZh", "bzip2"),
    (0, b"\xfd7zXZ\x00", "xz"),
    (0, b"7z\xbc\xaf\x27\x1c", "7zip"),
    (0, b"Rar!\x1a\x07", "rar"),
    (257, b"ustar", "tar"),
    (0, b"\x1a\x45\xdf\xa3", "webm"),
    (0, b"OggS", "ogg"),
    (0, b"ID3", "mp3"),
    (0, b"\x7fELF", "program"),
    (0, b"MZ", "program"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (0, b"SQLite format 3\x00", "sqlite"),
)

_RIFF_KINDS = {b"WEBP": "webp", b"AVI ": "avi", b"WAVE": "wav"}

_ISO_BRANDS: tuple[tuple[str, frozenset[bytes]], ...] = (
    ("avif", frozenset({b"avif", b"avis"})),
    ("heic", frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})),
    ("quicktime", frozenset({b"qt  "})),
)

_TEXT_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

_MARKUP: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<svg[\s>]", re.IGNORECASE), "svg"),
    (re.compile(r"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]|<script[\s>]", re.IGNORECASE), "html"),
    (re.compile(r"\A\s*<\?xml", re.IGNORECASE), "xml"),
    (re.compile(r'\A\s*[\[{]\s*["\]}\[{]'), "json"),
)
