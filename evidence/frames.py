"""The few bytes that the program and its picture worker say to each other.

A frame is one kind byte, four bytes of length (big endian), and the payload. The worker says READY once.
A question is one ASK frame (JSON: the format), DATA frames with the picture, one END. The answer is one
VERDICT frame (JSON) and, when the picture was taken, DATA frames with the PNG and one END.
"""

import struct
from typing import BinaryIO

ASK = b"A"
READY = b"R"
VERDICT = b"V"
DATA = b"D"
END = b"E"

HEADER = struct.Struct("!cI")
CHUNK_BYTES = 64 * 1024
"""One pipe buffer on Linux (pipe(7)): neither side ever holds more than this in flight."""


class Torn(Exception):
    """The other side sent something that is not a frame, or went away within one."""


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """One whole frame. Raises ValueError above CHUNK_BYTES."""
    if len(payload) > CHUNK_BYTES:
        raise ValueError(f"a frame holds at most {CHUNK_BYTES} bytes, not {len(payload)}")
    return HEADER.pack(kind, len(payload)) + payload


def parse_header(raw: bytes) -> tuple[bytes, int]:
    """Kind and payload length. Raises Torn on a length no honest side sends."""
    kind: bytes
    length: int
    kind, length = HEADER.unpack(raw)
    if length > CHUNK_BYTES:
        raise Torn(f"a frame of {length} bytes")
    return kind, length


def read_frame(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    """The worker's blocking read; None when the program closed the pipe."""
    raw = stream.read(HEADER.size)
    if not raw:
        return None
    if len(raw) < HEADER.size:
        raise Torn("cut within a header")
    kind, length = parse_header(raw)
    payload = stream.read(length)
    if len(payload) < length:
        raise Torn("cut within a payload")
    return kind, payload
