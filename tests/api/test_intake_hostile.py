"""Events whose words would do harm where somebody let them."""

import json
from typing import Any

from aiohttp.test_utils import make_mocked_request
from hypothesis import given, settings
from hypothesis import strategies as st

from api.events import command_for
from api.house import EventSource
from api.proof import loggable_id
from connectors.inbound.events import BadEvent, parse_event
from tests.api.events import ORDER, STOCK_OUT, issue
from tests.api.running import SECRET, Running
from tests.fakes.clock import MONDAY_MORNING

HOSTILE = "<!channel> &lt; \u202eabc\u200b \x07 {x} %s ' \" \\ 🚨 " + "x" * 100


async def test_hostile_text_comes_back_as_it_came(api: Running) -> None:
    about = {**ORDER, "label": HOSTILE}
    told = {**issue(title=HOSTILE, description=HOSTILE * 20, about=about), "account": HOSTILE}
    number = (await api.tell(told)).body["case"]
    seen = (await api.get(f"/v1/cases/{number}")).body
    assert seen["title"] == HOSTILE.strip()
    assert seen["description"] == HOSTILE * 20
    assert seen["subject"]["label"] == HOSTILE.strip()
    assert seen["account"] == HOSTILE


def test_the_id_in_the_log_is_one_line_of_visible_ascii() -> None:
    assert loggable_id(make_mocked_request("POST", "/", headers={"webhook-id": "a b"})) == "none"
    assert loggable_id(make_mocked_request("POST", "/", headers={"webhook-id": "é"})) == "none"
    assert len(loggable_id(make_mocked_request("POST", "/", headers={"webhook-id": "x" * 999}))) == 64


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(
    where=st.sampled_from(("type", "time", "subject", "data", "dedup_key", "account", "title", "about", "amount")),
    value=JSON_VALUES,
)  # fmt: skip
def test_nothing_that_is_signed_can_cause_a_500(where: str, value: Any) -> None:
    """The parsing and translating part, which is where a body's words could do harm."""
    told = issue()
    (told["data"] if where in STOCK_OUT or where == "amount" else told)[where] = value
    told = json.loads(json.dumps(told))
    source = EventSource(source_id="shop", platform_id="shop", secrets=(SECRET,))
    try:
        command_for(parse_event(json.dumps(told).encode()), source, "k", MONDAY_MORNING)
    except BadEvent as bad:
        assert bad.code.startswith("event.")
