"""The people and the bot of the workspace, in Slack's shapes."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.slack.clock import Clock
from sandbox.slack.config import AppSeed, SlackConfig, UserSeed
from sandbox.slack.documents import Json


class People:
    """Who exists. Nobody comes or goes while the workspace runs."""

    def __init__(self, config: SlackConfig, clock: Clock) -> None:
        self._config, self._clock = config, clock
        self._users = {user.id: user for user in config.users}

    @property
    def app(self) -> AppSeed:
        return self._config.app

    def humans(self) -> list[UserSeed]:
        return list(self._users.values())

    def human(self, user_id: str) -> UserSeed | None:
        return self._users.get(user_id)

    def speak(self, user_id: str, locale: str) -> None:
        """That person sets their Slack to another language (`fr-FR`)."""
        self._users[user_id] = replace(self._users[user_id], locale=locale)

    def exists(self, user_id: str) -> bool:
        return user_id in self._users or user_id == self.app.bot_user_id

    def name_of(self, user_id: str) -> str:
        user = self._users.get(user_id)
        return user.name if user else self.app.name.lower()

    def user_json(self, user_id: str, *, include_locale: bool = False, include_email: bool = True) -> Json:
        """The `user` object of users.info; the caller has made sure that the user exists."""
        if user_id == self.app.bot_user_id:
            return self._bot_user_json(include_locale=include_locale)
        user = self._users[user_id]
        document = self._base_json(user.id, user.name, user.real_name, user.tz, user.avatar_color)
        document |= {
            "is_admin": user.is_admin,
            "is_restricted": user.is_guest,
            "is_email_confirmed": True,
        }
        if include_email:
            document["profile"]["email"] = user.email
        if include_locale:
            document["locale"] = user.locale
        return document

    def _bot_user_json(self, *, include_locale: bool) -> Json:
        app = self.app
        document = self._base_json(app.bot_user_id, app.name.lower(), app.name, "UTC", "1d1c1d")
        document |= {"is_bot": True}
        document["profile"] |= {"api_app_id": app.id, "bot_id": app.bot_id, "always_active": True}
        if include_locale:
            document["locale"] = "en-US"
        return document

    def _base_json(self, user_id: str, name: str, real_name: str, tz: str, color: str) -> Json:
        first, _, last = real_name.partition(" ")
        zone = datetime.fromtimestamp(self._clock.now_s(), ZoneInfo(tz))
        offset = zone.utcoffset()
        return {
            "id": user_id,
            "team_id": self._config.team_id,
            "name": name,
            "deleted": False,
            "color": color,
            "real_name": real_name,
            "tz": tz,
            "tz_label": zone.tzname(),
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": _profile(real_name, first, last, self._config.team_id),
            "is_admin": False,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "is_bot": False,
            "is_app_user": False,
            "updated": 1_790_000_000,
            "who_can_share_contact_card": "EVERYONE",
        }

    def bot_profile(self) -> Json:
        """The `bot_profile` that each message of the bot carries."""
        return {
            "id": self.app.bot_id,
            "app_id": self.app.id,
            "name": self.app.name,
            "icons": {},
            "deleted": False,
            "updated": 1_790_000_000,
            "team_id": self._config.team_id,
        }


def _profile(real_name: str, first: str, last: str, team_id: str) -> Json:
    """Of somebody who chose no display name, so that clients show the real one, as this page does."""
    return {
        "title": "",
        "phone": "",
        "skype": "",
        "real_name": real_name,
        "real_name_normalized": real_name,
        "display_name": "",
        "display_name_normalized": "",
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": "",
        "first_name": first,
        "last_name": last,
        "team": team_id,
    }
