"""What a person does: clicks, commands, shortcuts, messages; and what Slack shows when the app fails.

Interactions and commands are delivered once. A late or missing ack is shown to the person, never retried.
https://docs.slack.dev/interactivity/handling-user-interaction
"""

import re
from collections.abc import Sequence
from uuid import uuid4

from bot.blocks.validator import validate_options
from sandbox.slack import payloads
from sandbox.slack.channels import Channel
from sandbox.slack.documents import Json
from sandbox.slack.envelope import Ack, Envelope
from sandbox.slack.messages import is_reply
from sandbox.slack.posting import post
from sandbox.slack.refusal import Refusal, refuse_invalid
from sandbox.slack.refused_acks import note_refused_ack
from sandbox.slack.response_hooks import answer_interaction
from sandbox.slack.surfaces import find_element, find_surface
from sandbox.slack.ui_problem import UiProblem, not_there, part
from sandbox.slack.workspace import Workspace

_REFERENCE = re.compile(r"<([@#])([UWC][A-Z0-9]+)(?:\|[^<>]*)?>")
_KEPT_TOKEN = re.compile(r"<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+(?:\|[^<>|]*)?)>")


def act(workspace: Workspace, user_id: str, said: Json) -> str:
    """A click or a choice; returns the key under which the page hears of its ack."""
    surface = find_surface(workspace, user_id, part(said, "container"))
    placed = find_element(surface, str(said.get("block_id")), str(said.get("action_id")))
    typed = {"action": part(said, "action"), "state": part(said, "state").get("values")}
    payload = payloads.block_actions(workspace, user_id, surface, placed, typed)
    words = f"{placed.element['type']} {placed.element['action_id']}"
    return _in_background(workspace, user_id, Envelope(kind="interactive", payload=payload), words)


def run_command(workspace: Workspace, user_id: str, channel: Channel, command: str, text: str) -> str:
    """A slash command of the app; its ack may carry the answer."""
    known = next((seed for seed in workspace.people.app.commands if seed.command == command), None)
    if known is None:
        raise UiProblem("unknown_command", f"{command} is not a valid command.")
    sent = _with_references(workspace, text, known.should_escape)
    payload = payloads.slash_command(workspace, user_id, channel, command, sent)
    envelope = Envelope(kind="slash_commands", payload=payload, wants_body=True)
    return _in_background(workspace, user_id, envelope, f"{command} {text}".strip())


def run_shortcut(
    workspace: Workspace, user_id: str, callback_id: str, channel: Channel | None, message_ts: str | None
) -> str:
    if not any(seed.callback_id == callback_id for seed in workspace.people.app.shortcuts):
        not_there("shortcut")
    if channel is not None and message_ts:
        message = workspace.messages.find(channel.id, message_ts)
        if message is None:
            not_there("message")
        payload = payloads.message_shortcut(workspace, user_id, callback_id, channel, message)
    else:
        payload = payloads.shortcut(workspace, user_id, callback_id)
    envelope = Envelope(kind="interactive", payload=payload)
    return _in_background(workspace, user_id, envelope, f"shortcut {callback_id}")


async def suggest(workspace: Workspace, user_id: str, said: Json) -> Json:
    """Options for an external select, as the app answers within the deadline."""
    surface = find_surface(workspace, user_id, part(said, "container"))
    placed = find_element(surface, str(said.get("block_id")), str(said.get("action_id")))
    typed = str(said.get("value") or "")
    payload = payloads.block_suggestion(workspace, user_id, surface, placed, typed)
    envelope = Envelope(kind="interactive", payload=payload, wants_body=True)
    ack = await workspace.delivery.send(envelope, f"options for {typed!r}")
    if not ack.ok or ack.body is None:
        raise UiProblem("no_options", "The app did not answer with options.", 502)
    problems = validate_options(ack.body)
    if problems:
        note_refused_ack(
            workspace, "block_suggestion", refuse_invalid("invalid_options", list(map(str, problems)))
        )
        raise UiProblem("invalid_options", "The app answered with options that cannot be shown.", 502)
    return {key: ack.body[key] for key in ("options", "option_groups") if key in ack.body}


