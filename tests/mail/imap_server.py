"""A small IMAP server for tests: one folder, real sockets, and as much of RFC 3501 as fetching mails takes."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

USER, PASSWORD, FOLDER = "care", 'open "sesame"', "INBOX"


@dataclass
class Folder:
    """`mails` by uid, `seen` the uids that are marked; `breaks_at` is a command at which the line breaks."""

    mails: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    commands: list[str] = field(default_factory=list)
    breaks_at: str = ""
    port: int = 0

    def add(self, raw: bytes) -> int:
        uid = max(self.mails, default=100) + 1
        self.mails[uid] = raw
        return uid


@asynccontextmanager
async def imap_server(tls: ssl.SSLContext | None = None) -> AsyncIterator[Folder]:
    folder = Folder()
    talks: set[asyncio.StreamWriter] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(writer)
        try:
            await _talk(folder, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=tls)
    folder.port = server.sockets[0].getsockname()[1]
    try:
        yield folder
    finally:
        server.close()
        for writer in talks:
            writer.transport.abort()


async def _talk(folder: Folder, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"* OK ready\r\n")
    while line := (await reader.readline()).decode():
        tag, _, command = line.strip().partition(" ")
        folder.commands.append(command)
        if folder.breaks_at and folder.breaks_at in command:
            writer.transport.abort()
            return
        for answer in _answers(folder, command):
            writer.write(answer if answer.startswith(b"* ") or answer.startswith(b")") else b"")
        writer.write(f"{tag} {_ending(folder, command)}\r\n".encode())
        await writer.drain()
        if command.upper() == "LOGOUT":
            return


def _ending(folder: Folder, command: str) -> str:
    verb = command.split(" ")[0].upper()
    if verb == "LOGIN":
        wanted = f'LOGIN {USER} "{PASSWORD}"'.replace('"sesame"', '\\"sesame\\"')
        return "OK in" if command == wanted else "NO wrong"
    if verb == "SELECT" and command != f'SELECT "{FOLDER}"':
        return "NO no such folder"
    return "OK done" if verb in ("CAPABILITY", "SELECT", "UID", "LOGOUT", "NOOP") else "BAD what"


def _answers(folder: Folder, command: str) -> list[bytes]:
    verb = command.split(" ")[0].upper()
    if verb == "CAPABILITY":
        return [b"* CAPABILITY IMAP4rev1\r\n"]
    if verb == "LOGOUT":
        return [b"* BYE\r\n"]
    if command == "UID SEARCH UNSEEN":
        waiting = [str(uid) for uid in folder.mails if uid not in folder.seen]
        return [f"* SEARCH {' '.join(waiting)}\r\n".encode()]
    if found := re.fullmatch(r"UID FETCH (\d+) \((.+)\)", command):
        return _fetched(folder, int(found[1]), found[2])
    if found := re.fullmatch(r"UID STORE (\d+) \+FLAGS\.SILENT \(\\Seen\)", command):
        folder.seen.add(int(found[1]))
    return []


def _fetched(folder: Folder, uid: int, item: str) -> list[bytes]:
    raw = folder.mails.get(uid)
    if raw is None:
        return []
    if item == "RFC822.SIZE":
        return [f"* 1 FETCH (UID {uid} RFC822.SIZE {len(raw)})\r\n".encode()]
    body = raw if item == "BODY.PEEK[]" else raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    name = item.replace(".PEEK", "")
    return [f"* 1 FETCH (UID {uid} {name} {{{len(body)}}}\r\n".encode() + body + b")\r\n"]
