"""One more subscription of one's own."""

from bot.blocks import kit
from bot.blocks.fields import inputs
from bot.blocks.kit import Block
from bot.forms import SubscribeMeForm
from bot.routes import SubscribeMeModal
from bot.words import Say


def render(route: SubscribeMeModal, say: Say) -> Block:
    address = route.view()
    return kit.modal(
        say("modal.subscribe_me.title"),
        inputs(SubscribeMeForm, say),
        callback_id=address["callback_id"],
        private_metadata=address["private_metadata"],
        submit=say("modal.subscribe_me.submit"),
        close=say("modal.cancel"),
    )
