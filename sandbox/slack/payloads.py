"""Interaction payloads, with every key that Slack's have.

https://docs.slack.dev/reference/interaction-payloads
"""

import copy

from sandbox.slack.channels import Channel
from sandbox.slack.documents import Json
from sandbox.slack.input_state import complete_state
from sandbox.slack.surfaces import Placed, Surface, acted
from sandbox.slack.workspace import Workspace

VERIFICATION_TOKEN = "sandbox-verification-token"  # noqa: S105 - Slack's deprecated `token` field


def block_actions(workspace: Workspace, user_id: str, surface: Surface, placed: Placed, said: Json) -> Json:
    """A click or a choice, from wherever it was made."""
    document = surface.document
    state = complete_state(document, said.get("state"))
    view_id = document["id"] if surface.kind == "view" else None
    payload: Json = {
        "type": "block_actions",
        "user": user(workspace, user_id),
        "api_app_id": workspace.people.app.id,
        "token": VERIFICATION_TOKEN,
        "container": _container(surface, placed),
        "trigger_id": workspace.triggers.give(user_id, view_id),
        "team": team(workspace),
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if surface.channel is None:
        workspace.modals.remember_state(user_id, document, state)
        payload["view"] = copy.deepcopy(document)
    else:
        payload |= _in_channel(workspace, user_id, surface, surface.channel, state)
    return {**payload, "actions": [acted(placed, said.get("action") or {}, workspace.mint.ts())]}


def block_suggestion(
    workspace: Workspace, user_id: str, surface: Surface, placed: Placed, typed: str
) -> Json:
    payload: Json = {
        "type": "block_suggestion",
        "user": user(workspace, user_id),
        "container": _container(surface, placed),
        "api_app_id": workspace.people.app.id,
        "token": VERIFICATION_TOKEN,
        "action_id": placed.element["action_id"],
        "block_id": placed.block["block_id"],
        "value": typed,
        "team": team(workspace),
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if surface.channel is None:
        return {**payload, "view": copy.deepcopy(surface.document)}
    payload["channel"] = {"id": surface.channel.id, "name": surface.channel.payload_name}
    if surface.kind == "message":
        payload["message"] = copy.deepcopy(surface.document)
    return payload


def view_interaction(workspace: Workspace, user_id: str, view: Json, kind: str) -> Json:
    """view_submission or view_closed; the caller adds what only one of them has."""
    return {
        "type": kind,
        "team": team(workspace),
        "user": user(workspace, user_id),
        "api_app_id": workspace.people.app.id,
        "token": VERIFICATION_TOKEN,
        "view": copy.deepcopy(view),
        "enterprise": None,
        "is_enterprise_install": False,
    }


def shortcut(workspace: Workspace, user_id: str, callback_id: str) -> Json:
    """A global shortcut: no channel, no response url."""
    return {
        "type": "shortcut",
        "token": VERIFICATION_TOKEN,
        "action_ts": workspace.mint.ts(),
        "team": team(workspace),
        "user": user(workspace, user_id),
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": callback_id,
        "api_app_id": workspace.people.app.id,
        "trigger_id": workspace.triggers.give(user_id),
    }


def message_shortcut(
    workspace: Workspace, user_id: str, callback_id: str, channel: Channel, message: Json
) -> Json:
    return {
        **shortcut(workspace, user_id, callback_id),
        "type": "message_action",
        "message_ts": message["ts"],
        "channel": {"id": channel.id, "name": channel.payload_name},
        "message": copy.deepcopy(message),
        "response_url": response_url(
            workspace,
            "actions",
            workspace.response_urls.make(
                user_id=user_id,
                channel_id=channel.id,
                message_ts=message["ts"],
                thread_ts=message.get("thread_ts"),
            ),
        ),
    }


def slash_command(workspace: Workspace, user_id: str, channel: Channel, command: str, text: str) -> Json:
    key = workspace.response_urls.make(user_id=user_id, channel_id=channel.id)
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.config.team_id,
        "team_domain": workspace.config.team_domain,
        "channel_id": channel.id,
        "channel_name": channel.payload_name,
        "user_id": user_id,
        "user_name": workspace.people.name_of(user_id),
        "command": command,
        "text": text,
        "api_app_id": workspace.people.app.id,
        "is_enterprise_install": "false",
        "response_url": response_url(workspace, "commands", key),
        "trigger_id": workspace.triggers.give(user_id),
    }


def user(workspace: Workspace, user_id: str) -> Json:
    name = workspace.people.name_of(user_id)
    return {"id": user_id, "username": name, "name": name, "team_id": workspace.config.team_id}


def team(workspace: Workspace) -> Json:
    return {"id": workspace.config.team_id, "domain": workspace.config.team_domain}


def response_url(workspace: Workspace, kind: str, key: str) -> str:
    return f"{workspace.base_url}/hooks/{kind}/{workspace.config.team_id}/{key}"


def _container(surface: Surface, placed: Placed) -> Json:
    if surface.channel is None:
        return {"type": "view", "view_id": surface.document["id"]}
    message = surface.document
    container: Json = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": surface.channel.id,
        "is_ephemeral": surface.kind == "ephemeral",
    }
    if placed.attachment_id is not None:
        container |= {"type": "message_attachment", "attachment_id": placed.attachment_id}
        container["is_app_unfurl"] = False
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    return container


def _in_channel(workspace: Workspace, user_id: str, surface: Surface, channel: Channel, state: Json) -> Json:
    message, is_ephemeral = surface.document, surface.kind == "ephemeral"
    key = workspace.response_urls.make(
        user_id=user_id,
        channel_id=channel.id,
        message_ts=message["ts"],
        is_ephemeral=is_ephemeral,
        thread_ts=message.get("thread_ts"),
    )
    fields: Json = {
        "channel": {"id": channel.id, "name": channel.payload_name},
        "state": {"values": state},
        "response_url": response_url(workspace, "actions", key),
    }
    if not is_ephemeral:
        fields["message"] = copy.deepcopy(message)
    return fields
