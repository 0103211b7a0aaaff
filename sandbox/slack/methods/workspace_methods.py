"""auth.test, api.test, team.info, apps.connections.open, reactions.*, blocks.validate."""

from sandbox.slack.checking import check_blocks_argument
from sandbox.slack.documents import Json
from sandbox.slack.methods.call import Call, Method
from sandbox.slack.reacting import react
from sandbox.slack.refusal import Refusal

MAX_VALIDATED_TEXT = 100_000  # characters of JSON that blocks.validate takes


def auth_test(call: Call) -> Json:
    config, app = call.workspace.config, call.workspace.people.app
    body: Json = {
        "ok": True,
        "url": f"{call.workspace.base_url}/",
        "team": config.team_name,
        "team_id": config.team_id,
        "is_enterprise_install": False,
    }
    if call.token is not None and call.token.kind == "app":
        return {**body, "app_id": app.id, "app_name": app.name}
    user = {"user": app.name.lower(), "user_id": app.bot_user_id, "bot_id": app.bot_id}
    return {**body, **user}


def api_test(call: Call) -> Json:
    given = call.arguments.shown()
    if given.get("error"):
        raise Refusal(str(given["error"]), args=given)
    return {"ok": True, "args": given}


def connections_open(call: Call) -> Json:
    socket = call.workspace.delivery.socket
    if not socket.enabled:
        raise Refusal("socket_mode_not_enabled")
    address = call.workspace.base_url.replace("http://", "ws://", 1)
    ticket, app_id = socket.open_ticket(), call.workspace.people.app.id
    return {"ok": True, "url": f"{address}/link/?ticket={ticket}&app_id={app_id}"}


def team_info(call: Call) -> Json:
    config = call.workspace.config
    team: Json = {"id": config.team_id, "name": config.team_name, "domain": config.team_domain}
    return {"ok": True, "team": {**team, "email_domain": "", "icon": {"image_default": True}}}


def add_reaction(call: Call) -> Json:
    if not _reacted(call, on=True):
        raise Refusal("already_reacted")
    return {"ok": True}


def remove_reaction(call: Call) -> Json:
    if not _reacted(call, on=False):
        raise Refusal("no_reaction")
    return {"ok": True}


def _reacted(call: Call, *, on: bool) -> bool:
    channel = call.visible_channel()
    name = call.arguments.required("name", "invalid_name")
    message = call.workspace.messages.find(channel.id, call.arguments.text("timestamp"))
    if message is None:
        raise Refusal("message_not_found")
    bot = call.workspace.people.app.bot_user_id
    return react(call.workspace, channel, message, bot, name, on=on)


def validate_blocks(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/blocks.validate: needs no token."""
    names = [name for name in ("blocks", "message", "view") if name in call.arguments]
    if len(names) != 1:
        words = "[ERROR] must provide exactly one of `blocks`, `view`, or `message`"
        raise Refusal("invalid_arguments", response_metadata={"messages": [words]})
    if len(call.arguments.text(names[0])) > MAX_VALIDATED_TEXT:
        raise Refusal("invalid_arguments")
    check_blocks_argument(names[0], call.arguments.document(names[0], f"invalid_{names[0]}"))
    return {"ok": True}


METHODS = {
    "auth.test": Method(run=auth_test, tier="special", caller="either"),
    "api.test": Method(run=api_test, tier="special", caller="anybody"),
    "apps.connections.open": Method(
        run=connections_open, tier="t3", scopes=("connections:write",), caller="app"
    ),
    "reactions.add": Method(run=add_reaction, tier="t3", scopes=("reactions:write",)),
    "reactions.remove": Method(run=remove_reaction, tier="t2", scopes=("reactions:write",)),
    "team.info": Method(run=team_info, tier="t3", scopes=("team:read",)),
    "blocks.validate": Method(run=validate_blocks, tier="t4", caller="anybody"),
}
