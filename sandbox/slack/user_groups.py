"""The user groups of the workspace, and who is in them; with the events that the app hears of a change.

https://docs.slack.dev/reference/events/subteam_members_changed
https://docs.slack.dev/reference/events/subteam_updated
"""

from dataclasses import asdict, dataclass, replace

from sandbox.slack.clock import Clock
from sandbox.slack.config import SlackConfig
from sandbox.slack.documents import Json, Shelf, Store
from sandbox.slack.events import Events

CREATED_S = 1_790_000_000  # epoch seconds; the demo's groups have always been there


@dataclass(frozen=True, kw_only=True)
class UserGroup:
    """`deleted_s`: when it was disabled, in epoch seconds; 0 while it is in use."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...] = ()
    updated_s: int = CREATED_S
    deleted_s: int = 0


class UserGroups:
    """All of them, disabled ones too: Slack never forgets one."""

    def __init__(self, config: SlackConfig, store: Store, clock: Clock, events: Events) -> None:
        self._config, self._clock, self._events = config, clock, events
        self._shelf: Shelf[UserGroup] = Shelf(store, "usergroup", encode=asdict, decode=_decode)
        for seed in config.usergroups:
            if seed.id not in self._shelf:
                self._shelf.put(seed.id, UserGroup(**asdict(seed)))

    def all(self, *, disabled: bool = False) -> list[UserGroup]:
        return [group for group in self._shelf.values() if disabled or not group.deleted_s]

    def get(self, group_id: str) -> UserGroup | None:
        return self._shelf.get(group_id)

    def set_users(self, group: UserGroup, users: tuple[str, ...]) -> UserGroup:
        """As when somebody edits the group in Slack: both events come, in no promised order."""
        changed = self._keep(replace(group, users=users))
        self._events.emit("subteam_members_changed", self._who_changed(group, changed))
        self._tell(changed)
        return changed

    def set_disabled(self, group: UserGroup, disabled: bool) -> UserGroup:
        changed = self._keep(replace(group, deleted_s=int(self._clock.now_s()) if disabled else 0))
        self._tell(changed)
        return changed

    def json(self, group: UserGroup, *, include_users: bool, include_count: bool) -> Json:
        """The `usergroup` object of usergroups.list."""
        first = self._config.users[0].id
        document: Json = {
            "id": group.id,
            "team_id": self._config.team_id,
            "is_usergroup": True,
            "is_subteam": True,
            "name": group.name,
            "description": "",
            "handle": group.handle,
            "is_external": False,
            "date_create": CREATED_S,
            "date_update": group.updated_s,
            "date_delete": group.deleted_s,
            "auto_type": None,
            "created_by": first,
            "updated_by": first,
            "deleted_by": first if group.deleted_s else None,
            "prefs": {"channels": [], "groups": []},
        }
        if include_users:
            document["users"] = list(group.users)
        if include_count:
            document["user_count"] = len(group.users)
        return document

    def _keep(self, group: UserGroup) -> UserGroup:
        return self._shelf.put(group.id, replace(group, updated_s=int(self._clock.now_s())))

    def _tell(self, group: UserGroup) -> None:
        subteam = self.json(group, include_users=True, include_count=True)
        self._events.emit("subteam_updated", {"type": "subteam_updated", "subteam": subteam})

    def _who_changed(self, before: UserGroup, after: UserGroup) -> Json:
        came = [user for user in after.users if user not in before.users]
        went = [user for user in before.users if user not in after.users]
        return {
            "type": "subteam_members_changed",
            "subteam_id": after.id,
            "team_id": self._config.team_id,
            "date_previous_update": before.updated_s,
            "date_update": after.updated_s,
            "added_users": came,
            "added_users_count": len(came),
            "removed_users": went,
            "removed_users_count": len(went),
        }


def _decode(document: Json) -> UserGroup:
    return UserGroup(**{**document, "users": tuple(document["users"])})
