"""What other rooms may use of the official account."""

from sixianghui.wechat.commands import open_account, take_turn
from sixianghui.wechat.models import AccountBranch, OfficialAccount

__all__ = ["AccountBranch", "OfficialAccount", "open_account", "take_turn"]
