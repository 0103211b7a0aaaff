"""User groups of the workspace: which there are, and who is in them. Needs usergroups:read."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.gateway.errors import translated


class SlackGroups:
    """The client is the shared one. Raises the adapter errors of bot/gateway/errors.py."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def handles(self) -> dict[str, str]:
        """Id -> handle without the @, of every group in use; a disabled one is not among them."""
        async with translated("usergroups.list"):
            reply = await self._client.usergroups_list()
        return {str(group["id"]): str(group.get("handle") or "") for group in reply["usergroups"]}

    async def members_of(self, group_id: str) -> frozenset[str]:
        async with translated("usergroups.users.list"):
            reply = await self._client.usergroups_users_list(usergroup=group_id)
        return frozenset(str(user) for user in reply["users"])
