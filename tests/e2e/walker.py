"""One person walks the main job: what stands before them, what they press, type and attach."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime

from sandbox.platform.demo import DemoPlatform
from sandbox.slack.demo import OPS_JOBS
from sandbox.slack.person import Person, Refused
from sandbox.slack.stored_blocks import all_blocks, elements
from tests.e2e.hands import number_of, screenshot, state_of
from tests.e2e.world import Json, World, shown_text, until

EBAY_JOB, EBAY_CONNECTION = "ebay-au-orders", "kitchenware-ebay-au"
EBAY_CARD = "eBay AU order sync"
LETTER = {
    "to": "noor@kitchenware.example",
    "subject": "eBay AU is paused",
    "issue": "The authorisation has expired.",
    "actions": "Sign in again.",
    "next_steps": "We reactivate it then.",
}
ASK_EVERY_S = 0.15
"""A token may ask the API ten times a second."""

RUN_WITHIN = 100
"""Quarters of a second of the platform's time."""

DICE = random.Random(20262010)


@dataclass(kw_only=True)
class Walker:
    """Somebody with one channel before them."""

    world: World
    person: Person
    channel_id: str = OPS_JOBS

    def card(self, number: int) -> Json:
        return self.world.cards(self.channel_id, f"#{number}")[-1]

    async def until_card(self, number: int, *words: str) -> Json:
        """The card, once it says all of that."""

        def says() -> Json | None:
            found = self.world.cards(self.channel_id, f"#{number}")
            return found[-1] if found and all(w in shown_text(found[-1]) for w in words) else None

        return await until(says, what=f"card #{number} that says {words}")

    async def press(self, number: int, action_id: str) -> None:
        """A button of the card, once it has it; once more where the card is drawn anew under the finger."""

        async def pressed() -> bool:
            card = self._with_button(number, action_id)
            if card is None:
                return False
            try:
                await self.person.click(self.channel_id, card, action_id)
            except Refused as gone:
                if str(gone) != "not_found":
                    raise
                return False
            return True

        await until(pressed, what=f"{action_id} on #{number}")

    def _with_button(self, number: int, action_id: str) -> Json | None:
        found = self.world.cards(self.channel_id, f"#{number}")
        return found[-1] if found and action_id in buttons_of(found[-1]) else None

    async def open(self, number: int, action_id: str, callback_id: str) -> Json:
        """Press what opens a modal."""
        await self.press(number, action_id)
        return await self.modal(callback_id)

    async def modal(self, callback_id: str, *words: str) -> Json:
        """The view on top, once it is that one and says all of that."""
        return await self.person.until_modal(
            lambda view: view["callback_id"] == callback_id and all(w in shown_text(view) for w in words)
        )

    async def submit(self, view: Json, **values: object) -> dict[str, str] | None:
        """Errors by field, or None. What is not named keeps its first value."""
        state = {"values": state_of(view, values)}
        answer = await self.person.post("/ui/view/submit", view_id=view["id"], state=state)
        errors: dict[str, str] | None = answer["errors"]
        return errors

    async def attach(self, view: Json, name: str, content: bytes, **values: object) -> dict[str, str] | None:
        """Submit the closing modal with one file."""
        return await self.submit(view, screenshot=[await self.person.upload(name, content)], **values)

    async def typed(self, text: str) -> str:
        """What /andon answers to that, in words."""
        before = len(self.whispers())
        await self.person.command(self.channel_id, f"/andon {text}".strip())
        return await self.next_whisper(before)

    async def mentioned(self, number: int, text: str) -> str:
        """What @Andon answers in the thread of a card."""
        before = len(self.whispers())
        bot = self.world.slack.workspace.people.app.bot_user_id
        await self.person.say(self.channel_id, f"<@{bot}> {text}", thread_ts=self.card(number)["ts"])
        return await self.next_whisper(before)

    async def reacted(self, number: int, name: str) -> str:
        before = len(self.whispers())
        await self.person.post("/ui/reaction", channel=self.channel_id, ts=self.card(number)["ts"], name=name)
        return await self.next_whisper(before)

    def whispers(self) -> list[Json]:
        """What only this person sees in the channel, in its threads too."""
        return self.world.slack.workspace.messages.ephemerals(self.channel_id, self.person.user_id)

    async def next_whisper(self, before: int) -> str:
        await until(lambda: len(self.whispers()) > before, what="an answer that only they see")
        return shown_text(self.whispers()[before])

    async def state(self, number: int) -> str:
        return str((await self.case(number))["state"])

    async def case(self, number: int) -> Json:
        status, case = await self.world.api("GET", f"/v1/cases/{number}")
        assert status == 200, case
        return case

    async def until_state(self, number: int, state: str) -> None:
        async def there() -> bool:
            return await self.state(number) == state

        await until(there, what=f"#{number} in state {state}", every_s=ASK_EVERY_S)

    async def act(self, number: int, act: str, **body: object) -> None:
        """One step by the REST API, where a test is about another one."""
        status, said = await self.world.api("POST", f"/v1/cases/{number}/{act}", json=body)
        assert status == 200, said

    async def ready_to_close(self) -> int:
        """The number of the eBay ticket, when nothing but the picture is missing. The platform stands still."""
        number = await self.failing()
        await self.act(number, "contain")
        await self.until_state(number, "contained")
        await self.act(number, "notify", **LETTER)
        await self.act(number, "decide", choice="reactivate")
        self.world.platform.do("token.renew", EBAY_CONNECTION)
        await self.act(number, "reactivate")
        await self.until_state(number, "verifying")
        run_once(self.world.platform)
        return number

    async def failing(self) -> int:
        """One run of the eBay job fails, on a platform that stands still; the number of its ticket."""
        fail_once(self.world.platform)
        return number_of(await self.world.until_card(self.channel_id, EBAY_CARD))


def buttons_of(message: Json) -> list[str]:
    """The action ids that a message offers, in order."""
    return [element["action_id"] for block, _ in all_blocks(message) for element in elements(block)]


def fail_once(platform: DemoPlatform) -> None:
    """One run of the eBay job, and of no other."""
    for job in platform.world.jobs.values():
        if job.id != EBAY_JOB:
            job.next_run_at = None
    platform.tick(1.5)


def run_once(platform: DemoPlatform) -> None:
    """The next run of the eBay job, begun and ended."""
    catch_up(platform)
    before = platform.world.newest_ended(EBAY_JOB)
    for _ in range(RUN_WITHIN):
        platform.tick(0.25)
        if platform.world.newest_ended(EBAY_JOB) is not before and not platform.world.in_flight(EBAY_JOB):
            return
    raise AssertionError("no run began and ended")


def catch_up(platform: DemoPlatform) -> None:
    """A clock that stands falls behind everybody else's, and a success has to come after the stop."""
    behind_s = (datetime.now(UTC) - platform.now()).total_seconds()
    platform.tick(max(0.0, behind_s))


def runs_of(platform: DemoPlatform, job_id: str = EBAY_JOB) -> list[str]:
    return [run.id for run in platform.world.runs.values() if run.job_id == job_id]


def operations_of(platform: DemoPlatform) -> list[str]:
    """What was asked of the platform so far, in order."""
    return [operation.action for operation in platform.world.operations.values()]


def fresh_screenshot() -> bytes:
    return screenshot(DICE)
