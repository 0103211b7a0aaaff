"""What every way of sending mail promises, the fake one too."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace

import pytest

from core.errors import AdapterError, OutcomeUnknown, Permanent, Temporary
from core.ports.mail import Letter, Mail
from mail.config import Security, SmtpConfig
from mail.smtp import SmtpMail
from tests.fakes.mail import FakeMail
from tests.mail.relay import DROP, Relay

LETTER = Letter(
    id="delivery-1",
    to_name="Kitchenware Co",
    to_address="ops@kitchenware.example",
    subject="eBay AU order sync is stopped",
    body="Hello,\nwe stopped it.\n",
    language="en",
    case_number="20262010",
)


@dataclass(frozen=True, kw_only=True)
class Post:
    """A way of sending, how to make it fail next, and how many letters went through."""

    mail: Mail
    fail: Callable[[type[AdapterError]], None]
    arrived: Callable[[], int]


@pytest.fixture(params=["memory", "smtp"])
async def post(request: pytest.FixtureRequest) -> AsyncIterator[Post]:
    if request.param == "memory":
        fake = FakeMail()
        yield Post(
            mail=fake,
            fail=lambda family: fake.next_errors.append(family("on demand")),
            arrived=lambda: len(fake.sent),
        )
        return
    async with Relay() as relay:
        config = SmtpConfig(
            host="127.0.0.1",
            port=relay.port,
            security=Security.NONE,
            sender_address="andon@ops.example",
            message_id_domain="ops.example",
        )
        replies = {Temporary: "450 later", Permanent: "550 never", OutcomeUnknown: DROP}
        yield Post(
            mail=SmtpMail(config),
            fail=lambda family: relay.replies.update(DATA=replies[family]),
            arrived=lambda: len(relay.letters),
        )


async def test_a_letter_goes_out_under_an_id_that_stays(post: Post) -> None:
    first = await post.mail.send(LETTER)
    assert await post.mail.send(LETTER) == first
    assert await post.mail.send(replace(LETTER, id="delivery-2")) != first
    assert post.arrived() == 3


@pytest.mark.parametrize(("family", "arrived"), [(Temporary, 0), (Permanent, 0), (OutcomeUnknown, 1)])
async def test_a_failure_says_what_became_of_the_letter(
    post: Post, family: type[AdapterError], arrived: int
) -> None:
    post.fail(family)
    with pytest.raises(family):
        await post.mail.send(LETTER)
    assert post.arrived() == arrived


async def test_what_is_no_address_is_refused_for_good(post: Post) -> None:
    with pytest.raises(Permanent):
        await post.mail.send(replace(LETTER, to_address="ops@kitchenware.example, eve@evil.example"))
    assert post.arrived() == 0
