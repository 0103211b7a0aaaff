"""Pictures that came in through the REST API, on the disk until the closing check has looked at them.

A picture from Slack stays at Slack until it is fetched; one from the API has nowhere else to wait. It is kept
before the closing is asked for, so a crash in between loses neither.
"""

from typing import Protocol

from core.domain.close_attempt import UploadedFile

UPLOAD_PREFIX = "upload:"
"""How the id of such a file begins. Slack's begin with F."""


def is_upload(file_id: str) -> bool:
    """Whether the file waits here and not at Slack."""
    return file_id.startswith(UPLOAD_PREFIX)


class Uploads(Protocol):
    """`describe_file` and `fetch_file` promise what core.ports.chat.Chat promises for files at Slack."""

    async def keep(self, content: bytes, *, name: str, mimetype: str) -> UploadedFile:
        """Durable when it returns. Raises Temporary when there is no room."""

    async def describe_file(self, file_id: str) -> UploadedFile:
        """Name, claimed type, size, and when it came. Raises Permanent("file_gone")."""

    async def fetch_file(self, file_id: str, *, limit_bytes: int) -> bytes:
        """The bytes as they came. Raises Permanent("file_gone" or "too_large")."""

    async def forget(self, file_id: str) -> None:
        """It was looked at, or is not wanted after all; forgetting what is gone is harmless."""


class FileSource(Protocol):
    """Where the closing check gets the bytes of a picture from, whichever way it came in."""

    async def describe_file(self, file_id: str) -> UploadedFile: ...

    async def fetch_file(self, file_id: str, *, limit_bytes: int) -> bytes: ...

    async def forget(self, file_id: str) -> None:
        """It was looked at; what waits at Slack stays there."""
