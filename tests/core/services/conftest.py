import pytest

from tests.core.services.office import Office


@pytest.fixture
async def office() -> Office:
    return await Office().open()
