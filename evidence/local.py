"""Pictures on the local disk: one private folder, names made of nothing but their content.

A picture is written beside its place, forced to the disk, and renamed into it, so a crash at any point
leaves either the whole picture or a `.part` file that nobody reads and the next start sweeps away.
Every access goes through one open handle of the folder and follows no link.
"""

import asyncio
import errno
import hashlib
import os
import re
import secrets
import stat
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.errors import NotFound
from core.ports.evidence_store import MAX_PICTURE_BYTES, Picture, PictureRefused
from evidence.decoder import DecodeLimits, Decoder, Size
from evidence.sniff import PILLOW_FORMATS, kind_of

FOLDER_MODE = 0o700
FILE_MODE = 0o600

STALE_PART_S = 3600.0
"""A `.part` this old was left by a crash; a younger one may belong to another replica on a shared disk."""

PNG_SIZE = struct.Struct("!8x4x4sII")
"""Signature, chunk length, chunk type, width, height (PNG specification, 5.2 and 11.2.2)."""

KEY = re.compile(r"[0-9a-f]{64}\.png\Z", re.ASCII)
PART_SUFFIX = ".part"


class PartFile:
    """A picture on its way into the folder."""

    def __init__(self, folder_fd: int) -> None:
        self._folder_fd = folder_fd
        self.name = secrets.token_hex(16) + PART_SUFFIX
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        self.fd = os.open(self.name, flags, FILE_MODE, dir_fd=folder_fd)

    def restart(self) -> None:
        os.ftruncate(self.fd, 0)
        os.lseek(self.fd, 0, os.SEEK_SET)

    def write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self.fd, view) :]

    def settle(self, name: str) -> None:
        """Make it durable under its final name. Blocks on the disk."""
        os.fsync(self.fd)
        os.rename(self.name, name, src_dir_fd=self._folder_fd, dst_dir_fd=self._folder_fd)
        os.fsync(self._folder_fd)

    def discard(self) -> None:
        """Close, and drop what did not settle."""
        os.close(self.fd)
        with suppress(FileNotFoundError):
            os.unlink(self.name, dir_fd=self._folder_fd)


class LocalEvidenceStore:
    """Implements core.ports.evidence_store.EvidenceStore.

    The folder is made (0700) on first use; its parent must exist. `close` stops the picture worker.
    """

    def __init__(self, folder: Path, *, limits: DecodeLimits | None = None) -> None:
        self.folder = folder
        self._folder_fd: int | None = None
        self._opening = threading.Lock()
        self._decoder = Decoder(limits)

    @property
    def worker_pid(self) -> int | None:
        """The picture worker's process id while it runs; for health reports."""
        return self._decoder.worker_pid

    async def keep_picture(self, original: bytes) -> Picture:
        """Check, re-encode and keep. Raises PictureRefused, or Temporary when the machine is too laden."""
        kind = kind_of(original)
        if len(original) > MAX_PICTURE_BYTES:
            raise PictureRefused("too_large", found=kind)
        if kind not in PILLOW_FORMATS:
            raise PictureRefused("not_an_image", found=kind)
        sha256 = await asyncio.to_thread(_sha256_of, original)
        key = f"{sha256}.png"
        size = await asyncio.to_thread(self._kept_size, key)
        if size is None:
            size = await self._keep_new(original, kind, key)
        return Picture(
            sha256=sha256,
            key=key,
            width_px=size.width_px,
            height_px=size.height_px,
            size_bytes=len(original),
        )

    async def read(self, key: str) -> bytes:
        """The kept PNG. Raises NotFound, also for a key that was never ours."""
        return await asyncio.to_thread(self._read, key)

    async def delete(self, key: str) -> None:
        """Forget the bytes; deleting what is gone is harmless."""
        await asyncio.to_thread(self._delete, key)

    async def close(self) -> None:
        await self._decoder.close()
        folder_fd, self._folder_fd = self._folder_fd, None
        if folder_fd is not None:
            os.close(folder_fd)

    async def _keep_new(self, original: bytes, kind: str, key: str) -> Size:
        part = PartFile(await asyncio.to_thread(self._opened))
        try:
            size = await self._decoder.reencode(
                original, kind=kind, pillow_format=PILLOW_FORMATS[kind], sink=part
            )
            settling = asyncio.ensure_future(asyncio.to_thread(part.settle, key))
            try:
                await asyncio.shield(settling)
            finally:
                await asyncio.wait([settling])  # a cancelled caller must not close the file under the thread
            return size
        finally:
            part.discard()

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

    def _kept_size(self, key: str) -> Size | None:
        """Width and height from the header of what is kept, or None."""
        try:
            with self._open_kept(key) as fd:
                chunk_type, width, height = PNG_SIZE.unpack(os.pread(fd, PNG_SIZE.size, 0))
        except (NotFound, struct.error):
            return None
        return Size(width_px=width, height_px=height) if chunk_type == b"IHDR" else None

    def _read(self, key: str) -> bytes:
        with self._open_kept(key) as fd, open(fd, "rb", closefd=False) as file:
            return file.read()

    def _delete(self, key: str) -> None:
        if KEY.match(key):
            with suppress(FileNotFoundError):
                os.unlink(key, dir_fd=self._opened())

    @contextmanager
    def _open_kept(self, key: str) -> Iterator[int]:
        if not KEY.match(key):
            raise NotFound("a key that is not ours")
        try:
            fd = os.open(key, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=self._opened())
        except FileNotFoundError:
            raise NotFound("no such picture") from None
        except OSError as error:
            if error.errno != errno.ELOOP:  # a link that somebody put there is not ours
                raise
            raise NotFound("a link, not a picture") from None
        try:
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                raise NotFound("not a file")
            yield fd
        finally:
            os.close(fd)


def _sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _sweep(folder_fd: int) -> None:
    for name in os.listdir(folder_fd):
        if name.endswith(PART_SUFFIX):
            with suppress(FileNotFoundError):
                if time.time() - os.stat(name, dir_fd=folder_fd).st_mtime > STALE_PART_S:
                    os.unlink(name, dir_fd=folder_fd)
