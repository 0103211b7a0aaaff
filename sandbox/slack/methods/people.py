"""users.*, usergroups.* and bots.info: who is who."""

from sandbox.slack.documents import Json
from sandbox.slack.methods.call import Call, Method
from sandbox.slack.refusal import Refusal


def user_info(call: Call) -> Json:
    return {"ok": True, "user": _body(call, call.known_user())}


def users_list(call: Call) -> Json:
    people = call.workspace.people
    ids = [user.id for user in people.humans()] + [people.app.bot_user_id]
    found, next_cursor = call.page(ids, 1000)
    return {
        "ok": True,
        "members": [_body(call, user_id) for user_id in found],
        "cache_ts": int(call.workspace.clock.now_s()),
        "response_metadata": {"next_cursor": next_cursor},
    }


def lookup_by_email(call: Call) -> Json:
    wanted = call.arguments.required("email").casefold()
    for user in call.workspace.people.humans():
        if user.email.casefold() == wanted:
            return {"ok": True, "user": _body(call, user.id)}
    raise Refusal("users_not_found")


def usergroups_list(call: Call) -> Json:
    groups, arguments = call.workspace.user_groups, call.arguments
    found = [
        groups.json(
            group,
            include_users=arguments.flag("include_users"),
            include_count=arguments.flag("include_count"),
        )
        for group in groups.all(disabled=arguments.flag("include_disabled"))
    ]
    return {"ok": True, "usergroups": found}


def usergroup_users(call: Call) -> Json:
    group = call.workspace.user_groups.get(call.arguments.required("usergroup"))
    if group is None or (group.deleted_s and not call.arguments.flag("include_disabled")):
        raise Refusal("no_such_subteam")
    return {"ok": True, "users": list(group.users)}


def bot_info(call: Call) -> Json:
    app = call.workspace.people.app
    if call.arguments.text("bot", app.bot_id) != app.bot_id:
        raise Refusal("bot_not_found")
    profile = call.workspace.people.bot_profile()
    profile.pop("team_id")
    return {"ok": True, "bot": {**profile, "user_id": app.bot_user_id}}


def _body(call: Call, user_id: str) -> Json:
    return call.workspace.people.user_json(
        user_id,
        include_locale=call.arguments.flag("include_locale"),
        include_email=call.has_scope("users:read.email"),
    )


METHODS = {
    "users.info": Method(run=user_info, tier="t4", scopes=("users:read",)),
    "users.list": Method(run=users_list, tier="t2", scopes=("users:read",)),
    "users.lookupByEmail": Method(run=lookup_by_email, tier="t3", scopes=("users:read.email",)),
    "usergroups.list": Method(run=usergroups_list, tier="t2", scopes=("usergroups:read",)),
    "usergroups.users.list": Method(run=usergroup_users, tier="t2", scopes=("usergroups:read",)),
    "bots.info": Method(run=bot_info, tier="t3", scopes=("users:read",)),
}
