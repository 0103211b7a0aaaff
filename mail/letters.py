"""A letter of the core as an Internet message: every outside string made harmless, nothing else changed."""

import hashlib
import re
import unicodedata
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

from core.errors import Permanent
from core.ports.mail import Letter
from mail.config import SmtpConfig

MAX_SUBJECT_CHARS = 200
"""Ours; RFC 5322 2.1.1 asks for lines of 78 and readers show about as much."""

MAX_NAME_CHARS = 100
MAX_ADDRESS_CHARS = 254
"""RFC 5321 4.5.3.1.3: a path of 256 octets, its two brackets included."""

MAX_CHAIN = 10
"""Message-IDs in References beside the last; each is some 60 characters."""

ELLIPSIS = "…"

BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that can make "moc.elpmaxe" out of "example.com" (Unicode TR 36, 2.10)."""

LOCAL_PART = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x20\x7f]{1,64}")
DOMAIN = re.compile(
    r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
)
ID_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,120}")
"""What may stand in a Message-ID as it is: RFC 5322 3.2.3, dot-atom."""

MESSAGE_ID = re.compile(r"<[^\s<>@]{1,200}@[^\s<>@]{1,200}>")
CASE_NUMBER = re.compile(r"20\d{6,10}", re.ASCII)
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def message_id_of(letter_id: str, domain: str) -> str:
    """The same letter always has the same Message-ID, whatever its id is made of."""
    token = letter_id
    if not ID_TOKEN.fullmatch(letter_id) or ".." in letter_id or letter_id[0] == "." or letter_id[-1] == ".":
        token = hashlib.sha256(letter_id.encode("utf-8", "surrogatepass")).hexdigest()
    return f"<{token}@{domain}>"


def compose(letter: Letter, config: SmtpConfig, sent_at: datetime) -> EmailMessage:
    """The message to send. Raises Permanent when the address is none.

    Auto-Submitted (RFC 3834) keeps holiday answers from answering; the answer of a person still comes back,
    carrying our Message-ID in its References.
    """
    ascii_addresses = clean_address(letter.to_address).isascii()
    message = EmailMessage(policy=SMTP if ascii_addresses else SMTPUTF8)
    message["Date"] = format_datetime(sent_at)
    message["From"] = _mailbox(config.sender_name, config.sender_address)
    message["To"] = _mailbox(letter.to_name, letter.to_address)
    if config.reply_to is not None and CASE_NUMBER.fullmatch(letter.case_number):
        message["Reply-To"] = _mailbox(config.sender_name, config.reply_to.of(int(letter.case_number)))
    message["Subject"] = one_line(letter.subject, MAX_SUBJECT_CHARS)
    message["Message-ID"] = message_id_of(letter.id, config.message_id_domain)
    if (followed := _followed(letter.in_reply_to, config.message_id_domain)) is not None:
        message["In-Reply-To"] = followed
        message["References"] = " ".join(_chain(letter, followed, config.message_id_domain))
    message["Auto-Submitted"] = "auto-generated"
    if letter.case_number:
        message["X-Andon-Case"] = one_line(letter.case_number, MAX_NAME_CHARS)
    message.set_content(plain_text(letter.body), charset="utf-8", cte="quoted-printable")
    if LANGUAGE.fullmatch(letter.language):  # after set_content, which drops every Content-* header
        message["Content-Language"] = letter.language
    return message


def _followed(in_reply_to: str | None, domain: str) -> str | None:
    """The Message-ID of what the letter follows: one that came in as it is, one of ours from its id."""
    named = (in_reply_to or "").strip()
    if MESSAGE_ID.fullmatch(named):
        return named
    return message_id_of(named, domain) if ID_TOKEN.fullmatch(named) else None


def _chain(letter: Letter, followed: str, domain: str) -> tuple[str, ...]:
    """References (RFC 5322 3.6.4): the first, since mail programs begin their thread there, and the newest."""
    named = (_followed(one, domain) for one in letter.references)
    chain = tuple(dict.fromkeys([one for one in named if one is not None and one != followed]))
    return (*(chain[:1] if len(chain) >= MAX_CHAIN else ()), *chain[-MAX_CHAIN + 1 :], followed)


def one_line(text: str, limit: int) -> str:
    """One header value: no line break, no control, no direction mark, at most `limit` characters."""
    kept = "".join(" " if _breaks_a_line(character) else character for character in _encodable(text))
    line = " ".join(kept.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + ELLIPSIS


def plain_text(body: str) -> str:
    """The body with its line breaks made uniform and its other controls dropped."""
    lines = _encodable(body).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in lines if character in "\n\t" or not _breaks_a_line(character))


def clean_address(address: str) -> str:
    """The address in the form that goes on the wire. Raises Permanent when it is none."""
    local, at, domain = address.strip().rpartition("@")
    try:
        wire_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        wire_domain = ""
    plain_local = LOCAL_PART.fullmatch(local) and not local.startswith(".") and not local.endswith(".")
    if not at or not plain_local or ".." in local or not DOMAIN.fullmatch(wire_domain):
        raise Permanent("mail_bad_address")
    wire = f"{local}@{wire_domain}"
    if len(wire.encode()) > MAX_ADDRESS_CHARS or any(_breaks_a_line(character) for character in wire):
        raise Permanent("mail_bad_address")
    return wire


def _mailbox(name: str, address: str) -> Address:
    username, _, domain = clean_address(address).rpartition("@")
    return Address(display_name=one_line(name, MAX_NAME_CHARS), username=username, domain=domain)


def _encodable(text: str) -> str:
    """Lone surrogates have no bytes in UTF-8; a question mark stands for each."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _breaks_a_line(character: str) -> bool:
    return character in BIDI_CONTROLS or unicodedata.category(character) in ("Cc", "Zl", "Zp")
