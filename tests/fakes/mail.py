"""Letters that stay in memory, and refusals on demand."""

from core.errors import AdapterError, OutcomeUnknown
from core.ports.mail import Letter
from mail.letters import clean_address, message_id_of


class FakeMail:
    """core.ports.mail.Mail. `next_errors` are raised by the next sends, the first one first."""

    def __init__(self) -> None:
        self.sent: list[Letter] = []
        self.next_errors: list[AdapterError] = []

    async def send(self, letter: Letter) -> str:
        clean_address(letter.to_address)
        error = self.next_errors.pop(0) if self.next_errors else None
        if error is None or isinstance(error, OutcomeUnknown):
            self.sent.append(letter)
        if error is not None:
            raise error
        return message_id_of(letter.id, "fake.example")
