"""Images in blocks that point at a file of the workspace.

Slack takes only a png, jpg or gif that the app may see and that it has finished processing; anything else is
"invalid slack file" (python-slack-sdk #1658, #1797).
"""

from collections.abc import Iterator

from sandbox.slack.channels import Channels
from sandbox.slack.documents import Json
from sandbox.slack.file_room import PREVIEWABLE, FileRoom
from sandbox.slack.refusal import refuse_invalid


def app_may_see(channels: Channels, record: Json) -> bool:
    """The bot's own, handed to it in a file_input, or shared where the bot is."""
    if record["handed_to_app"]:
        return True
    places = [channels.get(share["channel"]) for share in record["shares"]]
    return any(place is not None and channels.bot_is_in(place) for place in places)


def check_slack_files(
    files: FileRoom, channels: Channels, error: str, pointer: str, document: object
) -> None:
    """Raises `error` for each image whose `slack_file` cannot be shown; `document` stands at `pointer`."""
    problems = []
    for place, wanted in _references(document, pointer):
        record = files.get(str(wanted.get("id"))) or files.by_url(str(wanted.get("url")))
        if record is None or not _ready(files, channels, record):
            problems.append(f"invalid slack file [json-pointer:{place}]")
    if problems:
        raise refuse_invalid(error, problems)


def _ready(files: FileRoom, channels: Channels, record: Json) -> bool:
    document = files.json(record)
    is_image = document["filetype"] in PREVIEWABLE
    return is_image and files.is_processed(record) and app_may_see(channels, record)


def _references(node: object, pointer: str) -> Iterator[tuple[str, Json]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "slack_file" and isinstance(value, dict):
                yield f"{pointer}/{key}", value
            else:
                yield from _references(value, f"{pointer}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _references(value, f"{pointer}/{index}")
