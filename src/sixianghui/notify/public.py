"""What other rooms may use of notify: tell a person something, and say what kinds of things they are told."""

from sixianghui.notify.commands.messages import tell
from sixianghui.notify.kinds import Kind, all_kinds, register_kind
from sixianghui.notify.models import Message

__all__ = ["Kind", "Message", "all_kinds", "register_kind", "tell"]
