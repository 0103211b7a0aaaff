"""Bytes in and out: the upload urls of the bot, and the guarded download urls.

A wrong token does not get 401 but a login page with status 200, as from Slack (bolt-js #2585).
"""

from urllib.parse import quote

from aiohttp import BodyPartReader, web

from sandbox.slack.documents import Json
from sandbox.slack.refusal import Refusal
from sandbox.slack.replies import served
from sandbox.slack.slack_files import app_may_see
from sandbox.slack.tokens import Token
from sandbox.slack.workspace import Workspace

LOGIN_PAGE = (
    "<!DOCTYPE html><html><head><title>Slack</title></head>"
    "<body><h1>Sign in to your workspace</h1></body></html>"
)
INLINE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
CHUNK_BYTES = 64 * 1024


class FileRoutes:
    """/upload/v1/... and /files-pri/..."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/upload/v1/{key}", self.upload)
        router.add_get("/files-pri/{team_file}/{name}", self.download)
        router.add_get("/files-pri/{team_file}/download/{name}", self.download)

    async def upload(self, request: web.Request) -> web.Response:
        """The second step of an upload: raw bytes or one multipart part, no token. Faults call it "upload"."""
        if request.content_type == "multipart/form-data":
            content = await read_upload(request, self._workspace.config.max_upload_bytes)
        else:
            content = await request.read()
        return await served(self._workspace, request, "upload", lambda: self._take(request, content))

    async def download(self, request: web.Request) -> web.Response:
        """Bytes for who may have them. Faults call it "download"."""
        return await served(self._workspace, request, "download", lambda: self._give(request))

    def _take(self, request: web.Request, content: bytes) -> web.Response:
        record = self._workspace.files.for_upload(request.match_info["key"])
        if record is None:
            return web.Response(status=404, text="no such upload")
        if len(content) != record["length"]:
            return web.Response(status=400, text="length is not what was announced")
        self._workspace.files.receive(record, content)
        return web.Response(text=f"OK - {len(content)}")

    def _give(self, request: web.Request) -> web.Response:
        """The bytes for a bearer of a token with files:read who may see the file, else the login page."""
        record = self._workspace.files.get(request.match_info["team_file"].partition("-")[2])
        token = self._token(request)
        if token is None or "files:read" not in token.scopes or record is None:
            return web.Response(text=LOGIN_PAGE, content_type="text/html")
        if not app_may_see(self._workspace.channels, record):
            return web.Response(text=LOGIN_PAGE, content_type="text/html")
        return file_response(self._workspace, record)

    def _token(self, request: web.Request) -> Token | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        try:
            return self._workspace.tokens.check(secret if scheme.lower() == "bearer" else None)
        except Refusal:
            return None


def file_response(workspace: Workspace, record: Json) -> web.Response:
    """The bytes; only plain images are shown inline, and nothing in them can run."""
    document = workspace.files.json(record, with_shares=False)
    kind = document["mimetype"]
    disposition = "inline" if kind in INLINE_TYPES else "attachment"
    headers = {
        "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(record['name'], safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    content = workspace.files.content(record["id"]) or b""
    return web.Response(body=content, content_type=kind, headers=headers)


async def read_upload(request: web.Request, limit_bytes: int) -> bytes:
    """The first file part of a multipart body; raises 413 beyond the limit."""
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if isinstance(part, BodyPartReader) and part.filename is not None:
            return await read_part(part, limit_bytes)
    return b""


async def read_part(part: BodyPartReader, limit_bytes: int) -> bytes:
    """All of one part; raises 413 beyond the limit."""
    content = bytearray()
    while chunk := await part.read_chunk(CHUNK_BYTES):
        content += chunk
        if len(content) > limit_bytes:
            raise web.HTTPRequestEntityTooLarge(max_size=limit_bytes, actual_size=len(content))
    return bytes(content)
