"""How much Slack accepts: every limit of Block Kit that Andon builds against or checks.

All lengths count Unicode code points; counts are items of a list. The builder trims to these numbers and
the validator refuses beyond them, so each number is written once. Sources are the pages of the Block Kit
reference at https://docs.slack.dev/reference/block-kit, named above each group.
"""

# Messages: "chat.postMessage", "chat.update", and "Layout blocks".
MESSAGE_BLOCKS = 50  # items
MESSAGE_TEXT_CHARS = 4_000  # characters; chat.update answers msg_too_long beyond it
MESSAGE_TEXT_CUT_CHARS = 40_000  # characters; chat.postMessage cuts silently beyond it
MESSAGE_BLOCK_TEXT_CHARS = (
    13_297  # characters over all blocks; undocumented, the most seen taken (bolt-js #2509)
)
MESSAGE_BLOCK_TEXT_SAFE_CHARS = 12_000  # characters; what Andon stays below, since the other is measured
MESSAGE_MARKDOWN_CHARS = 12_000  # characters over all markdown blocks ("Markdown block")
MESSAGE_TABLES = 1  # items ("Table block")
ATTACHMENTS = 100  # items ("Legacy attachments")
ATTACHMENT_FOOTER_CHARS = 300  # characters; Slack cuts the rest

# Views: "Views: modal" and "Views: App Home".
VIEW_BLOCKS = 100  # items
VIEW_BYTES = 250 * 1024  # bytes of JSON; view_too_large beyond it ("views.open")
VIEW_TITLE_CHARS = 24  # characters, for title, submit and close each
PRIVATE_METADATA_CHARS = 3_000  # characters
CALLBACK_ID_CHARS = 255  # characters; external_id alike

# Ids, on every block and element.
ACTION_ID_CHARS = 255  # characters
BLOCK_ID_CHARS = 255  # characters

# Text objects and layout blocks: "Text object", "Section block", "Header block", "Context block" ...
TEXT_CHARS = 3_000  # characters
SECTION_FIELDS = 10  # items
SECTION_FIELD_CHARS = 2_000  # characters
HEADER_CHARS = 150  # characters
CONTEXT_ELEMENTS = 10  # items
ACTIONS_ELEMENTS = 25  # items
CONTEXT_ACTIONS_ELEMENTS = 5  # items
LABEL_CHARS = 2_000  # characters of an input's label and of its hint ("Input block")
IMAGE_URL_CHARS = 3_000  # characters ("Image block")
ALT_TEXT_CHARS = 2_000  # characters ("Image block", "Image element")
IMAGE_TITLE_CHARS = 2_000  # characters ("Image block")
ALERT_CHARS = 200  # characters ("Alert block")

# Elements: "Button element", "Select menu element", "Overflow menu element", "Plain-text input element" ...
BUTTON_CHARS = 75  # characters; accessibility_label alike
BUTTON_VALUE_CHARS = 2_000  # characters
URL_CHARS = 3_000  # characters
AGENT_PROMPT_CHARS = 4_000  # characters
PLACEHOLDER_CHARS = 150  # characters
OPTIONS = 100  # items of one menu or one option group
OPTION_GROUPS = 100  # items
OVERFLOW_OPTIONS = 5  # items
CHOICES = 10  # items of checkboxes or radio buttons
INPUT_CHARS = 3_000  # characters; the largest max_length
INPUT_LINES = 100  # lines of a rich text input
INPUT_FILES = 10  # items ("File input element")

# Objects: "Option object", "Option group object", "Confirmation dialog object".
OPTION_CHARS = 75  # characters; description alike
OPTION_VALUE_CHARS = 150  # characters
OPTION_GROUP_CHARS = 75  # characters
CONFIRM_TITLE_CHARS = 100  # characters
CONFIRM_TEXT_CHARS = 300  # characters
CONFIRM_BUTTON_CHARS = 30  # characters

# Newer blocks: "Table block", "Video block", "Card block", "Carousel block", "Container block", "Plan block" ...
TABLE_ROWS = 100  # items
TABLE_COLUMNS = 20  # items; column_settings alike
TABLE_CHARS = 10_000  # characters over all cells
DATA_TABLE_CHARS = 20_000  # characters over all cells
DATA_TABLE_ROWS = 101  # items, the header among them
DATA_TABLE_PAGE = 100  # rows
VIDEO_TITLE_CHARS = 199  # characters
VIDEO_AUTHOR_CHARS = 49  # characters
VIDEO_TEXT_CHARS = 200  # characters of alt_text and of description
VIDEO_PROVIDER_CHARS = 50  # characters
CARD_TITLE_CHARS = 150  # characters; subtitle alike
CARD_BODY_CHARS = 200  # characters; subtext alike
CARD_ACTIONS = 3  # items
CAROUSEL_CARDS = 10  # items
CONTAINER_TITLE_CHARS = 150  # characters; subtitle alike
CONTAINER_BLOCKS = 10  # items
CHART_TITLE_CHARS = 50  # characters
CHART_SERIES = 12  # items, segments alike; the page has said both 6 and 12, the larger is taken
CHART_POINTS = 20  # items of one series
LIST_INDENT = 8  # levels ("Rich text block")
