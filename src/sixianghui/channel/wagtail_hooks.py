"""Wiring: what Wagtail's own screens show of themselves. Wagtail imports this; the hooks are in `hooks`."""

from sixianghui.channel import desk_draft, desk_look
from sixianghui.channel.hooks import actions, home, screens

__all__ = ["actions", "desk_draft", "desk_look", "home", "screens"]
