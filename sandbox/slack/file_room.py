"""Files: who uploaded them, who may see them, where they were shared."""

import mimetypes
from pathlib import PurePosixPath
from urllib.parse import quote

from sandbox.slack.channels import Channel
from sandbox.slack.clock import Clock
from sandbox.slack.config import SlackConfig
from sandbox.slack.documents import Json, Store, json_shelf
from sandbox.slack.ids import Mint

PREVIEWABLE = frozenset({"png", "jpg", "jpeg", "gif"})  # what a `slack_file` image may be


class FileRoom:
    """The workspace's files. A file is the user's own until it is shared or handed over in a file_input."""

    def __init__(self, config: SlackConfig, store: Store, clock: Clock, mint: Mint) -> None:
        self._config, self._store, self._clock, self._mint = config, store, clock, mint
        self._shelf = json_shelf(store, "file")
        self.base_url = ""

    def announce(self, *, name: str, length: int, user_id: str, alt_text: str = "") -> Json:
        """A file that is promised but not uploaded yet; `upload_key` is the end of its upload url."""
        file_id = self._mint.id("F")
        record: Json = {
            "id": file_id,
            "name": PurePosixPath(name).name or "file",
            "length": length,
            "user": user_id,
            "alt_text": alt_text,
            "created": int(self._clock.now_s()),
            "upload_key": self._mint.secret_path(),
            "uploaded": False,
            "completed": False,
            "handed_to_app": user_id == self._config.app.bot_user_id,
            "title": "",
            "shares": [],
        }
        return self._shelf.put(file_id, record)

    def receive(self, record: Json, content: bytes) -> None:
        record |= {"uploaded": True, "size": len(content)}
        self._store.put_bytes(record["id"], content)
        self._shelf.put(record["id"], record)

    def upload_by_user(self, *, name: str, content: bytes, user_id: str) -> Json:
        """A private upload of a person, as the picker of a file_input makes it."""
        record = self.announce(name=name, length=len(content), user_id=user_id)
        self.receive(record, content)
        return self.complete(record, title=record["name"])

    def complete(self, record: Json, *, title: str) -> Json:
        record |= {"completed": True, "title": title or record["name"], "completed_at_s": self._clock.now_s()}
        return self._shelf.put(record["id"], record)

    def is_processed(self, record: Json) -> bool:
        """Whether Slack is done with it: an image may stand in a block only a while after its upload."""
        done_at_s = record.get("completed_at_s", 0.0) + self._config.file_processing_s
        return bool(record["completed"]) and self._clock.now_s() >= done_at_s

    def share(self, record: Json, channel: Channel, ts: str, thread_ts: str | None) -> None:
        """Note the share; Slack shows it in files.info only a little later, and so do we."""
        share: Json = {"channel": channel.id, "is_private": channel.is_private, "ts": ts}
        share |= {"thread_ts": thread_ts, "at_s": self._clock.now_s() + self._config.share_delay_s}
        record["shares"].append(share)
        self._shelf.put(record["id"], record)

    def hand_to_app(self, record: Json) -> None:
        record["handed_to_app"] = True
        self._shelf.put(record["id"], record)

    def all(self) -> list[Json]:
        return self._shelf.values()

    def get(self, file_id: str) -> Json | None:
        return self._shelf.get(file_id)

    def by_url(self, url: str) -> Json | None:
        """The file that a url_private or permalink names."""
        for record in self._shelf.values():
            document = self.json(record, with_shares=False)
            if url in (document["url_private"], document["permalink"]):
                return record
        return None

    def for_upload(self, key: str) -> Json | None:
        return next((f for f in self._shelf.values() if f["upload_key"] == key), None)

    def content(self, file_id: str) -> bytes | None:
        return self._store.load_bytes(file_id)

    def remove(self, file_id: str) -> None:
        self._shelf.remove(file_id)
        self._store.put_bytes(file_id, b"")

    def json(self, record: Json, *, with_shares: bool = True) -> Json:
        """The `file` object: https://docs.slack.dev/reference/objects/file-object"""
        kind = _filetype(record["name"])
        team_file = f"{self._config.team_id}-{record['id']}"
        name, safe_name = record["name"], quote(record["name"], safe="")
        document: Json = {
            "id": record["id"],
            "created": record["created"],
            "timestamp": record["created"],
            "name": name,
            "title": record["title"] or name,
            "mimetype": mimetypes.guess_type(name)[0] or "application/octet-stream",
            "filetype": kind,
            "pretty_type": kind.upper(),
            "user": record["user"],
            "user_team": self._config.team_id,
            "editable": False,
            "size": record.get("size", record["length"]),
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": False,
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": f"{self.base_url}/files-pri/{team_file}/{safe_name}",
            "url_private_download": f"{self.base_url}/files-pri/{team_file}/download/{safe_name}",
            "permalink": f"{self.base_url}/files/{record['user']}/{record['id']}/{safe_name}",
            "has_rich_preview": False,
            "file_access": "visible",
        }
        if record["alt_text"]:
            document["alt_txt"] = record["alt_text"]
        if with_shares:
            document |= self._shares_json(record)
        return document

    def _shares_json(self, record: Json) -> Json:
        shares: Json = {}
        places: dict[str, list[str]] = {"channels": [], "groups": [], "ims": []}
        for share in record["shares"]:
            if share["at_s"] > self._clock.now_s():
                continue
            channel_id = share["channel"]
            side = "private" if share["is_private"] else "public"
            entry: Json = {"ts": share["ts"], "reply_users": [], "reply_users_count": 0, "reply_count": 0}
            if share["thread_ts"]:
                entry["thread_ts"] = share["thread_ts"]
            shares.setdefault(side, {}).setdefault(channel_id, []).append(entry)
            kind = "ims" if channel_id.startswith("D") else "groups" if share["is_private"] else "channels"
            if channel_id not in places[kind]:
                places[kind].append(channel_id)
        return {"shares": shares, **places, "is_public": bool(places["channels"])}


def _filetype(name: str) -> str:
    suffix = PurePosixPath(name).suffix.lower().lstrip(".")
    return {"jpeg": "jpg", "txt": "text", "": "binary"}.get(suffix, suffix)
