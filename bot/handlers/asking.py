"""[Ask] below a refusal: those who may are told once, and the person hears who they are."""

from bot.blocks import answers
from bot.handlers.binding import bind
from bot.handlers.click import Answer, Click, Redraw, Whisper
from bot.routes import AskButton
from core.domain.member import Role
from core.services.asking import AskForHelp


async def ask(route: AskButton, click: Click) -> Answer:
    wish = AskForHelp(key=click.key, case_id=route.case_id, act=route.act, role=Role[route.role.upper()])
    asked = await click.house.dispatch(wish, by=click.actor)
    message = answers.asked(asked.number, asked.who, click.say, before=asked.before)
    if click.view_type == "modal":  # in place of the refusal: there may be no room on top of it
        return Redraw(view=answers.as_modal(message, click.say))
    return Whisper(message=message)


BINDINGS = (bind(AskButton, ask),)