def say(
    workspace: Workspace,
    user_id: str,
    channel: Channel,
    text: str,
    *,
    thread_ts: str | None = None,
    broadcast: bool = False,
    file_ids: Sequence[str] = (),
) -> Json:
    """A person's message. What was typed is text: only mentions of people and channels stay markup.

    `broadcast` shows a reply in the channel too.
    """
    if channel.is_archived:
        raise UiProblem("is_archived", "This channel is archived.")
    if user_id not in channel.members:
        raise UiProblem("not_in_channel", "Join the channel to write in it.")
    parent = workspace.messages.find(channel.id, thread_ts) if thread_ts else None
    if thread_ts and (parent is None or is_reply(parent)):
        not_there("thread")
    draft: Json = {"user": user_id, "team": workspace.config.team_id, "text": escaped(text)}
    draft["client_msg_id"] = str(uuid4())
    if thread_ts:
        draft["thread_ts"] = thread_ts
        if broadcast:
            draft |= {"subtype": "thread_broadcast", "root": parent}
    found = [workspace.files.get(file_id) for file_id in file_ids]
    records = [record for record in found if record is not None and record["user"] == user_id]
    if records:
        draft["files"] = [workspace.files.json(record, with_shares=False) for record in records]
        draft["upload"] = False
    if not draft["text"] and not records:
        raise UiProblem("no_text", "Write something first.")
    message = post(workspace, channel, draft)
    for record in records:
        workspace.files.share(record, channel, message["ts"], thread_ts)
    if f"<@{workspace.people.app.bot_user_id}>" in message["text"] and workspace.channels.bot_is_in(channel):
        workspace.events.emit("app_mention", {**message, "type": "app_mention", "channel": channel.id})
    return message


def open_home(workspace: Workspace, user_id: str, tab: str = "home") -> None:
    """The person looks at the app: its Home tab, or its direct messages (`tab` "messages")."""
    event: Json = {
        "type": "app_home_opened",
        "user": user_id,
        "channel": workspace.channels.direct(user_id).id,
        "tab": tab,
    }
    view = workspace.modals.home(user_id) if tab == "home" else None
    if view is not None:
        event["view"] = view
    workspace.events.emit("app_home_opened", event)


def escaped(text: str) -> str:
    """`&`, `<` and `>` as entities, except in mention tokens that the page's picker made."""
    parts, position = [], 0
    for token in _KEPT_TOKEN.finditer(text):
        parts += [_entities(text[position : token.start()]), token.group()]
        position = token.end()
    return "".join([*parts, _entities(text[position:])])


def _entities(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _with_references(workspace: Workspace, text: str, should_escape: bool) -> str:
    """`<@U1|name>` and `<#C1|name>` when the command asks for it, else "@name" and "#name" as typed."""

    def written(match: re.Match[str]) -> str:
        sign, key = match.group(1), match.group(2)
        channel = workspace.channels.get(key)
        if sign == "@" and workspace.people.exists(key):
            name = workspace.people.name_of(key)
        elif sign == "#" and channel is not None and not channel.is_im:
            name = channel.name
        else:
            return match.group()
        return f"<{sign}{key}|{name}>" if should_escape else f"{sign}{name}"

    return _REFERENCE.sub(written, text)


def _in_background(workspace: Workspace, user_id: str, envelope: Envelope, summary: str) -> str:
    workspace.hub.tell({"type": "busy", "key": envelope.id, "on": True}, [user_id])
    workspace.delivery.start(_deliver(workspace, user_id, envelope, summary))
    return envelope.id


async def _deliver(workspace: Workspace, user_id: str, envelope: Envelope, summary: str) -> None:
    try:
        ack = await workspace.delivery.send(envelope, summary)
        if not ack.ok:
            _show_failure(workspace, user_id, envelope.id, _trouble(envelope, ack))
        elif envelope.kind == "slash_commands" and ack.body:
            _apply_command_answer(workspace, envelope, ack.body)
    finally:
        workspace.hub.tell({"type": "busy", "key": envelope.id, "on": False}, [user_id])


def _apply_command_answer(workspace: Workspace, envelope: Envelope, body: Json) -> None:
    payload = envelope.payload
    key = payload["response_url"].rpartition("/")[2]
    try:
        answer_interaction(workspace, workspace.response_urls.look(key), body)
    except Refusal as refusal:
        note_refused_ack(workspace, "slash_command", refusal)
        words = f'{payload["command"]} failed with the error "{refusal.code}"'
        _show_failure(workspace, payload["user_id"], envelope.id, words)


def _show_failure(workspace: Workspace, user_id: str, key: str, words: str) -> None:
    """Where the person acted, under the `key` that the act was answered with, and as a note in passing."""
    workspace.hub.tell({"type": "failed", "key": key, "words": words}, [user_id])
    workspace.hub.toast(user_id, words, key=key)


def _trouble(envelope: Envelope, ack: Ack) -> str:
    """The words that Slack shows for an ack that was late, wrong or never came."""
    if envelope.kind == "slash_commands":
        return f'{envelope.payload["command"]} failed with the error "{ack.error_word}"'
    if ack.outcome == "timeout":
        return "This app is taking too long to respond (operation_timeout). Please try again."
    return "This app responded with an error (dispatch_failed). Please try again."
