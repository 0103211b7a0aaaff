"""What a member subscribed to goes out with links to the cards as they stand, once, and to nobody who may not see
it; a letter that never arrives is told directly."""

from typing import Any

import pytest

from core.domain.member import Member, Role
from core.errors import NotFound, OutcomeUnknown, Permanent
from core.notices.member_digest import MemberDigest
from core.notices.member_news import NewsForYou
from core.ports.deliveries import MailWork
from core.ports.rows import CardCopy
from core.services.members import GetMember
from core.services.telling import TellInstead, WhereTheyStand
from scheduler.member_sendings import linked, no_link, plain_letter
from tests.scheduler.delivery_scene import played
from tests.scheduler.delivery_world import World
from tests.scheduler.doors import ANDON

ANA = Member(id="U0ANA", team_id="T1", name="Ana", role=Role.OPERATOR, locale="fr", email="ana@shop.example")
NEWS = NewsForYou.EXAMPLES[2]
MAIL = MailWork(delivery_id="mail-1", notice=NEWS, member_id=ANA.id, locale="fr")
STANDING = CardCopy(case_id="c1", channel_id="C1", locale="en", home=True, ts="1.0001")


def at(member: Member | None = ANA, **standing: CardCopy | None) -> Any:
    """A scene in which Slack is asked of nothing but these."""

    def scene(world: World) -> None:
        world.ask.answers[GetMember] = lambda query: member
        world.ask.answers[WhereTheyStand] = lambda query: found(query, standing)

    return scene


def found(query: WhereTheyStand, standing: dict[str, CardCopy | None]) -> dict[str, CardCopy | None]:
    left = {case_id: standing[case_id] for case_id in query.case_ids if case_id in standing}
    if not left:
        raise NotFound("nothing")
    return left


def mailed(world: World) -> None:
    world.deliveries.want(MAIL, "mail:shop.example")


def test_a_letter_goes_to_the_address_of_that_moment_in_the_readers_words() -> None:
    def scene(world: World) -> None:
        at(c1=STANDING, c2=None, c3=None)(world)
        mailed(world)

    (letter,) = played(scene).mail.letters
    assert (letter.id, letter.to_address, letter.to_name) == ("mail-1", "ana@shop.example", "Ana")
    assert letter.language == "fr"


def test_a_lost_answer_is_followed_by_the_same_letter() -> None:
    def scene(world: World) -> None:
        at(c1=STANDING)(world)
        world.mail.fails.append(OutcomeUnknown("connection lost"))
        mailed(world)

    assert {letter.id for letter in played(scene).mail.letters} == {"mail-1"}


@pytest.mark.parametrize(
    ("member", "reason"),
    [(None, "mail_no_address"), (Member(id="U0ANA", team_id="T1", name="Ana", role=Role.OPERATOR), None)],
)
def test_without_an_address_it_is_told_directly(member: Member | None, reason: str | None) -> None:
    def scene(world: World) -> None:
        at(member, c1=STANDING)(world)
        mailed(world)

    world = played(scene)
    assert world.mail.letters == []
    (wish,) = world.dispatch.of(TellInstead)
    assert (wish.member_id, wish.notice, wish.reason) == (ANA.id, NEWS, "mail_no_address")


def test_what_the_mail_system_refuses_for_good_is_told_directly_once() -> None:
    def scene(world: World) -> None:
        at(c1=STANDING)(world)
        world.mail.fails.append(Permanent("550 no such user"))
        mailed(world)

    world = played(scene)
    assert [(w.key, w.reason) for w in world.dispatch.of(TellInstead)] == [
        ("letter-failed:mail-1", "550 no such user")
    ]
    assert world.deliveries.left == [], "and it is over"


def test_what_a_member_may_not_see_any_more_is_sent_by_no_way() -> None:
    def scene(world: World) -> None:
        at()(world)
        mailed(world)
        world.deliveries.want_note("n1", NEWS, member_id=ANA.id)

    world = played(scene)
    assert (world.mail.letters, world.slack.calls) == ([], [])
    assert world.dispatch.of(TellInstead) == []
    assert world.deliveries.left == []


def test_a_direct_message_goes_out_once_whatever_is_asked_before() -> None:
    def scene(world: World) -> None:
        at(c1=STANDING)(world)
        world.deliveries.want_note("n1", NEWS, member_id=ANA.id)

    assert played(scene).slack.calls == ["tell_person"]


async def test_each_line_gets_the_address_of_its_card_and_what_is_hidden_goes() -> None:
    async def ask(query: Any, *, by: object) -> Any:
        return found(query, {"c1": STANDING, "c3": None})

    notice = await linked(NEWS, ANA.id, ask, ANDON, lambda card: f"slack://{card.channel_id}/{card.ts}")
    assert isinstance(notice, NewsForYou)
    assert [(line.case_id, line.url) for line in notice.lines] == [("c1", "slack://C1/1.0001"), ("c3", None)]
    assert notice.more == NEWS.more


async def test_an_overview_needs_no_card() -> None:
    async def ask(query: Any, *, by: object) -> Any:
        raise AssertionError("nothing is asked")

    digest = MemberDigest.EXAMPLES[0]
    assert await linked(digest, ANA.id, ask, ANDON, no_link) is digest


def test_without_words_a_letter_still_says_which_cases() -> None:
    written = plain_letter(NEWS, "en", "Ana", "UTC")

    assert "#20262044" in written.subject
    assert all(f"#{line.number}" in written.body for line in NEWS.lines)
