"""The only place where foreign picture bytes meet a decoder: a child process with little to lose.

Run as `python -m evidence.decode_worker MEMORY_BYTES CPU_S`. It opens no file, knows no secret (its
environment is empty), and lives under limits on memory, processor time, file size and processes. Pillow
is imported here and nowhere else, so a program that never sees a picture never pays for it.
"""

import io
import json
import resource
import struct
import sys
import warnings
import zlib
from contextlib import suppress
from typing import IO, BinaryIO, cast

from PIL import Image, ImageOps, UnidentifiedImageError

from core.ports.evidence_store import MAX_PICTURE_BYTES, MAX_PIXELS, MIN_HEIGHT_PX, MIN_WIDTH_PX
from evidence.frames import ASK, CHUNK_BYTES, DATA, END, READY, VERDICT, Torn, frame, read_frame

PNG_COMPRESS_LEVEL = 1
"""zlib's fastest. Level 6 takes three times as long on 25 megapixels and saves about a tenth."""

PNG_MODES = frozenset({"1", "L", "LA", "RGB", "RGBA", "I;16"})
"""Pixel layouts that PNG keeps as they are; all others become RGB or RGBA."""


DECODER_ERRORS = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    ArithmeticError,
    LookupError,
    TypeError,
    struct.error,
    zlib.error,
)
"""What Pillow lets out of damaged files; OSError and SyntaxError are its own words for it."""


class Refused(Exception):
    """The verdict against a picture, by its code."""


class FrameWriter(io.RawIOBase):
    """A file-like end that turns what Pillow writes into DATA frames, so no whole PNG is ever held."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # Pillow passes bytes only
        view = memoryview(data)
        for start in range(0, len(view), CHUNK_BYTES):
            self._pipe.write(frame(DATA, bytes(view[start : start + CHUNK_BYTES])))
        return len(view)


def main(memory_bytes: int, cpu_s: int) -> None:
    """Answer questions on stdin until it closes."""
    confine(memory_bytes)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)  # by itself it only warns below twice that
    Image.preinit()  # the codecs load before the first hostile byte arrives
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    answers.write(frame(READY))
    answers.flush()
    while (first := read_frame(questions)) is not None:
        kind, payload = first
        if kind != ASK:
            raise Torn(f"expected a question, got {kind!r}")
        allow_cpu(cpu_s)
        answer(json.loads(payload)["format"], read_picture(questions), answers)
        answers.flush()


def confine(memory_bytes: int) -> None:
    """Take away what decoding does not need. A limit that this system does not know is left out."""
    for limit, value in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        with suppress(ValueError, OSError):  # macOS refuses RLIMIT_AS
            resource.setrlimit(limit, (value, value))


def allow_cpu(cpu_s: int) -> None:
    """Processor time for one picture: the limit counts the whole life of a process, so it moves along."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent_s = int(used.ru_utime + used.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent_s + cpu_s, hard))


def read_picture(questions: BinaryIO) -> io.BytesIO:
    picture = io.BytesIO()
    while (part := read_frame(questions)) is not None:
        kind, payload = part
        if kind == END:
            picture.seek(0)
            return picture
        if kind != DATA or picture.tell() + len(payload) > MAX_PICTURE_BYTES:
            raise Torn("more than a picture")
        picture.write(payload)
    raise Torn("cut within a picture")


def answer(pillow_format: str, picture: io.BytesIO, answers: BinaryIO) -> None:
    try:
        clean = decode(pillow_format, picture)
    except Refused as refused:
        answers.write(frame(VERDICT, json.dumps({"refused": str(refused)}).encode()))
        return
    verdict = {"width_px": clean.width, "height_px": clean.height}
    answers.write(frame(VERDICT, json.dumps(verdict).encode()))
    clean.save(cast(IO[bytes], FrameWriter(answers)), format="PNG", compress_level=PNG_COMPRESS_LEVEL)
    answers.write(frame(END))


def decode(pillow_format: str, picture: io.BytesIO) -> Image.Image:
    """The picture as pixels, upright, with nothing else. Raises Refused.

    Any error of a decoder means the same to a person: this picture cannot be read.
    """
    try:
        image = Image.open(picture, formats=(pillow_format,))
        image.load()
        ImageOps.exif_transpose(image, in_place=True)  # the turn lives in EXIF, which is dropped
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("too_many_pixels") from None
    except MemoryError:
        raise Refused("too_costly") from None
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        ArithmeticError,
        LookupError,
        TypeError,
    ):
        raise Refused("truncated") from None
    if image.width < MIN_WIDTH_PX or image.height < MIN_HEIGHT_PX:
        raise Refused("too_small")
    return without_metadata(image)


def without_metadata(image: Image.Image) -> Image.Image:
    try:
        if image.mode not in PNG_MODES or "transparency" in image.info:
            image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    except MemoryError:
        raise Refused("too_costly") from None
    image.info = {}  # text, colour profile, resolution, comments: Pillow would write some of them again
    return image


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
