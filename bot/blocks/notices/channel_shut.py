"""A destination is shut: said to the leads, since the channel itself cannot be told."""

from bot.blocks import kit
from bot.blocks.message import Message, note
from bot.blocks.people import NO_NAMES, Names
from bot.words import Say
from core.notices.channel_shut import DestinationShut


def render(notice: DestinationShut, say: Say, names: Names = NO_NAMES) -> Message:
    kind, _, place_id = notice.lane.partition(":")
    where = kit.channel_ref(place_id) if kind == "channel" else kit.code(notice.lane)
    why = say(f"shut.{notice.reason}") if notice.reason in REASONS else notice.reason
    return note(kit.said_n(say, "notice.channel_shut", notice.waiting, where=where, why=why))


REASONS = ("is_archived", "not_in_channel", "channel_not_found", "token_revoked", "account_inactive")
