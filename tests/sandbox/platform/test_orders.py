"""Orders of the demo platform: what is wrong, what a retry does, and that no order is ever made twice."""

import json

import pytest

from sandbox.platform import DemoConfig, DemoPlatform
from sandbox.platform.commands import Reply
from sandbox.platform.world import Order


@pytest.fixture
def demo() -> DemoPlatform:
    return DemoPlatform(DemoConfig(frozen=True))


def retry(demo: DemoPlatform, order_id: str, id_: str = "op-1", *, checked: bool = False) -> Reply:
    body = {
        "action": "order.retry",
        "target": order_id,
        "actor": {"id": "U1"},
        "ticket": "20262044",
        "reason": "",
        "duplicate_checked": checked,
    }
    reply = demo.receive("order.retry", order_id, id_, json.dumps(body).encode())
    demo.tick(5)
    return reply


def order(demo: DemoPlatform, id_: str) -> Order:
    return demo.world.orders[id_]


@pytest.mark.parametrize(
    ("id_", "mend"), [("1003-C", "order.stock"), ("1005-E", "order.address"), ("1002-B", None)]
)
def test_an_order_is_sent_once_its_trouble_is_mended(demo: DemoPlatform, id_: str, mend: str | None) -> None:
    if mend is not None:
        assert retry(demo, id_, "op-0").status == 202
        assert order(demo, id_).status == "failed"
        assert demo.world.operations["op-0"].status == "failed"
        demo.do(mend, id_)

    assert retry(demo, id_).status == 202

    assert (order(demo, id_).status, order(demo, id_).trouble) == ("sent", None)
    assert len(order(demo, id_).downstream) == 1
    resolved = [event for event in demo.world.events if event.type == "order.issue.resolved"]
    assert [event.subject for event in resolved] == [id_]


def test_an_order_that_timed_out_is_refused_until_somebody_looked(demo: DemoPlatform) -> None:
    reply = retry(demo, "1004-D")
    assert (reply.status, reply.body["code"]) == (409, "duplicate_suspected")
    assert "SF-77120" in str(reply.body["detail"])
    assert order(demo, "1004-D").attempts == 1


def test_a_timed_out_order_whose_copy_was_deleted_is_still_only_suspected_until_checked(
    demo: DemoPlatform,
) -> None:
    demo.do("order.uncopy", "1004-D")
    assert retry(demo, "1004-D", "op-0").status == 409
    assert retry(demo, "1004-D", "op-1", checked=True).status == 202
    assert order(demo, "1004-D").status == "sent"
    assert [copy.id for copy in order(demo, "1004-D").downstream] != ["SF-77120"]


def test_a_copy_that_is_found_is_linked_and_none_is_made(demo: DemoPlatform) -> None:
    assert retry(demo, "1004-D", checked=True).status == 202
    assert [copy.id for copy in order(demo, "1004-D").downstream] == ["SF-77120"]
    assert order(demo, "1004-D").attempts == 2


def test_an_order_on_its_way_or_sent_is_not_sent_again(demo: DemoPlatform) -> None:
    retry(demo, "1002-B", "op-1")
    again = retry(demo, "1002-B", "op-2")
    assert (again.status, again.body["code"]) == (409, "not_allowed_in_state")
    assert len(order(demo, "1002-B").downstream) == 1


def test_what_no_retry_helps_is_refused_and_mended_by_hand(demo: DemoPlatform) -> None:
    assert retry(demo, "1001-A").body["code"] == "not_allowed_in_state"
    demo.do("order.track", "1001-A")
    assert order(demo, "1001-A").trouble is None
    assert demo.world.events[-1].type == "order.issue.resolved"


def test_an_id_used_for_another_command_is_refused(demo: DemoPlatform) -> None:
    retry(demo, "1002-B", "op-1")
    assert retry(demo, "1003-C", "op-1").status == 422
    assert order(demo, "1003-C").attempts == 1


def test_each_trouble_of_the_first_day_is_told_once(demo: DemoPlatform) -> None:
    opened = [event for event in demo.world.events if event.type == "order.issue.opened"]
    assert [event.subject for event in opened] == ["1001-A", "1002-B", "1003-C", "1004-D", "1005-E"]
