"""What `andon check` says of [[groups]]: whether Slack has them and shows who is in them."""

import asyncio

from aiohttp import ClientSession, ClientTimeout
from slack_sdk.web.async_client import AsyncWebClient

from andon.config import Config
from andon.findings import Finding, good, note, wrong
from andon.people_config import GroupSection
from andon.settings import Settings
from bot.gateway.groups import SlackGroups
from core.errors import AdapterError

ASK_S = 10.0
"""For each question to Slack."""


async def groups_of(settings: Settings, config: Config) -> list[Finding]:
    """Nothing where andon.toml names no group, or where there is no token to ask with."""
    token, groups = settings.slack_bot_token.get_secret_value(), config.file.groups
    if not groups or not token:
        return []
    async with ClientSession(timeout=ClientTimeout(total=ASK_S), trust_env=True) as session:
        client = AsyncWebClient(
            token=token, base_url=settings.slack_api_url, session=session, retry_handlers=[]
        )
        try:
            async with asyncio.timeout(ASK_S * 2):
                handles = await SlackGroups(client).handles()
        except AdapterError as error:
            return [wrong(_refused(error))]
        except TimeoutError:
            return [wrong("Slack did not list its user groups in time.")]
    accounts = {account.name for account in config.file.accounts}
    return [finding for group in groups for finding in _of_one(group, handles, accounts)]


def _refused(error: AdapterError) -> str:
    if error.reason == "missing_scope":
        return (
            "The token may not read user groups: add usergroups:read under OAuth & Permissions and install the "
            "app again, or take [[groups]] out of andon.toml."
        )
    return f"Slack does not list its user groups: {error.reason}."


def _of_one(group: GroupSection, handles: dict[str, str], accounts: set[str]) -> list[Finding]:
    handle = handles.get(group.id)
    if handle is None:
        return [
            wrong(
                f"andon.toml names the user group {group.id}, which Slack does not have or has disabled: its id "
                "stands in Slack under People, User groups, behind the three dots."
            )
        ]
    gives = [f"the role {group.role}"] if group.role is not None else []
    gives += [f"the accounts {', '.join(sorted(group.accounts))}"] if group.accounts else []
    unnamed = sorted(group.accounts - accounts)
    return [
        good(f"The user group @{handle} gives {' and '.join(gives)}."),
        *(note(f"@{handle} sees the account {a}, which no [[accounts]] names.") for a in unnamed),
    ]
