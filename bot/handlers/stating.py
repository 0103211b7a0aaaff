"""Where no platform can be asked, a member states the run they saw succeed (E16)."""

from bot.blocks import state_run_modal
from bot.forms import StateRunForm
from bot.handlers.acting import act
from bot.handlers.binding import bind_form, bind_opener
from bot.handlers.click import Answer, Click
from bot.handlers.opening import opens_ticket_form
from bot.routes import StateRunButton, StateRunModal
from core.services.statements import StateRun


async def state_run(route: StateRunModal, form: StateRunForm, click: Click) -> Answer:
    return await act(StateRun, route, click, run_id=form.run_id, ended_at=form.ended_at)


BINDINGS = (
    bind_opener(StateRunButton, opens_ticket_form(state_run_modal.render, StateRunModal, StateRunForm)),
    bind_form(StateRunModal, StateRunForm, state_run),
)
