"""The letter to a retailer: the template of its cause in the contact's language, and how its parts are joined."""

from bot.blocks.headline import place
from bot.words import Say
from core.policies.codes import JOB_CAUSES
from core.views import JobTicketCard


def draft(card: JobTicketCard, contact_name: str, say: Say) -> dict[str, str]:
    """Subject and the three parts (J13), in the words of *say*: the contact's language, not the reader's."""
    cause = card.code if card.code in JOB_CAUSES else "unknown"
    facts = {
        "job": card.job_name,
        "connection": card.connection_name or card.job_name,
        "name": contact_name,
        "number": card.shown_number,
        "retailer": str(place(card)),
    }
    stopped = "not_stopped" if any(s.detail == "not_possible" for s in card.steps) else "stopped"
    issue = say(f"letter.{cause}.issue", **facts)
    return {
        "subject": say(f"letter.subject.{stopped}", **facts),
        "issue": "\n\n".join((say("letter.greeting", **facts), f"{issue} {say(f'letter.{stopped}')}")),
        "actions": say(f"letter.{cause}.actions", **facts),
        "next_steps": say(f"letter.{cause}.next_steps", **facts) + "\n\n" + say("letter.ending", **facts),
    }
