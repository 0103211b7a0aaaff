"""Messages as Slack stores them: threads, tombstones, ephemerals, and what was deleted (for tests)."""

from collections import defaultdict, deque
from collections.abc import Iterator

from sandbox.slack.documents import Json, Store, json_shelf
from sandbox.slack.ids import Mint

EPHEMERALS_KEPT = 50  # per channel and reader; Slack stores none, the page shows the recent ones


class Messages:
    """The log of every channel. Documents handed out are the stored ones: change them through `save`."""

    def __init__(self, store: Store, mint: Mint) -> None:
        self._mint = mint
        self._shelf = json_shelf(store, "message")
        self._deleted = json_shelf(store, "deleted_message")
        self._by_channel: dict[str, dict[str, Json]] = defaultdict(dict)
        self._threads: dict[tuple[str, str], dict[str, Json]] = defaultdict(dict)
        self._ephemerals: dict[tuple[str, str], deque[Json]] = defaultdict(
            lambda: deque(maxlen=EPHEMERALS_KEPT)
        )
        for key, message in sorted(self._shelf.items(), key=lambda item: _order(item[1])):
            self._index(key.partition(":")[0], message)
            mint.resume_after(message["ts"])
        for message in self._deleted.values():
            mint.resume_after(message["ts"])

    def find(self, channel_id: str, ts: str) -> Json | None:
        return self._by_channel[channel_id].get(ts)

    def all(self, channel_id: str) -> list[Json]:
        """Every stored message, replies included, oldest first."""
        return list(self._by_channel[channel_id].values())

    def history(self, channel_id: str) -> list[Json]:
        """What the channel itself shows, oldest first: replies only if they were broadcast."""
        return [message for message in self.all(channel_id) if not is_reply(message) or _broadcast(message)]

    def thread(self, channel_id: str, parent_ts: str) -> list[Json]:
        """The parent and its replies, oldest first; empty when there is no such parent."""
        parent = self.find(channel_id, parent_ts)
        return [] if parent is None else [parent, *self._replies(channel_id, parent_ts)]

    def add(self, channel_id: str, draft: Json) -> Json:
        """Store a new message under the next ts; a reply also updates its parent's counts."""
        message = {"type": "message", **draft, "ts": self._mint.ts()}
        self.save(channel_id, message)
        if is_reply(message):
            self.count_replies(channel_id, str(message["thread_ts"]))
        return message

    def save(self, channel_id: str, message: Json) -> None:
        self._index(channel_id, message)
        self._shelf.put(f"{channel_id}:{message['ts']}", message)

    def remove(self, channel_id: str, message: Json) -> Json | None:
        """Delete; a parent with replies leaves the tombstone that is returned, as in Slack."""
        ts = str(message["ts"])
        self._deleted.put(f"{channel_id}:{ts}", dict(message))
        if message.get("reply_count"):
            tombstone = _tombstone(message)
            self.save(channel_id, tombstone)
            return tombstone
        self._by_channel[channel_id].pop(ts, None)
        self._shelf.remove(f"{channel_id}:{ts}")
        if is_reply(message):
            self._threads[channel_id, str(message["thread_ts"])].pop(ts, None)
            self.count_replies(channel_id, str(message["thread_ts"]))
        return None

    def move(self, channel_id: str, new_id: str) -> None:
        """Everything of a channel whose id changes."""
        for message in self.all(channel_id):
            self._shelf.remove(f"{channel_id}:{message['ts']}")
            self.save(new_id, message)
        self._by_channel.pop(channel_id, None)

    def deleted(self, channel_id: str) -> list[Json]:
        return [m for key, m in self._deleted.items() if key.startswith(f"{channel_id}:")]

    def count_replies(self, channel_id: str, parent_ts: str) -> None:
        parent = self.find(channel_id, parent_ts)
        if parent is None:
            return
        replies = self._replies(channel_id, parent_ts)
        for field in ("reply_count", "reply_users", "reply_users_count", "latest_reply", "thread_ts"):
            parent.pop(field, None)
        if replies:
            users = list(dict.fromkeys(str(reply.get("user", "")) for reply in replies))
            parent |= {
                "thread_ts": parent_ts,
                "reply_count": len(replies),
                "reply_users_count": len(users),
                "latest_reply": replies[-1]["ts"],
                "reply_users": users,
                "is_locked": False,
                "subscribed": False,
            }
        self.save(channel_id, parent)

    def whisper(self, channel_id: str, user_id: str, draft: Json) -> Json:
        """An ephemeral message: for one reader, in no history."""
        message = {"type": "message", "is_ephemeral": True, **draft, "ts": self._mint.ts()}
        self._ephemerals[channel_id, user_id].append(message)
        return message

    def ephemerals(self, channel_id: str, user_id: str) -> list[Json]:
        return list(self._ephemerals[channel_id, user_id])

    def ephemeral(self, channel_id: str, user_id: str, ts: str) -> Json | None:
        return next((m for m in self._ephemerals[channel_id, user_id] if m["ts"] == ts), None)

    def drop_ephemeral(self, channel_id: str, user_id: str, ts: str) -> None:
        kept = [m for m in self._ephemerals[channel_id, user_id] if m["ts"] != ts]
        self._ephemerals[channel_id, user_id] = deque(kept, maxlen=EPHEMERALS_KEPT)

    def newest_first(self, channel_id: str) -> Iterator[Json]:
        """What the channel itself shows, for who needs only the end of it."""
        for message in reversed(self._by_channel[channel_id].values()):
            if not is_reply(message) or _broadcast(message):
                yield message

    def _index(self, channel_id: str, message: Json) -> None:
        self._by_channel[channel_id][message["ts"]] = message
        if is_reply(message):
            self._threads[channel_id, str(message["thread_ts"])][message["ts"]] = message

    def _replies(self, channel_id: str, parent_ts: str) -> list[Json]:
        return list(self._threads[channel_id, parent_ts].values())


def is_reply(message: Json) -> bool:
    """Whether the message stands under another one."""
    thread_ts = message.get("thread_ts")
    return thread_ts is not None and thread_ts != message.get("ts")


def _broadcast(message: Json) -> bool:
    return message.get("subtype") == "thread_broadcast"


def _order(message: Json) -> tuple[int, int]:
    seconds, _, micros = str(message["ts"]).partition(".")
    return int(seconds), int(micros or 0)


def _tombstone(message: Json) -> Json:
    kept = ("ts", "thread_ts", "reply_count", "reply_users_count", "latest_reply", "reply_users")
    return {
        "type": "message",
        "subtype": "tombstone",
        "user": "USLACKBOT",
        "hidden": True,
        "text": "This message was deleted.",
        **{field: message[field] for field in kept if field in message},
    }
