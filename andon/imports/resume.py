"""How far an import has come, in a small file beside the imported one: kill -9 loses nothing, and skips nothing.

It is written after each batch that was answered. What was sent and not answered is sent again; Andon knows it.
"""

import contextlib
import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict, ValidationError

HEAD_BYTES = 64 * 1024
SUFFIX = ".andon-import"


class Refusal(BaseModel):
    line: int
    why: str


class Progress(BaseModel):
    """`offset` and `line`: where the next row begins. `mending_bytes`: how much of the file of refused rows
    belongs to what was answered."""

    model_config = ConfigDict(extra="forbid")
    url: str
    file_print: str
    mending: str = ""
    mending_bytes: int = 0
    offset: int
    line: int
    created: int = 0
    exists: int = 0
    new: int = 0
    refused: int = 0
    first_refusals: tuple[Refusal, ...] = ()

    @property
    def rows(self) -> int:
        return self.created + self.exists + self.new + self.refused


def file_print(file: BinaryIO) -> str:
    """Changes when the file does: its size, its time, its beginning."""
    about = os.fstat(file.fileno())
    file.seek(0)
    head = hashlib.sha256(file.read(HEAD_BYTES)).hexdigest()
    return f"{about.st_size}:{about.st_mtime_ns}:{head}"


def place_of(file: Path) -> Path:
    return file.with_name(file.name + SUFFIX)


def load(path: Path) -> Progress | None:
    """None where there is none, or none that can be read."""
    try:
        return Progress.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def keep(path: Path, progress: Progress) -> bool:
    """Replaces the one before as a whole. False where nothing can be written."""
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.write_text(progress.model_dump_json(), encoding="utf-8")
        fresh.replace(path)
    except OSError:
        return False
    return True


def forget(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
