"""Everything that Andon can draw, side by side in every language, each checked as Slack would."""

from sandbox.gallery.routes import add_gallery

__all__ = ["add_gallery"]
