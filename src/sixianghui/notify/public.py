"""What other rooms may use of notify: tell a person something, say of what kinds, and write an address as a whole."""

from sixianghui.notify.commands.messages import tell
from sixianghui.notify.kinds import Kind, all_kinds, register_kind
from sixianghui.notify.links import site_url, whole
from sixianghui.notify.models import Message

__all__ = ["Kind", "Message", "all_kinds", "register_kind", "site_url", "tell", "whole"]
