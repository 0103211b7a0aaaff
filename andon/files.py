"""Pictures, whichever way they came in: from Slack, or through the REST API."""

from core.domain.close_attempt import UploadedFile
from core.ports.chat import Chat
from core.ports.uploads import Uploads, is_upload


class AnyFile:
    """core.ports.uploads.FileSource over both."""

    def __init__(self, slack: Chat, uploads: Uploads) -> None:
        self._slack = slack
        self._uploads = uploads

    async def describe_file(self, file_id: str) -> UploadedFile:
        return await self._of(file_id).describe_file(file_id)

    async def fetch_file(self, file_id: str, *, limit_bytes: int) -> bytes:
        return await self._of(file_id).fetch_file(file_id, limit_bytes=limit_bytes)

    async def forget(self, file_id: str) -> None:
        if is_upload(file_id):
            await self._uploads.forget(file_id)

    def _of(self, file_id: str) -> Chat | Uploads:
        return self._uploads if is_upload(file_id) else self._slack
