"""What bytes are, by name."""

import pytest

from evidence.sniff import kind_of
from tests.evidence.pictures import picture

FTYP = b"\x00\x00\x00\x1cftyp"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\x03", "unknown"),
        (b"just a note, named proof.png", "text"),
        ("Überprüft, Größe 3 €".encode(), "text"),
        ("\ufeffhello".encode("utf-16-le"), "text"),
        (("é" * 4000).encode()[:-1], "text"),
        (b"%PDF-1.7\n", "pdf"),
        (b'<?xml version="1.0"?>\n<!-- x --><svg xmlns="http://www.w3.org/2000/svg"/>', "svg"),
        (b"\xef\xbb\xbf  <SVG onload=alert(1)>", "svg"),
        (b'<?xml version="1.0"?><feed/>', "xml"),
        (b"<!DOCTYPE html><title>Sign in</title>", "html"),
        (b"\n\n<html lang=en>", "html"),
        (b'{"ok": false}', "json"),
        (FTYP + b"heic\x00\x00\x00\x00mif1heic", "heic"),
        (FTYP + b"mif1\x00\x00\x00\x00avifmiaf", "avif"),
        (FTYP + b"isom\x00\x00\x02\x00isomiso2", "mp4"),
        (b"GIF89a\x01\x00\x01\x00", "gif"),
        (b"PK\x03\x04\x14\x00", "zip"),
        (b"II*\x00\x08\x00\x00\x00", "tiff"),
        (b"MM\x00*\x00\x00\x00\x08", "tiff"),
        (b"BM\x46\x00", "bmp"),
        (b"8BPS\x00\x01", "psd"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "postscript"),
        (b"\x00" * 257 + b"ustar\x00", "tar"),
        (b"MZ\x90\x00", "program"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "wav"),
        (b"RIFF\x10\x00\x00\x00????", "riff"),
    ],
)
def test_bytes_are_named_for_what_they_are(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(("fmt", "kind"), [("PNG", "png"), ("JPEG", "jpeg"), ("WEBP", "webp")])
def test_the_three_kinds_that_count_are_known(fmt: str, kind: str) -> None:
    assert kind_of(picture(fmt)) == kind
