"""Uploaded pictures on the local disk while they wait for the closing check: one private folder, one file each.

A file is a line of JSON (name, claimed type, time) and then the bytes. It is written beside its place, forced to
the disk and renamed into it, so a crash leaves a whole file or a `.part` that the next start sweeps away.
"""

import asyncio
import json
import os
import re
import secrets
import stat
import threading
import time
import unicodedata
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from core.domain.close_attempt import UploadedFile
from core.errors import Permanent, Temporary
from core.ports.clock import Clock
from core.ports.uploads import UPLOAD_PREFIX
from evidence.local import FOLDER_MODE, PART_SUFFIX, STALE_PART_S, PartFile

KEPT_S = 7 * 24 * 3600.0
"""A picture nobody fetched in a week belongs to a closing that is long settled."""

ROOM_BYTES = 512 * 1024 * 1024
"""What may wait at once: some fifty pictures of the largest size."""

FULL_RETRY_S = 30.0
NAME_CHARS = 100
HEADER_BYTES = 4096
KEY = re.compile(r"[0-9a-f]{32}\Z", re.ASCII)


class LocalUploads:
    """Implements core.ports.uploads.Uploads. The folder is made (0700) on first use; its parent must exist."""

    def __init__(self, folder: Path, *, clock: Clock, room_bytes: int = ROOM_BYTES) -> None:
        self.folder = folder
        self._clock = clock
        self._room_bytes = room_bytes
        self._folder_fd: int | None = None
        self._opening = threading.Lock()

    async def keep(self, content: bytes, *, name: str, mimetype: str) -> UploadedFile:
        file = UploadedFile(
            id=UPLOAD_PREFIX + secrets.token_hex(16),
            name=shown_name(name),
            mimetype=mimetype[:NAME_CHARS],
            size_bytes=len(content),
            created_at=self._clock.now(),
        )
        await asyncio.shield(asyncio.to_thread(self._keep, file, content))
        return file

    async def describe_file(self, file_id: str) -> UploadedFile:
        return (await asyncio.to_thread(self._read, file_id))[0]

    async def fetch_file(self, file_id: str, *, limit_bytes: int) -> bytes:
        file, content = await asyncio.to_thread(self._read, file_id)
        if file.size_bytes > limit_bytes:
            raise Permanent("too_large")
        return content

    async def forget(self, file_id: str) -> None:
        await asyncio.to_thread(self._forget, file_id)

    async def close(self) -> None:
        folder_fd, self._folder_fd = self._folder_fd, None
        if folder_fd is not None:
            os.close(folder_fd)

    def _keep(self, file: UploadedFile, content: bytes) -> None:
        folder_fd = self._opened()
        if _used_bytes(folder_fd) + len(content) > self._room_bytes:
            raise Temporary("no_room_for_uploads", retry_in_s=FULL_RETRY_S)
        created_at = file.created_at.isoformat() if file.created_at else ""
        header = {"name": file.name, "mimetype": file.mimetype, "created_at": created_at}
        part = PartFile(folder_fd)
        try:
            part.write(json.dumps(header).encode("ascii") + b"\n")
            part.write(content)
            part.settle(file.id.removeprefix(UPLOAD_PREFIX))
        finally:
            part.discard()

    def _read(self, file_id: str) -> tuple[UploadedFile, bytes]:
        key = _key_of(file_id)
        if key is None:
            raise Permanent("file_gone")
        try:
            fd = os.open(key, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=self._opened())
        except OSError:
            raise Permanent("file_gone") from None
        with os.fdopen(fd, "rb") as kept:
            header = json.loads(kept.readline(HEADER_BYTES))
            content = kept.read()
        file = UploadedFile(
            id=file_id,
            name=header["name"],
            mimetype=header["mimetype"],
            size_bytes=len(content),
            created_at=datetime.fromisoformat(header["created_at"]).astimezone(UTC),
        )
        return file, content

    def _forget(self, file_id: str) -> None:
        key = _key_of(file_id)
        if key is not None:
            with suppress(FileNotFoundError):
                os.unlink(key, dir_fd=self._opened())

    def _opened(self) -> int:
        """The handle of the folder; the first call makes, shuts and sweeps it."""
        with self._opening:
            if self._folder_fd is None:
                with suppress(FileExistsError):
                    self.folder.mkdir(mode=FOLDER_MODE)
                flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
                folder_fd = os.open(self.folder, flags)
                os.fchmod(folder_fd, FOLDER_MODE)
                _sweep(folder_fd)
                self._folder_fd = folder_fd
            return self._folder_fd


def shown_name(name: str) -> str:
    """A client's file name for showing, never for a path: composed, bounded, nothing invisible in it."""
    visible = (c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C")
    return "".join(visible).strip()[:NAME_CHARS] or "picture"


def _key_of(file_id: str) -> str | None:
    key = file_id.removeprefix(UPLOAD_PREFIX)
    return key if KEY.match(key) and file_id.startswith(UPLOAD_PREFIX) else None


def _used_bytes(folder_fd: int) -> int:
    used = 0
    for name in os.listdir(folder_fd):
        with suppress(FileNotFoundError):
            found = os.stat(name, dir_fd=folder_fd, follow_symlinks=False)
            used += found.st_size if stat.S_ISREG(found.st_mode) else 0
    return used


def _sweep(folder_fd: int) -> None:
    for name in os.listdir(folder_fd):
        longest_s = STALE_PART_S if name.endswith(PART_SUFFIX) else KEPT_S
        with suppress(FileNotFoundError):
            if time.time() - os.stat(name, dir_fd=folder_fd, follow_symlinks=False).st_mtime > longest_s:
                os.unlink(name, dir_fd=folder_fd)
