"""The plan of a case through the API."""

from core.domain.member import Role
from tests.api.cases import TICKET, two_cases
from tests.api.running import Running


async def test_the_reminders_to_come_are_told(api: Running) -> None:
    await two_cases(api)
    answer = await api.get(f"/v1/cases/{TICKET}/plan", role=Role.VIEWER)

    assert answer.body["number"] == TICKET
    assert [step["what"] for step in answer.body["steps"]] == ["contain", "acknowledge", "contain_lead"]
    assert (await api.get("/v1/cases/20269999/plan")).status == 404
