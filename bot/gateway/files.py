"""Pictures: fetched with the bot token and never made public; sent by Slack's three-step upload."""

import logging
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.gateway.errors import translated
from core.domain.close_attempt import UploadedFile
from core.errors import OutcomeUnknown, Parked, Permanent, Temporary

NOT_READY_S = 2.0
"""Slack scans an upload before it can be read; a moment later it usually can."""

CHUNK_BYTES = 64 * 1024

DOWNLOAD_S = 25.0
"""10 MB over a slow line; the closing check waits 30 s for one picture (scheduler/closing_check.py)."""

SLACK_HOSTS = ("slack.com", "slack-gov.com")
"""Where Slack keeps files: at these or below them, over https (files.info, url_private)."""

log = logging.getLogger(__name__)


class SlackFiles:
    """`session` is the shared one; `token` the bot token, sent to Slack's own hosts only."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession, token: str) -> None:
        self._client = client
        self._session = session
        self._token = token

    async def describe(self, file_id: str) -> UploadedFile:
        file = await self._info(file_id)
        created = file.get("created")
        return UploadedFile(
            id=file_id,
            name=str(file.get("name") or ""),
            mimetype=str(file.get("mimetype") or ""),
            size_bytes=int(file.get("size") or 0),
            created_at=datetime.fromtimestamp(created, UTC) if isinstance(created, int) else None,
        )

    async def fetch(self, file_id: str, *, limit_bytes: int) -> bytes:
        """The bytes. A wrong token or scope gets a login page with HTTP 200, not 401 (SLACK 3)."""
        file = await self._info(file_id)
        url = file.get("url_private_download") or file.get("url_private")
        if not url:
            raise Temporary("file not ready", retry_in_s=NOT_READY_S)
        size_bytes = int(file.get("size") or 0)
        if size_bytes > limit_bytes:
            raise Permanent("too_large")
        if not self._is_slacks(str(url)):
            log.warning(
                "the token is not sent to %s, where Slack says a file is", urlsplit(str(url)).hostname
            )
            raise Permanent("not_readable")
        try:
            content = await self._download(str(url), limit_bytes)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Temporary(f"download: {type(error).__name__}", retry_in_s=NOT_READY_S) from None
        if size_bytes and len(content) != size_bytes:
            raise Temporary("download: incomplete", retry_in_s=NOT_READY_S)
        return content

    async def upload(self, content: bytes, file_name: str, alt_text: str) -> str:
        """Steps one and two; nobody sees the file yet."""
        async with translated("files.getUploadURLExternal"):
            reply = await self._client.files_getUploadURLExternal(
                filename=file_name, length=len(content), alt_txt=alt_text[:1000]
            )
        try:
            async with self._session.post(reply["upload_url"], data=content) as answer:
                if answer.status != 200:
                    raise Temporary(f"upload: HTTP {answer.status}")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            # An upload that was not completed shows nowhere, so starting over is safe.
            raise Temporary(f"upload: {type(error).__name__}") from None
        return str(reply["file_id"])

    async def share(
        self, file_id: str, channel_id: str, thread_ts: str | None, title: str, text: str
    ) -> None:
        async with translated("files.completeUploadExternal"):
            await self._client.files_completeUploadExternal(
                files=[{"id": file_id, "title": title}],
                channel_id=channel_id,
                thread_ts=thread_ts,
                initial_comment=text,
            )

    async def shared(self, file_id: str, channel_id: str) -> bool:
        try:
            file = await self._info(file_id)
        except Permanent:
            return False
        shares = file.get("shares") or {}
        return any(channel_id in (shares.get(kind) or {}) for kind in ("public", "private"))

    async def _info(self, file_id: str) -> dict[str, Any]:
        try:
            async with translated("files.info"):
                reply = await self._client.files_info(file=file_id)
        except OutcomeUnknown as error:
            raise Temporary(error.reason) from None  # a read has no outcome to be unsure of
        except Parked as error:
            raise Permanent("not_readable") from error  # the scope files:read is missing
        except Permanent as error:
            raise Permanent("file_gone") from error
        file: dict[str, Any] = reply["file"]
        return file

    def _is_slacks(self, url: str) -> bool:
        """At the host that serves the API, which a sandbox or a gateway may be, or at Slack itself."""
        there, api = urlsplit(url), urlsplit(self._client.base_url)
        if (there.scheme, there.netloc) == (api.scheme, api.netloc):
            return True
        host = there.hostname or ""
        return there.scheme == "https" and any(host == h or host.endswith(f".{h}") for h in SLACK_HOSTS)

    async def _download(self, url: str, limit_bytes: int) -> bytes:
        headers = {"Authorization": f"Bearer {self._token}"}
        # Redirects are not followed: the token must not travel to another host.
        limit = aiohttp.ClientTimeout(total=DOWNLOAD_S)
        async with self._session.get(url, headers=headers, allow_redirects=False, timeout=limit) as answer:
            if answer.status in (301, 302, 303, 307, 308):
                raise Permanent("not_readable")
            if answer.status != 200:
                raise Temporary(f"download from {urlsplit(url).hostname}: HTTP {answer.status}")
            if answer.content_type == "text/html":
                raise Permanent("not_readable")
            content = bytearray()
            async for chunk in answer.content.iter_chunked(CHUNK_BYTES):
                content += chunk
                if len(content) > limit_bytes:
                    raise Permanent("too_large")
            return bytes(content)
