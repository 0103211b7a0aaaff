"""Waiting until nothing is on its way any more."""

from tests.e2e.world import World, until

QUIET_WITHIN_S = 75.0
"""A call cut off may land for 16 s, two looks 5 s apart come before a repeat, and several may queue up."""

LEVELS = ("andon_deliveries_waiting", "andon_operations_waiting", "andon_lanes_parked")


async def until_quiet(world: World, *, within_s: float = QUIET_WITHIN_S) -> None:
    """Nothing waits to go out and nothing to be settled, here and at the platform."""

    async def quiet() -> bool:
        if world.platform.waiting_events() or world.platform.world.landings:
            return False
        levels = await _levels(world)
        return all(levels.get(name) == 0.0 for name in LEVELS)

    try:
        await until(quiet, within_s=within_s, what="quiet")
    except AssertionError:
        waiting = [event.last_answer for event in world.platform.waiting_events()]
        raise AssertionError(
            f"after {within_s} s still {await _levels(world)}, events waiting: {waiting}"
        ) from None


async def _levels(world: World) -> dict[str, float]:
    async with world.http.get(f"{world.andon.url}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    return {
        name: float(value) for name, _, value in (line.partition(" ") for line in lines) if name in LEVELS
    }
