"""Reports of mail servers: what became of a letter of ours (RFC 3464)."""

import re
from email.message import Message

from core.domain.inbound_mail import Returned
from mail.inbound import heads
from mail.inbound.body import leaves
from mail.letters import MESSAGE_ID, one_line

ACTIONS = ("failed", "delayed", "delivered", "relayed", "expanded")
"""The gravest first: a letter with two recipients is as badly off as the worse of them."""

MAX_WORDS_CHARS = 200
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_ORIGINAL_ID = re.compile(r"(?im)^message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^\s<>]{3,400}>)")
MAX_LOOKED_CHARS = 64 * 1024


def report_in(message: Message) -> tuple[Returned | None, tuple[str, ...]]:
    """What it says of the worst-off recipient, and the Message-IDs of the letters it speaks of."""
    told: list[Returned] = []
    ids: dict[str, None] = {}
    for part in leaves(message):
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            told += _recipients(part)
        elif kind in ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"):
            ids.update(dict.fromkeys(_original_ids(part)))
    known = [one for one in told if one.action in ACTIONS]
    return min(known, key=lambda one: ACTIONS.index(one.action), default=None), tuple(ids)


def _recipients(part: Message) -> list[Returned]:
    blocks = part.get_payload()
    found = []
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, Message) and block.get("Action") is not None:
            status = STATUS.match(str(block.get("Status", "")).strip())
            words = heads.text_of(block, "Diagnostic-Code", MAX_WORDS_CHARS * 2)
            found.append(
                Returned(
                    action=str(block["Action"]).strip().split(" ", 1)[0].casefold(),
                    status=status[0] if status else "",
                    words=one_line(re.sub(r"^[\w-]{1,30}; ?", "", words), MAX_WORDS_CHARS),
                )
            )
    return found


def _original_ids(part: Message) -> list[str]:
    content = part.get_payload()
    if isinstance(content, list):
        first = content[0] if content and isinstance(content[0], Message) else Message()
        return list(heads.message_ids(first, "Message-ID"))
    found = _ORIGINAL_ID.search(str(content)[:MAX_LOOKED_CHARS])
    return [found[1]] if found and MESSAGE_ID.fullmatch(found[1]) else []
