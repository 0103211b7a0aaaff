"""Says of finished Block Kit JSON what Slack would say, before Slack does.

It serves the golden tests, the sandbox and `andon check --blocks`. Lengths, counts, unknown properties, types,
duplicate ids and the surfaces a block may stand on are tables (`objects`, `elements`, `blocks`); `schema`
knows how to read them. `notes` is for what Slack takes and a person would not have wanted.

Differences from Slack.

Wording. These refusals are documented, their words are ours: a number out of range (`must be less than 11`) or not
a number, `must provide an array`, `a boolean` or `an integer`, `failed to match the expected format`,
`must provide exactly one of ...`, `must provide at least one of ...`, ``cannot be greater than `max_value` ``,
`must match one of the options`, `all rows must have the same number of items`, `` `value` "x" already exists ``,
and the total of a table's cells. A repeated `block_id` is told in the words for a repeated `action_id`. Slack may
add `failed to match all allowed schemas` for the objects around a fault; here only `/view` gets it.

Refused here without a published word of Slack's: an empty `alt_text`, an empty string for other required words
and ids, two options with one `value` (it is documented to be unique), an initial option that is none of the
options (it is to match one exactly), a `block_id` used again inside a container, carousel or plan, and more than
13,297 characters over all blocks, counted in text objects, markdown and rich text but not in menus, dialogs and
tables: a measured number, not a documented one.

Taken here, though Slack may refuse it: contradictions within an input (least above most, an initial value
outside), more initial options than may be selected, any colour of an attachment, legacy fields beside its blocks
(all of which `notes` tells), attachments of any size (`attachment_payload_limit_exceeded` has no published
figure), an empty `elements` in rich text, a `table` beside a `data_table`, what is in the axis of a chart, a video
address outside the app's domains, and what depends on the workspace: whether people, channels and files exist and
whether an image downloads.

blocks.validate: `constraint` is given where only certain words will do; Slack publishes no other kind of it.
"""

from bot.blocks.validator.notes import notes
from bot.blocks.validator.problem import MESSAGE_TOO_LONG, VIEW_TOO_LARGE, Problem, Surface
from bot.blocks.validator.suggestions import validate_options
from bot.blocks.validator.surfaces import ONE_TABLE, validate

__all__ = [
    "MESSAGE_TOO_LONG",
    "ONE_TABLE",
    "VIEW_TOO_LARGE",
    "Problem",
    "Surface",
    "notes",
    "validate",
    "validate_options",
]
