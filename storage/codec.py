"""Aggregates, events and notices as JSON, and back. The dataclasses are the schema; nothing is declared twice.

Text that has no UTF-8 (a lone surrogate) goes the slow way, escaped as in storage/text.py, so that whatever
came in comes out.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from core.domain.case import Case
from core.domain.case_parts import Kind
from core.domain.close_attempt import CloseAttempt
from core.domain.delivery_incident import DeliveryIncident
from core.domain.draft import Draft
from core.domain.event import Event
from core.domain.evidence import Evidence
from core.domain.issue import Issue
from core.domain.job_ticket import JobTicket
from core.domain.member import Member
from core.domain.operation import Operation
from core.domain.own_subscription import News, OwnSubscription
from core.domain.subscription import Subscription
from core.domain.support_ticket import SupportTicket
from core.domain.user_group import UserGroup
from core.notices import Notice
from storage.text import LEAD, escape, unescape
from storage.types import canonical

T = TypeVar("T")

_LEAD_BYTES = LEAD.encode()

CASE_CLASSES: Mapping[Kind, type[Case]] = {
    Kind.ISSUE: Issue,
    Kind.JOB_TICKET: JobTicket,
    Kind.DELIVERY_INCIDENT: DeliveryIncident,
    Kind.SUPPORT_TICKET: SupportTicket,
}


class UnknownNotice(LookupError):
    """A stored notice whose class is gone. Notices wait for minutes: a rename needs the queue drained first."""


class Codec(Generic[T]):
    """One dataclass, to JSON text and back. A value of the wrong type is refused when it is written."""

    def __init__(self, kind: type[T], *, leave_out: frozenset[str] = frozenset()) -> None:
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)
        self._leave_out = set(leave_out) or None

    def dump(self, value: T) -> str:
        try:
            text = self._adapter.dump_json(value, exclude=self._leave_out, warnings="error")
        except PydanticSerializationError as error:
            if "surrogates" not in str(error):
                raise
            return self._dump_escaped(value)
        return self._dump_escaped(value) if _LEAD_BYTES in text else text.decode()

    def load(self, text: str) -> T:
        value = self._adapter.validate_json(text)
        return _restore(value) if LEAD in text else value

    def _dump_escaped(self, value: T) -> str:
        plain = self._adapter.dump_python(value, mode="json", exclude=self._leave_out, warnings="error")
        return json.dumps(_escaped(plain), ensure_ascii=False, separators=(",", ":"))


def dump_case(case: Case) -> str:
    """Everything but the facts not yet written, which go to the history."""
    return _case_codec(case.KIND).dump(case)


def load_case(kind: str, body: str) -> Case:
    case: Case = _case_codec(Kind(kind)).load(body)
    return case


@cache
def evidence_codec() -> Codec[Evidence]:
    return Codec(Evidence)


@cache
def attempt_codec() -> Codec[CloseAttempt]:
    return Codec(CloseAttempt)


@cache
def member_codec() -> Codec[Member]:
    return Codec(Member)


@cache
def user_group_codec() -> Codec[UserGroup]:
    return Codec(UserGroup)


@cache
def subscription_codec() -> Codec[Subscription]:
    return Codec(Subscription)


@cache
def own_subscription_codec() -> Codec[OwnSubscription]:
    return Codec(OwnSubscription)


@cache
def news_codec() -> Codec[News]:
    return Codec(News)


@cache
def draft_codec() -> Codec[Draft]:
    return Codec(Draft)


@cache
def operation_codec() -> Codec[Operation]:
    return Codec(Operation)


def dump_notice(notice: Notice) -> str:
    """The class name, a space, and the fields."""
    name = type(notice).__name__
    return f"{name} {_notice_codec(name).dump(notice)}"


def load_notice(text: str) -> Notice:
    name, _, body = text.partition(" ")
    notice: Notice = _notice_codec(name).load(body)
    return notice


def split_facts(event: Event) -> tuple[dict[str, object], dict[str, object]]:
    """(public, private) facts of an event as plain JSON values; moments become ISO 8601 in UTC."""
    public: dict[str, object] = {}
    private: dict[str, object] = {}
    for field in fields(event):
        kept = private if field.name in event.PRIVATE else public
        kept[field.name] = _plain(getattr(event, field.name))
    return public, private


def facts_as_stored(facts: dict[str, object]) -> dict[str, object]:
    """What comes back after a round trip; the in-memory twin uses it so as not to be more generous."""
    plain: dict[str, object] = json.loads(canonical(facts))
    return plain


@cache
def _case_codec(kind: Kind) -> Codec[Any]:
    return Codec(CASE_CLASSES[kind], leave_out=frozenset({"recorded"}))


@cache
def _notice_codec(name: str) -> Codec[Any]:
    return Codec(_notice_class(name))


def _notice_class(name: str) -> type[Notice]:
    waiting = [Notice]
    while waiting:
        kind = waiting.pop()
        if kind.__name__ == name:
            return kind
        waiting.extend(kind.__subclasses__())
    raise UnknownNotice(f"no notice is called {name!r}: import core.notices before reading the queue")


def _plain(value: Any) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, tuple | list | frozenset):
        return [_plain(each) for each in value]
    plain: object = value  # str, int, bool or None; canonical() refuses the rest
    return plain


def _escaped(value: Any) -> Any:
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, list):
        return [_escaped(each) for each in value]
    if isinstance(value, dict):
        return {escape(name): _escaped(each) for name, each in value.items()}
    return value


def _restore(value: Any) -> Any:
    """Undo `_escaped` in what was read. The instances are ours alone, so frozen ones are changed in place."""
    if isinstance(value, str):
        return value if isinstance(value, Enum) else unescape(value)
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            object.__setattr__(value, field.name, _restore(getattr(value, field.name)))
        return value
    if isinstance(value, tuple | list | frozenset):
        return type(value)(_restore(each) for each in value)
    if isinstance(value, Mapping):
        return {unescape(name): _restore(each) for name, each in value.items()}
    return value
