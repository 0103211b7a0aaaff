"""The Web API methods that this Slack serves. What is not here answers `unknown_method`."""

from sandbox.slack.methods import chat, conversations, files, people, views, workspace_methods
from sandbox.slack.methods.call import Call, Method

METHODS: dict[str, Method] = (
    chat.METHODS
    | conversations.METHODS
    | files.METHODS
    | people.METHODS
    | views.METHODS
    | workspace_methods.METHODS
)

__all__ = ["METHODS", "Call", "Method"]
