"""My notifications, from App Home and from the answers to commands."""

from bot.blocks import notifications_modal, own_subscriptions, subscribe_me_modal
from bot.forms import NotificationsForm, SubscribeMeForm
from bot.grammar import parse
from bot.handlers.binding import bind, bind_form
from bot.handlers.click import Answer, Click, CloseAll, Done, Open, Redraw
from bot.handlers.slash_subscriptions import filters_of
from bot.routes import (
    NotificationsButton,
    NotificationsModal,
    SubscribeMeButton,
    SubscribeMeModal,
    UnsubscribeMeButton,
)
from core.domain.member import DigestChoice
from core.domain.own_subscription import MyNotifications, Occasion
from core.domain.subscription import Filters
from core.errors import Invalid
from core.services.notifications import GetMyNotifications, SetMyNotifications
from core.services.own_subscriptions import SubscribeMe, UnsubscribeMe


async def show(route: NotificationsButton, click: Click) -> Answer:
    return Open(view=await drawn(click))


async def save(modal: NotificationsModal, form: NotificationsForm, click: Click) -> Answer:
    shown, day = await mine(click), int(form.weekly_day)
    kept = await click.house.dispatch(
        SetMyNotifications(
            key=click.key,
            means=form.means,
            # Not drawn, it comes back empty; that takes nothing away.
            address=form.address if shown.mail and not shown.address_is_slacks else None,
            digest=digest_of(mornings=form.mornings, weeks=form.weekly),
            weekly_day=day
            if day != shown.weekly_day
            else None,  # else the workspace's would be theirs for good
        ),
        by=click.actor,
    )
    return CloseAll(message=own_subscriptions.chosen(kept, click.say))


async def ask_what(route: SubscribeMeButton, click: Click) -> Answer:
    below = SubscribeMeModal(place=click.place, below=click.view_id)
    return Open(view=subscribe_me_modal.render(below, click.say))


async def subscribe(modal: SubscribeMeModal, form: SubscribeMeForm, click: Click) -> Answer:
    """The modal below shows it; it is drawn afresh beside the ack, which closes the one on top."""
    occasions = {Occasion.OPENED}
    occasions |= {Occasion.REOPENED} if form.reopened else set()
    occasions |= {Occasion.ESCALATED} if form.escalated else set()
    try:
        wish = SubscribeMe(
            key=click.key,
            topics=frozenset({form.topic}),
            filters=_filters(form),
            occasions=frozenset(occasions),
        )
        kept = await click.house.dispatch(wish, by=click.actor)
    except Invalid as wrong:  # the core names the filter that is none; here all of them are one field
        facts = {name: fact for name, fact in wrong.facts.items() if name != "field"}
        field = "topic" if wrong.field == "topics" else "more"
        raise Invalid(wrong.code, field=field, **facts) from None
    if modal.below is None:
        return CloseAll(message=own_subscriptions.subscribed(kept, await mine(click), click.say))
    click.house.afterwards(click.house.surface.update_view(modal.below, await drawn(click)))
    return Done()


async def unsubscribe(route: UnsubscribeMeButton, click: Click) -> Answer:
    wish = UnsubscribeMe(key=click.key, subscription_id=route.subscription_id)
    await click.house.dispatch(wish, by=click.actor)
    return Redraw(view=await drawn(click))


async def mine(click: Click) -> MyNotifications:
    return await click.house.ask(GetMyNotifications(), by=click.actor)


async def drawn(click: Click) -> dict[str, object]:
    return notifications_modal.render(await mine(click), NotificationsModal(place=click.place), click.say)


def digest_of(*, mornings: bool, weeks: bool) -> DigestChoice:
    if mornings and weeks:
        return DigestChoice.BOTH
    if mornings:
        return DigestChoice.MORNING
    return DigestChoice.WEEKLY if weeks else DigestChoice.OFF


def _filters(form: SubscribeMeForm) -> Filters:
    """What was chosen, and what was typed as after /andon subscribe. Raises Invalid."""
    typed = parse(f"subscribe {form.more}")
    if typed.words or typed.numbers or typed.members or typed.channel or typed.message:
        raise Invalid("error.only_filters", field="more")
    filters = filters_of(typed)
    return Filters(
        severity_at_least=filters.severity_at_least or form.severity,
        wanted=filters.wanted,
        unwanted=filters.unwanted,
    )


BINDINGS = (
    bind(NotificationsButton, show),
    bind_form(NotificationsModal, NotificationsForm, save),
    bind(SubscribeMeButton, ask_what),
    bind_form(SubscribeMeModal, SubscribeMeForm, subscribe),
    bind(UnsubscribeMeButton, unsubscribe),
)
