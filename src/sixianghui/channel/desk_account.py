"""Wiring: the account page of the desk, with what is the desk's. Names, passwords and pictures of people are not."""

from __future__ import annotations

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, BaseSettingsPanel

from sixianghui.channel.actions import Action
from sixianghui.common.policy import requires

#: Wagtail's panels that would change what rosters and `access` hold, or keep a picture that nobody asked for.
NOT_HERE = frozenset({"name_email", "avatar", "password"})


class DeskAccount(AccountView):
    """Language, appearance and notices of the desk; what is left out is not written either."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        return [panel for panel in super().get_panels() if panel.name not in NOT_HERE]


account = requires(Action.ENTER_CMS)(require_admin_access(DeskAccount.as_view()))
