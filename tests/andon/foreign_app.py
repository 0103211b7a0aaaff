"""A small Bolt app that knows nothing of Andon: the synchronous SDK, configured by its environment alone."""

import os
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

client = WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
app = App(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])
BUTTON = {"type": "button", "action_id": "roll_out", "text": {"type": "plain_text", "text": "Roll out"}}


@app.command("/deploy")
def deploy(ack: Any, command: dict[str, Any], say: Any) -> None:
    ack(f"Deploying {command['text']}")
    say(text="Ready?", blocks=[{"type": "actions", "elements": [BUTTON]}])


@app.action("roll_out")
def roll_out(ack: Any, body: dict[str, Any], respond: Any) -> None:
    ack()
    respond(text=f"Rolled out by <@{body['user']['id']}>", replace_original=True)


if __name__ == "__main__":
    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()
