"""The workspace that a newcomer meets: a shop called Harbour Goods, five people, four channels."""

from dataclasses import replace

from sandbox.slack.config import (
    AppSeed,
    ChannelSeed,
    CommandSeed,
    SlackConfig,
    UserGroupSeed,
    UserSeed,
)

ANA, LUIS, MARGAUX, PRIYA, GUEST = "U07ANARUIZ1", "U07LUISPRAD", "U07MARGAUXP", "U07PRIYASHA", "U07GUESTVIE"
LEADS_GROUP = "S07OPSLEADS"
OPS_JOBS, ORDERS, OPS_LEADS, GENERAL = "C07OPSJOBS1", "C07ORDERS01", "C07OPSLEADS", "C07GENERAL1"


def demo_config(**changes: object) -> SlackConfig:
    """The demo workspace; `changes` replace fields of `SlackConfig` by name."""
    config = SlackConfig(users=_USERS, channels=_CHANNELS, usergroups=_GROUPS, app=_APP)
    return replace(config, **changes)  # type: ignore[arg-type]  # checked by the dataclass's own signature


_USERS = (
    UserSeed(
        id=ANA,
        name="ana",
        real_name="Ana Ruiz",
        email="ana.ruiz@harbour.example",
        locale="en-US",
        tz="Europe/Madrid",
        role_note="Operator, English",
        avatar_color="1264a3",
    ),
    UserSeed(
        id=LUIS,
        name="luis",
        real_name="Luis Prado",
        email="luis.prado@harbour.example",
        locale="es-ES",
        tz="Europe/Madrid",
        role_note="Lead, Spanish",
        avatar_color="2b7a3d",
    ),
    UserSeed(
        id=MARGAUX,
        name="margaux",
        real_name="Margaux Petit",
        email="margaux.petit@harbour.example",
        locale="fr-FR",
        tz="Europe/Paris",
        role_note="Operator, French",
        avatar_color="b3261e",
    ),
    UserSeed(
        id=PRIYA,
        name="priya",
        real_name="Priya Shah",
        email="priya.shah@harbour.example",
        locale="en-GB",
        tz="Europe/London",
        role_note="Admin, English",
        avatar_color="6b3fa0",
        is_admin=True,
    ),
    UserSeed(
        id=GUEST,
        name="gus",
        real_name="Gus Marsh",
        email="gus.marsh@partner.example",
        locale="en-US",
        tz="America/New_York",
        role_note="Guest, may only look",
        avatar_color="8d6e00",
        is_guest=True,
    ),
)
_CHANNELS = (
    ChannelSeed(id=GENERAL, name="general", topic="Everybody"),
    ChannelSeed(
        id=OPS_JOBS,
        name="ops-jobs",
        topic="Failing imports and exports of our retailers",
        members=(ANA, LUIS, MARGAUX, PRIYA, GUEST),
    ),
    ChannelSeed(id=ORDERS, name="orders", topic="Orders, parcels and customers"),
    ChannelSeed(
        id=OPS_LEADS, name="ops-leads", topic="For those on duty", is_private=True, members=(LUIS, PRIYA)
    ),
)
_GROUPS = (UserGroupSeed(id=LEADS_GROUP, handle="ops-leads", name="Ops leads", users=(LUIS, PRIYA)),)
_APP = AppSeed(
    commands=(
        CommandSeed(
            command="/andon",
            description="Tickets: list, view, take, pause, close ...",
            usage_hint="help",
            should_escape=True,
        ),
    ),
)
