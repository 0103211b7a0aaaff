"""Tells a person's pages what stands open for that person."""

from sandbox.slack.workspace import Workspace


def show_stack(workspace: Workspace, user_id: str) -> None:
    workspace.hub.tell({"type": "modal", "stack": workspace.modals.stack(user_id)}, [user_id])


def show_home(workspace: Workspace, user_id: str) -> None:
    workspace.hub.tell({"type": "home", "view": workspace.modals.home(user_id)}, [user_id])
