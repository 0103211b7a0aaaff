"""A person who acts while the program may die at any moment, and remembers what was answered.

A click goes to Andon as from the sandbox's page, but its ack is kept: an ack is Andon's promise that the wish is
on the disk. So is a 2xx of the REST API.
"""

import asyncio
import io
import random
import re
from dataclasses import dataclass, field
from uuid import uuid4

from aiohttp import ClientError, ClientTimeout, FormData
from PIL import Image

from bot.form_fields import VALUE
from bot.handlers.payloads import Payload
from sandbox.slack import payloads, submitting
from sandbox.slack.envelope import Ack, Envelope
from sandbox.slack.input_state import VALUE_FIELDS
from sandbox.slack.stored_blocks import all_blocks, elements
from sandbox.slack.surfaces import find_element, find_surface
from sandbox.slack.ui_problem import UiProblem
from tests.e2e.world import Json, World, shown_text, until

NUMBER = re.compile(r"#(2026\d{4,})")
MODAL_WITHIN_S = 3.0
"""As long as a trigger lives."""

AGAIN_S = 0.5
"""A person or a client waits a moment before the same wish again."""

ANSWER_WITHIN = ClientTimeout(total=8)

GONE = (ClientError, TimeoutError, ConnectionError, UiProblem, AssertionError)
"""What a person meets while the program is down."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One act. `key` names it in Andon's inbox; `sure` when the answer said that it was done."""

    what: str
    key: str | None
    number: int
    acked: bool
    sure: bool = False
    text: str = ""


@dataclass
class Ledger:
    """What was wished, and what was promised."""

    wishes: list[Wish] = field(default_factory=list)


class Hand:
    """One person. Nothing is tried twice here: who wants to try again calls again."""

    def __init__(self, world: World, user_id: str, ledger: Ledger, dice: random.Random) -> None:
        self.world, self.user_id, self.ledger, self.dice = world, user_id, ledger, dice

    async def press(self, channel_id: str, message: Json, action_id: str, what: str = "") -> Ack:
        """A button of a posted card. Raises LookupError when it has none of that name."""
        container = {"type": "message", "channel": channel_id, "message_ts": message["ts"]}
        return await self._press(container, message, action_id, what, number_of(message))

    async def press_in(self, view: Json, action_id: str) -> Ack:
        return await self._press({"type": "view", "view_id": view["id"]}, view, action_id, "", 0)

    async def slash(self, channel_id: str, text: str, what: str, number: int) -> Ack:
        workspace = self.world.slack.workspace
        channel = workspace.channels.get(channel_id)
        assert channel is not None
        payload = payloads.slash_command(workspace, self.user_id, channel, "/andon", text)
        ack = await workspace.delivery.send(
            Envelope(kind="slash_commands", payload=payload, wants_body=True), f"/andon {text}"
        )
        key = f"slash:{payload['team_id']}:{self.user_id}:{payload['trigger_id']}"
        self._wished(Wish(what=what, key=key, number=number, acked=ack.ok))
        return ack

    async def modal(self, callback_id: str) -> Json:
        """The view on top, once it is that one."""
        workspace = self.world.slack.workspace

        def top() -> Json | None:
            stack = workspace.modals.stack(self.user_id)
            return stack[-1] if stack and stack[-1]["callback_id"] == callback_id else None

        return await until(top, within_s=MODAL_WITHIN_S, what=f"modal {callback_id}")

    async def submit(self, view: Json, number: int, what: str, said: str = "", **values: object) -> bool:
        """Whether the app took it and closed everything."""
        workspace = self.world.slack.workspace
        done = False
        try:
            errors = await submitting.submit(workspace, self.user_id, view["id"], state_of(view, values))
            done = not errors and not workspace.modals.stack(self.user_id)
        finally:
            self._wished(Wish(what=what, key=None, number=number, acked=done, sure=done, text=said))
        return done

    def put_away_modals(self) -> None:
        self.world.slack.workspace.modals.clear(self.user_id)

    async def rest(self, number: int, act: str, *, repeats: int = 1, **body: object) -> int:
        """The status of the last answer, 0 where none came. With *repeats* the same wish is sent again under
        the same key until it is answered."""
        key, status = uuid4().hex, 0
        for _ in range(repeats):
            try:
                headers = {"Idempotency-Key": key}
                status, _ = await self.world.api(
                    "POST", f"/v1/cases/{number}/{act}", json=body, headers=headers, timeout=ANSWER_WITHIN
                )
            except GONE:
                status = 0
            if status and status < 500:
                break
            await asyncio.sleep(AGAIN_S)
        done = 200 <= status < 300
        text = str(body.get("text", ""))
        self._wished(Wish(what=act, key=f":{key}", number=number, acked=done, sure=done, text=text))
        return status

    async def close_by_rest(self, number: int) -> int:
        form = FormData()
        form.add_field("claim", "works_again")
        form.add_field("picture", screenshot(self.dice), filename="run.png", content_type="image/png")
        try:
            status, _ = await self.world.api(
                "POST", f"/v1/cases/{number}/close?wait=5", data=form, timeout=ANSWER_WITHIN
            )
        except GONE:
            return 0
        return status

    async def _press(self, container: Json, document: Json, action_id: str, what: str, number: int) -> Ack:
        workspace = self.world.slack.workspace
        surface = find_surface(workspace, self.user_id, container)
        placed = find_element(surface, block_of(surface.document, action_id), action_id)
        payload = payloads.block_actions(workspace, self.user_id, surface, placed, {"action": {}})
        ack = await workspace.delivery.send(Envelope(kind="interactive", payload=payload), action_id)
        self._wished(Wish(what=what, key=Payload(payload).key, number=number, acked=ack.ok))
        return ack

    def _wished(self, wish: Wish) -> None:
        if wish.what:
            self.ledger.wishes.append(wish)


def number_of(message: Json) -> int:
    found = NUMBER.search(shown_text(message))
    assert found is not None, f"no number in {shown_text(message)[:200]}"
    return int(found[1])


def block_of(document: Json, action_id: str) -> str:
    """Raises LookupError."""
    for block, _ in all_blocks(document):
        if any(element["action_id"] == action_id for element in elements(block)):
            return str(block["block_id"])
    raise LookupError(f"no element {action_id}")


def state_of(view: Json, values: Json) -> Json:
    """`state.values` of a form of ours: values by field name; what is not named keeps its first value."""
    state: Json = {}
    for block in view["blocks"]:
        name = block.get("block_id")
        element = block.get("element") or {}
        if name in values:
            state[name] = {
                VALUE: {
                    "type": element["type"],
                    VALUE_FIELDS[element["type"]]: _chosen(element, values[name]),
                }
            }
    return state


def screenshot(dice: random.Random) -> bytes:
    """A picture that nobody has used before."""
    picture = Image.effect_noise((240, 160), 30.0 + dice.random() * 60)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _chosen(element: Json, value: object) -> object:
    """A choice is named by its value; its whole option goes on the wire."""
    for option in element.get("options") or ():
        if option.get("value") == value:
            return option
    return value
